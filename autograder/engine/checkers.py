"""The process in which checkers work: kept for the next notebook, unless something is left of the last."""

from __future__ import annotations

import functools
import os
import resource
import socket
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.checks import recognise, seeds
from autograder.engine import sandbox, submission, traces
from autograder.engine.assignment import Assignment, Task
from autograder.engine.checker import Checker
from autograder.engine.outputs import cleaned
from autograder.engine.student import StudentProcess
from autograder.engine.submission import Cell
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.zygotes import Child
from autograder.wire import forks
from autograder.wire.frames import Channel, WireError

LARGEST_CHECKER = 4 * 2**30  # bytes of memory: the class's functions may be called with a student's arguments
SECONDS_FOR_TESTS = 120.0  # that the tests of a notebook may take beyond the student's own time
MOST_NOTEBOOKS = 100  # of one process: what its memory still holds of them is given back then

_ORDERLY = {None, Verdict.PASSED, Verdict.FAILED, Verdict.STUDENT_ERROR}  # no test was stopped in its middle


class CheckerProcess:
    """A fork of the worker that checks one notebook after the other.

    A fork costs as much time as many tests take. It may go on when nothing is left of a notebook that the
    next could come across; else the next gets a new fork.
    """

    def __init__(self, assignment: Assignment, folder: Path) -> None:
        """Gets ready; the process starts with the first notebook.

        Arguments:
            assignment: what is graded. All that checkers need of it is loaded in this process already.
            folder: where tests run.
        """
        self._assignment, self._folder = assignment, folder
        own = [cell for cells in assignment.notebooks.values() for cell in cells if cell.cell_type == "code"]
        self._may_be_kept = not any(traces.could_hide(cell.source) for cell in own)
        self._pid = 0

    @property
    def pid(self) -> int:
        """The process's number; 0 when there is none."""
        return self._pid

    def results(
        self, task: Task, cells: Sequence[Cell], students: socket.socket, child: Child
    ) -> list[CellResult]:
        """Has a notebook checked.

        Arguments:
            task: whose.
            cells: the rebuilt notebook.
            students: the connection to the student's process.
            child: that process.

        Returns:
            A result for each cell.

        Raises:
            WireError: the process failed, or a file cannot be put beside the notebook.
        """
        if not self._pid:
            self._start()
        keep = False
        try:
            ours, theirs = socket.socketpair()
            with ours:
                with theirs:
                    descriptors = [students.fileno(), child.pidfd, child.told, theirs.fileno()]
                    socket.send_fds(self._requests, [b"a notebook"], descriptors)
                channel = Channel(ours)
                channel.send({**vars(task), "folder": str(task.folder), "cells": list(map(_sent, cells))})
                answer = channel.receive(self._assignment.limits.notebook + SECONDS_FOR_TESTS)
            if "failed" in answer:
                raise WireError(answer["failed"])
            self._left -= 1
            keep = answer["tidy"] and self._left > 0
            return [_result(fields) for fields in answer["results"]]
        except OSError as error:
            raise WireError(f"the checker: {error}") from error
        finally:
            if not keep:
                self.close()

    def close(self) -> None:
        """Ends the process."""
        if self._pid:
            forks.end(self._pid)
            self._requests.close()
            self._pid = 0

    def _start(self) -> None:
        self._requests, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._pid = forks.fork(functools.partial(self._serve, theirs))
        self._left = MOST_NOTEBOOKS if self._may_be_kept else 1

    def _serve(self, requests: socket.socket) -> None:
        """What the process does: it holds the course's secrets, and no student's code."""
        self._requests.close()
        resource.setrlimit(resource.RLIMIT_DATA, (LARGEST_CHECKER, LARGEST_CHECKER))
        os.environ[recognise.SOLUTIONS_VARIABLE] = str(self._assignment.solutions)
        os.environ.update(sandbox.AS_NBGRADER)
        os.chdir(self._folder)
        sys.path.insert(0, str(self._folder))
        before = traces.taken()
        while True:
            request, descriptors, _, _ = socket.recv_fds(requests, 100, 4)
            if not request:
                return
            connection, pidfd, told, answers = descriptors
            child = Child(pidfd, told)
            with socket.socket(fileno=connection) as students, socket.socket(fileno=answers) as ours:
                channel = Channel(ours)
                answer = self._check(channel.receive(None), Channel(students), child)
                child.close()
                channel.send({**answer, "tidy": answer.get("tidy") and traces.taken() == before})

    def _check(self, request: dict[str, Any], students: Channel, child: Child) -> dict[str, Any]:
        cells = [Cell(**fields) for fields in request["cells"]]
        sources = [cell.source for cell in cells if cell.role == submission.STUDENT]
        student = StudentProcess(students, child, sources)
        try:
            student.wait_until_ready()
            theirs = self._assignment.theirs
            beside = submission.beside(Path(request["folder"]), self._assignment.files, theirs)
            for relative, path in beside.items():
                student.write(str(relative), path)
        except WireError as error:
            return {"failed": str(error)}
        os.environ[seeds.KEY_VARIABLE] = request["seed_key"]
        with warnings.catch_warnings():  # a given cell may well ignore some
            results = Checker(student, cells, self._assignment.limits).results()
        del os.environ[seeds.KEY_VARIABLE]
        if student.orphaned:
            return {"failed": "the zygote ended"}
        return {
            "tidy": all(result.verdict in _ORDERLY for result in results),
            "results": [
                {**vars(result), "verdict": result.verdict and result.verdict.value} for result in results
            ],
        }


def _sent(cell: Cell) -> dict[str, Any]:
    """A cell without what checkers have no use for."""
    return {**vars(cell), "metadata": {}, "attachments": {}}


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
