"""Hands in a device beside right answers, or where only root may make one, a link to a device."""

import json
import os
import stat


def make(folder, blank, right):
    (folder / "padding.ipynb").write_text(json.dumps(right))
    try:
        os.mknod(folder / "zeros", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:
        (folder / "zeros").symlink_to("/dev/zero")
