"""Hands in a link to the source notebook."""

def make(folder, blank, right):
    (folder / "padding.ipynb").symlink_to("../../../source/padding/padding.ipynb")
