"""A course that is not ours: with folders of its own, and no class secret."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from autograder.build import KERNEL
from tests.engine.gradebooks import Cell, answer, given, graded, solution, task, text

ASSIGNMENT = "survey"
DATA = "station,celsius\nSeoul,12\nBusan,18\nJeju,21\n"
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "weather"
c.CourseDirectory.source_directory = "instructor"
c.CourseDirectory.submitted_directory = "collected"
c.Autograde.exclude_overwriting = {"survey": ["offset.txt"]}
"""
DROP_IN = """
from autograder.nbgrader import use

use(c)
"""

_READ = """\
import csv

def read(path):
    with open(path) as file:
        return {row["station"]: float(row["celsius"]) for row in csv.DictReader(file)}
"""
_MEAN = """\
def mean(values):
    return sum(values) / len(values)
"""
_SHARE = """\
right = [mean([1.0, 3.0]) == 2.0, mean([-4.0]) == -4.0, round(mean([0.1] * 3), 9) == 0.1]
3.0 * sum(right) / len(right)
"""
_TABLE = """\
class Table:
    columns = ["station", "celsius"]

def table():
    return Table()
"""

NOTEBOOKS: dict[str, list[Cell]] = {
    "report": [
        text("# Report"),
        answer("summary", 4, "It was warm."),
        answer("sketch", 2, "print('a sketch')", "code"),
        solution("table", _TABLE),
        graded("table-test", 5, "assert table().columns == ['station', 'celsius']"),
        task("essay", 6, "Write an essay."),
    ],
    "temperatures": [
        text("# Temperatures"),
        given("setup", "path = 'stations.csv'"),
        solution("read", _READ),
        graded(
            "read-test",
            2,
            "assert read(path) == {line.split(',')[0]: float(line.split(',')[1]) "
            "for line in open(path).read().splitlines()[1:]}",
        ),
        solution("mean", _MEAN),
        graded("mean-test", 3, _SHARE),
    ],
}


def make(path: Path, config: str = CONFIG + DROP_IN) -> None:
    """Makes the course and releases its assignment.

    Arguments:
        path: an existing folder.
        config: its nbgrader_config.py.
    """
    (path / "nbgrader_config.py").write_text(config, "utf-8")
    source = path / "instructor" / ASSIGNMENT
    source.mkdir(parents=True)
    (source / "stations.csv").write_text(DATA, "utf-8")
    (source / "offset.txt").write_text("100", "utf-8")
    for name, cells in NOTEBOOKS.items():
        (source / f"{name}.ipynb").write_text(_notebook(cells), "utf-8")
    done = run(path, "generate_assignment", ASSIGNMENT)
    assert done.returncode == 0, done.stderr


def hand_in(path: Path, student: str, texts: dict[str, str], names: Iterable[str] = NOTEBOOKS) -> Path:
    """Hands in the released notebooks, with new texts of cells by their names.

    Returns:
        The submission's folder.
    """
    folder = path / "collected" / student / ASSIGNMENT
    folder.mkdir(parents=True)
    for name in names:
        notebook = json.loads((path / "release" / ASSIGNMENT / f"{name}.ipynb").read_bytes())
        for cell in notebook["cells"]:
            cell["source"] = texts.get(cell["metadata"].get("nbgrader", {}).get("grade_id"), cell["source"])
        (folder / f"{name}.ipynb").write_text(json.dumps(notebook), "utf-8")
    return folder


def right() -> dict[str, str]:
    """All that can be right, right."""
    return {"read": _READ, "mean": _MEAN, "table": _TABLE, "summary": "Mild.", "sketch": "print(1)"}


def run(path: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of nbgrader's in the course, with some variables of the environment set."""
    command, env = ["nbgrader", *words], {**environment(path), **variables}
    return subprocess.run(command, cwd=path, capture_output=True, text=True, env=env)


def environment(path: Path) -> dict[str, str]:
    """An environment in which no configuration is found but the course's own."""
    own = {"JUPYTER_CONFIG_DIR": str(path / ".jupyter"), "JUPYTER_RUNTIME_DIR": str(path / ".run")}
    return {**os.environ, **own}


def scores(path: Path, student: str) -> dict[str, tuple[float | None, bool]]:
    """Each cell's automatic score in the gradebook, and whether a person must look."""
    with Gradebook(f"sqlite:///{path / 'gradebook.db'}") as book:
        submission = book.find_submission(ASSIGNMENT, student)
        return {
            grade.name: (grade.auto_score, grade.needs_manual_grade)
            for notebook in submission.notebooks
            for grade in notebook.grades
        }


def _notebook(cells: list[Cell]) -> str:
    whole: dict[str, Any] = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole)
