"""Markdown texts that do not stand on a page but in a file of entries: they become part of the page."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from .entries import BadEntries, Fault


class MarkdownDirective(SphinxDirective):
    """A directive that shows texts of a file; `path` is set before the first of them is read."""

    path: Path

    def blocks(self, text: str, line: int) -> list[nodes.Node]:
        """Return a Markdown text as paragraphs, lists, code and so on, all placed at `line` of the file."""
        parsed = self.parse_text_to_nodes(text)
        for block in parsed:
            for node in block.findall(nodes.Element):
                node.source, node.line = str(self.path), line
        return parsed

    def phrase(self, text: str, line: int) -> nodes.inline:
        """Return a Markdown text that may stand inside a line.

        Raises BadEntries if it is more than one paragraph.
        """
        match self.blocks(text, line):
            case [nodes.paragraph() as paragraph]:
                return as_phrase(paragraph)
        raise BadEntries(self.path, [Fault(line, f"must be a single paragraph: {text.strip()!r}")])


def as_phrase(paragraph: nodes.paragraph) -> nodes.inline:
    """Return what a paragraph says as part of a line, which translators still meet as a text of its own."""
    text = nodes.inline(paragraph.rawsource, "", *paragraph.children, translatable=True)
    text.source, text.line = paragraph.source, paragraph.line
    return nodes.inline("", "", text)  # Sphinx unwraps `text` once it is translated
