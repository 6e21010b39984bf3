"""Table heads and choices have a word that screen readers can say, or the build fails: formulas have none."""

from __future__ import annotations

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from .elements import HtmlElement

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Check each page when it is read."""
    app.connect("doctree-read", check_page)


def check_page(app: Sphinx, doctree: nodes.document) -> None:
    """Warn about every table head and every choice without a word, at its place."""
    for head in doctree.findall(nodes.thead):
        for entry in head.findall(nodes.entry):
            if not words(entry):
                warn("table head", head)
    for element in doctree.findall(HtmlElement):
        if element["tag"] == "label" and not words(element):
            warn("choice", element)


def words(node: nodes.Node) -> str:
    """Return the text of a node without its formulas."""
    texts = (text for text in node.findall(nodes.Text) if not isinstance(text.parent, nodes.math))
    return "".join(text.astext() for text in texts).strip()


def warn(kind: str, node: nodes.Node) -> None:
    """Report a nameless part of a page at its page and line."""
    place = node
    while not place.line and place.parent is not None:
        place = place.parent
    logger.warning(
        f"{kind} without a word. Write one: screen readers cannot say a formula alone", location=place
    )
