"""Hands in a notebook of 100 MB."""

def make(folder, blank, right):
    with (folder / "padding.ipynb").open("w") as file:
        file.write('{"cells": [], "metadata": {"x": "')
        for _ in range(100):
            file.write("x" * 10**6)
        file.write('"}, "nbformat": 4, "nbformat_minor": 5}')
