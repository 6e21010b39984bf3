"""Figures of the chapter on arrays, shapes and data.

What a figure shows is computed with NumPy or taken from the data set itself, so it cannot disagree with the
code beside it.
"""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits

from .style import (
    BLUE,
    GREY,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    WHITE,
    cell_canvas,
    draw_cell,
    draw_label,
)

CHANNEL_FILLS = (PALE_ORANGE, WHITE, PALE_BLUE)
WHITEST = 16  # the largest pixel value of the digits
SETS = {"train": 1259, "validation": 269, "test": 269}


def stacked_sheets() -> Figure:
    """Draw an array (N, C, H, W) = (2, 3, 4, 5): two pictures, each a stack of three sheets of 4x5 cells."""
    figure, axes = cell_canvas(16.6, 8.2, cell=0.29)
    for picture, left in enumerate((1.6, 9.6)):
        for channel in reversed(range(3)):
            x, y = left + 0.7 * channel, 2.2 - 0.7 * channel
            for i, j in np.ndindex(4, 5):
                draw_cell(axes, x + j, y + i, fill=CHANNEL_FILLS[channel])
        draw_label(axes, left + 2.5, 7.75, f"picture {picture}")
        draw_label(axes, left + 5.5, 6.25, "$C$", align="left")
        axes.annotate(
            "",
            xy=(left + 6.5, 4.95),
            xytext=(left + 5.2, 6.2),
            arrowprops={"arrowstyle": "->", "color": BLUE, "linewidth": 1.4},
        )
    for x, y, text in ((0.7, 4.2, "$H$"), (4.1, 6.75, "$W$"), (8.5, 7.75, "$N$")):
        draw_label(axes, x, y, text)
    for start, end in (((1.2, 2.2), (1.2, 6.2)), ((1.6, 6.45), (3.7, 6.45)), ((6.3, 7.8), (7.9, 7.8))):
        axes.annotate(
            "", xy=end, xytext=start, arrowprops={"arrowstyle": "->", "color": BLUE, "linewidth": 1.4}
        )
    return figure


def transposed_and_reshaped() -> Figure:
    """Draw a picture (2, 2, 3), its transpose (3, 2, 2), and what reshape makes of it instead."""
    figure, axes = cell_canvas(15.3, 9.1, cell=0.31)
    picture = np.arange(12).reshape(2, 2, 3)
    draw_label(axes, 3.2, 0.5, "picture (2, 2, 3)")
    for (i, j, c), number in np.ndenumerate(picture):
        draw_cell(axes, 0.1 + 3.2 * j + c, 3.2 + 1.3 * i, str(number), fill=CHANNEL_FILLS[c])
    for top, name, planes in (
        (0.0, "transpose(2, 0, 1)", picture.transpose(2, 0, 1)),
        (4.7, "reshape(3, 2, 2)", picture.reshape(3, 2, 2)),
    ):
        draw_label(axes, 11.8, top + 0.5, name)
        for (c, i, j), number in np.ndenumerate(planes):
            fill = CHANNEL_FILLS[number % 3]
            draw_cell(axes, 8.2 + 2.5 * c + j, top + 1.3 + i, str(number), fill=fill)
        draw_label(axes, 7.3, top + 2.3, r"$\rightarrow$")
    for c in range(3):
        draw_label(axes, 9.2 + 2.5 * c, 8.65, f"plane {c}", size=11)
        draw_label(axes, 9.2 + 2.5 * c, 3.8, f"plane {c}", size=11)
    return figure


def one_digit() -> Figure:
    """Draw the first picture of the digits as 8x8 numbers, each cell as dark as its number says."""
    figure, axes = cell_canvas(8.2, 8.2, cell=0.38)
    for (i, j), value in np.ndenumerate(load_digits().images[0].astype(int)):
        grey = (1 - value / WHITEST,) * 3
        draw_cell(axes, 0.1 + j, 0.1 + i, str(value), fill=grey, size=11)
    return figure


def twenty_digits() -> Figure:
    """Draw the first twenty pictures of the digits, each above its label."""
    figure, axes = cell_canvas(16.0, 5.4, cell=0.3)
    limits = axes.axis()  # imshow moves them
    digits = load_digits()
    for number in range(20):
        row, column = divmod(number, 10)
        x, y = 0.1 + 1.6 * column, 0.1 + 2.7 * row
        axes.imshow(
            digits.images[number],
            cmap="gray_r",
            extent=(x, x + 1.4, y + 1.4, y),
            interpolation="none",
            aspect="auto",
        )
        axes.add_patch(Rectangle((x, y), 1.4, 1.4, fill=False, edgecolor=GREY, linewidth=0.8))
        draw_label(axes, x + 0.7, y + 1.95, str(digits.target[number]))
    axes.axis(limits)
    return figure


def three_sets() -> Figure:
    """Draw the digits as a bar, cut into training, validation and test set in proportion."""
    figure, axes = cell_canvas(16, 3.4, cell=0.3)
    styles = {"train": (PALE_BLUE, GREY), "validation": (WHITE, GREY), "test": (PALE_ORANGE, ORANGE)}
    start, scale = 0.0, 16 / sum(SETS.values())
    for name, number in SETS.items():
        fill, edge = styles[name]
        width = number * scale
        _draw_part(axes, start, 1.0, width, fill=fill, edge=edge, dashed=name == "test")
        draw_label(axes, start + width / 2, 1.65, str(number))
        draw_label(axes, start + width / 2, 0.4 if name == "validation" else 2.9, name)
        start += width
    return figure


def one_epoch() -> Figure:
    """Draw a bar of 2000 samples, cut into batches of 200, and one cut into batches of 64."""
    figure, axes = cell_canvas(16, 5.6, cell=0.3)
    scale = 16 / 2000
    for top, size in ((0.0, 200), (3.2, 64)):
        for start in range(0, 2000, size):
            number = min(size, 2000 - start)
            fill, edge = (PALE_BLUE, GREY) if number == size else (ORANGE, ORANGE)
            _draw_part(axes, start * scale, top + 1.1, number * scale, fill=fill, edge=edge)
        full, rest = divmod(2000, size)
        text = f"{full} batches of {size}" + (f", and one of {rest}" if rest else "")
        draw_label(axes, 0, top + 0.5, text, align="left")
    return figure


def _draw_part(
    axes: Axes, x: float, y: float, width: float, *, fill: str, edge: str, dashed: bool = False
) -> None:
    """Draw a part of a bar, from (x, y) to the right."""
    style = (0, (3, 2)) if dashed else "-"
    part = Rectangle((x, y), width, 1.3, facecolor=fill, edgecolor=edge, linewidth=0.8, linestyle=style)
    axes.add_patch(part)


__all__ = [
    "one_digit",
    "one_epoch",
    "stacked_sheets",
    "three_sets",
    "transposed_and_reshaped",
    "twenty_digits",
]
