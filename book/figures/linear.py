"""Figures of the chapter on linear layers and activations.

Values and slopes come from PyTorch, so a figure cannot disagree with the library the chapter compares with.
Blue goes forward, orange goes backward or belongs to the second kind of point.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from .style import (
    BLUE,
    FONT_SIZE,
    GREY,
    INK,
    MAX_WIDTH,
    ORANGE,
    PALE_BLUE,
    PALE_ORANGE,
    WHITE,
    cell_canvas,
    draw_label,
    plot_canvas,
)

ORDER = torch.tensor([2.0, 1.0])  # coffees, cakes
WEIGHT = torch.tensor([[3.0, 4.0], [1.0, 2.0], [2.0, 0.0]])  # (out, in): price, minutes, lumps of sugar
BIAS = torch.tensor([0.0, 5.0, 0.0])
SLOPES = torch.tensor([1.0, -1.0, 2.0])  # of a loss, for each output
CORNERS = torch.tensor([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
EITHER = torch.tensor([0, 1, 1, 0])  # exclusive or of the corners
FIRST, SECOND = np.array([[0, 1], [1, 3], [2, 4]]), np.array([[1, 0], [2, 2], [4, 2]])  # two shapes
DEPTH, WIDTH = 10, 256  # of the network whose signal is measured

LEFT, RIGHT, RADIUS = 1.9, 7.3, 0.62  # of the two columns of circles, in cells

ACTIVATIONS: dict[str, Callable[[torch.Tensor], torch.Tensor]] = {
    "none": lambda z: z,
    "step": lambda z: (torch.sign(z) + 1) / 2,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "ReLU": F.relu,
    "leaky ReLU": lambda z: F.leaky_relu(z, 0.1),
}


def signal_sizes(std: float, samples: int = 100) -> np.ndarray:
    """Measure a random signal on its way through layers of random weights, each followed by ReLU.

    std: standard deviation of the weights. Returns the root mean squares of the input and of the output of
    each layer, an array (DEPTH + 1,).
    """
    rng = torch.Generator().manual_seed(0)
    x = torch.randn(samples, WIDTH, generator=rng)
    sizes = [x.square().mean().sqrt()]
    for _ in range(DEPTH):
        x = F.relu(x @ (std * torch.randn(WIDTH, WIDTH, generator=rng)))
        sizes.append(x.square().mean().sqrt())
    return torch.stack(sizes).numpy()


def layer_forward() -> Figure:
    """Draw a layer from 2 numbers to 3 as arrows from all to all, with its weights, biases and numbers."""
    figure, axes = cell_canvas(9.2, 6.4, cell=0.5)
    _arrows(axes, ORDER, F.linear(ORDER, WEIGHT, BIAS), colour=BLUE, fill=PALE_BLUE, back=False)
    _names(axes, LEFT - 1.2, ["$x_0$", "$x_1$"])
    _names(axes, RIGHT + 1.2, [f"$+{bias:g}$" for bias in BIAS])
    return figure


def layer_backward() -> Figure:
    """Draw the same layer with arrows back: three slopes on the right, and on the left what arrives."""
    figure, axes = cell_canvas(9.2, 6.4, cell=0.5)
    _arrows(axes, SLOPES @ WEIGHT, SLOPES, colour=ORANGE, fill=PALE_ORANGE, back=True)
    _names(axes, LEFT - 1.3, [r"$\partial L/\partial x_0$", r"$\partial L/\partial x_1$"])
    _names(axes, RIGHT + 1.2, ["$g_0$", "$g_1$", "$g_2$"])
    return figure


def level_lines() -> Figure:
    """Draw two shapes of three points, each point with its number under the weights (1, 1) and (1, 2)."""
    figure, (row,) = plot_canvas(MAX_WIDTH, 3.0, columns=2)
    ends = np.array([-1.0, 6.0])
    for axes, weights in zip(row, ((1, 1), (1, 2)), strict=True):
        for points, colour, marker in ((FIRST, BLUE, "o"), (SECOND, ORANGE, "s")):
            for point in points:
                level = int(point @ weights)
                axes.plot(ends, (level - weights[0] * ends) / weights[1], color=GREY, linewidth=0.8, zorder=1)
                axes.plot(*point, marker, color=colour, markersize=7)
                axes.text(point[0] + 0.22, point[1] + 0.3, str(level), color=colour, fontsize=FONT_SIZE)
        axes.set_title(f"weights {weights[0]}, {weights[1]}", fontsize=FONT_SIZE)
        axes.set(xlim=(-0.5, 5.2), ylim=(-0.5, 5.2), aspect="equal", xlabel="$x_0$", ylabel="$x_1$")
        axes.set(xticks=range(5), yticks=range(5))
    return figure


def bent_plane() -> Figure:
    """Draw the four points of exclusive or, and where a layer with two ReLUs takes them."""
    figure, (row,) = plot_canvas(MAX_WIDTH, 2.9, columns=2)
    before, after = row
    s = np.array([-1.0, 3.0])
    before.fill_between(s, 0.5 - s, 1.5 - s, color=PALE_ORANGE, linewidth=0)
    bend = np.array([[0, 0], [1, 0], [2.6, 1.6]])
    after.fill_between(s, (s - 0.5) / 2, -1, color=PALE_ORANGE, linewidth=0)
    after.plot(*bend.T, color=GREY, linewidth=1.2)
    for axes, places in ((before, CORNERS), (after, _bend(CORNERS))):
        for (a, b), label in zip(places.tolist(), EITHER.tolist(), strict=True):
            axes.plot(a, b, "s" if label else "o", color=ORANGE if label else BLUE, markersize=8, zorder=3)
        axes.set(aspect="equal", xticks=[0, 1, 2], yticks=[0, 1])
    before.set(xlim=(-0.4, 1.6), ylim=(-0.4, 1.6), xlabel="$x_0$", ylabel="$x_1$", xticks=[0, 1])
    after.set(xlim=(-0.4, 2.5), ylim=(-0.6, 1.6), xlabel="$h_0$", ylabel="$h_1$")
    return figure


def activations_and_slopes() -> Figure:
    """Draw six activations, from no bend to leaky ReLU, as lines, and their slopes dashed."""
    figure, grid = plot_canvas(MAX_WIDTH, 4.2, rows=2, columns=3)
    for axes, (name, activation) in zip(grid.flat, ACTIVATIONS.items(), strict=True):
        for z in (torch.linspace(-4, -1e-9, 81), torch.linspace(1e-9, 4, 81)):  # on both sides of kinks
            values, slopes = value_and_slope(activation, z.double())
            axes.plot(z, values, color=BLUE, linewidth=2)
            axes.plot(z, slopes, color=ORANGE, linewidth=1.8, linestyle=(0, (2, 1.2)))
        axes.set_title(name, fontsize=FONT_SIZE)
        axes.set(xlim=(-4, 4), ylim=(-1.3, 2.3), xticks=[-3, 0, 3], yticks=[-1, 0, 1, 2])
        axes.label_outer()
    return figure


def shrinking_and_exploding() -> Figure:
    """Draw the size of the signal after each layer, for three standard deviations of the weights."""
    figure, ((axes,),) = plot_canvas(MAX_WIDTH, 3.2)
    he = (2 / WIDTH) ** 0.5
    for std, name, colour, marker in (
        (1.0, "1", ORANGE, "s"),
        (he, f"{he:.3f}", BLUE, "o"),
        (0.01, "0.01", GREY, "^"),
    ):
        sizes = signal_sizes(std)
        axes.plot(range(DEPTH + 1), sizes, color=colour, marker=marker, markersize=5, linewidth=1.6)
        axes.text(DEPTH + 0.3, sizes[-1], name, color=INK, fontsize=FONT_SIZE, va="center")
    axes.set(yscale="log", xlabel="layer", ylabel="size", xlim=(-0.3, 12.6), xticks=range(0, DEPTH + 1, 2))
    axes.set(yticks=[1e-8, 1e-4, 1, 1e4, 1e8])
    axes.minorticks_off()
    return figure


def value_and_slope(
    activation: Callable[[torch.Tensor], torch.Tensor], z: torch.Tensor
) -> tuple[np.ndarray, np.ndarray]:
    """Return an activation's values at z, (n,), and its slopes there, by automatic differentiation."""
    z = z.clone().requires_grad_()
    values = activation(z)
    (slopes,) = torch.autograd.grad(values.sum(), z)
    return values.detach().numpy(), slopes.numpy()


