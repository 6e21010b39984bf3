"""What all figures share: colours, sizes, the way they become SVG, and rows of square cells.

Nearly everything this book draws is an array, so the unit of length is one array cell. A figure is at
most `MAX_WIDTH` inches wide: on a phone it shrinks to two thirds, and its numbers can still be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.typing import ColorType

# Blue for what is given, orange for what was added: apart for every kind of colour vision, and in grey.
BLUE = "#0072B2"
PALE_BLUE = "#D6E8F5"
ORANGE = "#B85C00"
PALE_ORANGE = "#FDE6C8"
INK = "#1B2733"
GREY = "#66727F"
WHITE = "#FFFFFF"
BLACK = "#000000"

BLUES = LinearSegmentedColormap.from_list("book-blues", ["#F2F8FC", "#7DB6DC", BLUE, "#00456E"])
"""Colour map for amounts: the darker, the more."""

MAX_WIDTH = 5.0  # inches
MARGIN = 0.25  # cells; in dark mode the figure lies on a light card and should not touch its edge
FONT_SIZE = 12.0  # points
TICK_SIZE = 10.0  # points, of the numbers along an axis

_SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same letters on every machine
    "font.size": FONT_SIZE,
    "mathtext.fontset": "dejavusans",
    "text.color": INK,
    "svg.fonttype": "path",  # a reader's browser need not have the font
    "svg.hashsalt": "book",  # ids inside the SVG repeat from build to build
}


def use_book_style() -> None:
    """Let a page's kernel show figures as SVG in the book's style, the same bytes at every build."""
    from matplotlib_inline.backend_inline import set_matplotlib_formats

    mpl.rcParams.update(_SETTINGS)
    set_matplotlib_formats("svg", bbox_inches=None, metadata={"Date": None})  # type: ignore[no-untyped-call]


def cell_canvas(width: float, height: float, cell: float = 0.34) -> tuple[Figure, Axes]:
    """Make an empty figure to draw cells on: x to the right, y down, (0, 0) at the top left.

    width, height: size of the drawing, in cells, without its margin. cell: side of one cell, in inches.
    Raises ValueError if the figure would be wider than `MAX_WIDTH`.
    """
    inches = (width + 2 * MARGIN) * cell, (height + 2 * MARGIN) * cell
    if inches[0] > MAX_WIDTH:
        raise ValueError(f"{inches[0]:.2f} inches are too wide for a phone: at most {MAX_WIDTH}")
    mpl.rcParams.update(_SETTINGS)  # artists read these when they are made
    figure = Figure(figsize=inches, facecolor="none")
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_xlim(-MARGIN, width + MARGIN)
    axes.set_ylim(height + MARGIN, -MARGIN)
    axes.set_axis_off()
    return figure, axes


def plot_canvas(width: float, height: float, rows: int = 1, columns: int = 1) -> tuple[Figure, np.ndarray]:
    """Make a figure with empty plots, whose axes are lines at the left and at the bottom.

    width, height: of the whole figure, in inches. rows, columns: how many plots it has.
    Returns the figure and its Axes (rows, columns).
    Raises ValueError if the figure would be wider than `MAX_WIDTH`.
    """
    if width > MAX_WIDTH:
        raise ValueError(f"{width:.2f} inches are too wide for a phone: at most {MAX_WIDTH}")
    mpl.rcParams.update(_SETTINGS)
    figure = Figure(figsize=(width, height), facecolor="none", layout="constrained")
    plots: np.ndarray = figure.subplots(rows, columns, squeeze=False)
    for axes in plots.flat:
        axes.set_facecolor("none")
        axes.spines[["top", "right"]].set_visible(False)
        axes.spines[["left", "bottom"]].set_color(GREY)
        axes.tick_params(color=GREY, labelcolor=INK, labelsize=TICK_SIZE)
        axes.xaxis.label.set_color(INK)
        axes.yaxis.label.set_color(INK)
    return figure, plots


def ink_on(colour: ColorType) -> str:
    """Colour for text on `colour`: black or white, of which one always reaches a contrast of 4.5 to 1."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return BLACK if luminance > 0.179 else WHITE


def draw_cell(
    axes: Axes,
    x: float,
    y: float,
    text: str = "",
    *,
    fill: ColorType = PALE_BLUE,
    edge: str = GREY,
    dashed: bool = False,
    size: float = FONT_SIZE,
) -> None:
    """Draw the cell whose top left corner is (x, y), with `text` in its middle."""
    style = (0, (2, 1.5)) if dashed else "-"
    axes.add_patch(Rectangle((x, y), 1, 1, facecolor=fill, edgecolor=edge, linewidth=0.8, linestyle=style))
    if text:
        axes.text(x + 0.5, y + 0.53, text, ha="center", va="center", fontsize=size, color=ink_on(fill))


def draw_grid(
    axes: Axes,
    x: float,
    y: float,
    texts: Sequence[Sequence[str]] | np.ndarray,
    *,
    fill: str = PALE_BLUE,
    size: float = FONT_SIZE,
) -> None:
    """Draw a matrix of cells, texts: (H, W), with its top left corner at (x, y)."""
    for i, row in enumerate(texts):
        for j, text in enumerate(row):
            draw_cell(axes, x + j, y + i, str(text), fill=fill, size=size)


def draw_added_cell(axes: Axes, x: float, y: float, text: str = "0", size: float = FONT_SIZE) -> None:
    """Draw a cell that padding added: orange and dashed, so that it also stands out without colour."""
    draw_cell(axes, x, y, text, fill=PALE_ORANGE, edge=ORANGE, dashed=True, size=size)


def draw_window(
    axes: Axes, x: float, y: float, width: float, height: float, *, colour: str = INK, dashed: bool = False
) -> None:
    """Outline the cells from (x, y) to (x + width, y + height) with a thick line."""
    style = (0, (3, 2)) if dashed else "-"
    outline = Rectangle(
        (x, y), width, height, fill=False, edgecolor=colour, linewidth=2.4, linestyle=style, zorder=4
    )
    axes.add_patch(outline)


def draw_label(
    axes: Axes, x: float, y: float, text: str, *, align: str = "center", size: float = FONT_SIZE
) -> None:
    """Write `text` at (x, y): centred there, or starting ("left") or ending ("right") there."""
    axes.text(x, y, text, ha=align, va="center", fontsize=size, color=INK)
