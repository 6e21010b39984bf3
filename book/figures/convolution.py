"""Figures of the chapter on convolution.

What a figure shows is computed here with PyTorch, so a figure cannot disagree with the library the chapter
compares with. The photograph and the digits come with scikit-learn.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn.datasets import load_digits, load_sample_image

from .example import IMAGE, KERNEL
from .style import (
    BLUE,
    BLUES,
    GREY,
    INK,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    TICK_SIZE,
    WHITE,
    cell_canvas,
    draw_cell,
    draw_grid,
    draw_label,
    draw_window,
    plot_canvas,
)

FILTERS: dict[str, np.ndarray] = {
    "identity": np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]]),
    "blur": np.full((3, 3), 1 / 9),
    "sharpen": np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]]),
    "edge": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]),
    "sobel_x": np.array([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]),
    "sobel_y": np.array([[-1, -2, -1], [0, 0, 0], [1, 2, 1]]),
}

TIMES = Path(__file__).with_name("convolution_times.json")  # scripts/bench-convolution --json
LOOKS = {  # how the lines of the plot of times are drawn
    "loops": (ORANGE, "-"),
    "windows and einsum": (GREY, "--"),
    "im2col and matmul": (BLUE, "-"),
    "PyTorch": (INK, ":"),
}


def slide(x: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Return the convolution of x (H, W) with w (KH, KW) as PyTorch computes it, as (H-KH+1, W-KW+1)."""
    image, kernel = (torch.tensor(a.copy(), dtype=torch.float64)[None, None] for a in (x, w))
    return F.conv2d(image, kernel)[0, 0].numpy()


def digit_and_shuffled(index: int = 0) -> Figure:
    """Draw a handwritten digit of 8x8 pixels, and the same pixels in another order."""
    figure, axes = cell_canvas(18.0, 8.2, cell=0.26)
    digit = load_digits().images[index].astype(int)
    shuffled = np.random.default_rng(5).permutation(digit.ravel()).reshape(8, 8)
    for left, image in ((0.1, digit), (9.9, shuffled)):
        for (i, j), value in np.ndenumerate(image):
            draw_cell(axes, left + j, 0.1 + i, str(value), fill=BLUES(value / 18), edge=WHITE, size=10)
    return figure


def first_window() -> Figure:
    """Draw the image with its first window, the kernel, the nine products of the two, and the output."""
    figure, axes = cell_canvas(15.3, 5.1, cell=0.315)
    for x, name in ((2.1, "$x$"), (6.55, "$w$"), (14.2, "$y$")):
        draw_label(axes, x, 0.45, name)
    draw_grid(axes, 0.1, 1, IMAGE)
    draw_grid(axes, 5.05, 1.5, KERNEL, fill=WHITE)
    draw_label(axes, 8.65, 3, r"$\rightarrow$")
    for (a, b), weight in np.ndenumerate(KERNEL):
        draw_cell(axes, 9.25 + b, 1.5 + a, f"{IMAGE[a, b]}·{weight}", fill=WHITE, size=10.5)
    draw_label(axes, 12.7, 3, r"$\rightarrow$")
    draw_grid(axes, 13.2, 2, slide(IMAGE, KERNEL).astype(int))
    draw_window(axes, 0.1, 1, 3, 3, colour=BLUE)
    draw_window(axes, 13.2, 2, 1, 1, colour=BLUE)
    return figure


def half_turn() -> Figure:
    """Draw the kernel and the same turned by 180 degrees, and what each makes of the image."""
    figure, axes = cell_canvas(10.6, 7.4, cell=0.36)
    kernels = ((0.1, KERNEL, "$0°$", WHITE), (4.2, KERNEL[::-1, ::-1], "$180°$", PALE_ORANGE))
    for top, kernel, angle, fill in kernels:
        draw_label(axes, 1.0, top + 1.5, angle)
        draw_grid(axes, 2.2, top, kernel, fill=fill)
        draw_label(axes, 6.5, top + 1.5, r"$\rightarrow$")
        draw_grid(axes, 8.0, top + 0.5, slide(IMAGE, kernel).astype(int))
    return figure


def six_filters() -> Figure:
    """Draw a photograph, grey and reduced to a quarter of its width, under the six filters."""
    figure, plots = plot_canvas(5.0, 5.6, rows=3, columns=2)
    photo = grey_photo()
    for axes, (name, kernel) in zip(plots.flat, FILTERS.items(), strict=True):
        low, high = (0, 255) if kernel.sum() > 0.5 else (-200, 200)  # grey in the middle means 0
        axes.imshow(slide(photo, kernel), cmap="gray", vmin=low, vmax=high, interpolation="none")
        axes.set_title(name, fontsize=TICK_SIZE, color=INK)
        axes.set_axis_off()
    return figure


def grey_photo() -> np.ndarray:
    """Return scikit-learn's photograph from China as (106, 160): means of 4x4 pixels and 3 colours."""
    colours = load_sample_image("china.jpg")[:424].astype(np.float64)  # (424, 640, 3)
    return colours.reshape(106, 4, 160, 4, 3).mean(axis=(1, 3, 4))


