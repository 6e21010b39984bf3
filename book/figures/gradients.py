"""Figures of the chapter on gradients.

Every slope comes from PyTorch's automatic differentiation, and every walk is made of them, so no figure holds
a derivative that somebody worked out by hand. Orange is what moves: walks and arrows.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .style import (
    BLUE,
    BLUES,
    FONT_SIZE,
    GREY,
    INK,
    MAX_WIDTH,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    TICK_SIZE,
    plot_canvas,
)

START = (-3.0, 4.0)  # of the walks on the round bowl
RATES = (0.01, 0.1, 0.9, 1.05)
X, T = torch.tensor([1.0, 2.0, 3.0]), torch.tensor([2.0, 4.0, 6.0])  # three points on a line through (0, 0)
SCORES, RIGHT_CLASS = torch.tensor([2.0, 1.0, 0.1], dtype=torch.float64), 1

Surface = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]


def bowl(x0: torch.Tensor, x1: torch.Tensor) -> torch.Tensor:
    """Return x0^2 + x1^2, element by element."""
    return x0**2 + x1**2


def valley(x0: torch.Tensor, x1: torch.Tensor) -> torch.Tensor:
    """Return x0^2 / 20 + x1^2, element by element."""
    return x0**2 / 20 + x1**2


def saddle(x0: torch.Tensor, x1: torch.Tensor) -> torch.Tensor:
    """Return x0^2 - x1^2, element by element."""
    return x0**2 - x1**2


def line_loss(w: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
    """Return the mean squared error of the line with weight w and bias b, element by element."""
    return ((w[..., None] * X + b[..., None] - T) ** 2).mean(-1)


def slopes(surface: Surface, places: np.ndarray) -> np.ndarray:
    """Return the gradients of a surface at many places, (n, 2), as an array (n, 2)."""
    at = torch.tensor(places, dtype=torch.float64, requires_grad=True)
    (found,) = torch.autograd.grad(surface(at[:, 0], at[:, 1]).sum(), at)
    return found.numpy()


def walk(surface: Surface, start: tuple[float, float], lr: float, steps: int) -> np.ndarray:
    """Return the places of a walk downhill, the start included, as an array (steps + 1, 2)."""
    places = [np.array(start)]
    for _ in range(steps):
        places.append(places[-1] - lr * slopes(surface, places[-1][None])[0])
    return np.array(places)


def uphill_surface() -> Figure:
    """Draw the round bowl in space, with the point (3, 4) on it and its two partial slopes as lines."""
    figure, ((flat,),) = plot_canvas(MAX_WIDTH, 3.6)
    flat.remove()
    axes = figure.add_subplot(projection="3d", computed_zorder=False)
    x0, x1, height = _heights(bowl, (-5, 5), (-5, 5), 31)
    axes.plot_surface(x0, x1, height, cmap=BLUES, rcount=30, ccount=30, alpha=0.75, linewidth=0)
    (along_0, along_1) = slopes(bowl, np.array([[3.0, 4.0]]))[0]
    s = np.array([-1.5, 1.5])
    axes.plot(3 + s, [4, 4], 25 + along_0 * s, color=ORANGE, linewidth=2.5)
    axes.plot([3, 3], 4 + s, 25 + along_1 * s, color=ORANGE, linewidth=2.5)
    axes.plot([3], [4], [25], "o", color=INK, markersize=5)
    axes.set(xlabel="$x_0$", ylabel="$x_1$", xticks=[-4, 0, 4], yticks=[-4, 0, 4], zticks=[0, 25, 50])
    axes.view_init(elev=25, azim=-120)
    axes.tick_params(labelsize=TICK_SIZE, labelcolor=INK, pad=-1)
    axes.set_facecolor("none")
    for axis in (axes.xaxis, axes.yaxis, axes.zaxis):
        axis.set_pane_color((0, 0, 0, 0))
    return figure


def downhill_arrows() -> Figure:
    """Draw contour lines of the round bowl, and a tenth of the negative gradient as arrows on a grid."""
    figure, ((axes,),) = plot_canvas(MAX_WIDTH, 4.6)
    _contours(axes, bowl, (-4.8, 4.8), (-4.8, 4.8), levels=[1, 4, 9, 16, 25, 36])
    grid = np.array([(x0, x1) for x0 in range(-4, 5, 2) for x1 in range(-4, 5, 2)], dtype=float)
    arrows = -slopes(bowl, grid) / 10
    axes.quiver(*grid.T, *arrows.T, color=ORANGE, angles="xy", scale_units="xy", scale=1, width=0.008)
    axes.set(xticks=range(-4, 5, 2), yticks=range(-4, 5, 2))
    return figure


def four_walks() -> Figure:
    """Draw ten steps on the round bowl from (-3, 4), with four learning rates."""
    figure, grid = plot_canvas(MAX_WIDTH, 5.0, rows=2, columns=2)
    for axes, lr in zip(grid.flat, RATES, strict=True):
        _contours(axes, bowl, (-9, 9), (-11, 11), levels=[1, 9, 25, 49, 81, 121])
        _path(axes, walk(bowl, START, lr, 10))
        axes.set_title(f"$\\eta = {lr}$", fontsize=FONT_SIZE)
        axes.set(xticks=[-8, 0, 8], yticks=[-8, 0, 8])
        axes.label_outer()
    return figure


def valley_and_saddle() -> Figure:
    """Draw a zigzag walk through a long valley, and below it a walk that passes a saddle."""
    figure, ((above,), (below,)) = plot_canvas(MAX_WIDTH, 4.9, rows=2)
    _contours(above, valley, (-8, 8), (-3, 3), levels=[0.1, 0.5, 1, 2, 3, 4.5, 6, 8])
    _path(above, walk(valley, (-7.0, 2.0), 0.95, 25))
    above.plot([-7, 0], [2, 0], color=GREY, linewidth=1.2, linestyle=(0, (3, 2)))
    above.set(xticks=[-8, -4, 0, 4, 8], yticks=[-2, 0, 2])
    _contours(below, saddle, (-4, 4), (-1.5, 1.5), levels=[-2, -1, -0.3, 0, 0.3, 1, 4, 9])
    _path(below, walk(saddle, (-3.5, 0.02), 0.1, 23))
    below.set(xticks=[-4, -2, 0, 2, 4], yticks=[-1, 0, 1])
    return figure


def line_bowl() -> Figure:
    """Draw the mean squared error of a line through three points over weight and bias, with a walk."""
    figure, ((axes,),) = plot_canvas(MAX_WIDTH, 3.9)
    _contours(axes, line_loss, (-0.4, 3.4), (-1.4, 2.6), levels=[0.02, 0.1, 0.3, 1, 3, 6, 10, 15, 20])
    _path(axes, walk(line_loss, (0.0, 0.0), 0.1, 40))
    axes.plot(2, 0, "o", color=BLUE, markersize=6, zorder=5)
    axes.set(xlabel="$w$", ylabel="$b$", xticks=[0, 1, 2, 3], yticks=[-1, 0, 1, 2])
    return figure


def score_bars() -> Figure:
    """Draw three bar charts of three classes: probabilities p, one-hot target t, and p - t."""
    figure, (row,) = plot_canvas(MAX_WIDTH, 2.4, columns=3)
    probabilities = torch.softmax(SCORES, 0).numpy()
    target = F.one_hot(torch.tensor(RIGHT_CLASS), 3).numpy()
    for axes, heights, name in zip(
        row, (probabilities, target, probabilities - target), ("$p$", "$t$", "$p - t$"), strict=True
    ):
        fills = [PALE_ORANGE if height < 0 else PALE_BLUE for height in heights]
        edges = [ORANGE if height < 0 else BLUE for height in heights]
        axes.bar(range(3), heights, color=fills, edgecolor=edges, width=0.7)
        for c, height in enumerate(heights):
            up = height >= 0
            axes.text(
                c,
                height + (0.05 if up else -0.05),
                f"${height:.2f}$",
                ha="center",
                va="bottom" if up else "top",
                fontsize=TICK_SIZE,
            )
        axes.axhline(0, color=GREY, linewidth=0.8)
        axes.set_title(name, fontsize=FONT_SIZE)
        axes.set(ylim=(-1.0, 1.25), xticks=range(3), yticks=[])
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure


def _heights(
    surface: Surface, x0: tuple[float, float], x1: tuple[float, float], points: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return a grid of places over two intervals, and the surface's height there; arrays (points, points)."""
    places = np.meshgrid(np.linspace(*x0, points), np.linspace(*x1, points))
    return (*places, surface(*map(torch.from_numpy, places)).numpy())


def _contours(
    axes: Axes, surface: Surface, x0: tuple[float, float], x1: tuple[float, float], levels: list[float]
) -> None:
    """Draw contour lines of a surface, the darker the higher, and set up the axes for them."""
    colours = BLUES(np.linspace(0.25, 0.95, len(levels)))
    axes.contour(*_heights(surface, x0, x1, 121), levels=levels, colors=colours, linewidths=1)
    axes.set(xlim=x0, ylim=x1, aspect="equal", xlabel="$x_0$", ylabel="$x_1$")


def _path(axes: Axes, places: np.ndarray) -> None:
    """Draw a walk: a line with a dot for each place, and a ring where it starts."""
    axes.plot(*places.T, color=ORANGE, linewidth=1.4, marker="o", markersize=3.2, zorder=4)
    axes.plot(*places[0], "o", markerfacecolor="none", markeredgecolor=INK, markersize=8, zorder=5)


__all__ = [
    "RATES",
    "START",
    "bowl",
    "downhill_arrows",
    "four_walks",
    "line_bowl",
    "line_loss",
    "saddle",
    "score_bars",
    "slopes",
    "uphill_surface",
    "valley",
    "valley_and_saddle",
    "walk",
]
