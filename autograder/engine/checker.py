"""The checker: walks one notebook, has the student's cells run elsewhere, and runs the tests itself.

    python -m autograder.engine.checker DESCRIPTOR_OF_THE_CONTROL_SOCKET

is its zygote. A fork grades one notebook and ends, so that no submission can leave anything behind.
"""

from __future__ import annotations

import ast
import builtins
import contextlib
import io
import numbers
import os
import socket
import sys
import traceback
from dataclasses import replace
from typing import Any

import torch.nn.functional  # noqa: F401 (imported once, here, for all forks)

from autograder import checks
from autograder.engine.student import (
    CannotCross,
    Crashed,
    Gone,
    RemoteBackend,
    StudentProcess,
    TooSlow,
    Unanswered,
)
from autograder.engine.verdicts import CellResult, Verdict
from autograder.notebooks import EARLIER
from autograder.wire import forks
from autograder.wire.frames import Channel

_BLAME: dict[type[BaseException], Verdict] = {
    TooSlow: Verdict.TIMEOUT,
    Crashed: Verdict.CRASHED,
    Gone: Verdict.NOT_ANSWERED,
    CannotCross: Verdict.GRADER_ERROR,
}


def work(folder: str, connection: socket.socket) -> None:
    """Grades one notebook.

    Arguments:
        folder: not used.
        connection: to the worker: it sends the student's socket and pidfd, then the job as a frame, and
            gets the results as a frame.
    """
    _, descriptors, _, _ = socket.recv_fds(connection, 1, 2)
    students_socket, pidfd = descriptors
    channel = Channel(connection)
    job = channel.receive(None)
    os.environ.update(job["environment"])
    with socket.socket(fileno=students_socket) as students:
        checker = Checker(StudentProcess(Channel(students), pidfd))
        results = checker.notebook(job["cells"])
    channel.send([{**vars(result), "verdict": result.verdict and result.verdict.value} for result in results])


class Checker:
    """Grades the cells of one notebook in order."""

    def __init__(self, student: StudentProcess) -> None:
        self._student = student
        self._namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        checks.use(RemoteBackend(student))

    def notebook(self, cells: list[dict[str, Any]]) -> list[CellResult]:
        """Grades a whole notebook; a mistake in one function is not paid for again by those that use it.

        Arguments:
            cells: as for `cell`, and also `name`, the grade_id, and for a student's solution or open cell
                `solution`, the class's own text of it.

        Returns:
            A result for each cell.
        """
        results = [self.cell(cell) for cell in cells]
        for own, cell in zip(results, cells, strict=True):
            if cell.get("solution") and (broken := _broken(own)):
                results = [
                    replace(result, message=f"its own cell fails: {broken}")
                    if result.verdict is Verdict.STUDENT_ERROR and _tests(test, cell["name"])
                    else result
                    for test, result in zip(cells, results, strict=True)
                ]
        self._set_aside_earlier(cells, results)
        failed: list[str] = []
        for exercise in [cell["name"] for cell in cells if cell.get("solution")]:
            tests = [i for i, cell in enumerate(cells) if cell["role"] == "test" and _tests(cell, exercise)]
            if all(results[i].verdict is Verdict.PASSED for i in tests):
                continue
            if failed and not self._student.gone:
                for i in tests:
                    results[i] = max(results[i], self._again(cells, cells[i], failed), key=_merit)
            failed.append(exercise)
        return results

    def _set_aside_earlier(self, cells: list[dict[str, Any]], results: list[CellResult]) -> None:
        """Grades failed tests once more with the given functions instead of the student's own earlier ones.

        The given cells simply run again: what they define stands where the student's own stood.
        """
        own = next((i for i, cell in enumerate(cells) if cell["name"] == EARLIER), None)
        if own is None or cells[own]["source"] == cells[own]["solution"]:
            return
        failed = [i for i, result in enumerate(results) if result.verdict not in (None, Verdict.PASSED)]
        if not failed or self._student.gone:
            return
        for cell in cells:
            if cell["role"] == "given":
                self.cell(cell)
        helped: dict[str, None] = {}
        for i in failed:
            again = self.cell(cells[i])
            if _merit(again) > _merit(results[i]):
                results[i] = again
                helped[cells[i]["name"].rpartition("-")[0]] = None
        if helped:
            remark = f"own earlier functions were set aside for {', '.join(helped)}"
            results[own] = replace(results[own], message=remark)

    def _again(self, cells: list[dict[str, Any]], test: dict[str, Any], failed: list[str]) -> CellResult:
        """Grades a test cell once more, with the class's own functions for those that failed before it."""
        solutions: dict[str, Any] = {}
        for cell in cells:
            if cell["role"] == "given":
                self._give(cell["source"], solutions)
            elif cell.get("solution"):
                exec(compile(cell["solution"], "<solution>", "exec"), solutions)
        self._student.begin(test["seconds"])
        try:
            self._student.stand_in(
                {name: solutions[name] for name in failed if callable(solutions.get(name))}
            )
        except Unanswered as error:
            return CellResult([], None, _BLAME[type(error)], 0.0, str(error))
        return self.cell(test)

    def cell(self, cell: dict[str, Any]) -> CellResult:
        """Grades or runs one cell.

        Arguments:
            cell: its `role` (see `submission.Cell`), `source`, `points` and `seconds`.

        Returns:
            What became of it.
        """
        self._student.begin(cell["seconds"])
        if cell["role"] == "test":
            return self._test(cell["source"], cell["points"])
        if cell["role"] == "given":
            self._give(cell["source"], self._namespace)
        if cell["role"] in ("given", "student"):
            return self._run(cell["source"])
        return CellResult([])

    def _run(self, source: str) -> CellResult:
        try:
            outputs, count = self._student.run(source)
        except Unanswered as error:
            return CellResult([_error_output(_BLAME[type(error)].title(), str(error))])
        return CellResult(outputs, count)

    def _give(self, source: str, namespace: dict[str, Any]) -> None:
        """Runs a given cell on this side too; one that needs a notebook around it is the student's alone."""
        plain_python = "\n".join(
            line for line in source.splitlines() if not line.lstrip().startswith(("%", "!"))
        )
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
            exec(compile(plain_python, "<given cell>", "exec"), namespace)

    def _test(self, source: str, points: float) -> CellResult:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                value = self._execute(source)
        except BaseException as error:
            verdict, message = _judged(error)
            score = None if verdict is Verdict.GRADER_ERROR else 0.0
            outputs = [*_stream(printed.getvalue()), _error_output(type(error).__name__, message)]
            return CellResult(outputs, None, verdict, score, message)
        outputs, score = _stream(printed.getvalue()), points
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            score = min(max(float(value), 0.0), points)  # nbgrader's partial credit
            outputs.append(_result_output(value))
        return CellResult(outputs, None, Verdict.PASSED if score == points else Verdict.FAILED, score)

    def _execute(self, source: str) -> Any:
        """Runs a test cell; the value of its last expression."""
        tree = ast.parse(source)
        last = tree.body[-1] if tree.body else None
        if isinstance(last, ast.Expr):
            tree.body.pop()
        bound = self._student.look_up(self._foreign_names(source))
        self._namespace.update(bound)
        try:
            exec(compile(tree, "<test cell>", "exec"), self._namespace)
            if not isinstance(last, ast.Expr):
                return None
            return eval(compile(ast.Expression(last.value), "<test cell>", "eval"), self._namespace)
        finally:
            for name, value in bound.items():
                if self._namespace.get(name) is value:
                    del self._namespace[name]  # the next cell looks it up anew: it may be redefined

    def _foreign_names(self, source: str) -> list[str]:
        """The names that a test cell reads and the trusted side does not have."""
        read = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
        return sorted(name for name in read if name not in self._namespace and not hasattr(builtins, name))


