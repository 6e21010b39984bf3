"""Honest work gets exactly nbgrader's rows in the gradebook; where the engine differs, it is on purpose."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import build, cli, course, report
from tests.engine import gradebooks as gb

# One worker makes the classes and grades them for all of these.
pytestmark = pytest.mark.xdist_group("gradebook")

SOLUTIONS = Path(__file__).parents[2] / "solutions"
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
    gb.hand_in(path, "nothing_written", NOTHING, hours(-30))
    gb.hand_in(path, "one_notebook", {"code": RIGHT_CODE}, hours(2))
    gb.hand_in(path, "late_with_an_extension", RIGHT, hours(5))
    gb.hand_in(path, "late_and_poor", WRONG, hours(100))
    gb.hand_in(path, "late_for_a_gift", {"code": RIGHT_CODE}, hours(1))
    gb.hand_in(path, "late_and_forgiven", {"words": RIGHT_WORDS}, hours(1))
    for student in ("better_later", "worse_later", "loses_a_notebook"):
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
        for student in ("right", "better_later", "worse_later", "loses_a_notebook"):
            why = book.find_grade("why", "words", gb.ASSIGNMENT, student)
            why.manual_score, why.extra_credit, why.needs_manual_grade = 3.5, 0.5, False
            project = book.find_grade("project", "words", gb.ASSIGNMENT, student)
            project.manual_score, project.needs_manual_grade = 2, False
            book.find_grade("double-hidden", "code", gb.ASSIGNMENT, student).manual_score = 1.5
            book.find_grade("half-bonus", "code", gb.ASSIGNMENT, student).extra_credit = 2
            book.find_comment("why", "words", gb.ASSIGNMENT, student).manual_comment = "<b>Short</b>."
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
    assert first["submitted_assignment"]["right"]["score"] == 7
    assert first["submitted_assignment"]["late_and_poor"]["late_submission_penalty"] == 0
    assert first["submitted_notebook"]["late_with_an_extension/code"]["late_submission_penalty"] == 5
    assert second["submitted_notebook"]["late_with_an_extension/code"]["late_submission_penalty"] == 1
    assert first["submitted_notebook"]["late_for_a_gift/code"]["late_submission_penalty"] == 0
    assert first["submitted_notebook"]["late_and_forgiven/words"]["late_submission_penalty"] is None
    assert first["grade"]["better_later/code/half-hidden"]["auto_score"] == 1.5
    assert first["comment"]["nothing_written/words/why"]["auto_comment"] == "No response."
    assert second["grade"]["better_later/words/why"]["score"] == 4
    assert second["grade"]["better_later/code/half-bonus"]["score"] == 2
    assert second["comment"]["worse_later/code/double"]["comment"] == "Elegant."
    assert second["grade"]["loses_a_notebook/words/project"]["auto_score"] == 0
    assert first["student"]["never_hands_in"]["email"] == "n@example.org"
    assert len(gb.differences(first, second)) > 50


# Where the engine differs on purpose.

ODD = [
    gb.solution("double", "def double(x):\n    return 2 * x"),
    gb.graded("double-hidden", 2, "assert double(2) == 4"),
    gb.solution("quadruple", "def quadruple(x):\n    return double(double(x))"),
    gb.graded("quadruple-hidden", 3, "assert quadruple(1) == 4"),
    gb.solution("share", "def share():\n    return 1.0"),
    gb.graded("share-hidden", 1, "share()"),
]
MORE = [gb.graded("fact", 1, "assert 1 + 1 == 2")]
ODD_RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "quadruple": "def quadruple(x):\n    return double(double(x))",
    "share": "def share():\n    return 1.0",
}


def right_but(**answers: str) -> dict[str, dict[str, str]]:
    return {"code": {**ODD_RIGHT, **answers}}


def returning(value: str) -> dict[str, dict[str, str]]:
    return right_but(share=f"import numpy as np\ndef share():\n    return {value}")


ENDS = "import os\nos._exit(1)"
WARNS = "import warnings\ndef double(x):\n    warnings.warn('careful')\n    return 2 * x"
# What the table in engine.md says of each difference.
SAYS = {
    "stderr": "writing to stderr costs nothing",
    "silence": "a test cell that was not run earns nothing",
    "cells": "deleted, doubled, moved or retagged cells do not matter",
    "file": "a refused or damaged file gets 0, with a reason",
    "crash": "a crash keeps the points of the cells before it, and no older score stays",
    "penalty": "a notebook that is no longer there has no late penalty",
    "once": "an earlier function's mistake is [paid for once](#second-runs)",
    "number": "a returned score below 0 is 0, one above the cell's points is all of them, and NaN is 0",
    "numpy": "a score that NumPy computed counts as the number it is",
    "date": "a `timestamp.txt` without a date is reported, and its notebooks are graded",
}
PAGE = (Path(__file__).parents[2] / "book" / "engine.md").read_text("utf-8")

# By student: the row of the docs, the cell, its score with the engine, and with plain nbgrader.
DIFFERENCES: dict[str, tuple[str, str, float | None, float | None]] = {
    "warns": ("stderr", "double-hidden", 2, 0),
    "skips_the_test": ("silence", "double-hidden", 0, 2),
    "deletes_the_test": ("cells", "double-hidden", 2, None),
    "has_the_test_twice": ("cells", "double-hidden", 2, None),
    "damaged_later": ("file", "double-hidden", 0, 2),
    "no_notebook": ("file", "double-hidden", 0, None),
    "crashes_at_once": ("crash", "double-hidden", 2, None),
    "crashes_later": ("crash", "quadruple-hidden", 0, 3),
    "mistaken_early": ("once", "quadruple-hidden", 3, 0),
    "returns_a_negative_score": ("number", "share-hidden", 0, 1),
    "returns_no_number": ("number", "share-hidden", 0, 1),
    "returns_too_much": ("number", "share-hidden", 1, None),
    "returns_numpys_half": ("numpy", "share-hidden", 0.5, 1),
    "has_no_date": ("date", "double-hidden", 2, None),
}


def odd_first_round(path: Path) -> None:
    for student in ("crashes_later", "damaged_later"):
        gb.hand_in(path, student, {"code": ODD_RIGHT})
    gb.hand_in(path, "late_then_gone", {"code": ODD_RIGHT, "more": {}}, hours(1))
    with gb.open_gradebook(path) as book:
        book.update_or_create_assignment(gb.ASSIGNMENT, duedate=DUE)


def odd_second_round(path: Path) -> None:
    gb.hand_in(path, "honest", {"code": ODD_RIGHT})
    gb.hand_in(path, "warns", right_but(double=WARNS))
    gb.hand_in(path, "no_notebook", {})
    (path / "submitted" / "no_notebook" / gb.ASSIGNMENT / "notes.txt").write_text("Sorry.", "utf-8")
    gb.hand_in(path, "crashes_at_once", right_but(quadruple=ENDS))
    gb.hand_in(path, "crashes_later", right_but(quadruple=ENDS))
    gb.hand_in(path, "mistaken_early", right_but(double="def double(x):\n    return x"))
    gb.hand_in(path, "returns_a_negative_score", returning("-1"))
    gb.hand_in(path, "returns_no_number", returning("float('nan')"))
    gb.hand_in(path, "returns_too_much", returning("5"))
    gb.hand_in(path, "returns_numpys_half", returning("np.float64(0.5)"))
    gb.hand_in(path, "has_no_date", {"code": ODD_RIGHT}, "yesterday")
    gb.hand_in(path, "late_then_gone", {"code": ODD_RIGHT}, hours(1))
    damaged = path / "submitted" / "damaged_later" / gb.ASSIGNMENT / "code.ipynb"
    damaged.write_bytes(damaged.read_bytes()[:-100])

    cells = gb.released(path, "code")
    gb.hand_in_cells(path, "deletes_the_test", "code", answered([cells[0], *cells[2:]]))
    gb.hand_in_cells(path, "has_the_test_twice", "code", answered([cells[0], cells[1], *cells[1:]]))
    cells[1]["metadata"] = {**cells[1]["metadata"], "tags": ["skip-execution"]}
    gb.hand_in_cells(path, "skips_the_test", "code", cells)


def answered(cells: list[gb.Cell]) -> list[gb.Cell]:
    """Cells as handed out, with the right answers filled in."""
    return [{**cell, "source": ODD_RIGHT.get(gb.grade_id(cell), cell["source"])} for cell in cells]


Odd = tuple[Path, gb.Dump, gb.Dump]


def odd_class(grade: Callable[[Path], Any], path: Path) -> Odd:
    """A class, and its gradebook after each of two rounds."""
    gb.new_class(path, {"code": ODD, "more": MORE}, "c.LateSubmissionPlugin.penalty_method = 'zero'")
    odd_first_round(path)
    grade(path)
    first = gb.dump(path)
    odd_second_round(path)
    grade(path)
    return path, first, gb.dump(path)


@pytest.fixture(scope="module")
def odd_engine(tmp_path_factory: pytest.TempPathFactory) -> Odd:
    return odd_class(gb.with_engine, tmp_path_factory.mktemp("engine") / "class")


@pytest.fixture(scope="module")
def odd_plain(tmp_path_factory: pytest.TempPathFactory) -> Odd:
    return odd_class(gb.with_nbgrader, tmp_path_factory.mktemp("plain") / "class")


def test_before_anything_odd_happens_the_rows_are_nbgraders(odd_engine: Odd, odd_plain: Odd) -> None:
    assert gb.differences(odd_engine[1], odd_plain[1]) == []
    late = odd_plain[1]["submitted_notebook"]["late_then_gone/code"]
    assert late["late_submission_penalty"] == late["score"] == 6, "the method 'zero' takes all"


@pytest.mark.parametrize("student", DIFFERENCES)
def test_a_difference_is_what_the_docs_say(odd_engine: Odd, odd_plain: Odd, student: str) -> None:
    row, cell, ours, nbgraders = DIFFERENCES[student]
    key = f"{student}/code/{cell}"
    assert odd_engine[2]["grade"][key]["auto_score"] == ours
    assert odd_plain[2]["grade"].get(key, {"auto_score": None})["auto_score"] == nbgraders
    assert f"| {SAYS[row]} |" in PAGE


def test_a_notebook_that_is_gone_has_no_penalty(odd_engine: Odd, odd_plain: Odd) -> None:
    key = "late_then_gone/more"
    assert odd_plain[2]["submitted_notebook"][key]["late_submission_penalty"] == 1
    assert odd_engine[2]["submitted_notebook"][key]["late_submission_penalty"] is None
    assert f"| {SAYS['penalty']} |" in PAGE


def test_who_does_nothing_odd_has_nbgraders_rows(odd_engine: Odd, odd_plain: Odd) -> None:
    ours, theirs = (gb.only(found[2], ["honest"]) for found in (odd_engine, odd_plain))
    assert gb.differences(ours, theirs) == []


# What makes the engine grade again, and what it refuses.


def test_scores_that_plain_nbgrader_wrote_are_noticed(odd_engine: Odd, tmp_path: Path) -> None:
    path = tmp_path / "class"
    shutil.copytree(odd_engine[0], path)
    for folder in (path / "submitted").iterdir():
        if folder.name not in ("honest", "warns"):
            shutil.rmtree(folder)
    gb.with_nbgrader(path)
    assert gb.dump(path)["grade"]["warns/code/double-hidden"]["auto_score"] == 0
    with gb.open_gradebook(path) as book:
        kept = book.find_grade("double-hidden", "code", gb.ASSIGNMENT, "honest")
        kept.manual_score, kept.needs_manual_grade = 1.5, False
        book.db.commit()
    graded_now = {grade.student for grade in gb.with_engine(path, force=False).values() if grade.graded_now}
    assert graded_now == {"warns"}
    assert gb.dump(path)["grade"]["warns/code/double-hidden"]["auto_score"] == 2
    assert not gb.dump(path)["grade"]["honest/code/double-hidden"]["needs_manual_grade"], (
        "what a person has decided about unchanged work stays decided"
    )
    assert not any(grade.graded_now for grade in gb.with_engine(path, force=False).values())


def test_the_table_names_the_notebook_where_there_are_several(odd_engine: Odd) -> None:
    lost = {cell for cell, _, _ in gb.with_engine(odd_engine[0], force=False)["mistaken_early"].lost}
    assert lost == {"code/double-hidden"}


def test_the_score_that_is_shown_is_the_one_that_nbgrader_exports(odd_engine: Odd) -> None:
    shown = gb.with_engine(odd_engine[0], force=False)["late_then_gone"]
    assert (shown.score, shown.full) == (0, 7), "late, and the method 'zero' takes all"


SMALL = [gb.solution("one", "one = 1"), gb.graded("one-hidden", 1, "assert one == 1")]
HARDER = [SMALL[0], gb.graded("one-hidden", 3, "assert one == 2")]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "class"
    gb.new_class(path, {"code": SMALL})
    gb.hand_in(path, "ada", {"code": {"one": "one = 1"}})
    return path


def test_what_counts_is_what_was_released(small: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(small, plain)
    for path, grade in ((small, gb.with_engine), (plain, gb.with_nbgrader)):
        gb.write_source(path, "code", HARDER)
        grade(path)
    assert gb.differences(gb.dump(small), gb.dump(plain)) == []
    assert gb.dump(small)["student"]["ada"]["score"] == 1, "changed in source/, but not released"
    for path in (small, plain):
        gb.release(path)
    assert gb.with_engine(small, force=False)["ada"].graded_now
    gb.with_nbgrader(plain)
    assert gb.differences(gb.dump(small), gb.dump(plain)) == []
    assert gb.dump(small)["submitted_assignment"]["ada"]["max_score"] == 3
    assert gb.dump(small)["student"]["ada"]["score"] == 0


def refused(path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What the command says when it refuses to grade: one line."""
    assert cli.main(["grade", gb.ASSIGNMENT, "--class", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def test_a_source_that_is_not_what_was_released_is_refused(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = small / "source" / gb.ASSIGNMENT / "code.ipynb"
    as_released = source.read_bytes()
    source.unlink()
    assert "code.ipynb is not what was released: it differs in one, one-hidden" in refused(small, capsys)
    gb.write_source(small, "code", [*SMALL, gb.graded("two-hidden", 1, "assert 2")])
    assert "it differs in two-hidden; put it back, or release it again" in refused(small, capsys)
    source.write_bytes(as_released)
    gb.write_source(small, "later", SMALL)  # nobody has it: nbgrader takes no notice of it either
    assert gb.with_engine(small)["ada"].score == 1


def test_an_assignment_that_was_never_released_is_refused(
    small: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (small / "gradebook.db").unlink()
    assert f"not released yet; run: nbgrader generate_assignment {gb.ASSIGNMENT}" in refused(small, capsys)


@pytest.mark.parametrize(
    ("plugin", "said"),
    [
        ("", "cannot be loaded: ModuleNotFoundError: No module named 'no_such_plugin'"),
        ("class P: pass", "cannot be loaded: "),
        (
            "from nbgrader.plugins import BasePlugin\nclass P(BasePlugin):\n"
            "    def late_submission_penalty(self, *args): return 'all'",
            "fails on ada: TypeError",
        ),
    ],
    ids=["missing", "no plugin", "broken"],
)
def test_a_late_penalty_that_cannot_be_had_is_a_clear_error(
    small: Path, capsys: pytest.CaptureFixture[str], plugin: str, said: str, request: pytest.FixtureRequest
) -> None:
    name = "no_such_plugin" if not plugin else f"plugin_{request.node.callspec.id.replace(' ', '_')}"
    if plugin:
        (small / f"{name}.py").write_text(plugin, "utf-8")
    with (small / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"c.AssignLatePenalties.plugin_class = '{name}.P'\n")
    with gb.open_gradebook(small) as book:
        book.update_or_create_assignment(gb.ASSIGNMENT, duedate=DUE)
    gb.hand_in(small, "ada", {"code": {"one": "one = 1"}}, hours(1))
    assert f"c.AssignLatePenalties.plugin_class {said}" in refused(small, capsys)


def test_a_gradebook_that_is_none_is_a_clear_error(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (small / "gradebook.db").write_bytes(b"no database" * 1000)
    assert "file is not a database" in refused(small, capsys)


def test_an_answer_in_words_waits_for_a_person(tmp_path: Path) -> None:
    """From a chapter's source to the gradebook: question A of the chapter on 3D convolution."""
    chapter = "convolution_3d"
    made = build.source_notebook(course.find(SOLUTIONS).source(chapter))
    question = [cell for cell in made.cells if cell.id == "question_a"]
    path = tmp_path / "class"
    gb.new_class(path, {"words": question})
    gb.hand_in(path, "ada", {"words": {"question_a": "It slides in two directions."}})
    gb.hand_in(path, "bob", {"words": {}})
    graded = gb.with_engine(path)
    assert {student: (grade.score, grade.full) for student, grade in graded.items()} == {
        "ada": (0, 6),
        "bob": (0, 6),
    }
    assert {student: grade.waiting for student, grade in graded.items()} == {"ada": 1, "bob": 0}
    assert "ada      0/6    1 cell waits for a person" in report.table(graded.values())
    found = gb.dump(path)["grade"]
    assert found["ada/words/question_a"]["needs_manual_grade"]
    assert found["ada/words/question_a"]["auto_score"] is None
    assert not found["bob/words/question_a"]["needs_manual_grade"], "nothing written is 0 points"
    assert found["bob/words/question_a"]["auto_score"] == 0
    assert "model answer" not in (path / "release" / gb.ASSIGNMENT / "words.ipynb").read_text("utf-8")
