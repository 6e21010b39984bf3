"""The test of the tests, on a course of one exercise."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import course, source, verify
from autograder.cells import Result
from autograder.errors import UserError

WHOLE = {
    "name": "double",
    "chapter": "tiny",
    "points": 3,
    "stub_score": 0,
    "solution_score": 3,
    "alternatives": 1,
    "alternatives_accepted": 1,
    "mistakes": 1,
    "mistakes_caught": 1,
    "mistakes_caught_by_visible": 0,
    "hints_recognised": 1,
}


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two seeds, one child process."""
    monkeypatch.setattr(verify, "SEEDS", 2)
    monkeypatch.setattr("os.cpu_count", lambda: 1)


def verified(tiny: Any, **folders: Path) -> tuple[dict[str, Any], list[str]]:
    """The report on `double`, and what fell short."""
    result = verify.verify(tiny.found, ["tiny"], **folders)
    (report,) = result.reports
    return dataclasses.asdict(report), result.problems


def refusal(tiny: Any) -> str:
    with pytest.raises(UserError) as caught:
        verify.verify(tiny.found, ["tiny"])
    return str(caught.value)


def test_a_course_without_fault_passes_and_the_report_has_this_shape(tiny: Any, command: Any) -> None:
    code, out, err = command("verify", "--json", "--solutions", tiny.root / "solutions")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"exercises": [WHOLE]}
    assert list(json.loads(out)["exercises"][0]) == list(WHOLE)


def test_people_get_a_table_and_a_line_for_each_problem() -> None:
    text = verify.Verification([verify.Report(**WHOLE)], ["double: \x1b[2J told\nhere"]).as_text()  # type: ignore[arg-type]
    head, row, problem = text.splitlines()
    assert head.split("  ")[0] == "exercise"
    assert row.split() == ["tiny.double", *"303", "1", "of", "1", "1", "of", "1", *"01"]
    assert problem == "double: ?[2J told here"


FAULTS = """
import numpy as np

from autograder.mistakes import alternative, mistake


@mistake(loses=["hidden"], belief="", hint="Passes.")
def double__passes(x):
    return np.asarray(x) * 2.0


@mistake(loses=["hidden"], belief="", hint="Loses both.")
def double__loses_both(x):
    return np.asarray(x) * 3.0


@mistake(loses=["hidden"], belief="", hint="First of two.")
def double__no_sign(x):
    return np.abs(np.asarray(x, dtype=np.float64)) * 2


@mistake(loses=["hidden"], belief="", hint="Second of two.")
def double__twin(x):
    return np.abs(np.asarray(x, dtype=np.float64)) * 2


@alternative("keeps integers")
def double__integers(x):
    return x + x
"""


def test_every_kind_of_fault_is_counted_and_told(tiny: Any, command: Any) -> None:
    tiny.source().with_name("mistakes.py").write_text(FAULTS, "utf-8")
    code, out, _ = command("verify", "--solutions", tiny.root / "solutions")
    _, row, refused, passes, loses_both, twin = out.splitlines()
    assert code == 1
    assert row.split() == ["tiny.double", *"303", "0", "of", "1", "2", "of", "4", *"12"]
    assert refused == (
        "double, alternative integers, seed 0: loses its hidden cell: CheckFailed: double: 1 of 3 checks "
        "failed. First: integers: the result has dtype int64, it must be a floating one."
    )
    assert passes == "double, mistake passes, seed 0: passes its hidden cell"
    assert loses_both == (
        "double, mistake loses_both, seed 0: loses its visible cell: AssertionError: twice 1 2 is 2 4"
    )
    assert twin.startswith("double, mistake twin, seed 0: its hint is not given: double: ")
    assert twin.endswith("Hint: First of two.")


def test_a_stub_that_earns_points_and_a_solution_that_loses_some_are_told(tiny: Any) -> None:
    tiny.edit(
        'assert double(np.array([1.0, 2.0])).tolist() == [2, 4], "twice 1 2 is 2 4"', "callable(double)"
    )
    tiny.edit("    return np.asarray(x, dtype=np.float64) * 2", "    return np.asarray(x) * 2")
    report, problems = verified(tiny)
    assert (report["stub_score"], report["solution_score"]) == (1, 1)
    assert problems[0] == "double, stub (untouched), seed 0: passes its visible cell"
    assert problems[1].startswith(
        "double, solution (the source's), seed 0: loses its hidden cell: CheckFailed: "
    )


