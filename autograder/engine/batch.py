"""A batch: all submissions of an assignment, on all cores, each durable as soon as it is reported."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from nbgrader import utils
from nbgrader.api import MissingEntry

from autograder import nbgrader
from autograder.checks import seeds
from autograder.classroom import ClassDirectory
from autograder.engine import pool, submission
from autograder.engine.assignment import Assignment, Limits
from autograder.engine.recorder import Recorder, cell_name
from autograder.engine.submission import Cell, Refused
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Task
from autograder.errors import UserError

VERSION = 2  # of the engine: another version may grade differently, so it grades anew


@dataclass(frozen=True)
class Grade:
    """How one submission came out.

    Attributes:
        student: who.
        score, full: points, late penalty included, and how many there are.
        lost: for each test cell that lost points, its name, its verdict and why.
        remarks: what was put right or refused.
        graded_now: False when it had not changed since it was graded.
    """

    student: str
    score: float
    full: float
    lost: tuple[tuple[str, Verdict, str], ...]
    remarks: tuple[str, ...]
    graded_now: bool


def grade(
    classroom: ClassDirectory, name: str, *, force: bool = False, workers: int | None = None
) -> Iterator[Grade]:
    """Grades every submission of an assignment that has changed since it was graded.

    Arguments:
        classroom: the class directory.
        name: the assignment.
        force: also those that have not changed.
        workers: how many processes; None for one a core.

    Yields:
        A grade for each student, as soon as it is in the gradebook; unchanged ones first.

    Raises:
        UserError: there is no such assignment, it is not as it was released, nobody has submitted it, or
            something of the class cannot be read or written.
    """
    if name not in classroom.assignments():
        raise UserError(
            f"no assignment {name!r} in {classroom.path}; it has {', '.join(classroom.assignments())}"
        )
    students = classroom.students(name)
    if not students:
        folder = classroom.path / "submitted" / "STUDENT" / name
        raise UserError(f"nobody has submitted {name}; the notebooks belong into {folder}/")
    secret = classroom.secret()
    try:
        assignment = _assignment(classroom, name)
        with nbgrader.api(classroom.path, classroom.config) as api:
            recorder = Recorder(
                classroom.path, name, api.coursedir.db_url, api.coursedir.course_id, classroom.config
            )
            try:
                yield from _Batch(classroom, assignment, recorder, secret).run(
                    students, force, workers or os.cpu_count() or 1
                )
            finally:
                recorder.close()
    except (OSError, sql.exc.DatabaseError) as error:
        why = f"{classroom.path}: {getattr(error, 'orig', error)}"
        raise UserError(f"{why}; mend that and run the same command again: it goes on from here") from error


class _Batch:
    def __init__(
        self, classroom: ClassDirectory, assignment: Assignment, recorder: Recorder, secret: bytes
    ) -> None:
        self._classroom, self._assignment, self._recorder = classroom, assignment, recorder
        self._secret = secret
        self._version = _digest([VERSION, _plain(assignment)])
        self._points = {
            cell_name(name, cell.grade_id, len(assignment.notebooks)): cell.points
            for name, cells in assignment.notebooks.items()
            for cell in cells
        }

    def run(self, students: list[str], force: bool, workers: int) -> Iterator[Grade]:
        recorded = self._recorder.recorded()
        tasks: dict[str, tuple[Task, str]] = {}
        for student in students:
            task = self._task(student)
            fingerprint = self._fingerprint(task)
            known = recorded.get(student)
            unchanged = known and known.fingerprint == fingerprint and known.settled
            if known and unchanged and self._recorder.has_files(student) and not force:
                yield self._grade(student, known.report, graded_now=False)
            else:
                tasks[student] = task, fingerprint
        for graded in pool.graded(self._assignment, [task for task, _ in tasks.values()], workers):
            task, fingerprint = tasks[graded.student]
            timestamp = _timestamp(task)
            if timestamp == "":
                graded.remarks.append("timestamp.txt holds no date; taken as handed in on time")
            known = self._recorder.record(graded, fingerprint, timestamp or None)
            yield self._grade(graded.student, known.report, graded_now=True)

    def _task(self, student: str) -> Task:
        folder = self._classroom.path / "submitted" / student / self._assignment.name
        return Task(student, folder, seeds.student_key(self._secret, self._assignment.name, student))

    def _fingerprint(self, task: Task) -> str:
        try:
            files = submission.fingerprint(task.folder, submission.files(task.folder))
        except Refused as error:
            files = str(error)
        return _digest([self._version, task.seed_key, files])

    def _grade(self, student: str, report: dict[str, Any], *, graded_now: bool) -> Grade:
        score, full = self._recorder.score(student)
        lost = tuple(
            (cell, Verdict(fields["verdict"]), fields["message"])
            for cell, fields in report["cells"].items()
            if fields["score"] is None or fields["score"] < self._points[cell]
        )
        return Grade(student, score, full, lost, tuple(report["remarks"]), graded_now)


def _assignment(classroom: ClassDirectory, name: str) -> Assignment:
    """Reads what workers must know; the text of tests comes from the gradebook, as with nbgrader."""
    folder = classroom.path / "source" / name
    notebooks = {}
    with nbgrader.gradebook(classroom.path, classroom.config) as book:
        try:
            released = book.find_assignment(name).notebooks
        except MissingEntry:
            released = []
        if not released:
            raise UserError(f"{folder}: not released yet; run: nbgrader generate_assignment {name}")
        for notebook in sorted(released, key=lambda notebook: str(notebook.name)):
            notebooks[notebook.name] = _released(notebook, folder / f"{notebook.name}.ipynb")
    usual = Limits()
    limits = Limits(
        test=classroom.seconds("test", usual.test),
        cell=classroom.seconds("cell", usual.cell),
        notebook=classroom.seconds("notebook", usual.notebook),
    )
    return Assignment(name, notebooks, folder, classroom.solutions(), limits)


def _released(notebook: Any, path: Path) -> list[Cell]:
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


def _timestamp(task: Task) -> str | None:
    """When a submission was handed in: None when it does not say, empty when that is no date."""
    path = task.folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            text = file.read(100).decode().strip()
        if not text:
            return None
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return ""
    return text


def _plain(assignment: Assignment) -> Any:
    cells = {name: [asdict(cell) for cell in cells] for name, cells in assignment.notebooks.items()}
    return [assignment.name, cells, asdict(assignment.limits)]


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
