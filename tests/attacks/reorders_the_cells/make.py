"""Right answers, with all cells in reverse order."""

import json

DESERVES = 18.0


def make(folder, blank, right):
    right["cells"].reverse()
    (folder / "padding.ipynb").write_text(json.dumps(right))
