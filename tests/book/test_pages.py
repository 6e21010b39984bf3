"""What holds for the page of every chapter: cells run without a warning, figures are described, code fits."""

from __future__ import annotations

import re
from typing import Any

import pytest

from autograder import source
from tests.book import drawings, pages

HIDDEN = {"remove-cell", "remove-input"}
FIGURES = [
    pytest.param(chapter, cell, id=f"{chapter}-{cell.source}")
    for chapter in pages.CHAPTERS
    for cell in pages.code(chapter)
    if cell.source.startswith("figures.") or "remove-input" in cell.metadata.get("tags", [])
]


@pytest.mark.parametrize("chapter", pages.CHAPTERS)
def test_the_cells_run_in_order_without_a_warning(chapter: str) -> None:
    pages.printed(chapter)


@pytest.mark.parametrize(("chapter", "cell"), FIGURES)
def test_every_figure_has_a_name_a_caption_and_a_description(chapter: str, cell: Any) -> None:
    options = cell.metadata["mystnb"]
    assert options["figure"]["name"].startswith(f"fig-{chapter}-")
    assert options["figure"]["caption"]
    assert len(options["image"]["alt"]) > 100


@pytest.mark.parametrize("chapter", pages.CHAPTERS)
def test_every_figure_is_shown(chapter: str) -> None:
    drawn = {draw.__name__ for draw in drawings.of(chapter)}
    assert drawn
    assert drawn == set(re.findall(r"^figures\.(\w+)\(\)$", pages.text(chapter), re.MULTILINE))


@pytest.mark.parametrize("chapter", pages.CHAPTERS)
def test_code_fits_the_column(chapter: str) -> None:
    for cell in pages.code(chapter):
        if not HIDDEN & set(cell.metadata.get("tags", [])):
            assert max(map(len, cell.source.splitlines())) <= 66, cell.source
            assert len(cell.source.splitlines()) <= 16, "more than a screen on a phone"


@pytest.mark.parametrize(
    ("number", "chapter", "count", "points"),
    [
        (0, "start", "five", 13),
        (1, "loss", "six", 18),
        (2, "numerical_differentiation", "five", 13),
        (3, "gradients", "six", 20),
        (4, "linear", "six", 19),
        (5, "convolution", "five", 17),
        (6, "padding", "five", 18),
        (7, "stride", "five", 17),
        (8, "convolution_3d", "six", 30),
        (9, "parameter_counting", "five", 19),
    ],
)
def test_the_points_are_those_of_the_exercises(number: int, chapter: str, count: str, points: int) -> None:
    exercises = source.read(pages.ROOT / "solutions" / chapter / f"{chapter}.py").exercises
    rows = re.findall(r"^\| (\d\.\d) `(\w+)` \|.*\| (\d) \+ (\d) \|$", pages.text(chapter), re.MULTILINE)
    assert rows == [
        (f"{number}.{i}", e.function, str(e.visible.points), str(e.hidden.points))
        for i, e in enumerate(exercises, 1)
    ]
    assert len(rows) == {"five": 5, "six": 6}[count]
    assert sum(e.points for e in exercises) == points
    assert f"{count} functions, {points} points in all" in pages.words(chapter)
