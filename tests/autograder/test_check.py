"""`autograder check` on what learners have: half-finished, broken, and not notebooks at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import source

FUNCTIONS = ["pad2d", "padding_for", "pad1d", "window_counts", "conv2d_same"]


@pytest.fixture(scope="module")
def chapter() -> source.Source:
    return source.read(Path(__file__).parents[2] / "solutions" / "padding" / "padding.py")


class Notebook:
    """The course's own padding notebook, to be edited and checked."""

    def __init__(self, path: Path, original: Path, chapter: source.Source, command: Any) -> None:
        self.path = path
        self.content = json.loads(original.read_text("utf-8"))
        self._solutions = {exercise.function: exercise.solution.source for exercise in chapter.exercises}
        self._command = command

    def cell(self, grade_id: str) -> dict[str, Any]:
        return next(cell for cell in self.content["cells"] if cell.get("id") == grade_id)

    def solve(self, *functions: str) -> None:
        for function in functions:
            self.cell(function)["source"] = self._solutions[function]

    def check(self, *words: object) -> tuple[int, list[str], str]:
        """Exit code, lines of stdout, stderr."""
        self.path.write_text(json.dumps(self.content), "utf-8")
        code, out, err = self._command("check", self.path, *words)
        return code, out.splitlines(), err

    def states(self, *words: object) -> dict[str, str]:
        """For each exercise its message; empty when its visible tests pass."""
        code, lines, err = self.check(*words)
        assert err == ""
        states: dict[str, str] = {}
        for line in lines[:-1]:
            word, _, rest = line.strip().partition("  ")
            if word in ("passed", "failed"):
                function = rest
                states[function] = ""
            elif not line.strip().startswith(("visible tests:", "hidden tests:")):
                states[function] = line.strip()
        passed = list(states.values()).count("")
        assert lines[-1] == f"{passed} of {len(states)} exercises pass their visible tests."
        assert code == (0 if passed == len(states) else 1)
        return states


@pytest.fixture
def notebook(tmp_path: Path, repository: Path, chapter: source.Source, command: Any) -> Notebook:
    original = repository / "exercises" / "padding" / "padding.ipynb"
    return Notebook(tmp_path / "padding.ipynb", original, chapter, command)


@pytest.fixture
def light(notebook: Notebook) -> Notebook:
    """One that does not import torch, which takes most of the time of a check."""
    notebook.cell("setup")["source"] = "import numpy as np"
    return notebook


def test_an_untouched_notebook_is_not_written_yet(notebook: Notebook) -> None:
    assert notebook.states() == dict.fromkeys(FUNCTIONS, "not written yet")


def test_a_solved_notebook_passes(notebook: Notebook, chapter: source.Source) -> None:
    notebook.solve(*FUNCTIONS)
    code, lines, _ = notebook.check()
    assert code == 0
    assert lines[:3] == [
        "passed  pad2d",
        "        visible tests: 1 points",
        f"        hidden tests:  2 points, {chapter.exercises[0].hidden_checks} checks",
    ]
    assert lines[-1] == "5 of 5 exercises pass their visible tests."


def test_each_exercise_is_told_what_is_wrong_with_it(light: Notebook) -> None:
    light.solve("window_counts")
    wrong = light.cell("window_counts")["source"].replace("kernel + 1", "kernel")
    light.cell("window_counts")["source"] = wrong
    light.cell("pad2d")["source"] = "def pad2d(x, pad, value=0.0):\n    return frame(x)"
    light.cell("padding_for")["source"] = "def padding(*arguments):\n    return 1, 1"
    light.cell("pad1d")["source"] = "def pad1d(x, before, after, mode='zeros')\n    return x"
    light.cell("conv2d_same-visible")["source"] = "x = 1\nassert x == 2"
    states = light.states()
    told = states.pop("window_counts")
    assert told.startswith("three windows hold the middle of the top edge: got ")
    assert states == {
        "pad2d": "NameError: name 'frame' is not defined, in the line `return frame(x)`",
        "padding_for": "no cell defines padding_for; was it renamed?",
        "pad1d": "SyntaxError: expected ':', in the line `def pad1d(x, before, after, mode='zeros')`",
        "conv2d_same": "this does not hold: assert x == 2",
    }


def test_a_cell_that_loops_is_stopped_and_the_others_are_judged(light: Notebook) -> None:
    light.solve("padding_for", "pad1d", "window_counts")
    light.cell("pad2d")["source"] = "def pad2d(*arguments):\n    while True:\n        pass"
    light.cell("conv2d_same")["source"] = "while True:\n    pass"
    loops = "no end after 1 seconds; is there a loop that does not end?"
    expected = {**dict.fromkeys(FUNCTIONS, ""), "pad2d": loops, "conv2d_same": loops}
    assert light.states("--seconds", "1") == expected


def test_a_cell_that_ends_the_process_ends_only_itself(light: Notebook) -> None:
    light.solve("padding_for", "window_counts")
    light.cell("pad2d")["source"] = "import os\nos._exit(0)"
    light.cell("pad1d")["source"] = "def pad1d(*arguments):\n    os._exit(0)"
    light.cell("setup")["source"] += "\nimport os"
    crash = "Crash: the Python process ended"
    expected = {"pad2d": crash, "padding_for": "", "pad1d": crash, "window_counts": ""}
    assert light.states() == {**expected, "conv2d_same": "not written yet"}


