"""Hands in a hard link to the class's gradebook."""

import json
import os


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(right))
    os.link(folder.parents[2] / "gradebook.db", folder / "notes.db")
