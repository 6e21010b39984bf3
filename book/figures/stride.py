"""Figures of the chapter on stride.

What a figure shows is computed here with PyTorch, so a figure cannot disagree with the library the chapter
compares with.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .example import IMAGE, KERNEL
from .style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE_BLUE,
    TICK_SIZE,
    WHITE,
    cell_canvas,
    draw_added_cell,
    draw_cell,
    draw_grid,
    draw_label,
    draw_window,
    plot_canvas,
)

LINE = 0.75  # cells from one window of a row to the next


def cells_read(cells: int, kernel: int, stride: int = 1, dilation: int = 1) -> np.ndarray:
    """Return the numbers of the cells that each window of a row reads, as (windows, kernel)."""
    row = torch.arange(cells, dtype=torch.float64)[None, None, None]  # (N, C, H, W)
    columns = F.unfold(row, (1, kernel), dilation=(1, dilation), stride=(1, stride))
    return columns[0].T.int().numpy()


def bigger_steps() -> Figure:
    """Draw the framed image with two neighbouring windows at stride 2, all outputs, and those that stay."""
    figure, axes = cell_canvas(15.5, 7.2, cell=0.31)
    for x, name in ((3.1, "(6, 6)"), (9.8, "$s = 1$"), (14.4, "$s = 2$")):
        draw_label(axes, x, 0.5, name)
    for i, j in np.argwhere(np.pad(np.zeros_like(IMAGE), 1, constant_values=1)):
        draw_added_cell(axes, 0.1 + j, 1.1 + i)
    draw_grid(axes, 1.1, 2.1, IMAGE)
    image, kernel = (torch.tensor(a, dtype=torch.float64)[None, None] for a in (IMAGE, KERNEL))
    every, second = (F.conv2d(image, kernel, stride=s, padding=1)[0, 0].int().numpy() for s in (1, 2))
    draw_label(axes, 6.95, 4.1, r"$\rightarrow$")
    for (i, j), value in np.ndenumerate(every):
        stays = i % 2 == j % 2 == 0
        draw_cell(axes, 7.8 + j, 2.1 + i, str(value), fill=PALE_BLUE if stays else WHITE)
    draw_label(axes, 12.6, 4.1, r"$\rightarrow$")
    draw_grid(axes, 13.4, 3.1, second)
    draw_window(axes, 0.1, 1.1, 3, 3, colour=BLUE)
    draw_window(axes, 2.1, 1.1, 3, 3, colour=ORANGE, dashed=True)
    for x, y in ((7.8, 2.1), (13.4, 3.1)):
        draw_window(axes, x, y, 1, 1, colour=BLUE)
    for x, y in ((9.8, 2.1), (14.4, 3.1)):
        draw_window(axes, x, y, 1, 1, colour=ORANGE, dashed=True)
    return figure


def windows_on_rows() -> Figure:
    """Draw the windows of a kernel of 3 at stride 2 on rows of 7, 8 and 9 cells, what is left crossed out."""
    figure, axes = cell_canvas(13.0, 12.5, cell=0.355)
    y = 0.1
    for cells in (7, 8, 9):
        draw_label(axes, 0.1, y + 0.5, f"$n = {cells}$", align="left")
        windows = cells_read(cells, 3, stride=2)
        _draw_row(axes, 3.0, y, cells, windows)
        y += 1.35 + LINE * len(windows) + 0.6
    return figure


def staircases() -> Figure:
    """Draw how many windows of a kernel of 3 fit on rows of 3 to 12 cells, for the strides 1, 2 and 3."""
    figure, plots = plot_canvas(4.6, 3.2)
    axes = plots[0, 0]
    lengths = range(3, 13)
    for stride, colour, line in ((1, GREY, "--"), (2, BLUE, "-"), (3, ORANGE, "-")):
        sizes = [len(cells_read(n, 3, stride)) for n in lengths]
        axes.plot(lengths, sizes, line, color=colour, marker="o", linewidth=1.5, drawstyle="steps-post")
        axes.annotate(
            f"$s = {stride}$",
            (lengths[-1], sizes[-1]),
            xytext=(8, 0),
            textcoords="offset points",
            va="center",
            color=INK,
        )
    axes.set_xticks(lengths)
    axes.set_yticks(range(0, 11, 2))
    axes.set_xlim(2.5, 13.8)
    axes.set_xlabel("cells $n$", fontsize=TICK_SIZE)
    axes.set_ylabel("outputs", fontsize=TICK_SIZE)
    return figure


def taps() -> Figure:
    """Draw the first window of a kernel of 3 on a row of 9 cells, for the dilations 1, 2 and 4."""
    figure, axes = cell_canvas(13.6, 4.6, cell=0.345)
    for line, dilation in enumerate((1, 2, 4)):
        y = 0.1 + 1.6 * line
        draw_label(axes, 0.1, y + 0.5, f"$d = {dilation}$", align="left")
        read = cells_read(9, 3, dilation=dilation)[0]
        for cell in range(9):
            draw_cell(axes, 2.8 + cell, y, str(cell), fill=BLUE if cell in read else WHITE)
        span = read[-1] - read[0] + 1
        draw_window(axes, 2.8, y, span, 1, colour=ORANGE)
        draw_label(axes, 12.3, y + 0.5, f"{span}", align="left")
    return figure


def dilated_window() -> Figure:
    """Draw a framed 9x9 image, the first window of 3x3 taps with dilation (4, 2), and the output."""
    figure, axes = cell_canvas(24.6, 14.2, cell=0.195)
    size, pad, dilation = 9, 2, (4, 2)
    whole = size + 2 * pad
    numbers = torch.arange(whole**2, dtype=torch.float64).reshape(1, 1, whole, whole)
    first = F.unfold(numbers, 3, dilation=dilation)[0, :, 0].int().numpy()  # the cells of the first window
    for i, j in np.ndindex(whole, whole):
        x, y = 0.1 + j, 1.1 + i
        if pad <= i < pad + size and pad <= j < pad + size:
            draw_cell(axes, x, y)
        else:
            draw_added_cell(axes, x, y, "")
    for i, j in zip(*np.divmod(first, whole), strict=True):
        draw_cell(axes, 0.1 + j, 1.1 + i, fill=BLUE)
    (rows, columns) = np.divmod(first[-1], whole)
    draw_window(axes, 0.1, 1.1, columns + 1, rows + 1, colour=ORANGE)
    image, kernel = torch.zeros(1, 1, size, size), torch.zeros(1, 1, 3, 3)
    out = F.conv2d(image, kernel, padding=pad, dilation=dilation)[0, 0]
    draw_label(axes, 14.3, 7.6, r"$\rightarrow$")
    draw_grid(axes, 15.5, 5.1, np.full(out.shape, ""))
    draw_window(axes, 15.5, 5.1, 1, 1, colour=ORANGE)
    draw_label(axes, 6.6, 0.4, f"({size}, {size}) + frame of {pad}", size=11)
    draw_label(axes, 20.0, 4.4, f"({out.shape[0]}, {out.shape[1]})", size=11)
    return figure


def frames() -> Figure:
    """Draw which windows of a kernel of 3 at stride 2 there are with the frames of Keras and of padding=1."""
    figure, axes = cell_canvas(13.4, 16.5, cell=0.345)
    y = 0.4
    for name, cells, before, after in (
        ("Keras, $n = 7$", 7, 1, 1),
        ("Keras, $n = 8$", 8, 0, 1),
        ("padding=1, $n = 8$", 8, 1, 1),
    ):
        draw_label(axes, 0.1, y, name, align="left")
        windows = cells_read(before + cells + after, 3, stride=2)
        _draw_row(axes, 3.0 - before, y + 0.7, cells, windows, before, after)
        y += 0.7 + 1.35 + LINE * len(windows) + 0.5
    return figure


def _draw_row(
    axes: Axes, x: float, y: float, cells: int, windows: np.ndarray, before: int = 0, after: int = 0
) -> None:
    """Draw a numbered row with its frame, a bracket for each window, and a cross over what is left over."""
    for place in range(before + cells + after):
        inside = before <= place < before + cells
        if inside:
            fill = PALE_BLUE if place in windows else WHITE
            draw_cell(axes, x + place, y, str(place - before), fill=fill)
        else:
            draw_added_cell(axes, x + place, y, "")
        if place > windows[-1, -1]:
            axes.plot([x + place, x + place + 1], [y, y + 1], color=GREY, linewidth=1)
            axes.plot([x + place, x + place + 1], [y + 1, y], color=GREY, linewidth=1)
    for number, window in enumerate(windows):
        top = y + 1.2 + LINE * number
        left, right = x + window[0] + 0.1, x + window[-1] + 0.9
        sides, line = [left, left, right, right], [top, top + 0.35, top + 0.35, top]
        axes.plot(sides, line, color=BLUE, linewidth=2)
        draw_label(axes, right + 0.35, top + 0.2, f"$y_{number}$", align="left", size=11)


__all__ = [
    "bigger_steps",
    "dilated_window",
    "frames",
    "staircases",
    "taps",
    "windows_on_rows",
]
