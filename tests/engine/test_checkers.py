"""A checker's process is kept for the next notebook when nothing is left of the last, and only then."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from autograder.engine import checkers, pool, traces
from autograder.engine.assignment import Limits, Task
from autograder.engine.verdicts import CellResult, Verdict
from tests.engine.conftest import worker_for
from tests.engine.test_checker import code

DOES = {  # what the test does, by what the student's function returns
    "draws from random": "random.random()",
    "draws from numpy": "np.random.rand()",
    "draws from torch": "torch.rand(1)",
    "sets the dtype": "torch.set_default_dtype(torch.float64)",
    "sets the gradients": "torch.set_grad_enabled(False)",
    "sets the errors": "np.seterr(all='raise')",
    "sets the printing": "np.set_printoptions(precision=2)",
}
ENDS = {  # how the student's function ends, and the verdict
    "while True: pass": Verdict.TIMEOUT,
    "import os; os._exit(0)": Verdict.CRASHED,
    "return lambda: 1": Verdict.STUDENT_ERROR,
}
SHOWS = """\
print(np.random.get_state()[1:3], torch.get_rng_state().sum())
print(np.geterr(), np.get_printoptions(), torch.get_default_dtype(), torch.is_grad_enabled())
"""
CELLS = [
    code(
        "setup",
        "import random\nimport warnings\nimport numpy as np\nimport torch\nwarnings.simplefilter('ignore')",
    ),
    code("choice", "def choice():\n    return 'nothing'", solution=True),
    code("choice-first", SHOWS, points=1),
    code(
        "choice-seed",
        "from autograder.checks import seeds\nprint(seeds.exercise_seed('n.choice'))",
        points=1,
    ),
    code(
        "choice-test",
        "done = choice()\n"
        + "".join(f"if done == {name!r}: {does}\n" for name, does in DOES.items())
        + "assert done != 'fails'",
        points=1,
    ),
]


worker = worker_for(CELLS, Limits(test=2.0))


@pytest.fixture
def grade(worker: ProcessPoolExecutor, tmp_path: Path) -> Callable[..., dict[str, CellResult]]:
    """Grades a notebook whose function has this body, with a student's key."""

    def grade(body: str, key: str = "ada's") -> dict[str, CellResult]:
        source = f"def choice():\n    {body}"
        cells = [{**cell, "source": source} if cell["id"] == "choice" else cell for cell in CELLS]
        (tmp_path / "n.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
        notebook = worker.submit(pool.work, Task("ada", tmp_path, key)).result().notebooks["n"]
        results = zip(notebook.cells, notebook.results, strict=True)
        return {cell.grade_id: replace(result, seconds=0.0) for cell, result in results}

    return grade


def checker_pid() -> int:
    """In a worker: the number of its checker's process; 0 when there is none."""
    return pool._worker.checker.pid


@pytest.mark.parametrize("body", ["return 'nothing'", "return 'fails'", "raise ValueError"])
def test_an_ordinary_notebook_leaves_the_process_to_the_next(
    worker: ProcessPoolExecutor, grade: Callable[..., dict[str, CellResult]], body: str
) -> None:
    grade(body)
    pid = worker.submit(checker_pid).result()
    assert pid
    grade(body)
    assert worker.submit(checker_pid).result() == pid


def test_each_student_has_numbers_of_their_own_in_one_process(
    worker: ProcessPoolExecutor, grade: Callable[..., dict[str, CellResult]]
) -> None:
    seen: dict[str, str] = {}
    for key in ("ada's", "bela's", "ada's", "bela's"):
        (output,) = grade("return 'nothing'", key)["choice-seed"].outputs
        assert output["text"] == seen.setdefault(key, output["text"])
    assert len(set(seen.values())) == 2
    assert worker.submit(checker_pid).result()


@pytest.mark.parametrize("name", DOES)
def test_a_test_that_leaves_something_behind_ends_the_process(
    worker: ProcessPoolExecutor, grade: Callable[..., dict[str, CellResult]], name: str
) -> None:
    fresh = grade("return 'nothing'")
    assert grade(f"return {name!r}")["choice-test"].verdict is Verdict.PASSED
    assert not worker.submit(checker_pid).result()
    assert grade("return 'nothing'") == fresh


@pytest.mark.parametrize(("body", "verdict"), ENDS.items())
def test_a_test_that_was_stopped_midway_ends_the_process(
    worker: ProcessPoolExecutor,
    grade: Callable[..., dict[str, CellResult]],
    body: str,
    verdict: Verdict,
) -> None:
    fresh = grade("return 'nothing'")
    assert grade(body)["choice-test"].verdict is verdict
    assert bool(worker.submit(checker_pid).result()) is (verdict is Verdict.STUDENT_ERROR)
    assert grade("return 'nothing'") == fresh


def test_a_process_that_was_killed_while_it_waited_costs_nobody_a_point(
    worker: ProcessPoolExecutor, grade: Callable[..., dict[str, CellResult]]
) -> None:
    fresh = grade("return 'nothing'")
    psutil.Process(worker.submit(checker_pid).result()).kill()
    assert grade("return 'nothing'") == fresh


def test_a_process_does_not_live_for_ever(
    worker: ProcessPoolExecutor, grade: Callable[..., dict[str, CellResult]]
) -> None:
    pids = set()
    for _ in range(checkers.MOST_NOTEBOOKS + 1):
        grade("return 'nothing'")
        pids.add(worker.submit(checker_pid).result())
    assert len(pids - {0}) > 1


@pytest.mark.parametrize(
    "source",
    [
        "np.sum = print",
        "del np.sum",
        "os.environ['HOME'] = ''",
        "np.core.overrides[0] = 1",
        "np.sum += 1",
        "for np.sum in (): pass",
        "setattr(np, 'sum', print)",
        "np.__dict__['sum'] = print",
        "vars(np).update(sum=print)",
        "import os",
        "%matplotlib inline\nimport os",
        "from unittest import mock",
        "import matplotlib.pyplot as plt",
        "exec('import os')",
        "__import__('os')",
    ],
)
def test_cells_that_could_hide_what_they_leave_are_known(source: str) -> None:
    assert traces.could_hide(source)
    assert traces.could_hide("def f():\n" + textwrap.indent(source, "    "))


@pytest.mark.parametrize(
    "source",
    [
        "x = np.zeros(3)\nx[0] = 1\nassert f(x) == 1",
        "import torch.nn.functional as F\nfrom autograder import checks",
        "with checks.exercise('n.f') as check:\n    check.expect(x.shape[0], what='a number')",
        "%matplotlib inline\nx = 1",
    ],
)
def test_ordinary_cells_hide_nothing(source: str) -> None:
    assert not traces.could_hide(source)
