"""The checker: walks one notebook, has the student's cells run elsewhere, and runs the tests itself.

It works in a fork of its worker that ends with the notebook, so that no submission can leave anything
behind.
"""

from __future__ import annotations

import builtins
import contextlib
import functools
import io
import numbers
import re
import time
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from autograder import checks
from autograder.engine import compiled
from autograder.engine.assignment import Limits
from autograder.engine.student import (
    CannotCross,
    Crashed,
    Gone,
    RemoteBackend,
    StudentProcess,
    TooLarge,
    TooSlow,
    Unanswered,
)
from autograder.engine.submission import GIVEN, TEST, TEXT, Cell
from autograder.engine.verdicts import CellResult, Verdict
from autograder.notebooks import EARLIER
from autograder.wire import plain
from autograder.wire.calls import Raised

_HIDDEN = "### BEGIN HIDDEN TESTS"
_BLAME: dict[type[BaseException], Verdict] = {
    TooSlow: Verdict.TIMEOUT,
    TooLarge: Verdict.MEMORY,
    Crashed: Verdict.CRASHED,
    Gone: Verdict.NOT_ANSWERED,
    CannotCross: Verdict.GRADER_ERROR,
}


class Checker:
    """Grades the cells of one notebook in order."""

    def __init__(self, student: StudentProcess, cells: Sequence[Cell], limits: Limits) -> None:
        """Begins a notebook; its time runs from now on.

        Arguments:
            student: where the student's cells run.
            cells: the rebuilt notebook.
            limits: how long student code may take.
        """
        self._student, self._cells, self._limits = student, cells, limits
        self._end = time.monotonic() + limits.notebook
        self._ended_in = ""
        self._namespace = _Names(student)
        checks.use(RemoteBackend(student))

    def results(self) -> list[CellResult]:
        """Grades the notebook; a mistake in one function is not paid for again by those that use it.

        Returns:
            A result for each cell.
        """
        results = [self._result(cell) for cell in self._cells]
        self._explain(results)
        self._set_aside_earlier(results)
        failed: list[str] = []
        for exercise in [cell.grade_id for cell in self._cells if cell.solution]:
            tests = [i for i, cell in enumerate(self._cells) if _tests(cell, exercise)]
            if all(results[i].verdict is Verdict.PASSED for i in tests):
                continue
            if any(self._is_used(name, tests) for name in failed) and not self._student.gone:
                for i in tests:
                    results[i] = max(results[i], self._again(self._cells[i], failed), key=_merit)
            failed.append(exercise)
        return results

    def _explain(self, results: list[CellResult]) -> None:
        """Has a test of a function whose own cell failed say so, and not only that it is missing."""
        for own, cell in zip(list(results), self._cells, strict=True):
            if not (cell.solution and (broken := _broken(own))):
                continue
            for i, test in enumerate(self._cells):
                if results[i].verdict is Verdict.STUDENT_ERROR and _tests(test, cell.grade_id):
                    results[i] = replace(results[i], message=f"its own cell fails: {broken}")

    def _set_aside_earlier(self, results: list[CellResult]) -> None:
        """Grades failed tests once more with the given functions instead of the student's own earlier ones.

        The given cells simply run again: what they define stands where the student's own stood.
        """
        own = next((i for i, cell in enumerate(self._cells) if cell.grade_id == EARLIER), None)
        if own is None or self._cells[own].source == self._cells[own].solution:
            return
        failed = [i for i, result in enumerate(results) if result.verdict not in (None, Verdict.PASSED)]
        if not failed or self._student.gone:
            return
        for cell in self._cells:
            if cell.role == GIVEN:
                self._result(cell)
        helped: dict[str, None] = {}
        for i in failed:
            again = self._result(self._cells[i])
            if _merit(again) > _merit(results[i]):
                results[i] = again
                helped[self._cells[i].grade_id.rpartition("-")[0]] = None
        if helped:
            remark = f"own earlier functions were set aside for {', '.join(helped)}"
            results[own] = replace(results[own], message=remark)

    def _is_used(self, function: str, tests: list[int]) -> bool:
        """Whether these tests could call a function: some cell names it, and not to define it."""
        named = re.compile(rf"(?<!def )\b{re.escape(function)}\b")
        cells = [cell for i, cell in enumerate(self._cells) if cell.role != TEST or i in tests]
        return any(named.search(cell.source) for cell in cells if cell.cell_type == "code")

    def _again(self, test: Cell, failed: list[str]) -> CellResult:
        """Grades a test cell once more, with the class's own functions for those that failed before it."""
        own = self._class_namespace
        self._begin(self._limits.test)
        try:
            self._student.stand_in({name: own[name] for name in failed if callable(own.get(name))})
        except Unanswered as error:
            return CellResult([], None, _BLAME[type(error)], 0.0, str(error))
        return self._result(test)

    @functools.cached_property
    def _class_namespace(self) -> dict[str, Any]:
        """What the class's own notebook defines."""
        namespace: dict[str, Any] = {"__name__": "__main__", "__builtins__": builtins}
        for cell in self._cells:
            if cell.role == GIVEN:
                _give(cell.source, namespace)
            elif cell.solution:
                exec(compiled.solution_cell(cell.solution), namespace)
        return namespace

    def _begin(self, seconds: float) -> None:
        """Sets the deadline of a cell, which is never later than the notebook's."""
        self._student.begin(min(seconds, self._end - time.monotonic()))

    def _result(self, cell: Cell) -> CellResult:
        """Grades or runs one cell."""
        if cell.cell_type != "code" or cell.role == TEXT:
            return CellResult([])
        begin = time.monotonic()
        if begin > self._end:
            late = f"the notebook took longer than {self._limits.notebook:g} seconds"
            return _unanswered(cell, Verdict.TIMEOUT, late)
        was_gone = self._student.gone
        self._begin(self._limits.test if cell.role == TEST else self._limits.cell)
        if cell.role == TEST:
            result = self._test(cell)
        else:
            if cell.role == GIVEN:
                _give(cell.source, self._namespace)
            result = self._run(cell)
        if self._student.gone and not was_gone:
            self._ended_in = self._place(cell)
        return replace(result, seconds=time.monotonic() - begin)

    def _place(self, cell: Cell) -> str:
        """What to call a cell: its name, or the one that the student added it after."""
        before = [known.grade_id for known in self._cells[: self._cells.index(cell) + 1] if known.grade_id]
        if cell.grade_id or not before:
            return cell.grade_id or "the first cell"
        return f"a cell added after {before[-1]}"

    def _run(self, cell: Cell) -> CellResult:
        try:
            outputs, count = self._student.run(cell.source)
        except Unanswered as error:
            return _unanswered(cell, _BLAME[type(error)], str(error))
        return CellResult(outputs, count)

    def _test(self, cell: Cell) -> CellResult:
        printed = io.StringIO()
        try:
            with contextlib.redirect_stdout(printed):
                value = self._execute(compiled.test_cell(cell.source))
        except BaseException as error:
            verdict, message = self._judged(error, cell)
            score = None if verdict is Verdict.GRADER_ERROR else 0.0
            outputs = [*_stream(printed.getvalue()), _error_output(type(error).__name__, message)]
            return CellResult(outputs, None, verdict, score, message)
        outputs, score = _stream(printed.getvalue()), cell.points
        if isinstance(value, numbers.Real) and not isinstance(value, bool):
            score = min(max(0.0, float(value)), cell.points)  # nbgrader's partial credit; 0 for NaN
            outputs.append(_result_output(value))
        return CellResult(outputs, None, Verdict.PASSED if score == cell.points else Verdict.FAILED, score)

    def _execute(self, cell: compiled.TestCell) -> Any:
        """Runs a test cell; the value of its last expression."""
        with self._namespace.of_the_notebook():
            exec(cell.body, self._namespace)
            return None if cell.value is None else eval(cell.value, self._namespace)

    def _judged(self, error: BaseException, cell: Cell) -> tuple[Verdict, str]:
        """The verdict for what a test cell raised, and what to say."""
        text = f"{type(error).__name__}: {error}"
        if isinstance(error, Gone):
            return Verdict.NOT_ANSWERED, f"{error}, in {self._ended_in}"
        if isinstance(error, CannotCross) and self._own_crosses(error):
            return Verdict.STUDENT_ERROR, f"{error.what}; it must be plain data"
        if type(error) in _BLAME:
            return _BLAME[type(error)], str(error)
        if isinstance(error, checks.BrokenTest):
            return Verdict.GRADER_ERROR, str(error)
        if isinstance(raised := getattr(error, "of_student", None), Raised):
            if _is_hidden(cell):  # the text may quote a hidden input, and so may the class's name
                return Verdict.STUDENT_ERROR, f"it raised {raised.shown_name}"
            return Verdict.STUDENT_ERROR, text
        if isinstance(error, AssertionError):
            return Verdict.FAILED, str(error) or f"this does not hold: {_assertion(error, cell)}"
        if isinstance(error, NameError):
            return Verdict.STUDENT_ERROR, text
        return Verdict.FAILED, text

    def _own_crosses(self, error: CannotCross) -> bool:
        """Whether the class's own notebook has plain data where the student's has not."""
        try:
            value = self._class_namespace[error.name]
            if error.call is not None:
                value = value(*error.call.args, **error.call.kwargs)
            if not callable(value):
                plain.copy(value)
        except Exception:
            return False
        return True


