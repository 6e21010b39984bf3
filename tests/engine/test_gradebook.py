"""Honest work gets exactly nbgrader's rows in the gradebook; where the engine differs, it is on purpose."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.engine import gradebooks as gb

# One worker makes the classes and grades them for all of these.
pytestmark = pytest.mark.xdist_group("gradebook")

DUE = datetime.datetime(2026, 3, 1, 12)

CODE = [
    gb.text("# Numbers"),
    gb.given("setup", "import math\nunit = 2"),
    gb.given("loose", "offset = 10", locked=False),
    gb.solution("double", "def double(x):\n    return unit * x"),
    gb.graded("double-visible", 1, "assert double(2) == 4, 'twice 2 is 4'"),
    gb.graded("double-hidden", 2, "assert double(-1.5) == -3"),
    gb.solution("half", "def half(x):\n    return x / 2"),
    gb.graded("half-hidden", 3, "right = [half(x) == x / 2 for x in (2, 5, -3, 0)]\nsum(right) * 3 / 4"),
    gb.graded("half-bonus", 0, "assert half(math.inf) == math.inf\n0"),
    gb.answer("total", 4, "total = double(offset)\ntotal", "code"),
    gb.graded("total-hidden", 1, "assert total == 20"),
]
WORDS = [
    gb.answer("why", 5, "Because of the chain rule."),
    gb.text("And now:"),
    gb.answer("how", 2, "By counting."),
    gb.task("project", 3, "Draw a graph.\n=== BEGIN MARK SCHEME ===\nAxes.\n=== END MARK SCHEME ==="),
    gb.solution("double", "def double(x):\n    return x + x"),
    gb.graded("double-visible", 2, "assert double('a') == 'aa'"),
]
RIGHT_CODE = {
    "double": "def double(x):\n    return unit * x",
    "half": "def half(x):\n    return x / 2",
    "total": "total = double(offset)\nprint('so much:')\ntotal",
}
RIGHT_WORDS = {
    "why": "The chain rule.",
    "how": "On my fingers.",
    "double": "def double(x):\n    return x * 2",
}
RIGHT = {"code": RIGHT_CODE, "words": RIGHT_WORDS}
HALF_RIGHT = {
    "code": {**RIGHT_CODE, "half": "def half(x):\n    return x // 2"},
    "words": {"why": "No idea."},
}
WRONG = {"code": {"double": "def double(x):\n    return x", "half": "1 / 0"}, "words": {"double": "def ("}}
NOTHING: dict[str, dict[str, str]] = {"code": {}, "words": {}}

PLUGIN = '''\
from nbgrader.plugins import BasePlugin


class ByTheHour(BasePlugin):
    """A point an hour; something strange for some."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        strange = {"late_for_a_gift": -1, "late_and_forgiven": None}
        return strange.get(student_id, total_seconds_late / 3600)