def test_a_helper_in_a_cell_of_the_learners_own_is_run(light: Notebook) -> None:
    light.solve("padding_for")
    light.cell("padding_for")["source"] = light.cell("padding_for")["source"].replace("// 2", "// half")
    own = {"cell_type": "code", "metadata": {}, "outputs": [], "source": ["%matplotlib inline\n", "half = 2"]}
    light.content["cells"].insert(2, own)
    assert light.states()["padding_for"] == ""


def test_an_own_earlier_function_wins(light: Notebook) -> None:
    light.solve(*FUNCTIONS)
    light.cell("earlier")["source"] = "def cross_correlate2d(x, kernel):\n    raise RuntimeError('my own')"
    assert light.states()["conv2d_same"].startswith("RuntimeError: my own, in the line `raise Runtime")
    light.cell("earlier")["source"] = "def cross_correlate2d(x, kernel)"
    light.cell("stand-ins")["source"] = "def cross_correlate2d(x, kernel):\n    raise RuntimeError('given')"
    assert light.states()["conv2d_same"].startswith("RuntimeError: given"), "its cell has defined nothing"


def test_a_deleted_cell_is_missed(light: Notebook) -> None:
    light.solve("pad2d", "padding_for")
    light.content["cells"].remove(light.cell("pad2d-visible"))
    light.content["cells"].remove(light.cell("pad1d"))
    states = light.states()
    assert states["pad2d"].startswith("the notebook has no visible test cell for it; download")
    assert states["padding_for"] == ""
    assert states["pad1d"] == "no cell defines pad1d; was it renamed?"


def test_text_of_the_notebooks_cannot_write_to_the_terminal(light: Notebook) -> None:
    light.cell("pad2d")["source"] = "def pad2d(*args):\n    raise ValueError('\\x1b[2J\\u202eevil\\nline')"
    light.cell("pad1d-visible")["metadata"]["nbgrader"]["grade_id"] = "\x1b[2Jname\n-visible"
    states = light.states()
    assert states["pad2d"].startswith("ValueError: ?[2J?evil line, in the line")
    assert "?[2Jname" in states


def test_nbgraders_metadata_of_the_wrong_type_does_no_harm(light: Notebook) -> None:
    light.solve("window_counts")
    points: list[Any] = [None, "2", [2], {}, True, 10**400, float("nan"), -1]
    graded = [f"{function}-{role}" for function in FUNCTIONS[:4] for role in ("visible", "hidden")]
    for grade_id, value in zip(graded, points, strict=True):
        light.cell(grade_id)["metadata"]["nbgrader"]["points"] = value
    for grade_id, value in (("conv2d_same", 1), ("conv2d_same-visible", []), ("conv2d_same-hidden", "words")):
        light.cell(grade_id)["metadata"]["nbgrader"] = value
    for metadata in ({"grade_id": ["a"], "solution": True}, {"grade": 1}, {"solution": 1}, None):
        cell = {"cell_type": "code", "source": None, "outputs": None, "metadata": {"nbgrader": metadata}}
        light.content["cells"].append(cell)
    light.cell("text-0")["metadata"] = None
    light.cell("stand-ins")["metadata"] = []
    states = light.states()
    assert states["window_counts"] == ""
    assert "conv2d_same" not in states


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda text: text[:-2], "not a notebook: "),
        (lambda text: "", "not a notebook: "),
        (lambda text: "# %% [markdown]", "not a notebook: "),
        (lambda text: "[" * 100_000 + "]" * 100_000, "not a notebook: "),
        (lambda text: "[]", "not a notebook: it has no list of cells"),
        (lambda text: "null", "not a notebook: it has no list of cells"),
        (lambda text: '{"cells": {}}', "not a notebook: it has no list of cells"),
        (lambda text: '{"worksheets": [{"cells": []}]}', "not a notebook: it has no list of cells"),
        (lambda text: '{"cells": []}', "holds no exercise; check takes a notebook of the course"),
        (lambda text: '{"cells": [1, null, {}, {"cell_type": "code"}]}', "holds no exercise"),
        (lambda text: text.replace("nbgrader", "other"), "holds no exercise"),
    ],
)
def test_what_is_no_notebook_of_the_course_is_refused(
    notebook: Notebook, command: Any, spoil: Callable[[str], str], reason: str
) -> None:
    notebook.path.write_text(spoil(json.dumps(notebook.content)), "utf-8")
    code, out, err = command("check", notebook.path)
    assert (code, out) == (2, "")
    assert err.startswith(f"autograder: {notebook.path}: {reason}")
    assert err.count("\n") == 1


def test_a_file_that_is_not_utf8_a_folder_and_no_file_are_refused(command: Any, tmp_path: Path) -> None:
    (tmp_path / "latin.ipynb").write_bytes('{"cells": ["é"]}'.encode("latin-1"))
    for name, reason in (
        ("latin.ipynb", "not a notebook: 'utf-8' codec can't decode byte"),
        ("missing.ipynb", "cannot be read: No such file or directory"),
        ("", "cannot be read: Is a directory"),
    ):
        code, out, err = command("check", tmp_path / name)
        assert (code, out) == (2, "")
        assert err.startswith(f"autograder: {tmp_path / name}: {reason}")
        assert err.count("\n") == 1


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e9"])
def test_a_limit_that_is_none_is_refused(notebook: Notebook, seconds: str) -> None:
    code, out, err = notebook.check("--seconds", seconds)
    assert (code, out) == (2, [])
    assert err.startswith("autograder: --seconds ")
    assert err.count("\n") == 1
