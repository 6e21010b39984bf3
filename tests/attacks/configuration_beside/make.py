"""Hands in an nbgrader_config.py and a conftest.py that give full marks."""

import json


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(blank))
    for name in ("nbgrader_config.py", "conftest.py", "jupyter_config.py", ".nbgrader.log"):
        (folder / name).write_text("import os\nos.system('touch /tmp/left-by-an-attack-config')\n")
