"""A worker starts again what dies under it: the student whose turn it is does not pay."""

from __future__ import annotations

import contextlib
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

import psutil
import pytest

from autograder.engine import pool
from autograder.engine.assignment import Limits, Task
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Graded
from tests.engine.conftest import worker_for
from tests.engine.test_checker import code

SLOW = "import time\ntime.sleep(2)\n\n\ndef one():\n    return 1"

CELLS = [code("one", SLOW, solution=True), code("one-visible", "assert one() == 1", points=1)]

worker = worker_for(CELLS, Limits(cell=20.0, notebook=40.0))


def zygote(family: list[psutil.Process]) -> psutil.Process | None:
    """The process that students' are forked from, once it has forked one."""
    for process in family:
        with contextlib.suppress(psutil.Error):  # it has just ended
            words = [sys.executable, "-m", "autograder.student.zygote"]
            if process.cmdline()[:3] == words and process.children():
                return process
    return None


def sandbox(family: list[psutil.Process]) -> psutil.Process | None:
    """The first process of the sandbox's namespace, once a student's process runs there."""
    found = zygote(family)
    return found and found.parent()


@pytest.mark.parametrize("find", [zygote, sandbox])
def test_a_zygote_that_dies_costs_a_student_nothing(
    worker: ProcessPoolExecutor,
    tmp_path: Path,
    find: Callable[[list[psutil.Process]], psutil.Process | None],
) -> None:
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": CELLS}), "utf-8")
    graded: Future[Graded] = worker.submit(pool.work, Task("ada", tmp_path, "key"))
    while not graded.done() and not (victim := find(psutil.Process().children(recursive=True))):
        time.sleep(0.1)
    assert victim
    time.sleep(0.5)  # the student's cell is at work
    victim.kill()
    (result,) = [r for r in graded.result().notebooks["n"].results if r.verdict]
    assert result.verdict is Verdict.PASSED
