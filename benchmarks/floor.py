"""The floor: a bare fork and exec of the same cells, with torch loaded; prints its timing as JSON.

No shell, no second process, no wire, no gradebook: nothing that gives each submission a process of its
own can be faster, with equal workers, unless the cells themselves are.

    python -m benchmarks.floor CLASS_DIRECTORY CHAPTER WORKERS
"""

from __future__ import annotations

import contextlib
import io
import json
import multiprocessing
import os
import sys
import time
from pathlib import Path
from typing import Any

import torch.nn.functional

from autograder import classroom
from autograder.checks import recognise


def measure(directory: Path, chapter: str, workers: int) -> dict[str, float]:
    """Runs the cells of every submission, each in a fork.

    Arguments:
        directory: the class directory.
        chapter: the assignment.
        workers: how many processes, each with its share of the class.

    Returns:
        `each`: seconds per submission.
    """
    opened = classroom.open_directory(directory)
    os.environ[recognise.SOLUTIONS_VARIABLE] = str(opened.solutions())
    torch.set_num_threads(1)
    students = opened.students(chapter)
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        shares = [(directory, chapter, students[i::workers]) for i in range(workers)]
        begin = time.perf_counter()
        pool.starmap(_run, shares, 1)
        return {"each": (time.perf_counter() - begin) / len(students)}


def _run(directory: Path, chapter: str, students: list[str]) -> None:
    source = _cells(directory / "source" / chapter / f"{chapter}.ipynb")
    tests = {
        cell["id"]: cell["source"] for cell in source if cell["metadata"].get("nbgrader", {}).get("grade")
    }
    for student in students:
        notebook = _cells(directory / "submitted" / student / chapter / f"{chapter}.ipynb")
        cells = [
            "".join(tests.get(cell["id"], cell["source"])) for cell in notebook if cell["cell_type"] == "code"
        ]
        child = os.fork()
        if child == 0:
            _execute(cells)
            os._exit(0)
        os.waitpid(child, 0)


def _cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text("utf-8"))["cells"])


def _execute(cells: list[str]) -> None:
    namespace: dict[str, object] = {"__name__": "__main__"}
    for source in cells:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(BaseException):
            exec(compile(source, "<cell>", "exec"), namespace)


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))))
