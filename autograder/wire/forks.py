"""A fork server: a process that has imported everything and forks a child for each job.

A fork of a process with torch loaded takes milliseconds where an import takes seconds. The server is
single-threaded and never runs a torch operation: a child of a process whose threads hold locks hangs.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
from collections.abc import Callable
from typing import NoReturn

LARGEST_REQUEST = 4096  # bytes

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h


def serve(control: socket.socket, work: Callable[[str, socket.socket], None]) -> None:
    """Forks a child for each request until the other side closes the control socket.

    A request is a folder's path and one descriptor, a connected socket; the answer is the child's
    process number and a pidfd, by which it can be signalled without mistaking it for another.

    Arguments:
        control: the server's end of the control socket.
        work: what a child does with the folder and the socket; then it ends.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel reaps children
    with contextlib.suppress(ConnectionError):  # who asked was killed before it had the answer
        while True:
            request, descriptors, _, _ = socket.recv_fds(control, LARGEST_REQUEST, 1)
            if not request:
                return
            child = os.fork()
            if child == 0:
                control.close()
                _run(work, request.decode(), descriptors[0])
            os.close(descriptors[0])
            pidfd = os.pidfd_open(child)
            socket.send_fds(control, [str(child).encode()], [pidfd])
            os.close(pidfd)


def die_with_parent() -> None:
    """Has the kernel kill this process when the process that started it ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _run(work: Callable[[str, socket.socket], None], folder: str, descriptor: int) -> NoReturn:
    status = 1
    try:
        os.setsid()  # a group of its own: whatever it starts can be ended with it
        die_with_parent()  # also a child that hangs
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with socket.socket(fileno=descriptor) as connection:
            work(folder, connection)
        status = 0
    finally:
        os._exit(status)  # not sys.exit: exit handlers belong to the server
