"""Grades an assignment: nbgrader's own autograde, a submission at a time, none of which can stop the rest."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from autograder import nbgrader, notebooks
from autograder.checks import recognise, seeds
from autograder.classroom import ClassDirectory, open_directory
from autograder.errors import UserError

SUBMISSION_SECONDS = 600.0  # nbgrader has a limit for each cell; this one is for nbgrader itself


@dataclass(frozen=True)
class Grade:
    """How one submission came out.

    Attributes:
        student: who.
        score, full: points, and how many there are; score is None when it could not be graded.
        lost: for each exercise that lost points, its name and why.
        problem: why it could not be graded; empty when it was.
    """

    student: str
    score: float | None
    full: float
    lost: tuple[tuple[str, str], ...]
    problem: str


def grade(classroom: ClassDirectory, assignment: str, *, force: bool = False) -> Iterator[Grade]:
    """Grades every submission of an assignment.

    Arguments:
        classroom: the class directory.
        assignment: its name.
        force: also those that have not changed since they were graded.

    Yields:
        A grade for each student, sorted by name, as soon as it is in the gradebook.

    Raises:
        UserError: there is no such assignment, nobody has submitted it, or the secret is gone.
    """
    if assignment not in classroom.assignments():
        raise UserError(
            f"no assignment {assignment!r} in {classroom.path}; it has {', '.join(classroom.assignments())}"
        )
    students = classroom.students(assignment)
    if not students:
        folder = classroom.path / "submitted" / "STUDENT" / assignment
        raise UserError(f"nobody has submitted {assignment}; the notebooks belong into {folder}/")
    secret = classroom.secret()
    autograder = _Autograder(classroom, assignment)
    try:
        for student in students:
            problem = ""
            if force or not _up_to_date(classroom.path, student, assignment):
                problem = autograder.run(student, seeds.student_key(secret, assignment, student))
            yield _grade(classroom, assignment, student, problem)
    finally:
        autograder.close()


class _Autograder:
    """nbgrader in a child process, so that a submission on which it hangs or dies can be given up."""

    def __init__(self, classroom: ClassDirectory, assignment: str) -> None:
        self._classroom, self._assignment = classroom, assignment
        self._process: multiprocessing.process.BaseProcess | None = None

    def run(self, student: str, seed_key: str) -> str:
        """Autogrades one submission; why it failed, or an empty string."""
        if self._process is None or not self._process.is_alive():
            self._start()
        try:
            self._pipe.send_bytes(json.dumps([student, seed_key]).encode())
            if not self._pipe.poll(SUBMISSION_SECONDS):
                self.close()
                return f"given up after {SUBMISSION_SECONDS:g} seconds"
            problem: str = json.loads(self._pipe.recv_bytes())
        except (EOFError, OSError):
            self.close()
            return "nbgrader's process ended"
        return problem

    def close(self) -> None:
        """Ends the child."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_autograde_forever, args=(theirs, str(self._classroom.path), self._assignment), daemon=True
        )
        self._process.start()
        theirs.close()


def _autograde_forever(pipe: Connection, path: str, assignment: str) -> None:
    """The child: autogrades each student it is told, and answers with the problem, if any."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # kernels log to where we do; what cells print is in the notebooks
    os.dup2(nowhere, 2)
    classroom = open_directory(Path(path))
    os.environ[recognise.SOLUTIONS_VARIABLE] = str(classroom.solutions())
    with nbgrader.api(classroom.path, classroom.config) as api:
        while True:
            student, os.environ[seeds.KEY_VARIABLE] = json.loads(pipe.recv_bytes())
            result = api.autograde(assignment, student)
            pipe.send_bytes(json.dumps("" if result["success"] else nbgrader.reason(result)).encode())


def _up_to_date(path: Path, student: str, assignment: str) -> bool:
    """Whether the autograded notebooks are there and newer than what was submitted."""
    autograded = list((path / "autograded" / student / assignment).glob("*.ipynb"))
    submitted = [file for file in (path / "submitted" / student / assignment).rglob("*") if file.is_file()]
    if not autograded or not submitted:
        return False
    return min(f.stat().st_mtime for f in autograded) > max(f.stat().st_mtime for f in submitted)


def _grade(classroom: ClassDirectory, assignment: str, student: str, problem: str) -> Grade:
    """Reads a grade from the gradebook, and what went wrong from the autograded notebooks."""
    with nbgrader.gradebook(classroom.path, classroom.config) as gradebook:
        full = gradebook.find_assignment(assignment).max_score
        if problem:
            return Grade(student, None, full, (), problem)
        submission = gradebook.find_submission(assignment, student)
        scores = {
            grade.name: (grade.score, grade.max_score)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }
        total = submission.score
    reasons = _reasons(classroom.path / "autograded" / student / assignment)
    lost: dict[str, str] = {}
    for cell, (score, most) in scores.items():
        exercise = cell.rpartition("-")[0] or cell
        if score < most:
            lost[exercise] = _better(lost.get(exercise, ""), reasons.get(cell, "its test cell is gone"))
    return Grade(student, total, full, tuple(lost.items()), "")


def _reasons(folder: Path) -> dict[str, str]:
    """For each failed test cell of the autograded notebooks, the message that it ended with."""
    reasons = {}
    for path in folder.glob("*.ipynb"):
        for cell in notebooks.code_cells(path):
            grade_id = str(cell["grader"].get("grade_id"))
            for output in cell["outputs"]:
                if output.get("output_type") == "error":
                    reasons[grade_id] = _reason(output)
                elif output.get("name") == "stderr":
                    reasons.setdefault(
                        grade_id, "a warning; nbgrader gives no points to a cell that writes to stderr"
                    )
    return reasons


def _reason(output: dict[str, Any]) -> str:
    """What to say of the exception that a test cell ended with."""
    name, text = str(output.get("ename")), str(output.get("evalue"))
    if name == "NotImplementedError":
        return "not written yet"
    if name == "CellTimeoutError":
        return "stopped at its time limit; a loop that does not end?"
    return text if name in ("AssertionError", "CheckFailed") and text else f"{name}: {text}"


def _better(visible: str, hidden: str) -> str:
    """What to show of an exercise's two messages: the hint of a known mistake, else the first message."""
    _, found, hint = hidden.partition("\nHint: ")
    return hint if found else visible or hidden
