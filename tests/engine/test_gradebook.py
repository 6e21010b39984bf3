"""Honest work gets exactly nbgrader's rows in the gradebook; where the engine differs, it is on purpose."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine import gradebooks as gb

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
    gb.task(
        "project", 3, "Draw a graph.\n=== BEGIN MARK SCHEME ===\nAxes: 1 point.\n=== END MARK SCHEME ==="
    ),
    gb.solution("double", "def double(x):\n    return x + x"),
    gb.graded("double-visible", 2, "assert double('a') == 'aa'"),
]
PLUGIN = '''\
from nbgrader.plugins import BasePlugin


class ByTheHour(BasePlugin):
    """A point an hour; strange penalties for some."""

    def late_submission_penalty(self, student_id, score, total_seconds_late):
        strange = {"late_negative": -1, "late_forgiven": None, "late_zero": score}
        return strange.get(student_id, total_seconds_late / 3600)
'''
CONFIG = "c.AssignLatePenalties.plugin_class = 'late_for_gradebook.ByTheHour'"

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


def hours(count: float) -> str:
    """A time after the assignment is due."""
    return f"{DUE + datetime.timedelta(hours=count):%Y-%m-%d %H:%M:%S} UTC"


def first_round(path: Path) -> None:
    """Everybody hands in for the first time."""
    gb.hand_in(path, "right", RIGHT, hours(-1))
    gb.hand_in(path, "right_without_a_time", RIGHT)
    gb.hand_in(path, "half_right", HALF_RIGHT, hours(-0.5))
    gb.hand_in(path, "wrong", WRONG)
    gb.hand_in(path, "nothing_written", {"code": {}, "words": {}}, hours(-30))
    gb.hand_in(path, "one_notebook", {"code": RIGHT_CODE}, hours(2))
    gb.hand_in(path, "late", RIGHT, hours(1.5))
    gb.hand_in(path, "late_by_an_extension_less", RIGHT, hours(5))
    gb.hand_in(path, "late_and_poor", WRONG, hours(100))
    for student in ("late_negative", "late_forgiven", "late_zero"):
        gb.hand_in(path, student, RIGHT, hours(1))
    for student in ("better_later", "worse_later", "same_later", "loses_a_notebook"):
        gb.hand_in(path, student, HALF_RIGHT, hours(-3))


def manual_grading(path: Path) -> None:
    """A person grades, comments and flags, as formgrader writes it."""
    with gb.open_gradebook(path) as book:
        for student in (
            "right",
            "half_right",
            "better_later",
            "worse_later",
            "same_later",
            "loses_a_notebook",
        ):
            why = book.find_grade("why", "words", gb.ASSIGNMENT, student)
            why.manual_score, why.extra_credit, why.needs_manual_grade = 3.5, 0.5, False
            book.find_grade("double-hidden", "code", gb.ASSIGNMENT, student).manual_score = 1.5
            book.find_grade("half-bonus", "code", gb.ASSIGNMENT, student).extra_credit = 2
            project = book.find_grade("project", "words", gb.ASSIGNMENT, student)
            project.manual_score, project.needs_manual_grade = 2, False
            book.find_comment(
                "why", "words", gb.ASSIGNMENT, student
            ).manual_comment = "Nice: <b>but</b> short."
            book.find_comment(
                "project", "words", gb.ASSIGNMENT, student
            ).manual_comment = "Where are the axes?"
            book.find_submission_notebook("code", gb.ASSIGNMENT, student).flagged = True
        book.grant_extension(gb.ASSIGNMENT, "late_by_an_extension_less", hours=4)
        book.db.commit()


def second_round(path: Path) -> None:
    """Some hand in again."""
    gb.hand_in(path, "better_later", RIGHT, hours(-1))
    gb.hand_in(path, "worse_later", WRONG, hours(0.5))
    gb.hand_in(path, "same_later", HALF_RIGHT, hours(-2))
    gb.hand_in(path, "late_by_an_extension_less", RIGHT)
    gb.hand_in(path, "loses_a_notebook", {"code": RIGHT_CODE}, hours(-1))
    gb.hand_in(path, "nothing_written", HALF_RIGHT, hours(1) + "\n")


def graded_twice(folder: Path, grade: Callable[[Path], Any]) -> list[tuple[gb.Dump, dict[str, Any]]]:
    """Both rounds of a class: gradebook and autograded files after each."""
    path = folder / "class"
    gb.new_class(path, {"code": CODE, "words": WORDS}, CONFIG)
    (path / "late_for_gradebook.py").write_text(PLUGIN, "utf-8")
    with gb.open_gradebook(path) as book:
        book.find_assignment(gb.ASSIGNMENT).duedate = DUE
        book.add_student("never_hands_in", first_name="Never", last_name="In", email="n@example.org")
        book.add_student("right", first_name="Ada", lms_user_id="7")
        book.db.commit()
    found = []
    for prepare in (first_round, second_round):
        prepare(path)
        grade(path)
        found.append((gb.dump(path), gb.autograded(path)))
        manual_grading(path)
    return found


if __name__ == "__main__":
    import sys, time, pickle, shutil
    t = time.time()
    which = sys.argv[1]
    shutil.rmtree("/tmp/gbx/" + which, ignore_errors=True)
    r = graded_twice(Path("/tmp/gbx/" + which), gb.with_nbgrader if which == "nb" else gb.with_engine); print(time.time() - t)
    pickle.dump(r, open("/tmp/gbx/" + which + ".pickle", "wb"))
