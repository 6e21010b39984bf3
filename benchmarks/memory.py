"""Peak memory of this process and all that it has started, counted once where they share it."""

from __future__ import annotations

import contextlib
import os
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

SECONDS_BETWEEN_LOOKS = 0.5


class PeakMemory:
    """Looks at the memory of a tree of processes as long as the block lasts.

    Attributes:
        peak: the most that was seen, in bytes. It is the sum of the proportional set sizes (PSS, in
            /proc/PID/smaps_rollup): a page that n processes share counts as 1/n for each.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._end.wait(SECONDS_BETWEEN_LOOKS):
            me = psutil.Process(os.getpid())
            self.peak = max(
                self.peak, sum(_pss(process.pid) for process in [me, *me.children(recursive=True)])
            )


def _pss(pid: int) -> int:
    """A process's proportional set size in bytes; 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path("/proc", str(pid), "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
