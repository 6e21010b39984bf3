"""A line that says how far a batch is, for a person who watches."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TextIO

from autograder.engine.batch import Grade


def shown(grades: Iterable[Grade], total: int, stream: TextIO | None = None) -> Iterator[Grade]:
    """Passes grades on and keeps one line up to date: done, rate, time left, verdicts.

    Arguments:
        grades: as they come.
        total: how many there will be.
        stream: where the line goes, stderr by default; nothing is written when it is no terminal.

    Yields:
        The grades.
    """
    stream = stream or sys.stderr
    begin, graded, counts = time.monotonic(), 0, Counter[str]()
    try:
        for done, grade in enumerate(grades, 1):
            graded += grade.graded_now
            counts.update(verdict.value for _, verdict, _ in grade.lost)
            if stream.isatty():
                rate = graded / max(time.monotonic() - begin, 1e-3)
                left = f", {(total - done) / rate:.0f} s left" if rate else ""
                said = ", ".join(f"{count} {verdict}" for verdict, count in counts.most_common())
                stream.write(
                    f"\r\x1b[K{done}/{total}, {rate:.1f} a second{left}" + (f"; {said}" if said else "")
                )
                stream.flush()
            yield grade
    finally:
        if stream.isatty():
            stream.write("\n")