class _Names(dict[str, Any]):
    """The names of test cells: one that is not theirs is asked of the student when a test uses it.

    One of the student's that a test deletes is gone for the notebook, too. So a test can find out whether a
    function is used: it deletes the function, calls another that must then fail, and puts the first back.
    """

    def __init__(self, student: StudentProcess) -> None:
        super().__init__({**vars(builtins), "__name__": "__main__", "__builtins__": builtins})
        self._student = student
        self._asked = False
        self._bound: dict[str, Any] = {}
        self._taken: dict[str, Any] = {}

    @contextlib.contextmanager
    def of_the_notebook(self) -> Iterator[None]:
        """Has names mean in the block what they mean in the notebook; the next cell may redefine them."""
        self._asked = True
        try:
            yield
        finally:
            self._asked = False
            for name, value in self._bound.items():
                if self.get(name) is value:
                    self.pop(name)
            self._bound = {}

    def __missing__(self, name: str) -> Any:
        if not self._asked:
            raise KeyError(name)
        value = self._bound[name] = self._student.look_up(name)
        super().__setitem__(name, value)
        return value

    def __delitem__(self, name: str) -> None:
        value = self[name]
        self.pop(name)
        if name in self._bound and value is self._bound[name]:
            self._taken[name] = value
            self._student.take_away(name)

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(name, value)
        if name in self._taken and value is self._taken[name]:
            del self._taken[name]
            self._student.put_back(name)


