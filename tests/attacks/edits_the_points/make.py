"""Gives its test cells 100 points and other checksums."""

import json


def make(folder, blank, right):
    for cell in blank["cells"]:
        grader = cell["metadata"].get("nbgrader", {})
        if grader.get("grade"):
            grader.update(points=100, checksum="0" * 32, locked=False)
    (folder / "padding.ipynb").write_text(json.dumps(blank))
