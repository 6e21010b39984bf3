"""Reads an assignment as it was released: tests and points as the gradebook keeps them, as with nbgrader."""

from __future__ import annotations

import hashlib
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from nbgrader.api import Gradebook, MissingEntry

from autograder.classroom import ClassDirectory
from autograder.engine import submission
from autograder.engine.assignment import Assignment, Limits
from autograder.engine.submission import Cell
from autograder.errors import UserError

VERSION = 4  # of the engine: another version may grade differently, so it grades anew

Fingerprint = dict[str, str]  # of what a grade depends on, by what it is


def notebooks(book: Gradebook, name: str, folder: Path) -> dict[str, list[Cell]]:
    """Reads the notebooks of an assignment.

    Arguments:
        book: the gradebook.
        name: the assignment.
        folder: where it is in the class's source/.

    Returns:
        Their cells, by their names, in the order of these.

    Raises:
        UserError: it was not released, or has changed since.
    """
    try:
        released = book.find_assignment(name).notebooks
    except MissingEntry:
        released = []
    if not released:
        raise UserError(f"{folder}: not released yet; run: nbgrader generate_assignment {name}")
    return {
        notebook.name: _cells(notebook, folder / f"{notebook.name}.ipynb")
        for notebook in sorted(released, key=lambda notebook: str(notebook.name))
    }


def limits(classroom: ClassDirectory, usual: Limits) -> Limits:
    """The limits that a class's configuration sets.

    Arguments:
        classroom: the class directory.
        usual: those that hold where it sets none.

    Raises:
        UserError: one is not a number above 0.
    """
    return Limits(
        test=classroom.limit("test_seconds", usual.test),
        cell=classroom.limit("cell_seconds", usual.cell),
        notebook=classroom.limit("notebook_seconds", usual.notebook),
        memory=round(classroom.limit("memory_megabytes", usual.memory / 2**20) * 2**20),
    )


def fingerprint(assignment: Assignment) -> Fingerprint:
    """What all grades of an assignment depend on, each under the words that name it when it has changed."""
    cells = {name: [asdict(cell) for cell in cells] for name, cells in assignment.notebooks.items()}
    beside = {
        str(path.relative_to(assignment.files)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(assignment.files.rglob("*"))
        if path.is_file() and path.suffix != ".ipynb"
    }
    hints = assignment.solutions / assignment.name / "mistakes.py"
    return {
        "the assignment's notebooks": _digest(cells),
        "the files beside them": _digest(beside),
        "the known mistakes": _digest(hints.read_text("utf-8") if hints.is_file() else ""),
        "the limits": _digest(asdict(assignment.limits)),
        "the grader's version": str(VERSION),
        "the versions of Python and its packages": _digest([sys.version, np.__version__, torch.__version__]),
    }


def _cells(notebook: Any, path: Path) -> list[Cell]:
    """The cells of a notebook of source/, with what the gradebook keeps of them since the release."""
    cells = submission.read_source(path) if path.is_file() else []
    kept = {cell.name: cell for cell in notebook.source_cells}
    known = {cell.grade_id for cell in cells if cell.role != submission.TEXT and "nbgrader" in cell.metadata}
    changed = kept.keys() ^ known
    if changed:
        names = ", ".join(sorted(changed))
        raise UserError(
            f"{path} is not what was released: it differs in {names}; put it back, or release it again"
        )
    points = {cell.name: cell.max_score for cell in [*notebook.grade_cells, *notebook.task_cells]}
    return [
        _from_gradebook(cell, kept[cell.grade_id], points.get(cell.grade_id))
        if cell.grade_id in kept
        else cell
        for cell in cells
    ]


def _from_gradebook(cell: Cell, kept: Any, points: float | None) -> Cell:
    grader = {**cell.metadata["nbgrader"], "checksum": kept.checksum}
    if points is not None:
        grader["points"] = points
    return replace(
        cell,
        source=kept.source if cell.role in (submission.TEST, submission.GIVEN) else cell.source,
        points=points or 0.0,
        metadata={**cell.metadata, "nbgrader": grader},
    )


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