def sobel_and_its_turn() -> Figure:
    """Draw an image with a step, and what sobel_x and the same kernel turned by 180 degrees make of it."""
    figure, axes = cell_canvas(15.5, 7.7, cell=0.31)
    step = np.zeros((5, 6), dtype=int)
    step[:, 3:] = 9
    for (i, j), value in np.ndenumerate(step):
        draw_cell(axes, 0.1 + j, 1.3 + i, str(value), fill=WHITE if value else GREY)
    kernel = FILTERS["sobel_x"]
    for top, w, fill in ((0.2, kernel, WHITE), (4.4, kernel[::-1, ::-1], PALE_ORANGE)):
        draw_grid(axes, 7.2, top, [[_signed(value) for value in row] for row in w], fill=fill)
        draw_label(axes, 10.85, top + 1.5, r"$\rightarrow$")
        for (i, j), value in np.ndenumerate(slide(step, w).astype(int)):
            colour = PALE_BLUE if value > 0 else PALE_ORANGE if value < 0 else WHITE
            draw_cell(axes, 11.4 + j, top + i, _signed(value), fill=colour, size=9)
    return figure


def matrix() -> Figure:
    """Draw a 2x2 kernel, and the 4x9 matrix that it is on a 3x3 image; equal numbers have equal colours."""
    figure, axes = cell_canvas(13.2, 5.2, cell=0.36)
    colours = {1: PALE_BLUE, 2: BLUE, 3: PALE_ORANGE, 4: ORANGE}
    kernel = np.array([[1, 2], [3, 4]])
    for (a, b), value in np.ndenumerate(kernel):
        draw_cell(axes, 0.1 + b, 2.1 + a, str(value), fill=colours[value])
    draw_label(axes, 3.0, 3.1, r"$\rightarrow$")
    for pixel in range(9):
        draw_label(axes, 4.6 + pixel, 0.6, str(pixel), size=10)
    for (row, pixel), value in np.ndenumerate(weights_of_outputs(kernel, (3, 3))):
        text, fill = (str(int(value)), colours[int(value)]) if value else ("0", WHITE)
        draw_cell(axes, 4.1 + pixel, 1.1 + row, text, fill=fill, edge=GREY)
    return figure


def weights_of_outputs(kernel: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Return how much each pixel counts in each output, as (outputs, pixels): gradients of the outputs."""
    x = torch.zeros(1, 1, *shape, dtype=torch.float64, requires_grad=True)
    outputs = F.conv2d(x, torch.tensor(kernel, dtype=torch.float64)[None, None]).flatten()
    return np.stack([torch.autograd.grad(y, x, retain_graph=True)[0].flatten().numpy() for y in outputs])


def image_to_columns() -> Figure:
    """Draw the image, a matrix with its four windows as columns, the kernel as a row, and their product."""
    figure, axes = cell_canvas(14.2, 10.6, cell=0.34)
    columns = F.unfold(torch.tensor(IMAGE, dtype=torch.float64)[None, None], 3)[0].int().numpy()  # (9, 4)
    row = KERNEL.reshape(1, 9)
    draw_grid(axes, 1.6, 2.6, IMAGE)
    draw_window(axes, 1.6, 2.6, 3, 3, colour=BLUE)
    draw_label(axes, 7.9, 4.6, r"$\rightarrow$")
    draw_grid(axes, 10.1, 0.1, columns)
    draw_window(axes, 10.1, 0.1, 1, 9, colour=BLUE)
    draw_grid(axes, 0.1, 9.5, row, fill=WHITE)
    draw_label(axes, 9.6, 10.0, "$=$")
    draw_grid(axes, 10.1, 9.5, row @ columns)
    draw_window(axes, 10.1, 9.5, 1, 1, colour=BLUE)
    return figure


def times() -> Figure:
    """Draw how long three ways with NumPy and PyTorch take, for growing images and 1 or 32 kernels."""
    figure, plots = plot_canvas(5.0, 6.0, rows=2)
    measured = json.loads(TIMES.read_text(encoding="utf-8"))
    for axes, (count, ways) in zip(plots.flat, measured["seconds"].items(), strict=True):
        for name, seconds in ways.items():
            colour, line = LOOKS[name]
            points = [(n, 1000 * s) for n, s in zip(measured["sides"], seconds, strict=True) if s is not None]
            axes.plot(*zip(*points, strict=True), line, color=colour, linewidth=2, label=name)
        _label_times(axes, measured["sides"])
        axes.set_title(f"{count} kernel" + "s" * (count != "1"), fontsize=TICK_SIZE, color=INK)
    plots[0, 0].legend(frameon=False, fontsize=TICK_SIZE, loc="upper left")
    return figure


def _label_times(axes: Axes, sides: list[int]) -> None:
    axes.set_xscale("log", base=2)
    axes.set_yscale("log")
    axes.set_xticks(sides, [str(side) for side in sides])
    ticks = (0.01, 0.1, 1, 10, 100, 1000)
    axes.set_yticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set_xlabel("n", fontsize=TICK_SIZE)
    axes.set_ylabel("ms", fontsize=TICK_SIZE)
    axes.minorticks_off()


def _signed(value: int) -> str:
    return str(value).replace("-", "\N{MINUS SIGN}")


__all__ = [
    "digit_and_shuffled",
    "first_window",
    "half_turn",
    "image_to_columns",
    "matrix",
    "six_filters",
    "sobel_and_its_turn",
    "times",
]
