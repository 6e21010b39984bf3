"""Puts NUL bytes and halves of characters into source, names and metadata."""

import json


def make(folder, blank, right):
    for cell in blank["cells"]:
        if cell["cell_type"] == "code" and not cell["metadata"].get("nbgrader", {}).get("locked"):
            cell["source"] = "x = '\ud800\x00'\nprint('\ud800')\nraise ValueError('\udfff\x00')"
    blank["metadata"]["name"] = "\ud800\x00"
    (folder / "padding.ipynb").write_text(json.dumps(blank))
