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
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, LARGEST_REQUEST, 1)
        if not request:
            return
        connection = socket.socket(fileno=descriptors[0])

        def child(folder: str = request.decode(), connection: socket.socket = connection) -> None:
            control.close()
            with connection:
                work(folder, connection)

        pid = fork(child)
        connection.close()
        pidfd = os.pidfd_open(pid)
        try:
            socket.send_fds(control, [str(pid).encode()], [pidfd])
        except OSError:
            return  # nobody waits for the child any more; it ends with this process
        os.close(pidfd)


def fork(work: Callable[[], None]) -> int:
    """Forks a child that does one thing and ends.

    The child leads a session and a process group of its own, so that whatever it starts can be ended
    with it, and ends with its parent, also when it hangs.

    Arguments:
        work: what it does.

    Returns:
        The child's process number.
    """
    pid = os.fork()
    if pid == 0:
        _run(work)
    return pid


def end(pid: int) -> None:
    """Ends a child that `fork` has made, and everything in its group.

    Arguments:
        pid: its process number.
    """
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    os.kill(pid, signal.SIGKILL)  # it may not lead its group yet; not reaped, it still has its number
    os.waitpid(pid, 0)


def die_with_parent() -> None:
    """Has the kernel kill this process when the process that started it ends, however it ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _run(work: Callable[[], None]) -> NoReturn:
    status = 1
    try:
        os.setsid()
        die_with_parent()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        work()
        status = 0
    finally:
        os._exit(status)  # not sys.exit: exit handlers belong to the parent
