"""Figures of the chapter on padding.

What a figure shows is computed here with PyTorch (through its own padding, and gradients as counters),
so a figure cannot disagree with the library the chapter compares with.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.figure import Figure

from .example import IMAGE, KERNEL
from .style import (
    BLUE,
    BLUES,
    GREY,
    ORANGE,
    WHITE,
    cell_canvas,
    draw_added_cell,
    draw_cell,
    draw_grid,
    draw_label,
    draw_window,
)

FILLS = {"zeros": "constant", "replicate": "replicate", "reflect": "reflect", "circular": "circular"}


def _slide(x: np.ndarray, w: np.ndarray, padding: int) -> np.ndarray:
    """Return the convolution of x (H, W) with w (KH, KW) as PyTorch computes it, as (H', W')."""
    image, kernel = (torch.as_tensor(a, dtype=torch.float64)[None, None] for a in (x, w))
    return F.conv2d(image, kernel, padding=padding)[0, 0].numpy()


def looks_per_pixel(size: int, kernel: int, padding: int) -> np.ndarray:
    """Count the windows over each pixel of a (size, size) image; returns int (size, size).

    With a kernel of ones, every window that holds a pixel adds it to the sum of all outputs once: the
    gradient of that sum with respect to the pixel is the count.
    """
    x = torch.zeros(1, 1, size, size, dtype=torch.float64, requires_grad=True)
    total = F.conv2d(x, torch.ones(1, 1, kernel, kernel, dtype=torch.float64), padding=padding).sum()
    (gradient,) = torch.autograd.grad(total, x)
    return gradient[0, 0].numpy().round().astype(int)


def sliding_window() -> Figure:
    """Draw the 4x4 image, the 3x3 kernel and the 2x2 output; the first window and its result are outlined."""
    figure, axes = cell_canvas(12.2, 5.1)
    for x, name in ((2, "x"), (6.8, "w"), (11.0, "y")):
        draw_label(axes, x, 0.45, f"${name}$")
    draw_grid(axes, 0.1, 1, IMAGE)
    draw_label(axes, 4.7, 3, r"$\ast$")
    draw_grid(axes, 5.3, 1.5, KERNEL, fill=WHITE)
    draw_label(axes, 9.15, 3, "$=$")
    draw_grid(axes, 10.0, 2, _slide(IMAGE, KERNEL, 0).astype(int))
    draw_window(axes, 0.1, 1, 3, 3, colour=BLUE)
    draw_window(axes, 10.0, 2, 1, 1, colour=BLUE)
    return figure


def frame_of_zeros() -> Figure:
    """Draw a 4x4 image, the same with a ring of zeros (6x6), and the 4x4 output of a 3x3 kernel."""
    size = 11.0
    figure, axes = cell_canvas(16.6, 7.2, cell=0.292)
    for x, y, text in ((2.1, 1.5, "(4, 4)"), (8.3, 0.5, "(6, 6)"), (14.5, 1.5, "(4, 4)")):
        draw_label(axes, x, y, text, size=size)
    draw_grid(axes, 0.1, 2.1, IMAGE, size=size)
    draw_label(axes, 4.7, 4.1, r"$\rightarrow$")
    for i, j in np.argwhere(np.pad(np.zeros_like(IMAGE), 1, constant_values=1)):
        draw_added_cell(axes, 5.3 + j, 1.1 + i, size=size)
    draw_grid(axes, 6.3, 2.1, IMAGE, size=size)
    draw_label(axes, 11.9, 4.1, r"$\rightarrow$")
    draw_grid(axes, 12.5, 2.1, _slide(IMAGE, KERNEL, 1).astype(int), size=size)
    draw_window(axes, 5.3, 1.1, 3, 3, colour=BLUE)
    draw_window(axes, 12.5, 2.1, 1, 1, colour=BLUE)
    return figure


def window_count_maps() -> Figure:
    """Draw heat maps of the number of 3x3 windows over each pixel of a 5x5 image, for padding 0, 1 and 2."""
    figure, axes = cell_canvas(17.2, 6.2, cell=0.28)
    for panel, padding in enumerate((0, 1, 2)):
        left = 0.1 + 6 * panel
        draw_label(axes, left + 2.5, 0.5, f"$p = {padding}$")
        for (i, j), count in np.ndenumerate(looks_per_pixel(5, 3, padding)):
            draw_cell(axes, left + j, 1.1 + i, str(count), fill=BLUES(count / 10), edge=WHITE, size=11)
    return figure


def row_through_layers() -> Figure:
    """Draw a row of 8 pixels through three layers (k = 3), without padding and with padding 1."""
    figure, axes = cell_canvas(21.5, 9.0, cell=0.227)
    for left, padding in ((1.0, 0), (11.4, 1)):
        middle = left + 4 + padding
        draw_label(axes, middle, 0.5, f"$p = {padding}$")
        width = 8
        for layer in range(4):
            x, y = middle - width / 2, 1.3 + 2.2 * layer
            for j in range(width):
                draw_cell(axes, x + j, y)
            draw_label(axes, left - 0.25, y + 0.5, str(width), align="right")
            if layer == 3:
                break
            if padding:
                draw_added_cell(axes, x - 1, y, size=9)
                draw_added_cell(axes, x + width, y, size=9)
            # the first window, and the two lines that lead from it to its output cell
            start, width = x - padding, width - 2 + 2 * padding
            below = middle - width / 2
            draw_window(axes, start, y, 3, 1, colour=BLUE)
            axes.plot([start, below], [y + 1, y + 2.2], color=BLUE, linewidth=1)
            axes.plot([start + 3, below + 1], [y + 1, y + 2.2], color=BLUE, linewidth=1)
    return figure


def how_much() -> Figure:
    """Draw a row of 5 pixels with valid, same and full padding, for kernels of 3 and of 4 pixels."""
    figure, axes = cell_canvas(15.6, 9.8, cell=0.31)
    pads = {
        3: {"valid": (0, 0), "same": (1, 1), "full": (2, 2)},
        4: {"valid": (0, 0), "same": (1, 2), "full": (3, 3)},
    }
    y = 0.5
    for kernel, modes in pads.items():
        draw_label(axes, 0.1, y, f"$k = {kernel}$", align="left")
        y += 0.7
        for mode, (before, after) in modes.items():
            draw_label(axes, 0.1, y + 0.5, mode, align="left")
            for j in range(-before, 5 + after):
                if 0 <= j < 5:
                    draw_cell(axes, 5.5 + j, y)
                else:
                    draw_added_cell(axes, 5.5 + j, y, size=11)
            draw_window(axes, 5.5 - before, y, kernel, 1, colour=BLUE)
            last = 5.5 + 5 + after - kernel  # a little smaller, so that overlapping windows stay apart
            draw_window(axes, last + 0.13, y + 0.13, kernel - 0.26, 0.74, colour=ORANGE, dashed=True)
            outputs = 5 + before + after - kernel + 1
            draw_label(axes, 14.2, y + 0.5, rf"$\rightarrow\;{outputs}$", align="left")
            y += 1.25
        y += 0.6
    return figure


def fill_modes() -> Figure:
    """Draw the row 1 2 3 4 with three cells added on either side, filled in the four ways PyTorch knows."""
    figure, axes = cell_canvas(13.4, 5.2, cell=0.355)
    row = torch.arange(1.0, 5.0)[None, None]
    for line, (name, mode) in enumerate(FILLS.items()):
        y = 0.1 + 1.35 * line
        draw_label(axes, 0.05, y + 0.5, name, align="left")
        for j, value in enumerate(F.pad(row, (3, 3), mode=mode)[0, 0].int().tolist()):
            if 3 <= j < 7:
                draw_cell(axes, 3.3 + j, y, str(value))
            else:
                draw_added_cell(axes, 3.3 + j, y, str(value))
    return figure


def dark_border() -> Figure:
    """Draw a white 5x5 image and what a 3x3 blur with a frame of zeros makes of it, as grey levels."""
    figure, axes = cell_canvas(11.9, 5.2, cell=0.4)
    white = np.ones((5, 5))
    blurred = _slide(white, np.full((3, 3), 1 / 9), 1).clip(0, 1)  # a grey level may not round above 1
    for left, image in ((0.1, white), (6.8, blurred)):
        for (i, j), value in np.ndenumerate(image):
            ninths = Fraction(float(value)).limit_denominator(9)
            text = "1" if ninths == 1 else f"{int(ninths * 9)}/9"
            draw_cell(axes, left + j, 0.1 + i, text, fill=(float(value),) * 3, edge=GREY)
    draw_label(axes, 5.95, 2.6, r"$\rightarrow$", size=16)
    return figure


__all__ = [
    "dark_border",
    "fill_modes",
    "frame_of_zeros",
    "how_much",
    "looks_per_pixel",
    "row_through_layers",
    "sliding_window",
    "window_count_maps",
]
