"""A worker: takes one submission after the other from files to verdicts."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.checks import recognise, seeds
from autograder.engine import submission
from autograder.engine.outputs import cleaned
from autograder.engine.submission import Cell, Rebuilt, Refused
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.zygotes import Child, Zygote, ZygoteDied
from autograder.wire.frames import Channel, TimedOut, WireError

TRIES = 2  # of a submission on which the grader itself fails

_NOTEBOOKS = shutil.ignore_patterns("*.ipynb", ".ipynb_checkpoints")


@dataclass(frozen=True)
class Limits:
    """Seconds that student code may take.

    Attributes:
        test: a test cell.
        cell: any other cell.
        notebook: all of a notebook together.
    """

    test: float = 10.0
    cell: float = 60.0
    notebook: float = 300.0


@dataclass(frozen=True)
class Assignment:
    """What a worker must know of an assignment.

    Attributes:
        name: its name.
        notebooks: the cells of each of its notebooks, from the class's source.
        files: the folder whose other files stand beside a notebook when it runs.
        solutions: the course's solutions, for hints; read by checkers only.
        limits: how long student code may take.
    """

    name: str
    notebooks: Mapping[str, list[Cell]]
    files: Path
    solutions: Path
    limits: Limits


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
    """Grades the submissions of one assignment, with two zygotes of its own."""

    def __init__(self, assignment: Assignment) -> None:
        self._assignment = assignment
        self._start()

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
        """Ends the zygotes."""
        self._students.close()
        self._checkers.close()

    def _start(self) -> None:
        self._students = student_zygote()
        self._checkers = Zygote("autograder.engine.checker", {**_bare_environment(), "MPLBACKEND": "Agg"})

    def _results(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        reason = ""
        for _ in range(TRIES):
            try:
                return self._run(task, rebuilt)
            except (ZygoteDied, WireError) as error:
                reason = f"the grader failed: {error}"
                self.close()
                self._start()
        return [_unfinished(cell, Verdict.GRADER_ERROR, reason) for cell in rebuilt.cells]

    def _run(self, task: Task, rebuilt: Rebuilt) -> list[CellResult]:
        """Has a student's process and a checker work through the notebook."""
        limits = self._assignment.limits
        folder = Path(tempfile.mkdtemp(prefix="autograder-"))
        children: list[Child] = []
        try:
            _copy_files(task.folder, folder)
            shutil.copytree(self._assignment.files, folder, ignore=_NOTEBOOKS, dirs_exist_ok=True)
            ours, students_end = socket.socketpair()
            channel_end, checkers_end = socket.socketpair()
            with ours, channel_end:
                children.append(self._students.fork(folder, students_end))
                children.append(self._checkers.fork(folder, checkers_end))
                socket.send_fds(channel_end, [b"*"], [ours.fileno(), children[0].pidfd])
                ours.close()
                channel = Channel(channel_end)
                channel.send({"environment": self._environment(task), "cells": self._cells(rebuilt)})
                try:
                    answer = channel.receive(limits.notebook)
                except TimedOut:
                    late = f"the notebook took longer than {limits.notebook:g} seconds"
                    return [_unfinished(cell, Verdict.TIMEOUT, late) for cell in rebuilt.cells]
            return [_result(fields) for fields in answer]
        finally:
            for child in children:
                child.kill()
            shutil.rmtree(folder, ignore_errors=True)

    def _environment(self, task: Task) -> dict[str, str]:
        return {
            seeds.KEY_VARIABLE: task.seed_key,
            recognise.SOLUTIONS_VARIABLE: str(self._assignment.solutions),
        }

    def _cells(self, rebuilt: Rebuilt) -> list[dict[str, Any]]:
        limits = self._assignment.limits
        return [
            {
                "role": cell.role if cell.cell_type == "code" else submission.TEXT,
                "name": cell.grade_id,
                "solution": cell.solution,
                "source": cell.source,
                "points": cell.points,
                "seconds": limits.test if cell.role == submission.TEST else limits.cell,
            }
            for cell in rebuilt.cells
        ]


def student_zygote() -> Zygote:
    """Starts the untrusted side's zygote; nothing of this process's environment reaches it but PATH."""
    inline = {"MPLBACKEND": "module://matplotlib_inline.backend_inline"}
    return Zygote("autograder.student.zygote", {**_bare_environment(), **inline})


def _bare_environment() -> dict[str, str]:
    # one thread: the forks share the cores, and torch's idle threads spin
    return {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "PYTHONSAFEPATH": "1"}


def _copy_files(source: Path, target: Path) -> None:
    """Copies what a student handed in beside the notebooks: data files, modules."""
    for relative in submission.files(source):
        if relative.suffix != ".ipynb":
            (target / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / relative, target / relative, follow_symlinks=False)


def _unfinished(cell: Cell, verdict: Verdict, message: str) -> CellResult:
    """The result of a cell of a notebook that was given up."""
    if cell.role != submission.TEST:
        return CellResult([])
    score = None if verdict is Verdict.GRADER_ERROR else 0.0
    output = {"output_type": "error", "ename": verdict.title(), "evalue": message, "traceback": [message]}
    return CellResult([output], None, verdict, score, message)


def _result(fields: dict[str, Any]) -> CellResult:
    verdict = fields["verdict"]
    return CellResult(
        cleaned(fields["outputs"]),
        fields["count"],
        None if verdict is None else Verdict(verdict),
        fields["score"],
        fields["message"],
    )
