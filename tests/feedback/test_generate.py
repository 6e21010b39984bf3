"""`autograder feedback`: what a page says, and when it is written."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sql
from nbgrader.api import Gradebook

from autograder import classroom, cli, nbgrader
from autograder.engine.results import TABLE
from tests.feedback import hostile
from tests.feedback.reading import Page

pytestmark = pytest.mark.xdist_group("feedback")

WRONG, LOOP, SYNTAX, BROKEN = (
    "mistaken_in_pad2d",
    "defect_infinite_loop",
    "defect_syntax_error",
    "defect_invalid_json",
)


@pytest.fixture
def class_directory(graded: Path, tmp_path: Path) -> Path:
    path = tmp_path / "class"
    shutil.copytree(graded, path)
    return path


def feedback(class_directory: Path, *options: str) -> int:
    return cli.main(["feedback", "padding", "--class", str(class_directory), *options])


def page_of(class_directory: Path, student: str) -> Page:
    return Page(class_directory / "feedback" / student / "padding" / "padding.html")


def words(found: Page) -> str:
    return " ".join(found.text.split())


@contextmanager
def gradebook(class_directory: Path) -> Iterator[Gradebook]:
    with nbgrader.gradebook(class_directory, classroom.open_directory(class_directory).config) as book:
        yield book
        book.db.commit()


def test_a_page_has_scores_messages_and_hints(graded: Path) -> None:
    text = words(page_of(graded, WRONG))
    assert "15 of 18 points" in text
    assert "pad2d-visible failed 0 / 1 pad2d-hidden failed 0 / 2 padding_for-visible passed 1 / 1" in text
    assert (
        "pad2d-visible: failed 0 / 1 one row below, two columns left: got shape (4, 3), expected (3, 4)"
        in text
    )
    assert "of 15 checks failed. First: an uneven frame" in text
    assert "Hint: You read pad as left, right, top, bottom." in text
    assert "window_counts-hidden: too slow 0 / 3 stopped at its time limit" in words(page_of(graded, LOOP))
    syntax = words(page_of(graded, SYNTAX))
    assert "pad1d-visible: error 0 / 1 its own cell fails: SyntaxError: invalid syntax The test" in syntax
    assert re.search(r"SyntaxError: invalid syntax in \[\d+\], line \d+: \S", syntax)


def test_remarks_stand_at_the_top_each_once(graded: Path) -> None:
    text = words(page_of(graded, "copies"))
    remark = "the cell pad2d-hidden is there more than once"
    assert text.count(remark) == 1
    assert text.index(remark) < text.index("pad2d-visible")


def test_only_what_has_changed_is_written(class_directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert feedback(class_directory) == 0
    assert re.findall(r"^(\S+).*  (\S.*)$", capsys.readouterr().out, re.MULTILINE)[1:] == [
        ("<img", "unchanged"),
        ("copies", "unchanged"),
        (LOOP, "unchanged"),
        (BROKEN, "written; no padding.ipynb to show"),
        (SYNTAX, "unchanged"),
        (WRONG, "unchanged"),
    ]
    with gradebook(class_directory) as book:
        comment = book.find_comment("pad2d", "padding", "padding", WRONG)
        comment.manual_comment = "Well *tried*.\n\n<b>Ask</b> me on Monday."
        book.find_grade("pad2d-hidden", "padding", "padding", WRONG).manual_score = 1.5
    cut = class_directory / "feedback" / LOOP / "padding" / "padding.html"
    cut.write_bytes(cut.read_bytes()[:-100])
    assert feedback(class_directory) == 0
    written = re.findall(r"^(\S+) +written$", capsys.readouterr().out, re.MULTILINE)
    assert written == [LOOP, WRONG]
    text = words(page_of(class_directory, WRONG))
    assert "16.5 of 18 points" in text
    assert "pad2d-hidden: graded by hand 1.5 / 2" in text
    assert "Comment Well tried. <b>Ask</b> me on Monday." in text
    assert feedback(class_directory) == 0
    assert "written" not in capsys.readouterr().out
    assert feedback(class_directory, "--force") == 0
    assert "unchanged" not in capsys.readouterr().out


def test_who_has_no_notebook_gets_a_page_that_says_why(class_directory: Path) -> None:
    assert not (class_directory / "feedback" / BROKEN).exists(), "nbgrader makes none"
    assert feedback(class_directory) == 0
    found = page_of(class_directory, BROKEN)
    assert "0 of 18 points" in words(found)
    assert "padding.ipynb is no notebook: Unterminated string" in found.text
    assert found.wrong == []


def test_without_the_engine_messages_come_from_the_notebook(plainly_graded: Path) -> None:
    text = words(page_of(plainly_graded, WRONG))
    assert "11 of 18 points" in text
    assert "pad2d-visible: failed 0 / 1 one row below, two columns left: got shape (4, 3)" in text
    assert "of 15 checks failed. First: an uneven frame" in text
    assert "conv2d_same-visible: failed 0 / 1" in text
    assert "its own cell fails" not in text


def test_what_the_engine_said_of_another_file_is_not_said_again(class_directory: Path) -> None:
    path = class_directory / "autograded" / WRONG / "padding" / "padding.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "pad2d-visible":
            cell["outputs"][-1]["evalue"] = "quite another message"
    path.write_text(json.dumps(notebook), "utf-8")
    assert feedback(class_directory) == 0
    text = words(page_of(class_directory, WRONG))
    assert "pad2d-visible: failed 0 / 1 quite another message" in text
    assert "one row below, two columns left" not in text.replace(
        "one row below, two columns left: got shape {", ""
    )


def test_a_class_directory_without_the_setting_gets_safe_pages_too(class_directory: Path) -> None:
    config = class_directory / "nbgrader_config.py"
    text = config.read_text("utf-8")
    assert "c.GenerateFeedback.exporter_class" in text
    config.write_text(text.replace("c.GenerateFeedback.exporter_class", "unused"), "utf-8")
    shutil.rmtree(class_directory / "feedback")
    assert feedback(class_directory) == 0
    assert page_of(class_directory, hostile.STUDENT).wrong == []


def test_late_work_says_what_it_cost(class_directory: Path) -> None:
    with gradebook(class_directory) as book:
        book.find_submission_notebook("padding", "padding", WRONG).late_submission_penalty = 2.0
    assert feedback(class_directory) == 0
    assert "13 of 18 points 2 points were taken off because it came late." in words(
        page_of(class_directory, WRONG)
    )


def test_a_cell_that_nobody_could_grade_says_so(class_directory: Path) -> None:
    with gradebook(class_directory) as book:
        book.find_grade("pad2d-hidden", "padding", "padding", WRONG).auto_score = None
        where = (TABLE.c.student == WRONG, TABLE.c.assignment == "padding")
        report = json.loads(book.db.execute(sql.select(TABLE.c.report).where(*where)).scalar_one())
        report["cells"]["pad2d-hidden"] |= {
            "verdict": "grader error",
            "score": None,
            "message": "secret value",
        }
        book.db.execute(sql.update(TABLE).where(*where).values(report=json.dumps(report)))
    assert feedback(class_directory) == 0
    text = words(page_of(class_directory, WRONG))
    assert "secret value" not in text
    assert "pad2d-hidden: no points yet \N{EN DASH} / 2 The grader could not decide." in text


def test_mistakes_of_the_user_are_one_line(class_directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, said in (
        (["nothing", "--class", str(class_directory)], "no assignment 'nothing'"),
        (["padding", "--class", str(class_directory.parent)], "is no class directory"),
    ):
        assert cli.main(["feedback", *arguments]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    with sqlite3.connect(class_directory / "gradebook.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert feedback(class_directory) == 2
        database.execute("ROLLBACK")
    assert "database is locked; mend that and run the same command again" in capsys.readouterr().err
    shutil.rmtree(class_directory / "autograded")
    assert feedback(class_directory) == 2
    assert "run `autograder grade padding` first" in capsys.readouterr().err


def test_one_students_trouble_stops_nobody(class_directory: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (class_directory / "autograded" / WRONG / "padding" / "padding.ipynb").write_text("{", "utf-8")
    (class_directory / "autograded" / "stranger" / "padding").mkdir(parents=True)
    shutil.rmtree(class_directory / "feedback")
    assert feedback(class_directory) == 1
    out, error = capsys.readouterr()
    assert len(re.findall("written", out)) == 5
    assert error.count("\n") == 3
    assert f"{WRONG}: " in error
    assert "not a notebook" in error
    assert "stranger: the gradebook has no grades of it" in error
    assert "Traceback" not in error
