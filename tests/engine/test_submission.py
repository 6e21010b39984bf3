"""Ingest: nothing in a submitted notebook decides what is run as a test."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from autograder import notebooks
from autograder.engine import submission
from autograder.engine.submission import Refused, rebuild


def graded(grade_id: str, source: str, *, grade: bool = False, solution: bool = False) -> dict[str, Any]:
    metadata = {
        "grade": grade,
        "grade_id": grade_id,
        "locked": not solution,
        "solution": solution,
        "points": 2,
    }
    return {"cell_type": "code", "source": source, "metadata": {"nbgrader": metadata}, "id": grade_id}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


OURS = [
    text("# Title"),
    graded("setup", "import numpy"),
    graded("f", "stub", solution=True),
    graded("f-hidden", "assert f() == 1", grade=True),
]


@pytest.fixture
def source(tmp_path: Path) -> list[submission.Cell]:
    path = tmp_path / "source.ipynb"
    path.write_text(json.dumps({"cells": OURS}))
    return submission.read_source(path)


def changed(*cells: dict[str, Any]) -> list[dict[str, Any]]:
    """Submitted cells as `read_submitted` gives them."""
    return [
        {**{key: cell[key] for key in ("cell_type", "source", "metadata")}, "attachments": {}}
        for cell in cells
    ]


def sources(rebuilt: submission.Rebuilt) -> list[tuple[str, str]]:
    return [(cell.role, cell.source) for cell in rebuilt.cells]


WHOLE = [("text", "# Title"), ("given", "import numpy"), ("student", "mine"), ("test", "assert f() == 1")]
TITLE, SETUP, SOLVED, HIDDEN = OURS[0], OURS[1], graded("f", "mine", solution=True), OURS[3]
OPEN = notebooks.open_metadata("earlier")
OLD, RETYPED = graded("f", "old", solution=True), {**HIDDEN, "cell_type": "markdown"}


@pytest.mark.parametrize(
    ("submitted", "remarks"),
    [
        ([TITLE, SETUP, SOLVED, HIDDEN], []),
        ([TITLE, SETUP, SOLVED, graded("f-hidden", "pass", grade=True)], []),
        ([TITLE, graded("setup", "import evil"), SOLVED, HIDDEN], []),
        ([TITLE, SETUP, SOLVED], ["the cell f-hidden is gone"]),
        ([TITLE, SOLVED, HIDDEN], ["the cell setup is gone"]),
        ([TITLE, HIDDEN, SOLVED, SETUP], []),
        ([TITLE, SETUP, SOLVED, HIDDEN, HIDDEN], ["the cell f-hidden is there more than once"]),
        ([TITLE, SETUP, OLD, SOLVED, HIDDEN], ["the cell f is there more than once"]),
        ([TITLE, SETUP, SOLVED, graded("f-hidden", "x", solution=True)], []),
        ([TITLE, SETUP, SOLVED, RETYPED], ["the cell f-hidden has become a markdown cell"]),
    ],
    ids=[
        "untouched", "an edited test", "an edited given cell", "a deleted test", "a deleted given cell",
        "reordered", "a duplicated test", "a duplicated solution", "a test retagged as solution",
        "a test retyped",
    ],
)  # fmt: skip
def test_the_tests_are_the_classs_own(
    source: list[submission.Cell], submitted: list[dict[str, Any]], remarks: list[str]
) -> None:
    rebuilt = rebuild(source, changed(*submitted))
    assert sources(rebuilt) == WHOLE
    assert rebuilt.remarks == remarks


def test_an_added_cell_stays_after_the_cell_that_it_followed(source: list[submission.Cell]) -> None:
    helper = {"cell_type": "code", "source": "def helper(): ...", "metadata": {}}
    rebuilt = rebuild(source, changed(TITLE, SETUP, helper, SOLVED, HIDDEN))
    assert sources(rebuilt) == [*WHOLE[:2], ("student", "def helper(): ..."), *WHOLE[2:]]


def test_an_unknown_graded_cell_is_just_an_added_cell(source: list[submission.Cell]) -> None:
    rebuilt = rebuild(source, changed(TITLE, SETUP, SOLVED, HIDDEN, graded("bonus", "1", grade=True)))
    assert sources(rebuilt) == [*WHOLE, ("student", "1")]
    assert rebuilt.cells[-1].points == 0


def unlocked(source: str, **metadata: Any) -> dict[str, Any]:
    """A cell that is neither graded nor locked nor a solution."""
    return {"cell_type": "code", "source": source, "metadata": metadata, "id": "unlocked"}


@pytest.mark.parametrize(
    ("submitted", "expected", "remarks"),
    [
        ([unlocked("mine", **OPEN), SETUP], "mine", []),
        ([SETUP, unlocked("mine", **OPEN)], "mine", []),
        (
            [SETUP, unlocked("old", **OPEN), unlocked("mine", **OPEN)],
            "mine",
            ["the cell earlier is there more than once"],
        ),
        ([SETUP], "", ["the cell earlier is gone"]),
    ],
    ids=["moved", "in place", "twice", "deleted"],
)
def test_the_text_of_an_open_cell_is_the_students_in_its_place(
    tmp_path: Path, submitted: list[dict[str, Any]], expected: str, remarks: list[str]
) -> None:
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": [SETUP, unlocked("# yours", **OPEN)]}))
    rebuilt = rebuild(submission.read_source(tmp_path / "n.ipynb"), changed(*submitted))
    assert sources(rebuilt) == [("given", "import numpy"), ("student", expected)]
    assert rebuilt.remarks == remarks
    assert (rebuilt.cells[1].grade_id, rebuilt.cells[1].solution) == ("earlier", "# yours")


def test_an_unlocked_cell_that_nbgrader_knows_by_name_is_not_lost(tmp_path: Path) -> None:
    flags = {"grade": False, "grade_id": "free", "locked": False, "solution": False}
    (tmp_path / "n.ipynb").write_text(json.dumps({"cells": [SETUP, unlocked("x = 1", nbgrader=flags)]}))
    source = submission.read_source(tmp_path / "n.ipynb")
    rebuilt = rebuild(source, changed(SETUP, unlocked("x = 2", nbgrader=flags)))
    assert sources(rebuilt) == [("given", "import numpy"), ("student", "x = 2")]


NOTEBOOK = json.dumps({"cells": []}).encode()


@pytest.mark.parametrize(
    ("contents", "why"),
    [
        (b"", "no notebook"),
        (b"{", "no notebook"),
        (b"[]", "no list of cells"),
        (b'{"worksheets": []}', "no list of cells"),
        (b"[" * 100_000, "no notebook"),
        (b"\xff\xfe\x00", "no notebook"),
        (b'{"cells": [], "x": ' + b"1" * 10_000 + b"}", "no notebook"),
    ],
    ids=["empty", "cut off", "a list", "format 3", "a JSON bomb", "no UTF-8", "a huge number"],
)
def test_a_file_that_is_no_notebook_is_refused(tmp_path: Path, contents: bytes, why: str) -> None:
    path = tmp_path / "n.ipynb"
    path.write_bytes(contents)
    with pytest.raises(Refused, match=why):
        submission.read_submitted(path)


def test_a_notebook_that_is_too_large_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    with path.open("wb") as file:
        file.truncate(submission.LARGEST_NOTEBOOK + 1)
    with pytest.raises(Refused, match="larger than 20 MB"):
        submission.read_submitted(path)


def test_odd_types_in_a_notebook_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    cells = [
        1, None, {}, {"cell_type": 3, "source": 4, "metadata": 5}, {"cell_type": "code", "source": ["a", 1]},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": []}},
        {"cell_type": "code", "source": "x", "metadata": {"nbgrader": {"grade_id": {}}}},
        {"cell_type": "code", "source": "\ud800 lone"}, {"source": "y", "attachments": [1]},
        {"source": "z", "attachments": {"a": 1, "b": {"c": 2, "image/png": "AA=="}}},
    ]  # fmt: skip
    path.write_text(json.dumps({"cells": cells}))
    rebuilt = rebuild([], submission.read_submitted(path))
    assert [cell.source for cell in rebuilt.cells] == ["4", "a1", "x", "x", "? lone", "y", "z"]
    assert rebuilt.cells[-1].attachments == {"b": {"image/png": "AA=="}}


def test_where_names_clash_the_classs_own_file_is_there(tmp_path: Path) -> None:
    folder, source, target = tmp_path / "submission", tmp_path / "source", tmp_path / "target"
    theirs = {
        "units": "file",
        "table/a.csv": "folder",
        "data/mine.csv": "1",
        "data/x.csv": "2",
        "n.ipynb": "",
    }
    own = {"units/a.txt": "folder", "table": "file", "data/x.csv": "3", "other.ipynb": ""}
    for base, files in ((folder, theirs), (source, own)):
        for name, text in files.items():
            (base / name).parent.mkdir(parents=True, exist_ok=True)
            (base / name).write_text(text)
    target.mkdir()
    submission.copy(submission.beside(folder, source), target)
    there = {str(path.relative_to(target)): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert there == {"units/a.txt": "folder", "table": "file", "data/mine.csv": "1", "data/x.csv": "3"}


@pytest.mark.parametrize("kind", ["symlink", "dangling", "folder link", "hard link", "pipe"])
def test_links_and_special_files_are_refused(tmp_path: Path, kind: str) -> None:
    outside, folder = tmp_path / "secret", tmp_path / "submission"
    outside.write_text("secret")
    (folder / "deep").mkdir(parents=True)
    path = folder / "deep" / "n.ipynb"
    if kind == "symlink":
        path.symlink_to(outside)
    elif kind == "dangling":
        path.symlink_to(tmp_path / "nothing")
    elif kind == "folder link":
        path.symlink_to(tmp_path)
    elif kind == "hard link":
        os.link(outside, path)
    else:
        os.mkfifo(path)
    with pytest.raises(Refused, match=r"deep/n.ipynb is a link or a special file"):
        submission.files(folder)
    if kind != "hard link":
        with pytest.raises(Refused):
            submission.read_submitted(path)


def test_a_linked_submission_is_refused(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "mine").symlink_to(tmp_path / "other")
    with pytest.raises(Refused, match="folder is a link"):
        submission.files(tmp_path / "mine")


def test_a_submission_of_too_many_files_is_refused(tmp_path: Path) -> None:
    for number in range(submission.MOST_FILES + 1):
        (tmp_path / str(number)).touch()
    with pytest.raises(Refused, match="more than 1000 files"):
        submission.files(tmp_path)


def test_the_fingerprint_depends_on_every_byte_and_name(tmp_path: Path) -> None:
    def fingerprint() -> str:
        return submission.fingerprint(tmp_path, submission.files(tmp_path))

    (tmp_path / "a").write_bytes(b"1")
    first = fingerprint()
    assert fingerprint() == first
    (tmp_path / "a").write_bytes(b"2")
    second = fingerprint()
    (tmp_path / "a").rename(tmp_path / "b")
    assert len({first, second, fingerprint()}) == 3