@pytest.mark.parametrize(
    ("result", "points"),
    [
        (Result(), 2),
        (Result(value=0.5), 0.5),
        (Result(value=-1.0), 0),
        (Result(value=7.0), 2),
        (Result("AssertionError", value=1.0), 0),
        (Result("Timeout"), 0),
    ],
)
def test_a_number_at_the_end_of_a_test_cell_is_its_points_within_bounds(
    tiny: Any, result: Result, points: float
) -> None:
    (exercise,) = source.read(tiny.source()).exercises
    candidate = verify.Candidate("solution", "double", "x", "", frozenset())
    trial = verify.Trial(candidate, exercise, Result("AssertionError"), result)
    assert trial.points == points
    assert trial.loses == ({"visible"} if points == 2 else {"visible", "hidden"})


def test_an_untrue_announcement_is_a_mistake_of_the_authors(tiny: Any) -> None:
    tiny.edit("2 points, 3 checks", "2 points, 4 checks")
    assert refusal(tiny).startswith(f"{tiny.source()}:25: announces 4 checks, but makes 3")


def test_a_given_cell_that_fails_is_named(tiny: Any) -> None:
    tiny.edit("import numpy as np\n\n# %% [markdown]", "import numpy as np\n1 / 0\n\n# %% [markdown]")
    assert refusal(tiny) == f"{tiny.source()}:4: the cell fails: ZeroDivisionError: division by zero"


def test_a_mistake_of_no_exercise_is_named(tiny: Any) -> None:
    tiny.edit("def double__no_sign", "def triple__no_sign", "mistakes.py")
    assert refusal(tiny).endswith(f"triple__no_sign: {tiny.source()} has no such exercise")


RIGHT = "def double(x):\n    return np.add(x, x, dtype=float)\n"
WRONG = "def triple(x):\n    return x\n"
LOOPS = "while True:\n    pass\n"
LOOPS_WHEN_HIDDEN = "def double(x):\n    while x.size != 2:\n        pass\n    return x * 2.0\n"
SPOILS = "np.asarray = None\nimport builtins\nbuiltins.len = builtins.print = None\n"


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Makes a folder of answers; the loops among them are stopped after a second."""
    monkeypatch.setattr(verify, "CELL_SECONDS", 1.0)
    monkeypatch.setattr(verify, "SEEDS", 1)

    def make(**texts: str) -> Path:
        folder = tmp_path / "answers"
        folder.mkdir()
        for name, text in texts.items():
            (folder / f"double__{name}.py").write_text(text, "utf-8")
        return folder

    return make


def test_wrong_answers_from_outside_must_lose_something(tiny: Any, answers: Callable[..., Path]) -> None:
    report, problems = verified(tiny, wrong=answers(right=RIGHT, wrong=WRONG))
    assert (report["mistakes"], report["mistakes_caught"], report["hints_recognised"]) == (3, 2, 1)
    assert problems == ["double, mistake right, seed 0: passes every test"]


def test_right_answers_from_outside_must_lose_nothing(tiny: Any, answers: Callable[..., Path]) -> None:
    folder = answers(a="", b=RIGHT, c=LOOPS, d=LOOPS_WHEN_HIDDEN)
    (folder / "double__a.py").write_bytes(b"# not UTF-8: \xe9\n" + SPOILS.encode())
    report, problems = verified(tiny, right=folder)
    assert (report["alternatives"], report["alternatives_accepted"]) == (5, 2)
    assert problems[0].startswith("double, alternative a, seed 0: loses its visible cell: ")
    assert problems[1:] == [
        "double, alternative c, seed 0: loses its visible cell: Timeout: no end after 1 seconds",
        "double, alternative d, seed 0: loses its hidden cell: Timeout: no end after 1 seconds",
    ]


@pytest.mark.parametrize("name", ["double.py", "triple__x.py", "__x.py"])
@pytest.mark.parametrize("option", ["--right", "--wrong"])
def test_a_file_of_another_name_is_refused(
    tiny: Any, command: Any, tmp_path: Path, name: str, option: str
) -> None:
    (tmp_path / name).write_text("")
    code, out, err = command("verify", "--solutions", tiny.root / "solutions", option, tmp_path)
    assert (code, out) == (2, "")
    assert err == (
        f"autograder: {tmp_path / name}: name it function__what.py, where function is one of double\n"
    )


@pytest.mark.parametrize("option", ["--right", "--wrong"])
def test_a_folder_without_answers_is_refused(tiny: Any, command: Any, tmp_path: Path, option: str) -> None:
    code, _, err = command("verify", "--solutions", tiny.root / "solutions", option, tmp_path / "none")
    assert code == 2
    assert err.startswith(f"autograder: {tmp_path / 'none'} holds no .py file; ")


@pytest.mark.full
def test_the_real_course_has_no_fault(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "SEEDS", 25)
    found = course.find(repository / "solutions")
    result = verify.verify(found, found.chapters())
    assert result.problems == []
    for report in result.reports:
        assert (report.stub_score, report.solution_score) == (0, report.points)
        assert report.alternatives_accepted == report.alternatives >= 3
        assert report.mistakes_caught == report.hints_recognised == report.mistakes >= 4
