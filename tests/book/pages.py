"""What the tests of pages share: the text and the cells of a chapter's page, and what the cells print."""

from __future__ import annotations

import contextlib
import functools
import io
import warnings
from pathlib import Path
from typing import Any

import jupytext
import pytest
import yaml  # type: ignore[import-untyped]
from figures import style

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
CHAPTERS = sorted(path.name.removesuffix(".questions.yml") for path in BOOK.glob("*.questions.yml"))


def text(chapter: str) -> str:
    """The source of a chapter's page."""
    return (BOOK / f"{chapter}.md").read_text(encoding="utf-8")


def words(chapter: str) -> str:
    """The source of a chapter's page as one line."""
    return " ".join(text(chapter).split())


def questions(chapter: str) -> dict[str, Any]:
    """The questions of a chapter, by id."""
    return _by_id(BOOK / f"{chapter}.questions.yml")


def misconceptions(chapter: str) -> dict[str, Any]:
    """The boxes on misconceptions of a chapter, by id."""
    return _by_id(ROOT / "solutions" / chapter / "misconceptions.yml")


def _by_id(path: Path) -> dict[str, Any]:
    return {entry["id"]: entry for entry in yaml.safe_load(path.read_text(encoding="utf-8"))}


@functools.cache
def code(chapter: str) -> list[Any]:
    """The code cells of a chapter's page."""
    return [cell for cell in jupytext.reads(text(chapter), "md").cells if cell.cell_type == "code"]


@functools.cache
def printed(chapter: str) -> str:
    """What the cells of a chapter's page print. They run in order; a warning is an error."""
    names: dict[str, Any] = {}
    with (
        pytest.MonkeyPatch.context() as patch,
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()) as output,
    ):
        patch.setattr(style, "use_book_style", lambda: None)  # it needs a notebook to show figures in
        warnings.simplefilter("error")
        for cell in code(chapter):
            exec(compile(cell.source, f"{chapter}.md", "exec"), names)
    return output.getvalue()
