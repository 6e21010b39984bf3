"""Hands in a pipe that nobody writes to."""

import os


def make(folder, blank, right):
    os.mkfifo(folder / "padding.ipynb")
