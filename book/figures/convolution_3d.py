"""Figures of the chapter on 3D convolution.

What a figure shows is computed here with PyTorch, so a figure cannot disagree with the library the chapter
compares with. Blue is what goes in, white are weights, orange is what moves.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from .example import BATCH, CHANNELS, FILTERS, IMAGE, KERNEL, VOLUME
from .style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    WHITE,
    cell_canvas,
    draw_cell,
    draw_grid,
    draw_label,
    draw_window,
)

SLANT = 0.45  # how far a block's depth goes to the right and up, for each cell


def convolved(x: np.ndarray, w: np.ndarray, groups: int = 1) -> np.ndarray:
    """Return what PyTorch's convolution makes of x (N, C, ...) and w (F, C/groups, ...), as whole numbers."""
    convolutions: dict[int, Any] = {3: F.conv1d, 4: F.conv2d, 5: F.conv3d}
    image, filters = (torch.tensor(a.copy(), dtype=torch.float64) for a in (x, w))
    result: np.ndarray = convolutions[x.ndim](image, filters, groups=groups).numpy().astype(int)
    return result


def channels() -> Figure:
    """Draw two channels, the two slices of a filter, the map that each gives, and the sum of the maps."""
    figure, axes = cell_canvas(15.2, 10.6, cell=0.315)
    for x, name in ((2.1, "$x$"), (6.6, "$w$"), (14.1, "$y$")):
        draw_label(axes, x, 0.45, name)
    maps = convolved(CHANNELS[None], FILTERS[0][:, None], groups=2)[0]
    for c, top in ((0, 1.1), (1, 6.4)):
        draw_grid(axes, 0.1, top, CHANNELS[c])
        draw_window(axes, 0.1, top, 3, 3, colour=BLUE)
        draw_grid(axes, 5.1, top + 0.5, FILTERS[0, c], fill=WHITE)
        draw_label(axes, 8.7, top + 2, r"$\rightarrow$")
        draw_grid(axes, 9.3, top + 1, maps[c])
        draw_window(axes, 9.3, top + 1, 1, 1, colour=BLUE)
    draw_label(axes, 10.3, 5.75, "$+$", size=16)
    draw_label(axes, 12.2, 5.75, "$=$", size=16)
    draw_grid(axes, 13.1, 4.75, maps.sum(axis=0))
    draw_window(axes, 13.1, 4.75, 1, 1, colour=BLUE)
    return figure


def filters_and_batch() -> Figure:
    """Draw two images and two filters, each with two channels, and the map of each pair."""
    figure, axes = cell_canvas(14.2, 15.0, cell=0.33)
    maps = convolved(BATCH, FILTERS)
    for f, left in ((0, 6.3), (1, 10.6)):
        _stack(axes, left, 0.1, FILTERS[f], fill=WHITE)
    for n, top in ((0, 4.8), (1, 10.2)):
        _stack(axes, 0.1, top, BATCH[n], fill=PALE_BLUE)
        for f, left in ((0, 6.8), (1, 11.1)):
            draw_grid(axes, left, top + 1.6, _signed(maps[n, f]), fill=PALE_ORANGE if f else PALE_BLUE)
    return figure


def tokens() -> Figure:
    """Draw the rows of the image as four tokens, a filter that is three tokens long, and its two outputs."""
    figure, axes = cell_canvas(13.4, 6.0, cell=0.34)
    for i in range(4):
        draw_label(axes, 0.4, 1.6 + i, str(i))
    draw_grid(axes, 1.0, 1.1, IMAGE)
    draw_window(axes, 1.0, 1.1, 4, 3, colour=BLUE)
    _arrow(axes, (5.6, 1.6), (5.6, 4.6))
    weights = np.hstack([KERNEL, np.zeros((3, 1), dtype=int)])  # (K, E)
    draw_grid(axes, 6.6, 1.6, weights, fill=WHITE)
    draw_label(axes, 11.3, 3.1, r"$\rightarrow$")
    outputs = convolved(IMAGE.T[None], weights.T[None])[0].T  # (L - K + 1, F)
    draw_grid(axes, 12.2, 2.1, outputs)
    draw_window(axes, 12.2, 2.1, 1, 1, colour=BLUE)
    for x, name in ((3.0, "$x$"), (8.6, "$w$"), (12.7, "$y$")):
        draw_label(axes, x, 0.45, name)
    return figure


