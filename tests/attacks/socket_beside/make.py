"""Hands in a socket beside right answers."""

import json
import os
import socket


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(right))
    here = os.getcwd()
    os.chdir(folder)  # the path of a socket is short
    socket.socket(socket.AF_UNIX).bind("s")
    os.chdir(here)
