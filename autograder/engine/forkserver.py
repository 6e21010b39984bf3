"""The process that workers are forked from: it imports what they need once, while the program starts."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_PRELOAD = ["autograder.engine.pool"]  # PyTorch with it


def start() -> ForkServerContext:
    """Starts the process, unless it runs.

    Returns:
        The context by which workers are forked from it.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOAD)
    if threading.current_thread() is not threading.main_thread():
        forkserver.ensure_running()  # in a server, which nobody ends with Ctrl-C
        return context
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited: Ctrl-C is the batch's business
    try:
        forkserver.ensure_running()
    finally:
        signal.signal(signal.SIGINT, before)
    return context