def volume() -> Figure:
    """Draw a volume of three slices, a kernel of depth 2, and the two slices that come out."""
    figure, axes = cell_canvas(12.6, 14.9, cell=0.32)
    for x, name in ((2.7, "$x$"), (7.3, "$w$"), (11.5, "$y$")):
        draw_label(axes, x, 0.45, name)
    for d, top in ((0, 1.1), (1, 5.9), (2, 10.7)):
        draw_grid(axes, 0.7, top, VOLUME[d])
        draw_window(axes, 0.7, top, 3, 3, colour=BLUE, dashed=d == 2)
    for t, top in ((0, 4.0), (1, 8.3)):
        draw_grid(axes, 5.8, top, FILTERS[0, t], fill=WHITE)
    out = convolved(VOLUME[None, None], FILTERS[0][None, None])[0, 0]
    for d, top in ((0, 4.5), (1, 8.8)):
        draw_label(axes, 9.7, top + 1, r"$\rightarrow$")
        draw_grid(axes, 10.5, top, out[d])
    draw_window(axes, 10.5, 4.5, 1, 1, colour=BLUE)
    _arrow(axes, (0.2, 1.6), (0.2, 14.2))
    return figure


def sliding() -> Figure:
    """Draw the three convolutions: what goes in, with the window and its ways, and what comes out."""
    figure, axes = cell_canvas(15.4, 21.4, cell=0.31)
    for top, name in ((0.4, "Conv1d"), (5.9, "Conv2d"), (13.6, "Conv3d")):
        draw_label(axes, 0.1, top, name, align="left")
    for y in (2.8, 9.9, 18.3):
        draw_label(axes, 8.9, y, r"$\rightarrow$")

    _block(axes, 0.9, 1.3, (3, 7, 1), (3, 3, 1))  # (C, L)
    _block(axes, 10.3, 1.8, (2, 5, 1), (2, 1, 1), fill=WHITE)
    _arrow(axes, (4.1, 2.8), (6.9, 2.8))
    _names(axes, ("C", 0.3, 2.8), ("L", 4.4, 4.8), ("F", 9.7, 2.8))

    _block(axes, 0.9, 8.1, (4, 4, 3), (2, 2, 3))  # (H, W), and C behind
    _block(axes, 10.3, 8.6, (3, 3, 2), (1, 1, 2), fill=WHITE)
    _arrow(axes, (3.1, 9.1), (4.7, 9.1))
    _arrow(axes, (1.9, 10.3), (1.9, 11.9))
    _names(axes, ("H", 0.3, 10.1), ("W", 2.9, 12.6), ("C", 6.1, 11.9), ("F", 14.3, 11.6))

    _block(axes, 0.9, 16.5, (4, 4, 4), (2, 2, 2))  # (H, W), and D behind
    _block(axes, 10.3, 17.0, (3, 3, 3), (1, 1, 1), fill=WHITE)
    _arrow(axes, (3.1, 17.5), (4.7, 17.5))
    _arrow(axes, (1.9, 18.7), (1.9, 20.3))
    _arrow(axes, (2.8, 15.5), (3.9, 14.4))
    _names(axes, ("H", 0.3, 18.5), ("W", 2.9, 21.0), ("D", 6.4, 20.1))
    return figure


def groups() -> Figure:
    """Draw which of four channels each of four filters sees, with 1, 2 and 4 groups."""
    figure, axes = cell_canvas(14.4, 6.4, cell=0.33)
    for left, count in ((0.2, 1), (5.2, 2), (10.2, 4)):
        seen = connections(count)
        for f, c in zip(*np.nonzero(seen), strict=True):
            axes.plot((left + 1, left + 3), (1.5 + 1.3 * c, 1.5 + 1.3 * f), color=INK, linewidth=1.2)
        for i in range(4):
            draw_cell(axes, left, 1.0 + 1.3 * i, str(i))
            draw_cell(axes, left + 3, 1.0 + 1.3 * i, str(i), fill=PALE_ORANGE)
        draw_label(axes, left + 2, 0.35, f"groups = {count}")
    return figure


