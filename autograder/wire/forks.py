"""Forks of a process that has imported everything: milliseconds where an import takes seconds.

Such a process is single-threaded and never runs a torch operation: a child of a process whose threads hold
locks hangs.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

_libc = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_MADV_COLLAPSE = 25  # linux/mman.h, since Linux 6.1
_HUGE_PAGE = 2**21  # bytes


def prepare() -> None:
    """Makes this process quick to fork, once it has loaded what its children need.

    Its objects are set aside from the garbage collector: a child's need not touch, and so copy, what it
    shares with its parent. Its memory is moved into huge pages where the kernel can do that: a fork has
    few of them to copy.
    """
    gc.collect()
    gc.freeze()
    for line in Path("/proc/self/maps").read_text("utf-8").splitlines():
        addresses, mode, _, _, _, *name = line.split(maxsplit=5)
        if "w" in mode and name in ([], ["[heap]"]):
            begin, end = (int(address, 16) for address in addresses.split("-"))
            begin, end = -(-begin // _HUGE_PAGE) * _HUGE_PAGE, end // _HUGE_PAGE * _HUGE_PAGE
            if begin < end:
                _libc.madvise(ctypes.c_void_p(begin), ctypes.c_size_t(end - begin), _MADV_COLLAPSE)


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
