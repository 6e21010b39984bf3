"""A worker: takes one submission after the other from files to verdicts."""

from __future__ import annotations

import contextlib
import functools
import os
import resource
import shutil
import socket
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy.random  # noqa: F401 (NumPy loads it at its first use: once, here, for all forks)
import torch

from autograder import mistakes
from autograder.checks import recognise, seeds
from autograder.engine import compiled, sandbox, submission
from autograder.engine.assignment import Assignment
from autograder.engine.checker import Checker
from autograder.engine.outputs import cleaned
from autograder.engine.student import StudentProcess
from autograder.engine.submission import Cell, Rebuilt, Refused
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.zygotes import Zygote, ZygoteDied
from autograder.wire import forks
from autograder.wire.frames import Channel, WireError

TRIES = 2  # of a submission on which the grader itself fails
LARGEST_CHECKER = 4 * 2**30  # bytes of memory: the class's functions may be called with a student's arguments
SECONDS_FOR_TESTS = 120.0  # that the tests of a notebook may take beyond the student's own time


@dataclass(frozen=True)
class Task:
    """One submission to grade.

    Attributes:
        student: whose.
        folder: where it is.
        seed_key: what its hidden inputs come from.
    """

    student: str
    folder: Path
    seed_key: str


@dataclass(frozen=True)
class GradedNotebook:
    """A notebook with its results, cell by cell."""

    cells: list[Cell]
    results: list[CellResult]


@dataclass(frozen=True)
class Graded:
    """A graded submission.

    Attributes:
        student: whose.
        notebooks: by name; those that were not handed in, or refused, are missing.
        remarks: what was put right or refused, in words.
    """

    student: str
    notebooks: dict[str, GradedNotebook] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)


class Worker:
    """Grades the submissions of one assignment, with a zygote of its own for the students' processes.

    It forks a checker for each notebook: everything that checkers have in common is done beforehand.
    """

    def __init__(self, assignment: Assignment, scratch: Path) -> None:
        """Gets ready.

        Arguments:
            assignment: what to grade.
            scratch: an existing folder for the folders that notebooks run in.
        """
        self._assignment, self._scratch = assignment, scratch
        self._students = self._zygote()
        self._beside = Path(tempfile.mkdtemp(dir=scratch))  # where tests run: they may read the class's files
        submission.copy(submission.beside(self._beside, assignment.files), self._beside)
        torch.set_num_threads(1)  # the forks share the cores, and torch's idle threads spin
        _prepare(assignment)
        forks.prepare()

    def grade(self, task: Task) -> Graded:
        """Grades one submission.

        Arguments:
            task: the submission.

        Returns:
            What became of it. A submission that is refused has no notebooks, and says why.
        """
        graded = Graded(task.student)
        try:
            submission.files(task.folder)
        except Refused as error:
            graded.remarks.append(str(error))
            return graded
        for name, source in self._assignment.notebooks.items():
            path = task.folder / f"{name}.ipynb"
            if not os.path.lexists(path):
                graded.remarks.append(f"{name}.ipynb is missing")
                continue
            try:
                rebuilt = submission.rebuild(source, submission.read_submitted(path))
            except Refused as error:
                graded.remarks.append(str(error))
                continue
            graded.remarks.extend(rebuilt.remarks)
            results = self._results(task, rebuilt)
            graded.remarks.extend(r.message for r in results if r.verdict is None and r.message)
            graded.notebooks[name] = GradedNotebook(rebuilt.cells, results)
        return graded

    def close(self) -> None:
        """Ends the zygote."""
        self._students.close()

    def _results(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        reason = ""
        for _ in range(TRIES):
            try:
                return self._run(task, rebuilt)
            except (ZygoteDied, WireError) as error:
                reason = f"the grader failed: {error}"
                self._students.close()
                self._students = self._zygote()
        return [_undecided(cell, reason) for cell in rebuilt.cells]

    def _run(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        """Has a student's process and a checker work through the notebook."""
        folder = Path(sandbox.HOME if self._assignment.sandboxed else tempfile.mkdtemp(dir=self._scratch))
        student, checker = None, 0
        try:
            ours, students_end = socket.socketpair()
            results, checkers_end = socket.socketpair()
            with ours, results, checkers_end:
                student = self._students.fork(folder, students_end)
                checker = forks.fork(
                    functools.partial(self._check, task, rebuilt, ours, student.pidfd, checkers_end)
                )
                ours.close()
                checkers_end.close()
                answer = Channel(results).receive(self._assignment.limits.notebook + SECONDS_FOR_TESTS)
            if type(answer) is dict:
                raise WireError(answer["failed"])
            return [_result(fields) for fields in answer]
        finally:
            if student:
                student.kill()
            if checker:
                forks.end(checker)
            if not self._assignment.sandboxed:
                shutil.rmtree(folder, ignore_errors=True)

    def _zygote(self) -> Zygote:
        return Zygote(self._assignment.limits.memory if self._assignment.sandboxed else None)

    def _check(
        self,
        task: Task,
        rebuilt: Rebuilt,
        students: socket.socket,
        pidfd: int,
        results: socket.socket,
    ) -> None:
        """What a checker does: its process holds the course's secrets, and no student's code."""
        resource.setrlimit(resource.RLIMIT_DATA, (LARGEST_CHECKER, LARGEST_CHECKER))
        os.environ[seeds.KEY_VARIABLE] = task.seed_key
        os.environ[recognise.SOLUTIONS_VARIABLE] = str(self._assignment.solutions)
        os.environ.update(sandbox.AS_NBGRADER)
        os.chdir(self._beside)
        sys.path.insert(0, str(self._beside))
        sources = [cell.source for cell in rebuilt.cells if cell.role == submission.STUDENT]
        student = StudentProcess(Channel(students), pidfd, sources)
        try:
            student.wait_until_ready()
            assignment = self._assignment
            for relative, path in submission.beside(task.folder, assignment.files, assignment.theirs).items():
                student.write(str(relative), path)
        except WireError as error:
            Channel(results).send({"failed": str(error)})
            return
        graded = Checker(student, rebuilt.cells, self._assignment.limits).results()
        Channel(results).send(
            [{**vars(result), "verdict": result.verdict and result.verdict.value} for result in graded]
        )


def _prepare(assignment: Assignment) -> None:
    """Compiles and loads what every checker needs, so that its forks share it."""
    for cell in [cell for cells in assignment.notebooks.values() for cell in cells]:
        with contextlib.suppress(SyntaxError):  # the checker says which cell, and whose fault it is
            if cell.role == submission.TEST and cell.cell_type == "code":
                compiled.test_cell(cell.source)
            elif cell.role == submission.GIVEN and cell.cell_type == "code":
                compiled.given_cell(cell.source)
            elif cell.role == submission.STUDENT:
                compiled.solution_cell(cell.source)
    mistakes.load(assignment.solutions / assignment.name / "mistakes.py")


def _undecided(cell: Cell, reason: str) -> CellResult:
    """The result of a cell of a notebook on which the grader failed."""
    if cell.role != submission.TEST:
        return CellResult([])
    output = {"output_type": "error", "ename": "GraderError", "evalue": reason, "traceback": [reason]}
    return CellResult([output], None, Verdict.GRADER_ERROR, None, reason)


def _result(fields: dict[str, Any]) -> CellResult:
    verdict = fields["verdict"]
    return CellResult(
        cleaned(fields["outputs"]),
        fields["count"],
        None if verdict is None else Verdict(verdict),
        fields["score"],
        fields["message"],
        fields["seconds"],
    )
