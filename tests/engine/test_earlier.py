"""A learner's own earlier functions: they win, and a mistake in them is paid for once."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder import notebooks
from autograder.engine import pool
from autograder.engine.assignment import Limits, Task
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Graded
from tests.engine.conftest import worker_for

PASSED, FAILED = Verdict.PASSED, Verdict.FAILED


def code(grade_id: str, source: str, *, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    grader = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "points": int(grade),
        "solution": solution,
    }
    return {"cell_type": "code", "id": grade_id, "metadata": {"nbgrader": grader}, "source": source}


def earlier(source: str) -> dict[str, Any]:
    metadata = notebooks.open_metadata("earlier")
    return {"cell_type": "code", "id": "earlier", "metadata": metadata, "source": source}


# `at` takes a function: such a stand-in could not be called from another process
CELLS = [
    code("stand-ins", "def triple(x):\n    return 3 * x\n\n\ndef at(f, x):\n    return f(x)"),
    earlier("# Optional: your own triple and at."),
    code("six", "def six(x):\n    return at(lambda y: 2 * triple(y), x)", solution=True),
    code("six-visible", "assert six(1) == 6, 'twice three'", grade=True),
    code("seven", "def seven(x):\n    return six(x) + x", solution=True),
    code("seven-visible", "assert seven(1) == 7, 'and one'", grade=True),
    code("tell", "def tell():\n    return triple(1)", solution=True),
    code("tell-visible", "print(tell())", grade=True),
]
WRONG = "def triple(x):\n    return 4 * x"


worker = worker_for(CELLS, Limits(test=1.0))


@pytest.fixture
def graded(worker: ProcessPoolExecutor, tmp_path: Path) -> Callable[..., Graded]:
    """Grades the notebook with other texts in some of its cells; None takes the cell away."""

    def grade(**texts: str | None) -> Graded:
        cells = [{**cell, "source": texts.get(cell["id"], cell["source"])} for cell in CELLS]
        kept = [cell for cell in cells if cell["source"] is not None]
        (tmp_path / "n.ipynb").write_text(json.dumps({"cells": kept}), "utf-8")
        return worker.submit(pool.work, Task("ada", tmp_path, "key")).result()

    return grade


def verdicts(graded: Graded) -> list[Verdict]:
    return [result.verdict for result in graded.notebooks["n"].results if result.verdict]


def printed(graded: Graded) -> str:
    """What the last test cell printed."""
    return "".join(output.get("text", "") for output in graded.notebooks["n"].results[-1].outputs)


def test_without_an_own_function_the_given_ones_serve(graded: Callable[..., Graded]) -> None:
    result = graded()
    assert (verdicts(result), printed(result), result.remarks) == ([PASSED] * 3, "3\n", [])


def test_an_own_function_wins_over_the_given_one(graded: Callable[..., Graded]) -> None:
    result = graded(earlier="def triple(x):\n    return 3.0 * x")
    assert (verdicts(result), printed(result), result.remarks) == ([PASSED] * 3, "3.0\n", [])
    assert [cell.source for cell in result.notebooks["n"].cells][1] == "def triple(x):\n    return 3.0 * x"


@pytest.mark.parametrize(
    "own",
    [
        WRONG,
        "def at(f, x):\n    return None",
        "def triple(x):\n    while True:\n        pass",
        "def triple(x):\n    raise RuntimeError('mine')",
        "from math import sqrt as triple",
        "triple = 3",
        "def triple(x):\n    return 4 * x\n\n1 / 0",
    ],
    ids=["wrong", "takes a function", "loops", "raises", "imported", "no function", "its cell fails, too"],
)
def test_a_wrong_own_function_costs_the_exercises_nothing(graded: Callable[..., Graded], own: str) -> None:
    result = graded(earlier=own, tell="def tell():\n    return 0")
    assert verdicts(result) == [PASSED] * 3
    assert result.remarks == ["own earlier functions were set aside for six, seven"]


def test_an_exercise_that_is_wrong_itself_stays_wrong(graded: Callable[..., Graded]) -> None:
    result = graded(earlier=WRONG, seven="def seven(x):\n    return six(x) - 2 * x")
    assert verdicts(result) == [PASSED, FAILED, PASSED]
    assert result.remarks == ["own earlier functions were set aside for six"]


def test_an_own_function_and_an_exercise_may_both_be_wrong(graded: Callable[..., Graded]) -> None:
    result = graded(
        earlier=f"{WRONG}\n\n\ndef at(f, x):\n    return 0",
        six="def six(x):\n    return triple(x)",
        seven="def seven(x):\n    return six(x) + at(abs, x)",
    )
    assert verdicts(result) == [FAILED, PASSED, PASSED]


def test_what_passes_with_an_own_function_is_not_run_again(graded: Callable[..., Graded]) -> None:
    result = graded(earlier=WRONG, six="def six(x):\n    return 6 * x")
    assert (verdicts(result), printed(result), result.remarks) == ([PASSED] * 3, "4\n", [])


def test_an_own_function_cannot_make_a_stub_pass(graded: Callable[..., Graded]) -> None:
    stub = "def six(x):\n    raise NotImplementedError()"
    result = graded(earlier=WRONG, six=stub, tell=stub)
    assert verdicts(result) == [Verdict.STUDENT_ERROR, PASSED, Verdict.STUDENT_ERROR]


def test_a_process_that_has_ended_stays_ended(graded: Callable[..., Graded]) -> None:
    result = graded(earlier="import os\nos._exit(0)")
    assert verdicts(result) == [Verdict.NOT_ANSWERED] * 3


def test_a_deleted_cell_leaves_the_given_functions(graded: Callable[..., Graded]) -> None:
    result = graded(earlier=None)
    assert (verdicts(result), result.remarks) == ([PASSED] * 3, ["the cell earlier is gone"])
    assert [cell.grade_id for cell in result.notebooks["n"].cells][:3] == ["stand-ins", "earlier", "six"]


SEVEN_AT_THE_SECOND_CALL = "calls = []\ndef seven(x):\n    calls.append(x)\n    return 6 + len(calls) - 1"


@pytest.mark.parametrize(
    ("six", "seven", "verdict"),
    [
        ("def six(x):\n    return 5", SEVEN_AT_THE_SECOND_CALL, FAILED),
        ("def six(x):\n    return 5\n\n\nother = six", SEVEN_AT_THE_SECOND_CALL, PASSED),
        ("def six(x):\n    return 5", f"{SEVEN_AT_THE_SECOND_CALL}\nname = 'six'", PASSED),
    ],
    ids=["names it nowhere", "has another name for it", "names it"],
)
def test_only_what_could_call_a_wrong_function_is_graded_once_more(
    graded: Callable[..., Graded], six: str, seven: str, verdict: Verdict
) -> None:
    assert verdicts(graded(six=six, seven=seven))[:2] == [FAILED, verdict]


# The first run calls it twice, in its own test and through `seven`.
SIX_AT_THE_THIRD_CALL = "calls = []\ndef six(x):\n    calls.append(x)\n    return 6 if len(calls) > 2 else 5"


@pytest.mark.parametrize(("own", "verdict"), [(WRONG, PASSED), (CELLS[1]["source"], FAILED)])
def test_only_a_notebook_with_own_functions_runs_twice(
    graded: Callable[..., Graded], own: str, verdict: Verdict
) -> None:
    assert verdicts(graded(earlier=own, six=SIX_AT_THE_THIRD_CALL))[0] == verdict
