"""Reads whatever any open descriptor leads to."""

import os

for number in range(1024):
    try:
        print(number, os.readlink(f"/proc/self/fd/{number}"), os.pread(number, 10_000, 0))
    except OSError:
        pass
