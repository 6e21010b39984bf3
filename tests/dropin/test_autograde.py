"""`nbgrader autograde` by the engine, in a course that is not ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest

from tests.dropin import courses
from tests.dropin.courses import ASSIGNMENT, scores

pytestmark = pytest.mark.xdist_group("dropin")

Autograded = subprocess.CompletedProcess[str]

BY_HAND = {"summary": (None, True), "sketch": (None, True), "essay": (None, True)}


def test_what_is_right_has_its_points(course: Path, autograded: Autograded) -> None:
    expected = {"read-test": (2.0, False), "mean-test": (3.0, False)}
    assert scores(course, "ada") == {**BY_HAND, **expected, "table-test": (None, True)}


def test_a_float_is_partial_credit(course: Path, autograded: Autograded) -> None:
    assert scores(course, "bela")["mean-test"] == (2.0, False)
    assert "bela: temperatures: mean-test: failed: 2 of 3 points" in autograded.stderr


def test_a_value_that_cannot_cross_is_no_zero(course: Path, autograded: Autograded) -> None:
    assert scores(course, "ada")["table-test"] == (None, True)
    (line,) = [line for line in autograded.stderr.splitlines() if "ada: report: table-test" in line]
    assert "grader error: table returned an object of another kind, which cannot cross" in line


def test_what_is_missing_or_edited_has_none(course: Path, autograded: Autograded) -> None:
    """Chidi has handed in one notebook of two, and put full marks into a test cell."""
    missing = dict.fromkeys(["summary", "sketch", "table-test"], (0, False))
    found = scores(course, "chidi")
    assert found == found | missing | {"read-test": (2.0, False), "mean-test": (0.0, False)}


def test_a_link_is_refused_and_not_copied(course: Path, autograded: Autograded) -> None:
    assert autograded.returncode == 1
    assert "diary.txt is a link or a special file; only ordinary files are accepted" in autograded.stderr
    assert not (course / "autograded" / "dana").exists()


def test_a_notebook_with_cells_twice_and_data_of_its_own_is_graded(
    course: Path, autograded: Autograded
) -> None:
    """The class's own data file wins over Emil's."""
    assert scores(course, "emil") == scores(course, "ada")
    assert "emil: the cell mean-test is there more than once" in autograded.stderr


def test_a_file_that_the_configuration_leaves_to_students_is_theirs(
    course: Path, autograded: Autograded
) -> None:
    assert scores(course, "bora") == scores(course, "ada")


def test_autograded_notebooks_hold_outputs_and_the_data(course: Path, autograded: Autograded) -> None:
    folder = course / "autograded" / "bela" / ASSIGNMENT
    assert (folder / "stations.csv").read_text("utf-8") == courses.DATA
    cells = json.loads((folder / "temperatures.ipynb").read_bytes())["cells"]
    (test,) = [cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == "mean-test"]
    assert test["outputs"][0]["data"]["text/plain"] == ["2.0"]


def test_an_earlier_score_does_not_outlive_a_refused_submission(course: Path, autograded: Autograded) -> None:
    (course / "collected" / "bela" / ASSIGNMENT / "temperatures.ipynb").write_text("{", "utf-8")
    done = courses.run(course, "autograde", ASSIGNMENT, "--student", "bela", "--force")
    assert done.returncode == 1
    assert "temperatures.ipynb is no notebook" in done.stderr
    assert scores(course, "bela")["mean-test"] == (0.0, False)


def test_it_says_in_a_line_what_it_cannot_do(course: Path, tmp_path: Path) -> None:
    path = tmp_path / "copy"
    shutil.copytree(course, path, symlinks=True)
    done = courses.run(path, "autograde", ASSIGNMENT, "--no-execute", "--force")
    assert "the engine gives no points for outputs that a student saved: drop --no-execute" in done.stderr
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    done = courses.run(path, "autograde", ASSIGNMENT, "--Autograder.test_seconds=never", "--force")
    assert "c.Autograder.test_seconds" in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_sandbox_nothing_is_graded(course: Path) -> None:
    programs = sysconfig.get_path("scripts")  # bubblewrap is not there
    done = courses.run(course, "autograde", ASSIGNMENT, "--student", "ada", "--force", PATH=programs)
    assert done.returncode == 1
    assert "student code cannot be shut in here: bubblewrap is not installed" in done.stderr
    assert "sudo apt-get install bubblewrap" in done.stderr
    assert "Traceback" not in done.stderr


def test_data_frames_are_refused_politely_too(tmp_path: Path) -> None:
    pytest.importorskip("pandas")
    courses.make(tmp_path)
    frame = "import pandas\n\ndef table():\n    return pandas.DataFrame({'station': [], 'celsius': []})"
    courses.hand_in(tmp_path, "ada", {**courses.right(), "table": frame})
    done = courses.run(tmp_path, "autograde", ASSIGNMENT)
    assert scores(tmp_path, "ada")["table-test"] == (None, True)
    assert "which cannot cross" in done.stderr
