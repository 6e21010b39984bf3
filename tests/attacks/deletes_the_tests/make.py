"""Wrong answers, and no test cells at all."""

import json


def make(folder, blank, right):
    blank["cells"] = [c for c in blank["cells"] if not c["id"].endswith(("-visible", "-hidden"))]
    (folder / "padding.ipynb").write_text(json.dumps(blank))
