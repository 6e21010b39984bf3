"""What each chapter says it covers is there: `coverage/CHAPTER.yml` names a place for every concept.

A row names one place: a label of the page, an exercise, or a box about a misconception::

    - concept: the layout of images
      anchor: start-pictures          # or exercise: to_nchw, or misconception: M08
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from autograder import source

ROOT = Path(__file__).resolve().parents[2]
BOOK, SOLUTIONS = ROOT / "book", ROOT / "solutions"
COVERAGE = Path(__file__).with_name("coverage")

Places = dict[str, set[str]]


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def written_chapters() -> list[str]:
    """The chapters of the course that have a page, in order."""
    slugs = [chapter["slug"] for chapter in read_yaml(BOOK / "course.yml")["chapters"]]
    return [slug for slug in slugs if (BOOK / f"{slug}.md").exists()]


def places_of(chapter: str) -> Places:
    """What a row about this chapter may name, by kind."""
    page = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    exercises = source.read(SOLUTIONS / chapter / f"{chapter}.py").exercises
    boxes = read_yaml(SOLUTIONS / chapter / "misconceptions.yml")
    return {
        "anchor": set(re.findall(r"^\(([\w-]+)\)=$", page, re.MULTILINE)),
        "exercise": {exercise.function for exercise in exercises},
        "misconception": {box["id"] for box in boxes},
    }


def faults(rows: Any, places: Places) -> list[str]:
    """What is wrong with the rows of a coverage file; empty when nothing is."""
    if not isinstance(rows, list) or not rows:
        return ["the file must hold a list of rows"]
    found = []
    for number, row in enumerate(rows, 1):
        kinds = set(row) - {"concept"} if isinstance(row, dict) else set()
        if len(kinds) != 1 or not kinds <= set(places) or not row.get("concept"):
            found.append(f"row {number} must have `concept` and one of {', '.join(places)}")
            continue
        (kind,) = kinds
        if row[kind] not in places[kind]:
            found.append(f"row {number}, {row['concept']}: there is no {kind} {row[kind]}")
    return found


@pytest.mark.parametrize("chapter", written_chapters())
def test_every_chapter_says_what_it_covers_and_it_is_there(chapter: str) -> None:
    path = COVERAGE / f"{chapter}.yml"
    assert path.exists(), f"{path} is missing: book/{chapter}.md has no list of what it covers"
    assert not faults(read_yaml(path), places_of(chapter))


def test_no_list_is_about_a_chapter_that_is_not_there() -> None:
    assert {path.stem for path in COVERAGE.glob("*.yml")} <= set(written_chapters())


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ({"concept": "axes", "anchor": "start-axes"}, "row 1, axes: there is no anchor start-axes"),
        ({"concept": "axes", "exercise": "pad2d"}, "row 1, axes: there is no exercise pad2d"),
        ({"concept": "axes", "misconception": "M40"}, "row 1, axes: there is no misconception M40"),
        ({"concept": "axes"}, "row 1 must have `concept` and one of"),
        ({"anchor": "start-shapes"}, "row 1 must have `concept` and one of"),
        ({"concept": "axes", "page": "start"}, "row 1 must have `concept` and one of"),
        ("axes", "row 1 must have `concept` and one of"),
    ],
)
def test_a_row_that_names_no_place_is_found(row: Any, complaint: str) -> None:
    (fault,) = faults([row], places_of("start"))
    assert fault.startswith(complaint)


def test_an_empty_list_is_found() -> None:
    assert faults(None, places_of("start")) == ["the file must hold a list of rows"]
