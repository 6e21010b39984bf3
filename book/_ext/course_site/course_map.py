"""`{course-map}` and `{exercise-maps}`: what depends on what, as a drawing and as a list.

The drawings are made when pages are written: only then is it known how far it is from page to page.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from . import curriculum, graph, parts
from .curriculum import Chapter, Curriculum, Exercise

COLUMNS = 4  # as many steps as fit beside each other on a page


class Drawing(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils has no types
    """Stands for a drawing of the course, or of one chapter's exercises.

    `chapter`: the chapter's slug; empty for the course. `label`: what it shows, in words.
    """


def setup(app: Sphinx) -> None:
    """Offer the directives, and draw for HTML; other formats have the list."""
    app.add_directive("course-map", CourseMap)
    app.add_directive("exercise-maps", ExerciseMaps)
    app.add_css_file("finding.css")
    skip = (skip_drawing, None)
    app.add_node(Drawing, html=(visit_drawing, None), latex=skip, text=skip, man=skip, texinfo=skip)


class CourseMap(SphinxDirective):
    """Shows all chapters, written or not, and what each builds on."""

    def run(self) -> list[nodes.Node]:
        """Return the drawing and its list."""
        course = read_course(self)
        items = []
        for chapter in course.chapters:
            needed = [need for slug in chapter.needs if (need := course.chapter(slug))]
            after = [later for later in course.chapters if chapter.slug in later.needs]
            item = parts.chapter_link(self.env, chapter)
            item += clause("after", (chapter_number(need) for need in needed))
            item += clause("before", (chapter_number(later) for later in after))
            items.append(item)
        return [Drawing(chapter="", label="Chapters and their order"), listed(self, items)]


class ExerciseMaps(SphinxDirective):
    """Shows the exercises of every written chapter, and what each builds on."""

    def run(self) -> list[nodes.Node]:
        """Return a drawing and its list for each chapter."""
        course = read_course(self)
        found: list[nodes.Node] = []
        for chapter in course.chapters:
            if chapter.source is None:
                continue
            title = f"Chapter {chapter.number}: {chapter.title}"
            heading = nodes.rubric("", title)
            self.set_source_info(heading)
            items = []
            for exercise in chapter.exercises:
                needed = (course.exercises[need] for need in exercise.needs)
                item = parts.exercise_link(self.env, chapter, exercise)
                item += clause("after", (exercise_name(need) for need in needed))
                item += clause("before", (exercise_name(user) for user in course.users(exercise.function)))
                items.append(item)
            label = f"Exercises of chapter {chapter.number} and their order"
            found += [heading, Drawing(chapter=chapter.slug, label=label), listed(self, items)]
        return found


def read_course(directive: SphinxDirective) -> Curriculum:
    """Return the course, and note that the directive's page is made of it."""
    root = Path(directive.env.srcdir)
    directive.env.note_dependency(str(root / "book" / "course.yml"))
    return curriculum.load(root)


def chapter_number(chapter: Chapter) -> list[nodes.Node]:
    """Return a chapter as a list mentions it."""
    return [nodes.Text(f"{chapter.number} {chapter.title}")]


def exercise_name(exercise: Exercise) -> list[nodes.Node]:
    """Return an exercise as a list mentions it."""
    return [nodes.Text(f"{exercise.number} "), nodes.literal("", exercise.function)]


def clause(word: str, items: Iterable[list[nodes.Node]]) -> list[nodes.Node]:
    """Return "; word a, b", or nothing where there are no items."""
    names = parts.joined(items)
    return [nodes.Text(f"; {word} "), *names] if names else []


def listed(directive: SphinxDirective, items: Iterable[list[nodes.Node]]) -> nodes.bullet_list:
    """Return the list that says what a drawing shows."""
    found = nodes.bullet_list(bullet="-", classes=["graph-list"])
    for item in items:
        text = parts.paragraph(*item)
        directive.set_source_info(text)
        found += nodes.list_item("", text)
    return found


def visit_drawing(translator: HTML5Translator, node: Drawing) -> None:
    """Write the drawing, in a box of its own that scrolls where the page is narrow."""
    builder = translator.builder
    course = curriculum.load(Path(builder.srcdir))
    chapter = course.chapter(node["chapter"])
    if chapter is None:
        boxes = [chapter_box(builder, chapter) for chapter in course.chapters]
    else:
        boxes = exercise_boxes(builder, course, chapter)
    columns = COLUMNS if chapter is None else len(graph.layers(boxes))
    svg = graph.drawing(boxes, columns, node["label"])
    translator.body.append(f'<div class="graph-scroll">{svg}</div>\n')
    raise nodes.SkipNode


def skip_drawing(translator: nodes.NodeVisitor, node: Drawing) -> None:
    """Leave the drawing out."""
    raise nodes.SkipNode


def chapter_box(builder: StandaloneHTMLBuilder, chapter: Chapter) -> graph.Box:
    """Return a chapter as a box: its size, or that it is not written yet."""
    written = chapter.page in builder.env.found_docs
    tasks = [exercise.task for exercise in chapter.exercises if exercise.task]
    if not written:
        note = parts.NOT_WRITTEN
    elif tasks:
        note = f"{len(tasks)} exercises, {sum(task.points for task in tasks)} points"
    else:
        note = ""
    url = address(builder, chapter.page) if written else ""
    return graph.Box(chapter.slug, str(chapter.number), chapter.title, note, url, chapter.needs)


def exercise_boxes(builder: StandaloneHTMLBuilder, course: Curriculum, chapter: Chapter) -> list[graph.Box]:
    """Return a chapter's exercises as boxes, and before them those of other chapters that they need."""
    own = [exercise.function for exercise in chapter.exercises]
    others = {need for exercise in chapter.exercises for need in exercise.needs} - set(own)
    boxes = []
    for function, exercise in course.exercises.items():
        if function in own or function in others:
            home = course.chapter_of(function)
            if exercise.task is None or home.exercise_page not in builder.env.found_docs:
                note, url = f"chapter {home.number}, {parts.NOT_WRITTEN}", ""
            else:
                note = f"{exercise.task.points} points" if home is chapter else f"chapter {home.number}"
                url = address(builder, home.exercise_page, parts.anchor(function))
            needs = exercise.needs if function in own else ()
            boxes.append(graph.Box(function, exercise.number, function, note, url, needs))
    return boxes


def address(builder: StandaloneHTMLBuilder, page: str, anchor: str = "") -> str:
    """Return the address of a page, or of a place on it, from the page that is being written."""
    uri = builder.get_relative_uri(builder.current_docname, page)
    return f"{uri}#{anchor}" if anchor else uri
