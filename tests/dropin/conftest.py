"""A course that is not ours, graded once for all tests."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.dropin import courses


@pytest.fixture(scope="package")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course, with what its students have handed in."""
    path = tmp_path_factory.mktemp("weather")
    courses.make(path)
    right = courses.right()
    courses.hand_in(path, "ada", right)
    of_sizes = "def mean(values):\n    return abs(sum(values)) / len(values)"
    courses.hand_in(path, "bela", {**right, "mean": of_sizes})
    from_file = "def mean(values):\n    return float(open('offset.txt').read()) + sum(values) / len(values)"
    folder = courses.hand_in(path, "bora", {**right, "mean": from_file})
    (folder / "offset.txt").write_text("0", "utf-8")
    courses.hand_in(path, "chidi", {"read": right["read"], "mean-test": "3.0"}, ("temperatures",))
    folder = courses.hand_in(path, "dana", right)
    (folder / "diary.txt").symlink_to(path / "gradebook.db")
    file = courses.hand_in(path, "emil", right) / "temperatures.ipynb"
    notebook = json.loads(file.read_bytes())
    notebook["cells"] += notebook["cells"][-2:]
    file.write_text(json.dumps(notebook), "utf-8")
    (file.parent / "stations.csv").write_text("station,celsius\nOslo,3\n", "utf-8")
    return path


@pytest.fixture(scope="package")
def autograded(course: Path) -> subprocess.CompletedProcess[str]:
    """What `nbgrader autograde` says of the course."""
    return courses.run(course, "autograde", courses.ASSIGNMENT)
