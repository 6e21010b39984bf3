"""A line that says how far a batch is, for a person who watches."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

from autograder.engine.batch import Grade

T = TypeVar("T")


def shown(grades: Iterable[Grade], total: int, stream: TextIO | None = None) -> Iterator[Grade]:
    """Passes grades on and keeps one line up to date: done, rate, time left, verdicts.

    Arguments:
        grades: as they come.
        total: how many there will be.
        stream: where the line goes, stderr by default; nothing is written when it is no terminal.

    Yields:
        The grades.
    """
    line, graded, counts = _Line(total, stream), 0, Counter[str]()
    with line:
        for done, grade in enumerate(grades, 1):
            graded += grade.graded_now
            counts.update(verdict.value for _, verdict, _ in grade.lost)
            line.update(done, graded, ", ".join(f"{count} {name}" for name, count in counts.most_common()))
            yield grade


def counted(items: Iterable[T], total: int, stream: TextIO | None = None) -> Iterator[T]:
    """The same for anything else: done, rate, time left."""
    with _Line(total, stream) as line:
        for done, item in enumerate(items, 1):
            line.update(done, done, "")
            yield item


class _Line:
    """The line; nothing is written when the stream is no terminal."""

    def __init__(self, total: int, stream: TextIO | None) -> None:
        self._total, self._stream = total, stream or sys.stderr
        self._begin = time.monotonic()

    def __enter__(self) -> _Line:
        return self

    def update(self, done: int, graded: int, said: str) -> None:
        """Writes how far it is; `graded` of the `done` took time."""
        if not self._stream.isatty():
            return
        rate = graded / max(time.monotonic() - self._begin, 1e-3)
        left = f", {(self._total - done) / rate:.0f} s left" if rate else ""
        line = f"{done}/{self._total}, {rate:.1f} a second{left}" + (f"; {said}" if said else "")
        self._stream.write(f"\r\x1b[K{line}")
        self._stream.flush()

    def __exit__(self, *_: object) -> None:
        if self._stream.isatty():
            self._stream.write("\n")
