"""The engine on a class, in a process of its own: prints its timing as JSON.

python -m benchmarks.engine CLASS_DIRECTORY CHAPTER WORKERS
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Any

from autograder import classroom
from autograder.engine import batch
from autograder.engine.recorder import Recorder
from benchmarks.memory import PeakMemory


def measure(directory: Path, chapter: str, workers: int) -> dict[str, float]:
    """Grades a whole class anew.

    Arguments:
        directory: the class directory.
        chapter: the assignment.
        workers: how many processes.

    Returns:
        In seconds: `start_up`, to the first result; `each` further submission; `gradebook`, what the
        recorder takes of that. In bytes: `peak`, see `PeakMemory`.
    """
    with _Timed(Recorder, "record") as recorded, PeakMemory() as memory:
        begin = time.perf_counter()
        opened = classroom.open_directory(directory)
        moments = [time.perf_counter() for _ in batch.grade(opened, chapter, force=True, workers=workers)]
    return {
        "start_up": moments[0] - begin,
        "each": (moments[-1] - moments[0]) / (len(moments) - 1),
        "gradebook": statistics.median(recorded.seconds),
        "peak": memory.peak,
    }


class _Timed:
    """Notes how long each call of a method takes, as long as the block lasts."""

    def __init__(self, owner: type, name: str) -> None:
        self._owner, self._name, self._method = owner, name, getattr(owner, name)
        self.seconds: list[float] = []

    def __enter__(self) -> _Timed:
        def timed(*args: Any, **kwargs: Any) -> Any:
            begin = time.perf_counter()
            try:
                return self._method(*args, **kwargs)
            finally:
                self.seconds.append(time.perf_counter() - begin)

        setattr(self._owner, self._name, timed)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        setattr(self._owner, self._name, self._method)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
