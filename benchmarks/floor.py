"""The floor: a bare fork and exec of the same cells, with torch loaded.

No shell, no second process, no wire, no gradebook: nothing that grades notebooks can be faster, with
equal workers, unless the cells themselves are.
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
from pathlib import Path

import torch.nn.functional  # noqa: F401 (imported once, here, for all forks)

from autograder.checks import recognise


def run(directory: Path, chapter: str, students: list[str]) -> None:
    """Runs the cells of some submissions, each in a fork of this process.

    Arguments:
        directory: the class directory.
        chapter: the assignment.
        students: whose submissions.
    """
    source = json.loads((directory / "source" / chapter / f"{chapter}.ipynb").read_text("utf-8"))
    tests = {cell["id"]: cell["source"] for cell in source["cells"] if _is_test(cell)}
    for student in students:
        notebook = json.loads(
            (directory / "submitted" / student / chapter / f"{chapter}.ipynb").read_text("utf-8")
        )
        cells = [
            tests.get(cell["id"], cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"
        ]
        child = os.fork()
        if child == 0:
            _execute(cells)
            os._exit(0)
        os.waitpid(child, 0)


def run_in_parallel(directory: Path, chapter: str, students: list[str], workers: int) -> None:
    """The same in several processes, each with its share of the class."""
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        pool.starmap(run, [(directory, chapter, students[i::workers]) for i in range(workers)], 1)


def _execute(cells: list[str]) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for source in cells:
        text = "".join(source)
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(BaseException):
            exec(compile(text, "<cell>", "exec"), namespace)


def _is_test(cell: dict[str, object]) -> bool:
    metadata = cell["metadata"]
    assert isinstance(metadata, dict), "a notebook that nbformat wrote"
    return bool(metadata.get("nbgrader", {}).get("grade"))


def prepare(solutions: Path) -> None:
    """Sets what checks need of this process: one thread, and where known mistakes are."""
    os.environ[recognise.SOLUTIONS_VARIABLE] = str(solutions)
