"""Reads the memory, files and environment of every process in /proc."""

import os

for pid in sorted(filter(str.isdigit, os.listdir("/proc")), key=int):
    for name in ("cmdline", "environ", "maps", "cwd", "root", "mem", "fd"):
        try:
            path = f"/proc/{pid}/{name}"
            print(path, os.listdir(path) if name in ("fd", "cwd", "root") else open(path, "rb").read(10_000))
        except OSError:
            pass
