"""What several generated pages are made of: links, tables, the mark of an exercise's difficulty."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from .curriculum import Chapter, Exercise

NOT_WRITTEN = "not written yet"

_E = TypeVar("_E", bound=nodes.Element)


def with_children(element: _E, children: Iterable[nodes.Node]) -> _E:
    """Return the element, with these children added."""
    element.extend(list(children))
    return element


def anchor(function: str) -> str:
    """Return where an exercise is on its page."""
    return nodes.make_id(f"exercise-{function}")


def inline(text: str) -> list[nodes.Node]:
    """Return a sentence whose code stands between backticks as nodes."""
    pieces = enumerate(text.split("`"))
    return [nodes.literal("", piece) if place % 2 else nodes.Text(piece) for place, piece in pieces if piece]


def exercise_link(
    env: BuildEnvironment, chapter: Chapter, exercise: Exercise, *, number: bool = True
) -> list[nodes.Node]:
    """Return an exercise's number, unless told otherwise, and name: as a link if it is on the site."""
    name: list[nodes.Node] = [nodes.Text(f"{exercise.number} ")] if number else []
    name.append(nodes.literal("", exercise.function))
    if exercise.task is None or chapter.exercise_page not in env.found_docs:
        return name
    return [_link(env, "exercise", exercise.function, name)]


def chapter_link(env: BuildEnvironment, chapter: Chapter) -> list[nodes.Node]:
    """Return number and title of a chapter, as a link to its page or with the remark that there is none."""
    name = [nodes.Text(f"{chapter.number} {chapter.title}")]
    if chapter.page not in env.found_docs:
        return [*name, nodes.Text(f" ({NOT_WRITTEN})")]
    return [_link(env, "doc", f"/{chapter.page}", name)]


def _link(
    env: BuildEnvironment, kind: str, target: str, content: Iterable[nodes.Node]
) -> addnodes.pending_xref:
    reference = addnodes.pending_xref(
        "",
        refdomain="std",
        reftype=kind,
        reftarget=target,
        refexplicit=True,
        refwarn=True,
        refdoc=env.docname,
    )
    return with_children(reference, [with_children(nodes.inline(), content)])


def joined(items: Iterable[Sequence[nodes.Node]]) -> list[nodes.Node]:
    """Return the nodes of all items, with commas between them."""
    flat: list[nodes.Node] = []
    for item in items:
        if flat:
            flat.append(nodes.Text(", "))
        flat.extend(item)
    return flat


def difficulty(level: int) -> nodes.inline:
    """Return a difficulty in words, which the site's style turns into dots."""
    return nodes.inline("", f"{level} of 5", classes=["difficulty", f"difficulty-{level}"])


def paragraph(*content: nodes.Node, classes: Sequence[str] = ()) -> nodes.paragraph:
    """Return a paragraph of these nodes."""
    return nodes.paragraph("", "", *content, classes=list(classes))


def table(header: Sequence[str], rows: Iterable[Sequence[Sequence[nodes.Node]]], name: str) -> nodes.table:
    """Return a table.

    header: a text for each column. rows: for each column the blocks of the cell. name: its class, for styles.
    """
    group = nodes.tgroup(cols=len(header))
    group.extend(nodes.colspec(colwidth=1) for _ in header)
    head = with_children(nodes.thead(), [_row([[paragraph(nodes.Text(text))] for text in header])])
    group += [head, with_children(nodes.tbody(), map(_row, rows))]
    return nodes.table("", group, classes=["colwidths-auto", name])


def _row(cells: Sequence[Sequence[nodes.Node]]) -> nodes.row:
    return with_children(nodes.row(), [nodes.entry("", *cell) for cell in cells])
