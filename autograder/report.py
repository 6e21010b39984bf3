"""What an instructor reads after a batch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from autograder.engine.batch import Grade, Regrade
from autograder.engine.verdicts import Verdict, said
from autograder.terminal import columns, plain


def table(grades: Iterable[Grade]) -> str:
    """A line for each student, and under it one for each exercise that lost points.

    Arguments:
        grades: in the order of the lines.

    Returns:
        The table; nothing in it can harm a terminal.
    """
    rows = [["student", "score", "what went wrong"]]
    for grade in grades:
        reasons = [f"{exercise}: {why}" for exercise, why in _reasons(grade).items()] + list(grade.remarks)
        if grade.waiting:
            reasons.append(
                f"{grade.waiting} {'cell waits' if grade.waiting == 1 else 'cells wait'} for a person"
            )
        for index, reason in enumerate(reasons or [""]):
            first = index == 0
            score = f"{grade.score:g}/{grade.full:g}"
            rows.append([plain(grade.student) if first else "", score if first else "", plain(reason)])
    return columns(rows)


def grader_errors(grades: Iterable[Grade]) -> list[str]:
    """A line for each test cell that failed through no fault of the student's."""
    return [
        f"{plain(grade.student)}, {plain(cell)}: {plain(why)}"
        for grade in grades
        for cell, verdict, why in grade.lost
        if verdict is Verdict.GRADER_ERROR
    ]


def as_json(grades: Iterable[Grade]) -> list[dict[str, Any]]:
    """The same for programs: a list of students with their score, lost cells and remarks."""
    return [
        {
            "student": grade.student,
            "score": grade.score,
            "full": grade.full,
            "graded_now": grade.graded_now,
            "lost": [
                {"cell": cell, "verdict": verdict.value, "why": why} for cell, verdict, why in grade.lost
            ],
            "remarks": list(grade.remarks),
            "waiting": grade.waiting,
        }
        for grade in grades
    ]


def changes(regrades: Iterable[Regrade]) -> str:
    """What a regrade changes: a line for each cell that comes out differently, and why.

    Arguments:
        regrades: in the order of the lines.

    Returns:
        The table, and what has changed since the grades were recorded; one line when nothing comes out
        differently.
    """
    regrades = list(regrades)
    rows = [["student", "cell", "was", "is", "because"]]
    for regrade in regrades:
        for index, change in enumerate(regrade.cells):
            student = plain(regrade.student) if index == 0 else ""
            rows.append(
                [student, change.cell, _outcome(change.before), _outcome(change.after), plain(change.why)]
            )
    because = sorted({what for regrade in regrades for what in regrade.because})
    changed = sum(bool(regrade.cells) for regrade in regrades)
    lines = [columns(rows)] if changed else []
    lines.append(f"{changed} of {len(regrades)} students change.")
    if because:
        lines.append(f"Changed since they were graded: {', '.join(because)}.")
    return "\n".join(lines)


def changes_as_json(regrades: Iterable[Regrade]) -> list[dict[str, Any]]:
    """The same for programs: a list of students with what changes and why."""
    return [asdict(regrade) for regrade in regrades]


def _outcome(outcome: tuple[Verdict | None, float | None]) -> str:
    verdict, score = outcome
    return "-" if verdict is None else verdict.value if score is None else f"{verdict.value} {score:g}"


def _reasons(grade: Grade) -> dict[str, str]:
    """Why each exercise lost points: the hint of a known mistake if there is one, else the first message."""
    reasons: dict[str, str] = {}
    for cell, verdict, why in grade.lost:
        exercise = cell.rpartition("-")[0] or cell
        _, found, hint = why.partition("\nHint: ")
        if found:
            reasons[exercise] = hint
        else:
            reasons.setdefault(exercise, said(exercise, verdict, why))
    return reasons
