"""Hands in 1,500 files."""

import json


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(right))
    for n in range(1500):
        (folder / f"{n}.txt").write_text("x")
