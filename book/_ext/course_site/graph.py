"""Draws what depends on what, as SVG that takes its colours from the page and whose boxes are links."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

BOX_WIDTH, BOX_HEIGHT = 184, 98
COLUMN_GAP, LANE_GAP, ROW_GAP = 34, 14, 34
MARGIN = 22
LINE = 16  # from one line of text to the next
CHARACTERS_A_LINE = 18  # that fit beside the number


@dataclass(frozen=True)
class Box:
    """One thing in the drawing.

    name: what others call it. number, title, note: its three texts. url: where it leads; empty for nowhere.
    needs: names of the boxes that come before it.
    """

    name: str
    number: str
    title: str
    note: str
    url: str
    needs: tuple[str, ...]


@dataclass(frozen=True)
class Place:
    """Where a box is: its row and column in the drawing, and its left upper corner."""

    row: int
    column: int
    x: int
    y: int


def layers(boxes: Sequence[Box]) -> list[list[Box]]:
    """Return the boxes in steps, so that each stands in the first step after everything that it needs.

    boxes: each after those that it needs.
    """
    step: dict[str, int] = {}
    for box in boxes:
        step[box.name] = 1 + max((step[need] for need in box.needs), default=-1)
    return [[box for box in boxes if step[box.name] == n] for n in range(max(step.values(), default=-1) + 1)]


def places(boxes: Sequence[Box], columns: int) -> dict[str, Place]:
    """Return where each box goes: steps from left to right, and on in the next row after so many columns."""
    steps = layers(boxes)
    found: dict[str, Place] = {}
    top = MARGIN
    for row, start in enumerate(range(0, len(steps), columns)):
        in_row = steps[start : start + columns]
        lanes = max(map(len, in_row))
        height = lanes * BOX_HEIGHT + (lanes - 1) * LANE_GAP
        for column, step in enumerate(in_row):
            used = len(step) * BOX_HEIGHT + (len(step) - 1) * LANE_GAP
            for lane, box in enumerate(step):
                x = MARGIN + column * (BOX_WIDTH + COLUMN_GAP)
                y = top + (height - used) // 2 + lane * (BOX_HEIGHT + LANE_GAP)
                found[box.name] = Place(row, column, x, y)
        top += height + ROW_GAP
    return found


def drawing(boxes: Sequence[Box], columns: int, label: str) -> str:
    """Return the boxes and their arrows as SVG.

    columns: how many steps side by side. label: what the drawing shows, for who cannot see it.
    """
    where = places(boxes, columns)
    width = max(place.x for place in where.values()) + BOX_WIDTH + MARGIN
    height = max(place.y for place in where.values()) + BOX_HEIGHT + MARGIN
    arrows = "".join(arrow(where, need, box.name) for box in boxes for need in box.needs)
    return (
        f'<svg class="graph" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="group" aria-label="{escape(label)}">'
        f'<g class="graph-arrows" aria-hidden="true">{arrows}</g>'
        f"{''.join(drawn(box, where[box.name]) for box in boxes)}</svg>"
    )


def title_lines(title: str) -> list[str]:
    """Return a title in lines that fit into a box; names of functions break after an underscore."""
    lines = textwrap.wrap(title.replace("_", "_ "), CHARACTERS_A_LINE)
    return [line.replace("_ ", "_") for line in lines]


def drawn(box: Box, place: Place) -> str:
    """Return one box; it is a link if it leads anywhere."""
    left = 14 + 9 * max(3, len(box.number))  # beside the number
    title = "".join(
        f'<text class="graph-title" x="{left}" y="{LINE * (n + 1) + 5}">{escape(line)}</text>'
        for n, line in enumerate(title_lines(box.title))
    )
    shape = (
        f'<rect width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7"/>'
        f'<text class="graph-number" x="10" y="{LINE + 5}">{escape(box.number)}</text>{title}'
        f'<text class="graph-note" x="10" y="{BOX_HEIGHT - 9}">{escape(box.note)}</text>'
    )
    transform = f'transform="translate({place.x} {place.y})"'
    if not box.url:
        return f'<g class="graph-box graph-missing" {transform}>{shape}</g>'
    return f'<a class="graph-box" href="{escape(box.url)}" {transform}>{shape}</a>'


def arrow(where: Mapping[str, Place], start: str, end: str) -> str:
    """Return the arrow between two boxes: straight to the next column, else through the gap below the row."""
    a, b = where[start], where[end]
    x1, y1 = a.x + BOX_WIDTH, a.y + BOX_HEIGHT // 2
    x2, y2 = b.x, b.y + BOX_HEIGHT // 2
    if a.row == b.row and b.column == a.column + 1:
        middle = (x1 + x2) // 2
        path = f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2 - 7} {y2}"
    else:
        bottom = max(place.y for place in where.values() if place.row == a.row) + BOX_HEIGHT
        gap, out, back = bottom + ROW_GAP // 2, x1 + MARGIN // 2, x2 - MARGIN // 2 - 4
        path = f"M{x1} {y1}H{out}V{gap}H{back}V{y2}H{x2 - 7}"
    return f'<path class="graph-line" d="{path}"/><path d="M{x2 - 8} {y2 - 5}L{x2} {y2}L{x2 - 8} {y2 + 5}z"/>'