def _bend(points: torch.Tensor) -> torch.Tensor:
    """Return the outputs (n, 2) of the layer with two ReLUs that solves exclusive or, for points (n, 2)."""
    return F.relu(F.linear(points, torch.ones(2, 2), torch.tensor([0.0, -1.0])))


def _arrows(
    axes: Axes, left: torch.Tensor, right: torch.Tensor, *, colour: str, fill: str, back: bool
) -> None:
    """Draw two columns of numbers in circles, and an arrow with its weight between any two of them."""
    look: dict[str, Any] = {"ha": "center", "va": "center", "fontsize": FONT_SIZE, "color": INK}
    arrow = {"arrowstyle": "-|>", "color": colour, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0}
    beside = {"boxstyle": "circle,pad=0.15", "facecolor": WHITE, "edgecolor": "none"}
    starts, ends = _column(LEFT, len(left)), _column(RIGHT, len(right))
    for o, end in enumerate(ends):
        for i, start in enumerate(starts):
            gap = (RADIUS + 0.1) * (end - start) / np.hypot(*(end - start))
            tail, tip = (end - gap, start + gap) if back else (start + gap, end - gap)
            axes.annotate("", xy=tuple(tip), xytext=tuple(tail), arrowprops=arrow)
            x, y = start + 0.68 * (end - start)
            axes.text(x, y, f"{WEIGHT[o, i]:g}", bbox=beside, **look)
    for (x, y), number in zip((*starts, *ends), (*left, *right), strict=True):
        axes.add_patch(Circle((x, y), RADIUS, facecolor=fill, edgecolor=colour, linewidth=1.4, zorder=3))
        axes.text(x, y, f"${number:g}$", zorder=4, **look)


def _names(axes: Axes, x: float, names: Sequence[str]) -> None:
    """Write a name at the height of each number of a column."""
    for name, (_, y) in zip(names, _column(x, len(names)), strict=True):
        draw_label(axes, x, y, name)


def _column(x: float, count: int) -> np.ndarray:
    """Return the places (count, 2) of a column of circles, in cells from the top left."""
    heights = 3.2 + 2.25 * (np.arange(count) - (count - 1) / 2)
    return np.column_stack([np.full(count, x), heights])


__all__ = [
    "ACTIVATIONS",
    "BIAS",
    "CORNERS",
    "DEPTH",
    "EITHER",
    "FIRST",
    "ORDER",
    "SECOND",
    "SLOPES",
    "WEIGHT",
    "WIDTH",
    "activations_and_slopes",
    "bent_plane",
    "layer_backward",
    "layer_forward",
    "level_lines",
    "shrinking_and_exploding",
    "signal_sizes",
    "value_and_slope",
]
