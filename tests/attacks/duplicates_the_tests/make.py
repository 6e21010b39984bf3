"""Right answers; every test is there ten times, empty."""

import copy
import json

DESERVES = 18.0


def make(folder, blank, right):
    for cell in list(right["cells"]):
        if cell["id"].endswith(("-visible", "-hidden")):
            right["cells"] += [{**copy.deepcopy(cell), "source": "", "id": f"{cell['id']}{n}"} for n in range(10)]
    (folder / "padding.ipynb").write_text(json.dumps(right))
