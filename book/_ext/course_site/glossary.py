"""Glossary terms in another script say so, for screen readers, fonts and the way they look."""

from __future__ import annotations

import re

from docutils import nodes
from sphinx.application import Sphinx

HANGUL = re.compile("[가-힣]")


def setup(app: Sphinx) -> None:
    """Mark terms after a page is read."""
    app.connect("doctree-read", mark_korean)


def mark_korean(app: Sphinx, doctree: nodes.document) -> None:
    """Give the language to each term that is written in Hangul; docutils makes `lang` of such a class."""
    for term in doctree.findall(nodes.term):
        if HANGUL.search(term.astext()):
            term["classes"].append("language-ko")
