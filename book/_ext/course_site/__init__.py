"""The course's own Sphinx extension: what its website needs beyond Jupyter Book.

Each module has one subject and sets up its part.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from . import (
    alt_text,
    assets,
    bundles,
    course_map,
    editions,
    elements,
    exercises,
    explorers,
    function_index,
    glossary,
    ledger,
    math,
    misconceptions,
    names,
    numbers,
    overview,
    pages,
    questions,
    search_korean,
)

PARTS = (
    math,
    assets,
    alt_text,
    exercises,
    overview,
    editions,
    explorers,
    elements,
    questions,
    misconceptions,
    ledger,
    names,
    numbers,
    course_map,
    function_index,
    glossary,
    search_korean,
    pages,
    bundles,
)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part with Sphinx."""
    for part in PARTS:
        part.setup(app)
    # Formulas go through one process, which workers that write pages in parallel cannot share.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
