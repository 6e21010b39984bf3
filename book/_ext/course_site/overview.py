"""The overview on top of an exercise page: points, time, what to do before, and what hidden tests cover.

It is made of the exercises' source and of `course.yml` when the page is read. Each exercise becomes an object
that search lists and that every page can link to: {exercise}`pad2d`.
"""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.transforms import SphinxTransform

from autograder.source import Cell

from . import curriculum, parts
from .curriculum import Chapter, Curriculum, Exercise
from .exercises import EXERCISE_PAGES

ANSWER_HERE = "YOUR ANSWER HERE"  # what nbgrader leaves of an answer in words


def setup(app: Sphinx) -> None:
    """Complete exercise pages while they are read."""
    app.add_object_type("exercise", "exercise", objname="exercise")
    app.add_transform(CompleteExercisePage)
    app.add_css_file("exercises.css")


class CompleteExercisePage(SphinxTransform):
    """Adds the overview, and makes each exercise known."""

    default_priority = 15  # before texts are translated (20), so that these are, too

    def apply(self, **kwargs: Any) -> None:
        """Complete the page, if it shows the exercises of a chapter."""
        chapter = chapter_of_page(self.env)
        if chapter is None:
            return
        section = next(iter(self.document.findall(nodes.section)))
        for _, place in answers_in_words(self.document, chapter):
            place["classes"].append("answer-in-words")
        for exercise in chapter.exercises:
            self._make_known(exercise)
        course = curriculum.load(Path(self.env.srcdir))
        given = own_table(section, chapter.exercises[0].function)
        place = section.index(given) if given else 1
        section[place : place + bool(given)] = [points_table(self.env, course, chapter)]
        section.insert(1, facts(self.env, course, chapter))
        self.document.insert(0, nodes.meta(name="description", content=description(chapter)))
        for node in section[1:]:
            for part in node.findall(nodes.paragraph):  # gettext wants to know where a text is from
                part.source, part.line = part.source or str(self.document["source"]), part.line or 1

    def _make_known(self, exercise: Exercise) -> None:
        section = section_of(self.document, exercise.function)
        if section is not None:
            place = parts.anchor(exercise.function)
            section["ids"].append(place)
            domain = self.env.get_domain("std")
            assert isinstance(domain, StandardDomain)
            domain.note_object("exercise", exercise.function, place, location=section)


def chapter_of_page(env: BuildEnvironment) -> Chapter | None:
    """Return the chapter whose exercises the page that is being read shows, or None."""
    if not fnmatch(env.docname, EXERCISE_PAGES):
        return None
    course = curriculum.load(Path(env.srcdir))
    chapter = course.chapter(env.docname.rpartition("/")[2])
    if chapter is None or chapter.source is None:
        return None
    env.note_dependency(str(chapter.source.path))
    env.note_dependency(str(Path(env.srcdir, "book", "course.yml")))
    return chapter


def answers_in_words(document: nodes.document, chapter: Chapter) -> list[tuple[Cell, nodes.paragraph]]:
    """Return the cells of a chapter's source that ask for words, and where the page has their answers."""
    cells = chapter.source.manual if chapter.source else ()
    places = [text for text in document.findall(nodes.paragraph) if text.astext() == ANSWER_HERE]
    return list(zip(cells, places, strict=True))


def section_of(document: nodes.document, function: str) -> nodes.section | None:
    """Return the section whose heading names this function as code."""
    for section in document.findall(nodes.section):
        title = next(iter(section.findall(nodes.title)))
        if any(code.astext() == function for code in title.findall(nodes.literal)):
            return section
    return None


def own_table(section: nodes.section, function: str) -> nodes.table | None:
    """Return the notebook's own table of exercises; the page's table says more and replaces it."""
    for child in section.children:
        if isinstance(child, nodes.table):
            return child if function in (code.astext() for code in child.findall(nodes.literal)) else None
    return None


def description(chapter: Chapter) -> str:
    """Return what search engines show of the page."""
    points = sum(exercise.task.points for exercise in chapter.exercises if exercise.task)
    return (
        f"{chapter.title}: {len(chapter.exercises)} functions to build in NumPy, {points} points, "
        f"about {chapter.hours:g} hours, with tests that say what went wrong."
    )


def facts(env: BuildEnvironment, course: Curriculum, chapter: Chapter) -> nodes.definition_list:
    """Return the chapter's exercises in numbers, and what to do before."""
    tasks = [exercise.task for exercise in chapter.exercises if exercise.task]
    visible, hidden = sum(task.visible.points for task in tasks), sum(task.hidden.points for task in tasks)
    points = f"{visible} for visible tests + {hidden} for hidden ones"
    words = sum(cell.points for cell in chapter.source.manual) if chapter.source else 0
    if words:
        points += f" + {words} for an answer in words"
    needed = [need for slug in chapter.needs if (need := course.chapter(slug))]
    before = parts.joined(parts.chapter_link(env, need) for need in needed)
    if any(need.page not in env.found_docs for need in needed):
        before.append(nodes.Text(". The notebook brings what it uses from there."))
    items = [
        ("Exercises", [nodes.Text(str(len(tasks)))]),
        ("Points", [nodes.Text(f"{points} = {visible + hidden + words}")]),
        ("Time", [nodes.Text(f"about {chapter.hours:g} hours, with the chapter")]),
        ("Before this", before or [nodes.Text("nothing")]),
    ]
    return parts.with_children(
        nodes.definition_list(classes=["exercise-facts"]),
        (_fact(term, content) for term, content in items),
    )


def _fact(term: str, content: Iterable[nodes.Node]) -> nodes.definition_list_item:
    definition = nodes.definition("", parts.paragraph(*content))
    return nodes.definition_list_item("", nodes.term("", term), definition)


def points_table(env: BuildEnvironment, course: Curriculum, chapter: Chapter) -> nodes.table:
    """Return the table of a chapter's exercises: what each builds on, its points, what hidden tests cover."""
    rows = []
    for exercise in chapter.exercises:
        assert exercise.task, "a chapter with a source has a task for each of its exercises"
        name = [parts.paragraph(*parts.exercise_link(env, chapter, exercise))]
        if exercise.title:
            name.append(parts.paragraph(*parts.inline(exercise.title)))
        if builds_on := needs(env, course, exercise):
            name.append(parts.paragraph(nodes.Text("Needs "), *builds_on, classes=["exercise-needs"]))
        task = exercise.task
        covered = f"{task.hidden_checks} {'check' if task.hidden_checks == 1 else 'checks'}: {task.coverage}."
        rows.append(
            [
                name,
                [parts.paragraph(nodes.Text(f"{task.visible.points} + {task.hidden.points}"))],
                [parts.paragraph(parts.difficulty(task.difficulty))],
                [parts.paragraph(nodes.Text(covered))],
            ]
        )
    header = ["Exercise", "Points", "Difficulty", "What the hidden tests cover"]
    return parts.table(header, rows, "exercise-table")


def needs(env: BuildEnvironment, course: Curriculum, exercise: Exercise) -> list[nodes.Node]:
    """Return what an exercise builds on: other exercises, and knowledge in words."""
    functions = [
        parts.exercise_link(env, course.chapter_of(need), course.exercises[need]) for need in exercise.needs
    ]
    return parts.joined([*functions, *([parts.inline(exercise.background)] if exercise.background else [])])
