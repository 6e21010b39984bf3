"""Puts numpy.py, torch.py, sitecustomize.py and a package autograder beside the notebook."""

import json


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(blank))
    for name in ("numpy.py", "torch.py", "sitecustomize.py", "usercustomize.py", "autograder/__init__.py", "autograder/checks.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("import os\nos.system('touch /tmp/left-by-an-attack-module')\n")
