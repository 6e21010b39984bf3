"""A batch: all submissions of an assignment, on all cores, each durable as soon as it is reported."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql
from nbgrader import utils

from autograder import nbgrader
from autograder.checks import seeds
from autograder.classroom import ClassDirectory
from autograder.engine import log, pool, released, sandbox, submission
from autograder.engine.assignment import Assignment, Limits, Task
from autograder.engine.recorder import Entry, Recorded, Recorder, report_of
from autograder.engine.released import Fingerprint
from autograder.engine.results import cell_name
from autograder.engine.submission import Refused
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Graded
from autograder.errors import UserError


@dataclass(frozen=True)
class Grade:
    """How one submission came out.

    Attributes:
        student: who.
        score, full: points, late penalty included, and how many there are.
        lost: for each test cell that lost points, its name, its verdict and why.
        remarks: what was put right or refused.
        waiting: how many cells wait for a person's grade.
        graded_now: False when it had not changed since it was graded.
    """

    student: str
    score: float
    full: float
    lost: tuple[tuple[str, Verdict, str], ...]
    remarks: tuple[str, ...]
    waiting: int
    graded_now: bool


@dataclass(frozen=True)
class CellChange:
    """A test cell that comes out differently.

    Attributes:
        cell: its name.
        before, after: verdict and score; None and None where there was none.
        why: what is said of it now.
    """

    cell: str
    before: tuple[Verdict | None, float | None]
    after: tuple[Verdict | None, float | None]
    why: str


@dataclass(frozen=True)
class Regrade:
    """How one submission comes out when it is graded anew.

    Attributes:
        student: who.
        because: what the grade depends on and has changed since it was recorded, in words.
        cells: those that come out differently.
    """

    student: str
    because: tuple[str, ...]
    cells: tuple[CellChange, ...]


def grade(
    classroom: ClassDirectory,
    name: str,
    *,
    force: bool = False,
    workers: int | None = None,
    sandboxed: bool = True,
) -> Iterator[Grade]:
    """Grades every submission of an assignment that has changed since it was graded.

    Arguments:
        classroom: the class directory.
        name: the assignment.
        force: also those that have not changed.
        workers: how many processes; None for one a core.
        sandboxed: shut student code in.

    Yields:
        A grade for each student, as soon as it is in the gradebook; unchanged ones first.

    Raises:
        UserError: there is no such assignment, it is not as it was released, nobody has submitted it,
            something of the class cannot be read or written, or student code cannot be shut in here.
    """
    with _opened(classroom, name, sandboxed) as batch:
        yield from batch.grade(force, workers or os.cpu_count() or 1)


def regrade(
    classroom: ClassDirectory,
    name: str,
    *,
    apply: bool,
    workers: int | None = None,
    sandboxed: bool = True,
) -> Iterator[Regrade]:
    """Grades every submission anew and compares with what is recorded.

    Arguments:
        classroom, name, workers, sandboxed: as for `grade`.
        apply: record the new grades; otherwise nothing is written.

    Yields:
        What changes, for each student.

    Raises:
        UserError: as for `grade`.
    """
    with _opened(classroom, name, sandboxed) as batch:
        yield from batch.regrade(apply, workers or os.cpu_count() or 1)


@contextlib.contextmanager
def _opened(classroom: ClassDirectory, name: str, sandboxed: bool) -> Iterator[_Batch]:
    classroom.require(name)
    if sandboxed:
        sandbox.require()
    students = classroom.students(name)
    if not students:
        folder = classroom.path / "submitted" / "STUDENT" / name
        raise UserError(f"nobody has submitted {name}; the notebooks belong into {folder}/")
    secret = classroom.secret()
    try:
        assignment = _assignment(classroom, name, sandboxed)
        with nbgrader.api(classroom.path, classroom.config) as api:
            recorder = Recorder(
                classroom.path, name, api.coursedir.db_url, api.coursedir.course_id, classroom.config
            )
            try:
                yield _Batch(classroom, assignment, recorder, secret, students)
            finally:
                recorder.close()
    except (OSError, sql.exc.DatabaseError) as error:
        why = f"{classroom.path}: {getattr(error, 'orig', error)}"
        raise UserError(f"{why}; mend that and run the same command again: it goes on from here") from error


class _Batch:
    def __init__(
        self,
        classroom: ClassDirectory,
        assignment: Assignment,
        recorder: Recorder,
        secret: bytes,
        students: list[str],
    ) -> None:
        self._classroom, self._assignment, self._recorder = classroom, assignment, recorder
        self._secret, self._students = secret, students
        self._full = recorder.full_score()
        self._common = released.fingerprint(assignment)
        self._points = {
            cell_name(name, cell.grade_id, len(assignment.notebooks)): cell.points
            for name, cells in assignment.notebooks.items()
            for cell in cells
        }

    def grade(self, force: bool, workers: int) -> Iterator[Grade]:
        recorded = self._recorder.recorded()
        unchanged: dict[str, dict[str, Any]] = {}
        tasks: list[Task] = []
        for student in self._students:
            task = self._task(student)
            known = recorded.get(student)
            if not force and known and self._is_unchanged(task, known):
                unchanged[student] = known.report
            else:
                tasks.append(task)
        yield from self._grades(unchanged, graded_now=False)
        for some in pool.graded(self._assignment, tasks, workers):
            yield from self._grades(self._record(some), graded_now=True)

    def regrade(self, apply: bool, workers: int) -> Iterator[Regrade]:
        recorded = self._recorder.recorded()
        count = len(self._assignment.notebooks)
        for some in pool.graded(self._assignment, list(map(self._task, self._students)), workers):
            if apply:
                self._record(some)
            for graded in some:
                yield self._changes(graded.student, report_of(graded, count), recorded.get(graded.student))

    def _changes(self, student: str, report: dict[str, Any], known: Recorded | None) -> Regrade:
        old, new = known.report["cells"] if known else {}, report["cells"]
        return Regrade(
            student,
            _differences(known.fingerprint, self._fingerprint(self._task(student)))
            if known
            else ("it had not been graded",),
            tuple(
                CellChange(cell, _came_out(old.get(cell)), _came_out(new.get(cell)), _why(new.get(cell)))
                for cell in sorted({*old, *new})
                if _came_out(old.get(cell)) != _came_out(new.get(cell))
            ),
        )

    def _is_unchanged(self, task: Task, known: Recorded) -> bool:
        same = known.fingerprint == self._fingerprint(task)
        return same and known.settled and self._recorder.has_files(task.student)

    def _record(self, some: list[Graded]) -> dict[str, dict[str, Any]]:
        """Records graded submissions; their reports, by student."""
        entries = list(map(self._entry, some))
        recorded = self._recorder.record(entries)
        for graded in some:
            log.write(self._classroom.path / "logs" / self._assignment.name, graded)
        return {graded.student: one.report for graded, one in zip(some, recorded, strict=True)}

    def _entry(self, graded: Graded) -> Entry:
        task = self._task(graded.student)
        timestamp = _timestamp(task)
        if timestamp == "":
            graded.remarks.append("timestamp.txt holds no date; taken as handed in on time")
        return Entry(graded, self._fingerprint(task), timestamp or None)

    def _task(self, student: str) -> Task:
        folder = self._classroom.path / "submitted" / student / self._assignment.name
        return Task(student, folder, seeds.student_key(self._secret, self._assignment.name, student))

    def _fingerprint(self, task: Task) -> Fingerprint:
        try:
            files = submission.fingerprint(task.folder, submission.files(task.folder))
        except Refused as error:
            files = str(error)
        return {**self._common, "the files handed in": files, "the student's seed": task.seed_key}

    def _grades(self, reports: dict[str, dict[str, Any]], *, graded_now: bool) -> Iterator[Grade]:
        standings = self._recorder.standings(list(reports))
        for student, report in reports.items():
            lost = tuple(
                (cell, Verdict(fields["verdict"]), fields["message"])
                for cell, fields in report["cells"].items()
                if fields["score"] is None or fields["score"] < self._points[cell]
            )
            standing, remarks = standings[student], tuple(report["remarks"])
            yield Grade(student, standing.points, self._full, lost, remarks, standing.waiting, graded_now)


def _assignment(classroom: ClassDirectory, name: str, sandboxed: bool) -> Assignment:
    """Reads what workers must know."""
    folder = classroom.path / "source" / name
    with nbgrader.gradebook(classroom.path, classroom.config) as book:
        notebooks = released.notebooks(book, name, folder)
    limits = released.limits(classroom, Limits())
    return Assignment(name, notebooks, folder, classroom.solutions(), limits, sandboxed)


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


def _differences(old: Fingerprint, new: Fingerprint) -> tuple[str, ...]:
    return tuple(what for what in new if old.get(what) != new[what])


def _came_out(fields: dict[str, Any] | None) -> tuple[Verdict | None, float | None]:
    return (Verdict(fields["verdict"]), fields["score"]) if fields else (None, None)


def _why(fields: dict[str, Any] | None) -> str:
    return str(fields["message"]) if fields else ""
