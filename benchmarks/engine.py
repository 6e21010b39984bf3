"""The engine on a class, in a process of its own: prints its timing as JSON.

python -m benchmarks.engine CLASS_DIRECTORY CHAPTER WORKERS [--unsafe-no-sandbox]
"""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from autograder import classroom
from autograder.engine import batch
from autograder.engine.recorder import Entry, Recorded, Recorder
from benchmarks.memory import Peaks


def measure(directory: Path, chapter: str, workers: int, sandboxed: bool) -> dict[str, float]:
    """Grades a whole class anew.

    Arguments:
        directory: the class directory.
        chapter: the assignment.
        workers: how many processes.
        sandboxed: shut student code in.

    Returns:
        In seconds: `start_up`, until the first submissions are in the gradebook; `each` of the others;
        `gradebook`, what the recorder takes for one. And what `Peaks` has seen at most.
    """
    with _watched_recorder() as chunks, Peaks() as peaks:
        begin = time.perf_counter()
        opened = classroom.open_directory(directory)
        grades = batch.grade(opened, chapter, force=True, workers=workers, sandboxed=sandboxed)
        count = sum(1 for _ in grades)
    first, last = chunks[0], chunks[-1]
    return {
        "start_up": first.end - begin,
        "each": (last.end - first.end) / (count - first.submissions),
        "gradebook": sum(chunk.seconds for chunk in chunks) / count,
        **peaks.most,
    }


@dataclass(frozen=True)
class _Chunk:
    """What the recorder wrote at once: how many submissions, in how many seconds, and when it ended."""

    submissions: int
    seconds: float
    end: float


@contextlib.contextmanager
def _watched_recorder() -> Iterator[list[_Chunk]]:
    """Notes what the recorder writes, as long as the block lasts."""
    record = Recorder.record
    chunks: list[_Chunk] = []

    def timed(recorder: Recorder, entries: Sequence[Entry]) -> list[Recorded]:
        begin = time.perf_counter()
        recorded = record(recorder, entries)
        end = time.perf_counter()
        chunks.append(_Chunk(len(entries), end - begin, end))
        return recorded

    with mock.patch.object(Recorder, "record", timed):
        yield chunks


if __name__ == "__main__":
    sandboxed = "--unsafe-no-sandbox" not in sys.argv
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sandboxed)))
