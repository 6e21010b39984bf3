"""The student zygote: a clean process with everything imported, forked for each submission.

It has never held a test, another student's work, a database handle or a secret, so a fork of it has
nothing to find.

    python -m autograder.student.zygote DESCRIPTOR_OF_THE_CONTROL_SOCKET BYTES_OF_MEMORY

With 0 bytes of memory what it forks is not shut in.
"""

from __future__ import annotations

import functools
import os
import socket
import sys

import matplotlib.pyplot as plt  # noqa: F401 (imported once, here, for all forks)
import numpy.random  # noqa: F401 (likewise)
import torch.nn.functional  # noqa: F401 (likewise)
from traitlets.config import Config

from autograder.student import process
from autograder.student.server import Server
from autograder.student.shell import Shell
from autograder.wire import forks


def main() -> None:
    """Makes the shell that every fork gets a copy of, and serves."""
    shell = Shell.instance(config=Config(HistoryManager={"enabled": False}))  # no file, no thread
    shell.enable_matplotlib("inline")
    shell.run_cell("pass", store_history=False)  # what IPython makes at a first cell, made once
    sys.path.insert(0, "")  # a kernel finds modules beside its notebook, after those that are already loaded
    forks.prepare()
    descriptor, memory = map(int, sys.argv[1:])
    with socket.socket(fileno=descriptor) as control:
        Server(control, functools.partial(process.work, shell), memory or None).serve()
    os._exit(0)  # at once: nothing of it is needed any more


if __name__ == "__main__":
    main()
