"""Runs the visible tests of a learner's own notebook and says, exercise by exercise, where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import notebooks
from autograder.cells import START_SECONDS, Result, Runner
from autograder.errors import UserError
from autograder.source import coverage

CELL_SECONDS = 10.0  # the grader's limit for a test cell


@dataclass
class ExerciseState:
    """What a notebook holds of one exercise, and how its visible tests went.

    Attributes:
        function: the exercise.
        visible_points, hidden_points: what is at stake; None when unknown because the cell is gone.
        hidden_checks: how many checks the hidden cell announces; None when unknown.
        message: what to tell the learner; empty when the visible tests passed.
    """

    function: str
    visible_points: float | None = None
    hidden_points: float | None = None
    hidden_checks: int | None = None
    message: str = (
        "the notebook has no visible test cell for it; download the notebook again and copy your code over"
    )

    @property
    def passed(self) -> bool:
        """Whether the visible tests passed."""
        return not self.message


@dataclass
class _Cell:
    """A code cell of the notebook and the exercise it belongs to, if any."""

    source: str
    role: str  # "solution", "visible", "hidden" or "other"
    function: str = ""
    ended_process: bool = False  # once is enough: it is not run again


def check(path: Path, seconds: float = CELL_SECONDS) -> list[ExerciseState]:
    """Runs a notebook's cells in order in a child process, except hidden tests, and judges its exercises.

    Arguments:
        path: the notebook.
        seconds: the deadline of each cell; cells before the first test may take longer, for imports.

    Returns:
        A state for each exercise, in the notebook's order.

    Raises:
        UserError: the file is no notebook, or holds no exercise.
    """
    states, cells = _survey(notebooks.code_cells(path))
    if not states:
        raise UserError(f"{path}: holds no exercise; check takes a notebook of the course")
    broken: dict[
        str, str
    ] = {}  # what is wrong with an exercise's own cell, which its tests would blame elsewhere
    with Runner() as runner:
        for index, cell in enumerate(cells):
            if cell.role == "hidden":
                continue
            state = states.get(cell.function)
            result = runner.run(cell.source, seconds if state else max(seconds, START_SECONDS))
            if state and cell.role == "solution":
                broken[state.function] = _message(state.function, result)
            if state and cell.role == "visible":
                state.message = broken.get(state.function) or _message(state.function, result)
            if result.ended_process:
                cell.ended_process = True
                _restore(runner, cells[:index], seconds)
    return list(states.values())


def _survey(raw_cells: list[dict[str, Any]]) -> tuple[dict[str, ExerciseState], list[_Cell]]:
    """Finds the exercises by nbgrader's metadata."""
    states: dict[str, ExerciseState] = {}
    cells = []
    for raw in raw_cells:
        cell, grader = _Cell(raw["source"], "other"), raw["grader"]
        grade_id = str(grader.get("grade_id", ""))
        if grader.get("solution"):
            cell.role, cell.function = "solution", grade_id
        elif grader.get("grade"):
            function, _, role = grade_id.rpartition("-")
            if role in ("visible", "hidden"):
                cell.role, cell.function = role, function
        if cell.function:
            state = states.setdefault(cell.function, ExerciseState(cell.function))
            points = grader.get("points")
            points = float(points) if isinstance(points, (int, float)) and abs(points) < 1e6 else None
            if cell.role == "visible":
                state.visible_points = points
            elif cell.role == "hidden":
                announced = coverage(cell.source)
                state.hidden_points, state.hidden_checks = points, announced.checks if announced else None
        cells.append(cell)
    return states, cells


def _restore(runner: Runner, before: list[_Cell], seconds: float) -> None:
    """Runs everything but tests again in a new process, leaving out what ended an earlier one."""
    for cell in before:
        if cell.role in ("other", "solution") and not cell.ended_process:
            cell.ended_process = runner.run(cell.source, max(seconds, START_SECONDS)).ended_process


def _message(function: str, result: Result) -> str:
    """What to tell the learner about a cell; empty when it ran through."""
    if result.passed:
        return ""
    if result.error == "AssertionError":
        return result.message or f"this does not hold: {result.line}"
    if result.error == "NotImplementedError":
        return "not written yet"
    if result.error == "NameError" and repr(function) in result.message:
        return f"no cell defines {function}; was it renamed?"
    if result.error == "Timeout":
        return f"{result.message}; is there a loop that does not end?"
    where = f", in the line `{result.line}`" if result.line else ""
    return f"{result.error}: {result.message}{where}"
