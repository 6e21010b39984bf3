"""Figures of the chapter on numerical differentiation.

Exact slopes come from PyTorch's automatic differentiation, so no figure holds a derivative that somebody
worked out by hand. Orange looks ahead, blue looks both ways.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
import torch
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .style import BLUE, FONT_SIZE, GREY, INK, MAX_WIDTH, ORANGE, plot_canvas

Minutes = TypeVar("Minutes", float, np.ndarray, torch.Tensor)


def exact_slope(f: Callable[[torch.Tensor], torch.Tensor], x: float) -> float:
    """Return the derivative of f at x, computed by PyTorch in float64."""
    at = torch.tensor(x, dtype=torch.float64, requires_grad=True)
    (slope,) = torch.autograd.grad(f(at), at)
    return float(slope)


def runner(x: Minutes) -> Minutes:
    """Return how far the page's runner is after x minutes, in kilometres."""
    return 0.35 * x - 0.015 * x**2


def quotient_errors(dtype: type[np.floating], hs: np.ndarray) -> np.ndarray:
    """Return the errors of the two quotients of the sine at 1, computed in `dtype`.

    hs: array (m,), steps. Returns a float64 array (2, m): forward, then central.
    """
    x, steps = dtype(1), hs.astype(dtype)
    ahead, here, behind = np.sin(x + steps), np.sin(x), np.sin(x - steps)
    quotients = np.stack([(ahead - here) / steps, (ahead - behind) / (dtype(2) * steps)])
    return np.abs(quotients.astype(np.float64) - exact_slope(torch.sin, 1.0))


def shrinking_intervals() -> Figure:
    """Draw the runner's distance over time, three secants that begin at minute 2, and the tangent there."""
    figure, ((axes,),) = plot_canvas(MAX_WIDTH, 3.3)
    x = np.linspace(0, 10, 101)
    axes.plot(x, runner(x), color=INK, linewidth=2)
    start, height = 2.0, runner(2.0)
    for end in (10, 6, 4):
        _line_from(axes, start, height, (runner(end) - height) / (end - start), ORANGE)
        axes.plot(end, runner(end), "o", color=ORANGE, markersize=6)
    _line_from(axes, start, height, exact_slope(runner, start), BLUE, dashed=True)
    axes.plot(start, height, "o", color=BLUE, markersize=7)
    axes.set(xlabel="min", ylabel="km", xlim=(0, 11.5), ylim=(0, 3.1), xticks=range(0, 11, 2))
    return figure


def three_secants() -> Figure:
    """Draw x cubed around 2 with its backward, forward and central secant for h = 0.5, and the tangent."""
    figure, grid = plot_canvas(MAX_WIDTH, 3.0, columns=3)
    x, f = np.linspace(1.2, 2.8, 81), np.power
    left, middle, right = ((at, f(at, 3)) for at in (1.5, 2.0, 2.5))
    tangent = exact_slope(lambda v: v**3, 2.0)
    for axes, (a, b), colour in zip(
        grid[0], ((left, middle), (middle, right), (left, right)), (GREY, ORANGE, BLUE), strict=True
    ):
        slope = (b[1] - a[1]) / (b[0] - a[0])
        axes.plot(x, f(x, 3), color=INK, linewidth=1.6)
        axes.plot(x, 8 + tangent * (x - 2), color=INK, linewidth=1, linestyle=(0, (2, 2)))
        axes.plot(x, a[1] + slope * (x - a[0]), color=colour, linewidth=2)
        axes.plot(*zip(a, b, strict=True), "o", color=colour, markersize=6)
        axes.set_title(f"{slope:.2f}", color=colour, fontsize=FONT_SIZE, fontweight="bold")
        axes.set(xlabel="$x$", xlim=(1.2, 2.8), ylim=(-3, 22), xticks=[1.5, 2, 2.5])
        axes.set_yticks([0, 8, 16], labels=["0", "8", "16"] if axes is grid[0, 0] else ["", "", ""])
    return figure


def error_v() -> Figure:
    """Draw the errors of both quotients of the sine at 1 over the step, in float64 and below in float32."""
    figure, grid = plot_canvas(MAX_WIDTH, 5.4, rows=2)
    for axes, dtype, smallest in ((grid[0, 0], np.float64, -16), (grid[1, 0], np.float32, -8)):
        hs = 10.0 ** np.linspace(smallest, 0, -smallest * 12 + 1)
        for errors, colour, marker in zip(
            quotient_errors(dtype, hs), (ORANGE, BLUE), ("^", "o"), strict=True
        ):
            seen = errors > 0  # a logarithm has no place for a lucky 0
            axes.plot(hs[seen], errors[seen], marker, color=colour, markersize=2.6)
        axes.set(xscale="log", yscale="log", title=np.dtype(dtype).name, ylabel="error")
        axes.title.set_fontsize(FONT_SIZE)
        axes.set_xlim(10.0**smallest, 2)
    first, second = grid[:, 0]
    first.set(xticks=[1e-16, 1e-12, 1e-8, 1e-4, 1], yticks=[1e-12, 1e-8, 1e-4, 1], ylim=(1e-14, 10))
    second.set(xticks=[1e-8, 1e-6, 1e-4, 1e-2, 1], yticks=[1e-6, 1e-4, 1e-2, 1], ylim=(1e-7, 10))
    second.set_xlabel("$h$")
    for axes, places in ((first, ((3e-4, 3e-2), (3e-3, 3e-10))), (second, ((6e-4, 2e-2), (5e-2, 3e-6)))):
        axes.minorticks_off()
        axes.text(*places[0], "forward", color=ORANGE, fontsize=FONT_SIZE, ha="center", va="center")
        axes.text(*places[1], "central", color=BLUE, fontsize=FONT_SIZE, ha="center", va="center")
    return figure


def magnified() -> Figure:
    """Draw the sine at 1 (above) and |x| at 0 (below), in windows 4, 0.4 and 0.04 wide."""
    figure, grid = plot_canvas(MAX_WIDTH, 3.6, rows=2, columns=3)
    for row, (name, f, at) in zip(
        grid, (("$\\sin x$ at 1", np.sin, 1.0), ("$|x|$ at 0", np.abs, 0.0)), strict=True
    ):
        for axes, half in zip(row, (2.0, 0.2, 0.02), strict=True):
            x = np.linspace(at - half, at + half, 201)
            axes.plot(x, f(x), color=INK if f is np.sin else ORANGE, linewidth=2)
            axes.plot(at, f(at), "o", color=BLUE, markersize=6)
            low, high = f(x).min(), f(x).max()
            axes.set_ylim(low - 0.15 * (high - low), high + 0.15 * (high - low))
            ends = at - half, at + half
            axes.set_xticks(ends, labels=[f"${end:g}$" for end in ends])
            axes.set_yticks([])
        row[0].set_ylabel(name)
    return figure


def _line_from(
    axes: Axes, x: float, y: float, slope: float, colour: str, *, dashed: bool = False, end: float = 10.0
) -> None:
    """Draw a line from (x, y) to the right, and write its slope at its end."""
    height = y + slope * (end - x)
    style = (0, (4, 2)) if dashed else "-"
    axes.plot([x, end], [y, height], color=colour, linewidth=1.5, linestyle=style)
    axes.text(end + 0.2, height, f"{slope:.2f}", color=colour, fontsize=FONT_SIZE, va="center")


__all__ = [
    "error_v",
    "exact_slope",
    "magnified",
    "quotient_errors",
    "runner",
    "shrinking_intervals",
    "three_secants",
]
