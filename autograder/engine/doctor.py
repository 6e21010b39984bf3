"""Tries the engine on a course's own solutions: what fails here would fail for everybody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from autograder.checks import seeds
from autograder.engine import pool, submission
from autograder.engine.assignment import Assignment, Limits, Task
from autograder.engine.submission import TEST
from autograder.engine.verdicts import Verdict
from autograder.errors import UserError


def examine(path: Path, sandboxed: bool) -> Iterator[str]:
    """Grades notebooks against their own solutions.

    Arguments:
        path: a notebook with solutions, as in any nbgrader course's source/, or a folder of them.
        sandboxed: shut their code in; they are the course's own, so that is not needed.

    Yields:
        A line for each test cell that does not pass: the notebook, the cell, and why.

    Raises:
        UserError: there is no notebook.
    """
    notebooks = [path] if path.suffix == ".ipynb" else sorted(path.rglob("*.ipynb"))
    notebooks = [notebook for notebook in notebooks if ".ipynb_checkpoints" not in notebook.parts]
    if not notebooks or not all(notebook.is_file() for notebook in notebooks):
        raise UserError(f"{path} is no notebook and holds none; name a notebook or a folder like source/")
    for notebook in notebooks:
        for cell, why in _failing(notebook, sandboxed):
            yield f"{notebook}: {cell}: {why}"


def _failing(notebook: Path, sandboxed: bool) -> Iterator[tuple[str, str]]:
    source = submission.read_source(notebook)
    files, limits = notebook.parent, Limits()
    assignment = Assignment("", {notebook.stem: source}, files, files, limits, sandboxed)
    task = Task("", notebook.parent, seeds.PUBLIC_KEY)
    ((examined,),) = pool.graded(assignment, [task], workers=1)
    graded = examined.notebooks[notebook.stem]
    for cell, result in zip(graded.cells, graded.results, strict=True):
        if cell.role == TEST and result.verdict is not Verdict.PASSED:
            yield cell.grade_id, f"{result.verdict}: {result.message}"
