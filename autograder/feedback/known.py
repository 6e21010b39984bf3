"""What the gradebook knows of a graded notebook. The notebook itself is not asked: students write in it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry, SubmittedNotebook
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets.config import Config

from autograder.engine.results import TABLE, cell_name
from autograder.engine.submission import ANSWER, GIVEN, STUDENT, TEST


@dataclass(frozen=True)
class KnownCell:
    """A cell of the class's notebook, and what a student has got for it.

    Attributes:
        name: its grade_id.
        role: TEST, GIVEN, STUDENT (their solution) or ANSWER (graded by hand).
        cell_type: "code" or "markdown".
        text: as it was handed out; None where the student's own text stands in its place.
        hidden: whether it has hidden tests, which `text` lacks.
        points, score: what it is worth, and what the student has; None when it gives no points, or when
            nobody has decided yet.
        by_hand: whether a person has given the score.
        comment: what a person has written about it.
    """

    name: str
    role: str
    cell_type: str
    text: str | None
    hidden: bool
    points: float | None
    score: float | None
    by_hand: bool
    comment: str


@dataclass(frozen=True)
class Known:
    """A graded notebook.

    Attributes:
        student, assignment, notebook: their names.
        score, full: points, late penalty included, and how many there are.
        penalty: points lost for being late.
        cells: the class's cells, by name.
        checks: for each test cell the engine's verdict and message; empty when what is there is not what the
            engine graded.
        remarks: the engine's, on the whole submission; none in the same case.
    """

    student: str
    assignment: str
    notebook: str
    score: float
    full: float
    penalty: float
    cells: dict[str, KnownCell]
    checks: dict[str, dict[str, Any]]
    remarks: list[str]


def read(
    book: Gradebook, assignment: str, notebook: str, student: str, path: Path, config: Config
) -> Known | None:
    """Looks a graded notebook up.

    Arguments:
        book: the gradebook.
        assignment, notebook, student: their names.
        path: the autograded file; it need not be there.
        config: of the class; it may have other markers for hidden tests.

    Returns:
        What is known; None when the gradebook has no such submission.
    """
    try:
        graded = book.find_submission_notebook(notebook, assignment, student)
    except MissingEntry:
        return None
    report = _report(book, assignment, student)
    digest = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
    current = report.get("notebooks", {}).get(notebook) == digest
    penalty = graded.late_submission_penalty or 0.0
    return Known(
        student,
        assignment,
        notebook,
        graded.score - penalty,
        graded.max_score,
        penalty,
        _cells(graded, config),
        _checks(report["cells"], notebook, graded) if current and report else {},
        report["remarks"] if current and report else [],
    )


def _checks(cells: dict[str, Any], notebook: str, graded: SubmittedNotebook) -> dict[str, dict[str, Any]]:
    """The report's entries for the test cells of one notebook, by their names there."""
    count = len(graded.assignment.notebooks)
    named = {cell.name: cell_name(notebook, cell.name, count) for cell in graded.notebook.grade_cells}
    return {name: cells[reported] for name, reported in named.items() if reported in cells}


def _report(book: Gradebook, assignment: str, student: str) -> dict[str, Any]:
    if not sql.inspect(book.engine).has_table(TABLE.name):
        return {}  # no submission of the class has been graded by the engine
    query = sql.select(TABLE.c.report).where(TABLE.c.assignment == assignment, TABLE.c.student == student)
    row = book.db.execute(query).first()
    return json.loads(row.report) if row else {}


def _cells(graded: SubmittedNotebook, config: Config) -> dict[str, KnownCell]:
    own = graded.notebook
    solutions, tests = ({cell.name for cell in cells} for cells in (own.solution_cells, own.grade_cells))
    answers = {cell.name for cell in own.task_cells} | (solutions & tests)
    grades = {grade.name: grade for grade in graded.grades}
    comments = {comment.name: comment.comment or "" for comment in graded.comments}
    found = {}
    for cell in own.source_cells:
        text = _released(cell.source or "", cell.cell_type, config)
        grade = grades.get(cell.name)
        by_hand = grade is not None and grade.manual_score is not None
        decided = by_hand or (grade is not None and grade.auto_score is not None)
        found[cell.name] = KnownCell(
            cell.name,
            _role(cell.name, solutions, tests, answers),
            cell.cell_type,
            None if cell.name in solutions else text,
            text != (cell.source or ""),
            None if grade is None else grade.max_score,
            grade.score if grade is not None and decided else None,
            by_hand,
            comments.get(cell.name, ""),
        )
    return found


def _role(name: str, solutions: set[str], tests: set[str], answers: set[str]) -> str:
    if name in answers:
        return ANSWER
    if name in tests:
        return TEST
    return STUDENT if name in solutions else GIVEN


def _released(source: str, cell_type: str, config: Config) -> str:
    """A cell's text as nbgrader releases it."""
    cell = NotebookNode(cell_type=cell_type, source=source, metadata=NotebookNode())
    for clear in (
        ClearHiddenTests(config=config, enforce_metadata=False),
        ClearMarkScheme(config=config, enforce_metadata=False, check_attachment_leakage=False),
    ):
        cell, _ = clear.preprocess_cell(cell, {}, 0)
    return str(cell.source)
