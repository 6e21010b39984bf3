"""A worker: takes one submission after the other from files to verdicts."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy.random  # noqa: F401 (NumPy loads it at its first use: once, here, for all forks)
import torch

from autograder import mistakes
from autograder.engine import compiled, sandbox, submission
from autograder.engine.assignment import Assignment, Task
from autograder.engine.checkers import CheckerProcess
from autograder.engine.submission import Cell, Rebuilt, Refused
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.zygotes import Zygote, ZygoteDied
from autograder.wire import forks
from autograder.wire.frames import WireError

TRIES = 2  # of a submission on which the grader itself fails


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

    Checkers work in forks of it: everything that they have in common is done beforehand.

    Attributes:
        checker: the process in which they work.
    """

    def __init__(self, assignment: Assignment, scratch: Path) -> None:
        """Gets ready.

        Arguments:
            assignment: what to grade.
            scratch: an existing folder for the folders that notebooks run in.
        """
        self._assignment, self._scratch = assignment, scratch
        self._students = self._zygote()
        beside = Path(tempfile.mkdtemp(dir=scratch))  # where tests run: they may read the class's files
        submission.copy(submission.beside(beside, assignment.files), beside)
        torch.set_num_threads(1)  # the forks share the cores, and torch's idle threads spin
        _prepare(assignment)
        forks.prepare()
        self.checker = CheckerProcess(assignment, beside)

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
        """Ends the checker and the zygote."""
        self.checker.close()  # first: it holds a copy of the other end of the zygote's socket
        self._students.close()

    def _results(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        reason = ""
        for _ in range(TRIES):
            try:
                return self._run(task, rebuilt)
            except (ZygoteDied, WireError) as error:
                reason = f"the grader failed: {error}"
                self.close()
                self._students = self._zygote()
        return [_undecided(cell, reason) for cell in rebuilt.cells]

    def _run(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        """Has a student's process and a checker work through the notebook."""
        folder = Path(sandbox.HOME if self._assignment.sandboxed else tempfile.mkdtemp(dir=self._scratch))
        student = None
        try:
            ours, theirs = socket.socketpair()
            with ours:
                student = self._students.fork(folder, theirs)
                return self.checker.results(task, rebuilt.cells, ours, student)
        finally:
            if student:
                student.kill()
            if not self._assignment.sandboxed:
                shutil.rmtree(folder, ignore_errors=True)

    def _zygote(self) -> Zygote:
        return Zygote(self._assignment.limits.memory if self._assignment.sandboxed else None)


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
