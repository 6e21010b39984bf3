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
    numbered = {}
    for chapter in curriculum.load(Path(env.srcdir)).chapters:
        if chapter.page in env.tocs:
            number = (chapter.number,)
            heading = next(env.tocs[chapter.page].findall(nodes.reference))
            heading["secnumber"] = env.titles[chapter.page]["secnumber"] = number
            env.toc_secnumbers[chapter.page] = {heading["anchorname"]: number}
            numbered[chapter.page] = number
    renumbered = TocTreeCollector().assign_figure_numbers(env)
    for page, number in numbered.items():
        # a number without an anchor is that of all figures, but would also be that of all sections
        title = next(env.get_doctree(page).findall(nodes.section))
        env.toc_secnumbers[page] = {f"#{title['ids'][0]}": number}
    return [*numbered, *renumbered]
