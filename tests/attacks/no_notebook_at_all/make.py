"""Hands in lists, numbers and nulls where a notebook has something else."""

def make(folder, blank, right):
    (folder / "padding.ipynb").write_text('{"cells": [null, 7, {"cell_type": 3, "metadata": [], "source": {}}], "nbformat": "4"}')
