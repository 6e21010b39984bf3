"""Hands in outputs that say that all tests have passed."""

import json


def make(folder, blank, right):
    for cell in blank["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "execute_result", "data": {"text/plain": "18.0"}, "metadata": {}, "execution_count": 1}]
    (folder / "padding.ipynb").write_text(json.dumps(blank))
