"""The course's own Sphinx extension: what its website needs beyond Jupyter Book.

Each module has one subject and sets up its part.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from . import alt_text, assets, exercises, math, pages


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register every part with Sphinx."""
    for part in (math, assets, alt_text, exercises, pages):
        part.setup(app)
    # Formulas go through one process, which workers that write pages in parallel cannot share.
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": False}
