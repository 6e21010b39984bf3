"""What holds for the page of every chapter: cells run without a warning, figures are described, code fits."""

from __future__ import annotations

import importlib
import re
import warnings
from pathlib import Path
from typing import Any

import jupytext
import pytest
from figures import style

BOOK = Path(__file__).resolve().parents[2] / "book"
CHAPTERS = sorted(path.name.removesuffix(".questions.yml") for path in BOOK.glob("*.questions.yml"))
FROM_CONVOLUTION_ON = ("convolution", "stride", "convolution_3d", "parameter_counting")


def code(chapter: str) -> list[Any]:
    """The code cells of a chapter's page."""
    return [cell for cell in jupytext.read(BOOK / f"{chapter}.md").cells if cell.cell_type == "code"]


def figures(chapter: str) -> list[Any]:
    """The cells of a chapter's page that draw a figure."""
    return [cell for cell in code(chapter) if cell.source.startswith("figures.")]


@pytest.mark.parametrize("chapter", FROM_CONVOLUTION_ON)
def test_the_cells_run_in_order_without_a_warning(chapter: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "use_book_style", lambda: None)  # it needs a notebook to show figures in
    names: dict[str, Any] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for cell in code(chapter):
            exec(compile(cell.source, f"{chapter}.md", "exec"), names)


@pytest.mark.parametrize("chapter", FROM_CONVOLUTION_ON)
def test_every_figure_has_a_name_a_caption_and_a_description(chapter: str) -> None:
    assert figures(chapter)
    for cell in figures(chapter):
        options = cell.metadata["mystnb"]
        assert options["figure"]["name"].startswith(f"fig-{chapter}-"), cell.source
        assert options["figure"]["caption"], cell.source
        assert len(options["image"]["alt"]) > 100, cell.source


@pytest.mark.parametrize("chapter", FROM_CONVOLUTION_ON)
def test_every_figure_is_shown(chapter: str) -> None:
    page = (BOOK / f"{chapter}.md").read_text(encoding="utf-8")
    drawn = importlib.import_module(f"figures.{chapter}").__all__
    assert set(drawn) == set(re.findall(r"^figures\.(\w+)\(\)$", page, re.MULTILINE))


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_code_fits_the_column(chapter: str) -> None:
    for cell in code(chapter):
        if not {"remove-cell", "remove-input"} & set(cell.metadata.get("tags", [])):
            assert max(map(len, cell.source.splitlines())) <= 66, cell.source
            assert len(cell.source.splitlines()) <= 16, "more than a screen on a phone"
