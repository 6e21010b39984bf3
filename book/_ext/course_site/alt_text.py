"""Every image says in words what it shows, or the build fails."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

logger = logging.getLogger(__name__)

MESSAGE = (
    "image without alt text. Write ![what it shows](file) or :alt: in the directive; for a figure drawn by a "
    "code cell, put `mystnb: {image: {alt: what it shows}}` into the cell's metadata"
)


def setup(app: Sphinx) -> None:
    """Check each page after its form is settled: only then is it known which output of a cell is shown."""
    app.connect("doctree-resolved", check_page)


def check_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Warn about every image without alt text, at its place."""
    for image in doctree.findall(nodes.image):
        if not image.get("alt", "").strip():
            warn(image)
    for raw in doctree.findall(nodes.raw):
        for _ in images_without_alt(raw.astext()):
            warn(raw)


def images_without_alt(html: str) -> list[str]:
    """Return the `<img>` tags in a piece of HTML that have no alt attribute (`alt=""` marks decoration)."""
    return [tag for tag in re.findall(r"(?i)<img\b[^>]*>", html) if not re.search(r"(?i)\balt\s*=", tag)]


def warn(node: nodes.Node) -> None:
    """Report an image without alt text at its page and line."""
    place = node
    while not place.line and place.parent is not None:  # a cell's output has no line, but the cell has
        place = place.parent
    logger.warning(MESSAGE, location=place, type="course_site", subtype="alt")
