"""What this process and all that it has started use at most: memory, processes, descriptors, files."""

from __future__ import annotations

import contextlib
import os
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

SECONDS_BETWEEN_LOOKS = 2.0  # a look takes the kernel some 50 ms, which the grading has not


class Peaks:
    """Looks at a tree of processes as long as the block lasts.

    Attributes:
        most: the most that was seen of each: `memory`, in bytes, the sum of the proportional set sizes (PSS,
            in /proc/PID/smaps_rollup: a page that n processes share counts as 1/n for each); `processes`;
            `descriptors`, open in all of them together; `temporary_files`, in folders of batches.
    """

    def __init__(self) -> None:
        self.most = {"memory": 0, "processes": 0, "descriptors": 0, "temporary_files": 0}
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
            pids = [process.pid for process in [me, *me.children(recursive=True)]]
            seen = {
                "memory": sum(map(_pss, pids)),
                "processes": len(pids),
                "descriptors": sum(map(_descriptors, pids)),
                "temporary_files": sum(
                    1 for _ in Path(tempfile.gettempdir()).glob("autograder-scratch-*/**/*")
                ),
            }
            self.most = {what: max(number, self.most[what]) for what, number in seen.items()}


def _pss(pid: int) -> int:
    """A process's proportional set size in bytes; 0 when it has ended."""
    with contextlib.suppress(OSError):
        for line in Path("/proc", str(pid), "smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def _descriptors(pid: int) -> int:
    """How many descriptors a process has open; 0 when it has ended."""
    with contextlib.suppress(OSError):
        return len(os.listdir(f"/proc/{pid}/fd"))
    return 0
