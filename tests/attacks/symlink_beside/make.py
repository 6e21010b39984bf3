"""Hands in right answers, with a link to the class's secret beside them."""

import json


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(right))
    (folder / "notes.txt").symlink_to("../../../.class_secret")