def connections(groups: int) -> np.ndarray:
    """Return whether each of four filters sees each of four channels, (F, C): where its gradient is not 0."""
    x = torch.zeros(1, 4, 1, 1, requires_grad=True)
    maps = F.conv2d(x, torch.ones(4, 4 // groups, 1, 1), groups=groups).flatten()
    return np.stack([torch.autograd.grad(y, x, retain_graph=True)[0].flatten().numpy() for y in maps]) != 0


def backward() -> Figure:
    """Draw the image with the pixels that the first weight met, the output gradients, and the gradient."""
    figure, axes = cell_canvas(13.4, 5.1, cell=0.34)
    gradients = np.array([[1, 0], [0, 2]])
    draw_grid(axes, 0.1, 1, IMAGE)
    draw_window(axes, 0.1, 1, 2, 2, colour=BLUE)
    draw_grid(axes, 6.1, 2, gradients, fill=PALE_ORANGE)
    draw_label(axes, 9.0, 3, r"$\rightarrow$")
    draw_grid(axes, 10.2, 1.5, convolved(IMAGE[None, None], gradients[None, None])[0, 0], fill=WHITE)
    draw_window(axes, 10.2, 1.5, 1, 1, colour=BLUE)
    for x, name in ((2.1, "$x$"), (7.1, "$g$"), (11.7, r"$\partial L/\partial w$")):
        draw_label(axes, x, 0.45, name)
    return figure


def _stack(axes: Axes, x: float, y: float, slices: np.ndarray, *, fill: str) -> None:
    """Draw two slices (2, H, W), the first in front; of the other one only the edges are seen."""
    front, back = slices
    draw_grid(axes, x + 0.6, y, np.full(back.shape, ""), fill=fill)
    draw_grid(axes, x, y + 0.6, _signed(front), fill=fill)


def _block(
    axes: Axes, x: float, y: float, size: tuple[int, ...], window: tuple[int, ...], fill: str = PALE_BLUE
) -> None:
    """Draw a block of cells, seen from the front, above and the right, with a window in its near corner.

    x, y: top left corner of its front. size, window: (height, width, depth), in cells.
    """
    height, width, depth = size
    for d in range(depth if depth > 1 else 0):
        near, far = SLANT * d, SLANT * (d + 1)
        for j in range(width):
            inside = d < window[2] and j < window[1]
            left = x + j
            _face(
                axes, (left + near, y - near), (left + far, y - far), (1, 0), PALE_ORANGE if inside else fill
            )
        for i in range(height):
            top = y + i
            _face(axes, (x + width + near, top - near), (x + width + far, top - far), (0, 1), fill)
    for i, j in np.ndindex(height, width):
        draw_cell(axes, x + j, y + i, fill=PALE_ORANGE if i < window[0] and j < window[1] else fill)


def _face(
    axes: Axes, near: tuple[float, float], far: tuple[float, float], along: tuple[int, int], fill: str
) -> None:
    """Draw one cell of a block's top or side: two corners in front and behind, and where the others are."""
    corners = np.array([near, far, np.add(far, along), np.add(near, along)])
    axes.add_patch(Polygon(corners, facecolor=fill, edgecolor=GREY, linewidth=0.8))


def _names(axes: Axes, *names: tuple[str, float, float]) -> None:
    for name, x, y in names:
        draw_label(axes, x, y, f"${name}$")


def _arrow(axes: Axes, start: tuple[float, float], end: tuple[float, float]) -> None:
    """Draw which way a window moves."""
    style = {"arrowstyle": "-|>", "color": ORANGE, "linewidth": 2, "shrinkA": 0, "shrinkB": 0}
    axes.annotate("", xy=end, xytext=start, arrowprops=style)


def _signed(numbers: np.ndarray) -> list[list[str]]:
    return [[str(number).replace("-", "\N{MINUS SIGN}") for number in row] for row in numbers]


__all__ = ["backward", "channels", "filters_and_batch", "groups", "sliding", "tokens", "volume"]