def _give(source: str, namespace: dict[str, Any]) -> None:
    """Runs a given cell on the trusted side; one that needs a notebook around it is the student's alone."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(Exception):
        exec(compiled.given_cell(source), namespace)


def _tests(cell: Cell, exercise: str) -> bool:
    """Whether a cell is a test of an exercise: padding's `pad2d-hidden` tests `pad2d`."""
    return cell.role == TEST and cell.grade_id.rpartition("-")[0] == exercise


def _is_hidden(cell: Cell) -> bool:
    return _HIDDEN in cell.source


def _broken(result: CellResult) -> str:
    """The error that a cell ended with; empty when it ran through."""
    errors = [output for output in result.outputs if output.get("output_type") == "error"]
    if not errors:
        return ""
    text, _, _ = str(errors[-1].get("evalue")).partition(" (<ipython-input")  # where a SyntaxError says it is
    return f"{errors[-1].get('ename')}: {text}"


def _merit(result: CellResult) -> float:
    return -1.0 if result.score is None else result.score


def _assertion(error: BaseException, cell: Cell) -> str:
    """The line of a test cell that did not hold; of a hidden one nothing is told."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__)]
    if _is_hidden(cell) or not lines[1:] or lines[-1] is None:
        return "an assertion"
    return cell.source.splitlines()[lines[-1] - 1].strip()


def _unanswered(cell: Cell, verdict: Verdict, message: str) -> CellResult:
    """The result of a cell to which no answer came."""
    outputs = [_error_output(verdict.title(), message)]
    if cell.role != TEST:
        return CellResult(outputs)
    return CellResult(outputs, None, verdict, 0.0, message)


def _stream(text: str) -> list[dict[str, Any]]:
    return [{"output_type": "stream", "name": "stdout", "text": text}] if text else []


def _error_output(name: str, message: str) -> dict[str, Any]:
    return {"output_type": "error", "ename": name, "evalue": message, "traceback": [f"{name}: {message}"]}


def _result_output(value: Any) -> dict[str, Any]:
    data = {"text/plain": repr(float(value))}
    return {"output_type": "execute_result", "execution_count": None, "data": data, "metadata": {}}
