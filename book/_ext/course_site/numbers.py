"""Chapters carry their numbers of `book/course.yml`: in titles, in the list of pages, in captions of figures.

Sphinx would count the pages that are there. But the first chapter has number 0, and one that is not written
yet keeps its place. Sections have no numbers: 6.1 is the first exercise of chapter 6.
"""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.environment.collectors.toctree import TocTreeCollector

from . import curriculum


def setup(app: Sphinx) -> None:
    """Number chapters once all pages are read, after Sphinx has numbered what it numbers (priority 500)."""
    app.connect("env-get-updated", number_chapters, priority=600)


def number_chapters(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Give each chapter's page its number, and its figures numbers such as 6.1.

    Returns the pages to write again.
    """
    numbered = []
    for chapter in curriculum.load(Path(env.srcdir)).chapters:
        if chapter.page in env.tocs:
            number = (chapter.number,)
            title, *sections = env.tocs[chapter.page].findall(nodes.reference)
            title["secnumber"] = env.titles[chapter.page]["secnumber"] = number
            # A section that is not mentioned would be given the number of its page.
            env.toc_secnumbers[chapter.page] = {section["anchorname"]: () for section in sections}
            env.toc_secnumbers[chapter.page][title["anchorname"]] = number
            numbered.append(chapter.page)
    return [*numbered, *TocTreeCollector().assign_figure_numbers(env)]
