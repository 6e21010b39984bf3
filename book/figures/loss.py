"""Figures of the chapter on losses.

What a figure shows is computed here with PyTorch, so a figure cannot disagree with the library the chapter
compares with.
"""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .style import BLUE, FONT_SIZE, GREY, INK, ORANGE, PALE_BLUE, TICK_SIZE, plot_canvas

KILOMETRES = np.array([1.0, 2.0, 4.0])
MINUTES = np.array([5.0, 9.0, 15.0])
LINES = ((4, 1), (3, 2))  # (w, b)
SCORES = np.array([2.0, 1.0, 0.1])
MARKED = (1.0, 0.9, 0.5, 0.1, 0.01)  # probabilities


def twenty_samples() -> tuple[np.ndarray, np.ndarray]:
    """Make the samples of the experiment with one weight: positions, and which are a yes; both (20,)."""
    rng = np.random.default_rng(0)
    x = np.sort(rng.standard_normal(20))
    return x, x + 0.5 * rng.standard_normal(20) > 0.3


def one_weight(weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Measure p = sigmoid(4 (x - w)) on the twenty samples, for each weight w.

    weights: (W,). Returns the accuracies and the mean binary cross-entropies, (W,) each.
    """
    x, yes = map(torch.as_tensor, twenty_samples())
    p = torch.sigmoid(4 * (x - torch.as_tensor(weights)[:, None]))  # (weights, samples)
    hits = ((p > 0.5) == yes).double().mean(dim=1)
    losses = F.binary_cross_entropy(p, yes.double().expand_as(p), reduction="none").mean(dim=1)
    return hits.numpy(), losses.numpy()


def two_lines() -> Figure:
    """Draw three rides and two lines through them, with the error of each line at each ride."""
    figure, plots = plot_canvas(5.0, 3.0, columns=2)
    ends = np.array([0.5, 4.4])
    for axes, (w, b) in zip(plots.flat, LINES, strict=True):
        axes.set_title(f"$y = {w}x + {b}$", fontsize=FONT_SIZE)
        axes.plot(ends, w * ends + b, color=BLUE, linewidth=1.8)
        for x, t in zip(KILOMETRES, MINUTES, strict=True):
            y = w * x + b
            axes.plot([x, x], [t, y], color=ORANGE, linewidth=4, solid_capstyle="butt")
            above = x > 3  # beside the line, on the side where there is room
            axes.text(
                x - 0.3 if above else x + 0.3,
                max(t, y) if above else min(t, y),
                f"${y - t:+.0f}$" if y != t else "$0$",
                ha="right" if above else "left",
                va="bottom" if above else "top",
                color=ORANGE,
            )
        axes.plot(KILOMETRES, MINUTES, "o", color=INK, markersize=4.5)
        axes.set_xlabel("$x$")
        axes.set_ylabel("$t$", rotation=0, labelpad=8)
        axes.set_xlim(0, 5)
        axes.set_ylim(2, 19)
        axes.set_xticks(range(6))
        axes.set_yticks([5, 10, 15])
    return figure


def staircase_and_valley() -> Figure:
    """Draw accuracy and loss of the experiment with one weight, for 401 weights from -2 to 2."""
    figure, plots = plot_canvas(5.0, 4.2, rows=2)
    weights = np.linspace(-2, 2, 401)
    hits, losses = one_weight(weights)
    top, bottom = plots[:, 0]
    top.plot(weights, hits, color=ORANGE, linewidth=1.8, drawstyle="steps-mid")
    top.set_ylabel("accuracy")
    top.set_ylim(0.2, 1.06)
    top.set_yticks([0.4, 0.6, 0.8, 1.0])
    top.tick_params(labelbottom=False)
    bottom.plot(weights, losses, color=BLUE, linewidth=1.8)
    lowest = int(losses.argmin())
    bottom.plot(weights[lowest], losses[lowest], "o", color=INK, markersize=6)
    bottom.text(
        weights[lowest],
        losses[lowest] + 0.35,
        f"$w = {weights[lowest]:.2f}$",
        ha="center",
        va="bottom",
        fontsize=FONT_SIZE,
    )
    bottom.set_ylabel("loss")
    bottom.set_ylim(0, 3.8)
    bottom.set_yticks(range(4))
    bottom.set_xlabel("$w$")
    for axes in plots.flat:
        axes.set_xlim(-2.05, 2.05)
        axes.set_xticks(range(-2, 3))
    return figure


def sigmoid_curve() -> Figure:
    """Draw the sigmoid as a line, and on it the second probability of a softmax over (0, z) as dots."""
    figure, plots = plot_canvas(5.0, 2.7)
    axes: Axes = plots[0, 0]
    z = torch.linspace(-6, 6, 241, dtype=torch.float64)
    axes.axhline(0.5, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.axvline(0, color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.plot(z, torch.sigmoid(z), color=BLUE, linewidth=2, label=r"$\sigma(z)$")
    dots = torch.arange(-6.0, 7.0, dtype=torch.float64)
    pairs = torch.stack([torch.zeros_like(dots), dots], dim=1)  # (N, K) = (13, 2)
    second = torch.softmax(pairs, dim=1)[:, 1]
    axes.plot(dots, second, "o", color=ORANGE, markersize=5, label="softmax$(0, z)$[1]")
    axes.legend(loc="upper left", frameon=False, fontsize=TICK_SIZE, borderpad=0)
    axes.set_xlabel("$z$")
    axes.set_ylabel("$p$", rotation=0, labelpad=8)
    axes.set_xticks(range(-6, 7, 2))
    axes.set_yticks([0, 0.5, 1])
    axes.set_ylim(-0.04, 1.04)
    return figure


def from_scores_to_probabilities() -> Figure:
    """Draw three scores, their exponentials and their softmax; below, the same with 100 added to each."""
    figure, plots = plot_canvas(5.0, 3.4, rows=2, columns=3)
    for row, added in zip(plots, (0, 100), strict=True):
        scores = SCORES + added
        panels = (scores, np.exp(scores), torch.softmax(torch.as_tensor(scores), dim=0).numpy())
        for axes, heights, write in zip(row, panels, (_plain, _short, _three_digits), strict=True):
            bars = axes.bar(range(3), heights, color=PALE_BLUE, edgecolor=BLUE, width=0.72)
            axes.bar_label(bars, [write(height) for height in heights], padding=2, fontsize=9, color=INK)
            axes.set_ylim(0, 1.25 * heights.max())
            axes.set_xticks([])
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
    for axes, title in zip(plots[0], ("$z$", "$e^z$", "softmax"), strict=True):
        axes.set_title(title, fontsize=FONT_SIZE)
    return figure


def surprise() -> Figure:
    """Draw -ln p, with five points and their values."""
    figure, plots = plot_canvas(5.0, 3.0)
    axes: Axes = plots[0, 0]
    p = np.linspace(0.004, 1, 500)
    axes.plot(p, -np.log(p), color=BLUE, linewidth=2)
    for probability in MARKED:
        cost = -np.log(probability) + 0.0  # not -0
        axes.plot(probability, cost, "o", color=ORANGE, markersize=6, clip_on=False)
        steep = probability < 0.6
        axes.text(
            probability + 0.02 if steep else probability,
            cost + (0.12 if steep else 0.25),
            f"{cost:.3f}" if cost else "0",
            ha="left" if steep else "center",
            va="bottom",
            fontsize=TICK_SIZE,
        )
    axes.set_xlabel("$p$")
    axes.set_ylabel(r"$-\ln p$")
    axes.set_xlim(0, 1.03)
    axes.set_ylim(0, 5.6)
    axes.set_yticks(range(6))
    axes.set_xticks([0, 0.1, 0.5, 0.9, 1], ["0", "0.1", "0.5", "0.9", "1"])
    return figure


def _plain(number: float) -> str:
    return f"{number:g}"


def _short(number: float) -> str:
    return f"{number:.2f}" if number < 1000 else f"{number:.0e}".replace("e+", "e")


def _three_digits(number: float) -> str:
    return f"{number:.3f}"


__all__ = [
    "from_scores_to_probabilities",
    "one_weight",
    "sigmoid_curve",
    "staircase_and_valley",
    "surprise",
    "twenty_samples",
    "two_lines",
]
