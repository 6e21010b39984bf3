"""What becomes of a test cell, and who is to blame."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a test cell ended. All but GRADER_ERROR are the student's doing, or to their credit."""

    PASSED = "passed"
    FAILED = "failed"  # an assertion does not hold
    STUDENT_ERROR = "student error"  # the student's function raised, or is not there
    TIMEOUT = "timeout"  # the student's code took longer than the cell may
    MEMORY = "memory"  # the student's processes took more memory than they may
    CRASHED = "crashed"  # the student's process ended, or sent what is no answer
    NOT_ANSWERED = "not answered"  # the student's process had ended before
    GRADER_ERROR = "grader error"  # the test itself is at fault: nobody's score


@dataclass(frozen=True)
class CellResult:
    """A cell of a graded notebook.

    Attributes:
        outputs: in nbformat's form.
        count: its execution count; None for a cell that did not run.
        verdict: of a test cell; None for any other.
        score: of a test cell; None when there is none, as after a grader error.
        message: why a test cell lost points, or a remark on any other cell; for people.
        seconds: how long it took, tests of the trusted side included.
    """

    outputs: list[dict[str, Any]]
    count: int | None = None
    verdict: Verdict | None = None
    score: float | None = None
    message: str = ""
    seconds: float = 0.0


def said(exercise: str, verdict: Verdict, why: str) -> str:
    """What to say of an exercise that lost points, in one line.

    Arguments:
        exercise: its name.
        verdict: of its test cell.
        why: the cell's message, without a hint.

    Returns:
        The reason.
    """
    why = why.removeprefix(f"{exercise.rpartition('/')[2]}: ")
    if why.startswith("NotImplementedError"):
        return "not written yet"
    if why.startswith("SystemExit"):
        return "ends the program (SystemExit) instead of returning"
    return why if verdict in (Verdict.FAILED, Verdict.STUDENT_ERROR) else f"{verdict}: {why}"
