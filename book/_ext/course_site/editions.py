"""Two editions of one site: the public one, and the instructor's with solutions, tests and known mistakes.

`scripts/site --edition instructor` sets COURSE_EDITION. Whatever the public edition must not show is made
here and nowhere else, and only in the instructor's.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.core import publish_doctree
from myst_parser.parsers.docutils_ import Parser
from sphinx.application import Sphinx
from sphinx.config import ENUM, Config
from sphinx.errors import ConfigError
from sphinx.transforms import SphinxTransform

from autograder import mistakes
from autograder.source import Cell

from . import parts
from .curriculum import Exercise
from .overview import answers_in_words, chapter_of_page

PUBLIC, INSTRUCTOR = EDITIONS = ("public", "instructor")


def setup(app: Sphinx) -> None:
    """Offer the setting `course_edition`, and complete the instructor's edition."""
    app.add_config_value("course_edition", os.environ.get("COURSE_EDITION", PUBLIC), "env", ENUM(*EDITIONS))
    app.add_transform(AddAnswers)
    app.connect("config-inited", refuse_unknown_edition)
    app.connect("html-page-context", mark_page)


def refuse_unknown_edition(app: Sphinx, config: Config) -> None:
    """Stop at a misspelt edition, rather than build one that nobody asked for."""
    if config.course_edition not in EDITIONS:
        raise ConfigError(f"edition {config.course_edition!r}: there are {' and '.join(EDITIONS)}")


def mark_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell the templates which edition a page belongs to, and keep the instructor's out of search engines."""
    context["edition"] = app.config.course_edition
    if app.config.course_edition == INSTRUCTOR:
        robots = '\n<meta name="robots" content="noindex" />'
        context["metatags"] = context.get("metatags", "") + robots
        context["docstitle"] = f"{context['docstitle']}, instructor's edition"


class AddAnswers(SphinxTransform):
    """Puts the answers below each exercise of the instructor's edition."""

    default_priority = 16  # right after the page's overview

    def apply(self, **kwargs: Any) -> None:
        """Complete the page, if it shows the exercises of a chapter."""
        if self.config.course_edition != INSTRUCTOR:
            return
        chapter = chapter_of_page(self.env)
        if chapter is None or chapter.source is None:
            return
        known = chapter.source.path.with_name("mistakes.py")
        self.env.note_dependency(str(known))
        for question, place in answers_in_words(self.document, chapter):
            place.parent.insert(place.parent.index(place) + 1, model_answer(question))
        cells = {grade_id(cell): cell for cell in self.document.findall(nodes.container)}
        for exercise in chapter.exercises:
            cell = cells.get(f"{exercise.function}-hidden")
            if cell is not None:
                cell.parent.insert(cell.parent.index(cell) + 1, answers(exercise, known))


def grade_id(cell: nodes.container) -> str:
    """Return nbgrader's name of a notebook cell; empty for every other container."""
    name: str = cell.get("cell_metadata", {}).get("nbgrader", {}).get("grade_id", "")
    return name


def answers(exercise: Exercise, known: Path) -> nodes.container:
    """Return what only instructors see of an exercise.

    exercise: a written one. known: the chapter's `mistakes.py`.
    """
    assert exercise.task, "only written exercises have answers"
    box = nodes.container(classes=["answers"])
    box += parts.paragraph(nodes.Text("For instructors: "), nodes.literal("", exercise.function))
    box += folded("Solution", [code(exercise.task.solution.source)])
    box += folded("Hidden tests", [code(exercise.task.hidden.source)])
    for mistake in mistakes.load(known):
        if mistake.function == exercise.function:
            lost = " and ".join(f"{kind} tests" for kind in mistake.loses)
            explanation = [
                field("Belief", mistake.belief),
                field("Hint", mistake.hint),
                field("Loses", f"{lost}."),
            ]
            box += folded(f"Known mistake: {mistake.name}", [*explanation, code(mistake.source)])
    for alternative in mistakes.load_alternatives(known):
        if alternative.function == exercise.function:
            box += folded(f"Also right: {alternative.how}", [code(alternative.source)])
    return box


def model_answer(question: Cell) -> nodes.container:
    """Return what only instructors see of a question that is answered in words."""
    box = nodes.container(classes=["answers"])
    box += parts.paragraph(nodes.Text("For instructors: "), nodes.literal("", question.name))
    box += folded(
        "Model answer and points", publish_doctree(without_marks(question.source), parser=Parser()).children
    )
    return box


def folded(title: str, content: Iterable[nodes.Node]) -> nodes.admonition:
    """Return a box that shows its title, and its content after a click."""
    box = nodes.admonition("", nodes.title("", title), classes=["answer", "dropdown"])
    return parts.with_children(box, content)


def field(name: str, text: str) -> nodes.paragraph:
    """Return a named remark."""
    return parts.paragraph(nodes.strong("", f"{name}. "), *parts.inline(text))


def code(text: str) -> nodes.literal_block:
    """Return a piece of Python, without the lines that only mark it for nbgrader."""
    shown = without_marks(text)
    return nodes.literal_block(shown, shown, language="python")


def without_marks(text: str) -> str:
    """Return the text of a cell without the lines that only mark it for nbgrader."""
    return "\n".join(line for line in text.rstrip("\n").split("\n") if not line.lstrip().startswith("### "))
