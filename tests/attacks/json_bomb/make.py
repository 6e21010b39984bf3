"""Hands in brackets in brackets, 200,000 deep, and a number of a million digits."""

def make(folder, blank, right):
    (folder / "padding.ipynb").write_text('{"cells": ' + "[" * 200_000 + "9" * 1_000_000 + "]" * 200_000 + "}")
