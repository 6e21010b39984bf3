"""A batch: all submissions of an assignment, on all cores, each durable as soon as it is reported."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict, dataclass, replace
from typing import Any

import sqlalchemy as sql
from nbgrader import utils

from autograder import nbgrader
from autograder.checks import seeds
from autograder.classroom import ClassDirectory
from autograder.engine import submission
from autograder.engine.recorder import Recorder
from autograder.engine.submission import Cell, Refused
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Assignment, Graded, Limits, Task, Worker
from autograder.errors import UserError
from autograder.wire.forks import die_with_parent

VERSION = 1  # of the engine: another version may grade differently, so it grades anew
MOST_BROKEN_POOLS = 5


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
        UserError: there is no such assignment, nobody has submitted it, or the secret is gone.
    """
    classroom.require(name)
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
    except (OSError, sql.exc.OperationalError) as error:
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
            cell.grade_id: cell.points for cells in assignment.notebooks.values() for cell in cells
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
        for graded in _graded(self._assignment, [task for task, _ in tasks.values()], workers):
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
        for path in sorted(folder.glob("*.ipynb")):
            kept = {cell.name: cell for cell in book.find_notebook(path.stem, name).source_cells}
            notebooks[path.stem] = [_from_gradebook(cell, kept) for cell in submission.read_source(path)]
    usual = Limits()
    limits = Limits(
        test=classroom.seconds("test", usual.test),
        cell=classroom.seconds("cell", usual.cell),
        notebook=classroom.seconds("notebook", usual.notebook),
    )
    return Assignment(name, notebooks, folder, classroom.solutions(), limits)


def _from_gradebook(cell: Cell, kept: dict[str, Any]) -> Cell:
    known = kept.get(cell.grade_id)
    if known is None:
        return cell
    metadata = {**cell.metadata, "nbgrader": {**cell.metadata["nbgrader"], "checksum": known.checksum}}
    source = known.source if cell.role in (submission.TEST, submission.GIVEN) else cell.source
    return replace(cell, source=source, metadata=metadata)


def _graded(assignment: Assignment, tasks: list[Task], workers: int) -> Iterator[Graded]:
    """Has tasks graded in worker processes; a worker that is killed costs only time."""
    waiting = list(reversed(tasks))
    broken = 0
    while waiting:
        running: dict[Future[Graded], Task] = {}
        with ProcessPoolExecutor(
            min(workers, len(waiting)), multiprocessing.get_context("spawn"), _start_worker, (assignment,)
        ) as pool:
            try:
                while waiting or running:
                    while (
                        waiting and len(running) < 2 * workers
                    ):  # a window: memory does not grow with the class
                        task = waiting.pop()
                        running[pool.submit(_work, task)] = task
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        graded = future.result()
                        del running[future]
                        yield graded
            except BrokenProcessPool:
                broken += 1  # a worker was killed: what it had is graded anew
                if broken > MOST_BROKEN_POOLS:
                    safe = "what is graded is safe: run the same command again"
                    raise UserError(f"worker processes died {broken} times; {safe}") from None
                waiting += running.values()
            except BaseException:  # the batch is given up: nobody waits for what is running
                for process in multiprocessing.active_children():
                    process.kill()
                raise


_worker: Worker


def _start_worker(assignment: Assignment) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business
    die_with_parent()
    _worker = Worker(assignment)


def _work(task: Task) -> Graded:
    return _worker.grade(task)


def _timestamp(task: Task) -> str | None:
    """When a submission was handed in: None when it does not say, empty when that is no date."""
    path = task.folder / "timestamp.txt"
    if path.is_symlink() or not path.is_file():
        return None
    try:
        with path.open("rb") as file:
            text = file.read(100).decode()
        utils.parse_utc(text)
    except (OSError, ValueError, OverflowError):
        return ""
    return text


def _plain(assignment: Assignment) -> Any:
    cells = {name: [asdict(cell) for cell in cells] for name, cells in assignment.notebooks.items()}
    return [assignment.name, cells, asdict(assignment.limits)]


def _digest(parts: Any) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
