"""Replaces every test by assert True."""

import json


def make(folder, blank, right):
    for cell in blank["cells"]:
        if cell["id"].endswith(("-visible", "-hidden")):
            cell["source"] = "assert True"
    (folder / "padding.ipynb").write_text(json.dumps(blank))
