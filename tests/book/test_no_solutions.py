"""No page and no figure module defines a function that an exercise asks for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "book"
SOURCES = sorted([*BOOK.glob("*.md"), *(BOOK / "figures").glob("*.py")])


def graded_names() -> set[str]:
    """The functions that the solution cells of all exercise notebooks begin."""
    names: set[str] = set()
    for path in (ROOT / "exercises").glob("*/*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("solution"):
                names |= set(re.findall(r"^def (\w+)", "".join(cell["source"]), re.MULTILINE))
    return names


def test_the_exercises_are_found() -> None:
    assert graded_names() >= {"pad2d", "padding_for", "pad1d", "window_counts", "conv2d_same"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_graded_function_is_defined(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    defined = set(re.findall(r"\bdef\s+(\w+)", text)) | set(
        re.findall(r"^\s*(\w+)\s*=[^=]", text, re.MULTILINE)
    )
    assert not defined & graded_names()