'''

IMAGE = {"graph.png": {"image/png": "iVBORw0KGgo="}}


def hours(count: float) -> str:
    """A time after the assignment is due."""
    return f"{DUE + datetime.timedelta(hours=count):%Y-%m-%d %H:%M:%S} UTC"


def first_round(path: Path) -> None:
    """Everybody hands in for the first time."""
    gb.hand_in(path, "right", RIGHT, hours(-1))
    gb.hand_in(path, "half_right", HALF_RIGHT)
    gb.hand_in(path, "nothing_written", NOTHING, hours(-30))
    gb.hand_in(path, "one_notebook", {"code": RIGHT_CODE}, hours(2))
    gb.hand_in(path, "late_with_an_extension", RIGHT, hours(5))
    gb.hand_in(path, "late_and_poor", WRONG, hours(100))
    gb.hand_in(path, "late_for_a_gift", RIGHT, hours(1))
    gb.hand_in(path, "late_and_forgiven", HALF_RIGHT, hours(1))
    for student in ("better_later", "worse_later", "same_later", "loses_a_notebook"):
        gb.hand_in(path, student, HALF_RIGHT, hours(-3))
    beside = path / "submitted" / "right" / gb.ASSIGNMENT / "data"
    beside.mkdir()
    (beside / "numbers.csv").write_text("1,2\n", "utf-8")
    words = gb.released(path, "words")
    words[1:1] = [{**gb.text("![my graph](attachment:graph.png)"), "attachments": IMAGE}]
    words[0] |= {"source": "See ![](attachment:graph.png)", "attachments": IMAGE}
    gb.hand_in_cells(path, "right", "words", words)


def person(path: Path) -> None:
    """A person grades, comments and flags, as formgrader writes it."""
    with gb.open_gradebook(path) as book:
        for student in ("right", "better_later", "worse_later", "same_later", "loses_a_notebook"):
            why = book.find_grade("why", "words", gb.ASSIGNMENT, student)
            why.manual_score, why.extra_credit, why.needs_manual_grade = 3.5, 0.5, False
            project = book.find_grade("project", "words", gb.ASSIGNMENT, student)
            project.manual_score, project.needs_manual_grade = 2, False
            book.find_grade("double-hidden", "code", gb.ASSIGNMENT, student).manual_score = 1.5
            book.find_grade("half-bonus", "code", gb.ASSIGNMENT, student).extra_credit = 2
            book.find_comment(
                "why", "words", gb.ASSIGNMENT, student
            ).manual_comment = "Nice, <b>but</b> short."
            book.find_comment("double", "code", gb.ASSIGNMENT, student).manual_comment = "Elegant."
            book.find_submission_notebook("code", gb.ASSIGNMENT, student).flagged = True
        book.grant_extension(gb.ASSIGNMENT, "late_with_an_extension", hours=4)
        book.db.commit()


def second_round(path: Path) -> None:
    """Some hand in again; the others are only graded again."""
    gb.hand_in(path, "better_later", RIGHT, hours(-1))
    gb.hand_in(path, "worse_later", WRONG, hours(0.5))
    gb.hand_in(path, "late_with_an_extension", RIGHT)
    gb.hand_in(path, "nothing_written", HALF_RIGHT, hours(1) + "\n")
    gb.hand_in(path, "loses_a_notebook", {"code": RIGHT_CODE}, hours(-1))


State = tuple[gb.Dump, dict[str, Any]]


def graded_by(grade: Callable[[Path], Any], path: Path) -> list[State]:
    """The gradebook and the autograded files of a class after each of two rounds."""
    gb.new_class(
        path,
        {"code": CODE, "words": WORDS},
        "c.AssignLatePenalties.plugin_class = 'late_by_the_hour.ByTheHour'",
    )
    (path / "late_by_the_hour.py").write_text(PLUGIN, "utf-8")
    (path / "source" / gb.ASSIGNMENT / "units.txt").write_text("metres\n", "utf-8")
    with gb.open_gradebook(path) as book:
        book.find_assignment(gb.ASSIGNMENT).duedate = DUE
        book.add_student("never_hands_in", first_name="Never", last_name="In", email="n@example.org")
        book.add_student("right", first_name="Ada", lms_user_id="7")
    states = []
    for prepare in (first_round, second_round):
        prepare(path)
        grade(path)
        states.append((gb.dump(path), gb.autograded(path)))
        person(path)
    return states


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> list[State]:
    return graded_by(gb.with_engine, tmp_path_factory.mktemp("engine") / "class")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> list[State]:
    return graded_by(gb.with_nbgrader, tmp_path_factory.mktemp("plain") / "class")


@pytest.mark.parametrize("number", [0, 1], ids=["handed in", "handed in again after a person has graded"])
def test_every_row_is_nbgraders(engine: list[State], plain: list[State], number: int) -> None:
    assert gb.differences(engine[number][0], plain[number][0]) == []


@pytest.mark.parametrize("number", [0, 1], ids=["handed in", "handed in again after a person has graded"])
def test_the_autograded_files_are_nbgraders(engine: list[State], plain: list[State], number: int) -> None:
    assert engine[number][1] == plain[number][1]


def test_the_comparison_sees_what_it_is_about(plain: list[State]) -> None:
    first, second = (state[0] for state in plain)
    assert first["submitted_assignment"]["right"]["score"] == 9
    assert first["submitted_assignment"]["late_and_poor"]["late_submission_penalty"] == 0
    assert first["submitted_notebook"]["late_with_an_extension/code"]["late_submission_penalty"] == 5
    assert second["submitted_notebook"]["late_with_an_extension/code"]["late_submission_penalty"] == 1
    assert first["submitted_notebook"]["late_for_a_gift/code"]["late_submission_penalty"] == 0
    assert first["submitted_notebook"]["late_and_forgiven/code"]["late_submission_penalty"] is None
    assert first["grade"]["half_right/code/half-hidden"]["auto_score"] == 1.5
    assert first["comment"]["nothing_written/words/why"]["auto_comment"] == "No response."
    assert second["grade"]["better_later/words/why"]["score"] == 4
    assert second["grade"]["better_later/code/half-bonus"]["score"] == 2
    assert second["comment"]["worse_later/code/double"]["comment"] == "Elegant."
    assert second["grade"]["loses_a_notebook/words/project"]["auto_score"] == 0
    assert first["student"]["never_hands_in"]["email"] == "n@example.org"
    assert len(gb.differences(first, second)) > 50