def _tests(cell: dict[str, Any], exercise: str) -> bool:
    """Whether a test cell belongs to an exercise: padding's `pad2d-hidden` tests `pad2d`."""
    return bool(cell["name"].rpartition("-")[0] == exercise)


def _broken(result: CellResult) -> str:
    """The error that a cell ended with; empty when it ran through."""
    errors = [output for output in result.outputs if output.get("output_type") == "error"]
    if not errors:
        return ""
    text, _, _ = str(errors[-1].get("evalue")).partition(" (<ipython-input")  # where a SyntaxError says it is
    return f"{errors[-1].get('ename')}: {text}"


def _merit(result: CellResult) -> float:
    return -1.0 if result.score is None else result.score


def _judged(error: BaseException) -> tuple[Verdict, str]:
    """The verdict for what a test cell raised, and what to say."""
    if type(error) in _BLAME:
        return _BLAME[type(error)], str(error)
    if isinstance(error, checks.BrokenTest):
        return Verdict.GRADER_ERROR, str(error)
    text = f"{type(error).__name__}: {error}"
    if getattr(error, "of_student", False):
        return Verdict.STUDENT_ERROR, text
    if isinstance(error, AssertionError):
        return Verdict.FAILED, str(error) or f"this does not hold: {_line(error)}"
    if isinstance(error, NameError):
        return Verdict.STUDENT_ERROR, text
    return Verdict.FAILED, text


def _line(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return frames[-1].line or "an assertion" if frames else "an assertion"


def _stream(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def _error_output(name: str, message: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}


def _result_output(value: Any) -> dict[str, Any]:
    data = {"text/plain": repr(float(value))}
    return {"output_type": "execute_result", "execution_count": None, "data": data, "metadata": {}}


def main() -> None:
    """Serves as the checkers' zygote."""
    with socket.socket(fileno=int(sys.argv[1])) as control:
        forks.serve(control, work)


if __name__ == "__main__":
    main()
