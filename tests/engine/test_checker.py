"""Verdicts and what they say: who is to blame, which deadline passed, and nothing that was hidden."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.engine import pool
from autograder.engine.assignment import Limits, Task
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.worker import Graded
from tests.engine.conftest import worker_for

SECRET = 8_675_309  # stands for a hidden input


def code(grade_id: str, source: str, *, points: int = 0, solution: bool = False) -> dict[str, Any]:
    grader = {
        "grade": bool(points),
        "grade_id": grade_id,
        "locked": not solution,
        "points": points,
        "solution": solution,
    }
    return {"cell_type": "code", "id": grade_id, "metadata": {"nbgrader": grader}, "source": source}


def hidden(source: str) -> str:
    return f"# Hidden tests\n### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS"


CELLS = [
    code(
        "setup",
        "import numpy as np\n\n\ndef big(n):\n    return np.ones(n)\n\n\ndef long(n):\n    while n: pass",
    ),
    code("double", "def double(x):\n    return 2 * x", solution=True),
    code("double-visible", "assert double(2) == 4", points=1),
    code(
        "double-hidden",
        hidden(
            "from autograder import checks\n"
            "with checks.exercise('n.double', lambda x: 2 * x) as check:\n"
            f"    check.expect({SECRET}, what='a number')"
        ),
        points=2,
    ),
    code("bare-hidden", hidden(f"assert double({SECRET}) == {2 * SECRET}"), points=1),
    code("stream", "def stream():\n    return iter([1])", solution=True),
    code("stream-visible", "assert list(stream()) == [1]", points=1),
    code("apply", "def apply(f, x):\n    return f(x)", solution=True),
    code("apply-visible", "assert apply(lambda x: x + 1, 1) == 2", points=1),
    code("apply-hidden", hidden("assert apply(lambda n: bool(big(n).size), 1)"), points=1),
    code("half", "def half(x):\n    return double(x) / 4", solution=True),
    code(
        "half-visible",
        "kept = double\ndel double\ntry:\n    half(1)\nexcept NameError:\n    pass\n"
        "else:\n    raise AssertionError('half does not use double')\nfinally:\n    double = kept\n"
        "assert half(2) == 1",
        points=1,
    ),
    code(
        "half-hidden",
        hidden("del double\ntry:\n    half(1)\nexcept NameError:\n    pass\nelse:\n    assert not 'uses it'"),
        points=1,
    ),
    code("last", "def last():\n    return 1", solution=True),
    code("last-visible", "assert last() == 1", points=1),
]


worker = worker_for(CELLS, Limits(test=2.0, cell=30.0, notebook=8.0))


@pytest.fixture
def results(worker: ProcessPoolExecutor, tmp_path: Path) -> Callable[..., dict[str, CellResult]]:
    """Grades the notebook with other texts in some of its cells."""

    def grade(**texts: str) -> dict[str, CellResult]:
        cells = [{**cell, "source": texts.get(cell["id"], cell["source"])} for cell in CELLS]
        (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
        graded: Graded = worker.submit(pool.work, Task("ada", tmp_path, "key")).result()
        notebook = graded.notebooks["n"]
        return {c.grade_id: r for c, r in zip(notebook.cells, notebook.results, strict=True)}

    return grade


def said(results: dict[str, CellResult]) -> str:
    """Everything of the test cells that reaches a student: messages and outputs."""
    return json.dumps([[r.message, r.outputs] for r in results.values() if r.verdict is not None])


def test_the_class_own_solution_passes_but_for_what_cannot_cross(
    results: Callable[..., dict[str, CellResult]],
) -> None:
    verdicts = {name: r.verdict for name, r in results().items() if r.verdict is not None}
    assert verdicts.pop("stream-visible") is Verdict.GRADER_ERROR
    assert set(verdicts.values()) == {Verdict.PASSED}


def test_what_cannot_cross_is_the_students_fault_where_the_class_own_would(
    results: Callable[..., dict[str, CellResult]],
) -> None:
    graded = results(double="def double(x):\n    return (2 * y for y in [x])")
    assert graded["double-visible"].verdict is Verdict.STUDENT_ERROR
    assert graded["double-visible"].score == 0
    assert graded["double-visible"].message == "double returned a generator; it must be plain data"
    assert graded["double-hidden"].message.endswith("the result must be plain data, not a generator.")


def test_a_tests_own_variable_is_not_asked_of_the_student(
    results: Callable[..., dict[str, CellResult]],
) -> None:
    graded = results(double="kept = object()\ndef double(x):\n    return 2 * x")
    assert graded["half-visible"].verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "body",
    [
        "raise type(f'Secret{x}', (Exception,), {})()",
        "raise ValueError(x)",
        "return type(f'Secret{x}', (), {'__module__': 'builtins'})()",
        "return type(f'Secret{x}', (), {'__module__': 'numpy'})()",
        "print(x); return 0",
    ],
)
def test_a_hidden_input_is_never_told(results: Callable[..., dict[str, CellResult]], body: str) -> None:
    graded = results(double=f"def double(x):\n    {body}")
    lost = [graded[name] for name in ("double-hidden", "bare-hidden")]
    assert all(result.score == 0 for result in lost)
    assert str(SECRET) not in json.dumps([result.message for result in lost])


def test_a_forged_line_is_never_told(results: Callable[..., dict[str, CellResult]]) -> None:
    forged = (
        "import autograder.wire.calls as calls\n"
        "def double(x):\n"
        "    calls.tracebacks.own_line = lambda *a: f'secret {x}'\n"
        "    raise ValueError"
    )
    message = results(double=forged)["double-hidden"].message
    assert message.endswith("a number: it raised ValueError.")


def test_the_line_that_raised_is_told(results: Callable[..., dict[str, CellResult]]) -> None:
    message = results(double="def double(x):\n    return x / 0")["double-hidden"].message
    assert message.endswith("it raised ZeroDivisionError in your line `return x / 0`.")


def test_a_visible_assertion_is_quoted_and_a_hidden_one_is_not(
    results: Callable[..., dict[str, CellResult]],
) -> None:
    graded = results(double="def double(x):\n    return 0")
    assert graded["double-visible"].message == "this does not hold: assert double(2) == 4"
    assert graded["bare-hidden"].message == "this does not hold: an assertion"


def test_who_comes_after_a_crash_is_told_where_it_was(results: Callable[..., dict[str, CellResult]]) -> None:
    graded = results(stream="import os\nos._exit(0)")
    assert graded["double-hidden"].verdict is Verdict.PASSED
    assert graded["last-visible"].verdict is Verdict.NOT_ANSWERED
    assert graded["last-visible"].message == "the notebook's process had ended before, in stream"


def test_the_notebooks_deadline_keeps_what_was_earned(results: Callable[..., dict[str, CellResult]]) -> None:
    graded = results(stream="import time\ntime.sleep(60)")
    assert graded["double-hidden"].score == 2
    assert graded["last-visible"].verdict is Verdict.TIMEOUT
    assert graded["last-visible"].message == "the notebook took longer than 8 seconds"


@pytest.mark.parametrize(
    "body",
    [
        "return f(10**12)",  # more memory than a checker may have
        "return [f(10**8) for _ in range(10**6)]",  # more time than the cell may take
    ],
)
def test_a_function_of_the_tests_that_a_student_drives_too_far(
    results: Callable[..., dict[str, CellResult]], body: str
) -> None:
    graded = results(apply=f"def apply(f, x):\n    {body}")
    assert graded["apply-hidden"].verdict in (Verdict.STUDENT_ERROR, Verdict.TIMEOUT, Verdict.CRASHED)
    assert graded["apply-hidden"].score == 0


def test_a_test_may_take_a_function_away(results: Callable[..., dict[str, CellResult]]) -> None:
    own = results(half="def half(x):\n    return x / 2")
    assert own["half-visible"].verdict is Verdict.FAILED
    assert own["half-visible"].message == "half does not use double"
    assert own["last-visible"].verdict is Verdict.PASSED
