"""The picture of the front page: a handwritten digit on its way through a small convolutional network.

PyTorch trains the network when the picture is drawn, and the digit is one that it was not trained on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from sklearn.datasets import load_digits
from torch import nn

from .style import BLUE, BLUES, GREY, INK, PALE_BLUE, TICK_SIZE, cell_canvas, draw_label

FILTERS = 4
TRAINED_ON = 1500  # of the 1797 digits, the first
SHOWN = 1534  # the digit of the picture
STEPS, BATCH, RATE = 200, 64, 0.01
SEED = 6


@dataclass(frozen=True)
class Journey:
    """What a network makes of a digit, step by step; all values are 0 or more.

    image: (8, 8), its pixels. filtered: (4, 8, 8), after convolution and ReLU. pooled: (4, 4, 4), after max
    pooling. probabilities: (10,), after the linear layer and the softmax. label: the right digit.
    """

    image: np.ndarray
    filtered: np.ndarray
    pooled: np.ndarray
    probabilities: np.ndarray
    label: int


def journey() -> Journey:
    """Train a network on scikit-learn's digits, and send one through it that it has not seen."""
    torch.set_num_threads(1)  # the network is so small that threads would only wait for each other
    digits = load_digits()
    x = torch.tensor(digits.images[:, None] / 16, dtype=torch.float64)  # (N, C, H, W)
    t = torch.tensor(digits.target)
    with torch.random.fork_rng():
        torch.manual_seed(SEED)
        convolution = nn.Conv2d(1, FILTERS, 3, padding=1, dtype=torch.float64)
        last = nn.Linear(FILTERS * 4 * 4, 10, dtype=torch.float64)
        optimizer = torch.optim.Adam([*convolution.parameters(), *last.parameters()], lr=RATE)
        for _ in range(STEPS):
            batch = torch.randint(TRAINED_ON, (BATCH,))
            scores = last(F.max_pool2d(F.relu(convolution(x[batch])), 2).flatten(1))
            optimizer.zero_grad()
            F.cross_entropy(scores, t[batch]).backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    with torch.no_grad():
        filtered = F.relu(convolution(x[SHOWN]))  # (F, H, W)
        pooled = F.max_pool2d(filtered, 2)
        probabilities = F.softmax(last(pooled.flatten()), dim=0)
    return Journey(
        x[SHOWN, 0].numpy(),
        filtered.numpy(),
        pooled.numpy(),
        probabilities.numpy(),
        int(digits.target[SHOWN]),
    )


def from_pixels_to_a_guess() -> Figure:
    """Draw the digit, what convolution and pooling make of it, and the probability of each of ten digits."""
    found = journey()
    figure, axes = cell_canvas(18.6, 13.4, cell=0.26)
    for middle, name in ((3.3, "image"), (10.7, "convolution"), (16.8, "pooling")):
        draw_label(axes, middle, 0.5, name)
    _draw_image(axes, 0.1, 1.3, 6.4, found.image, "gray_r")
    for number, (i, j) in enumerate(np.ndindex(2, 2)):
        _draw_image(axes, 7.5 + 3.3 * j, 1.3 + 3.3 * i, 3.1, found.filtered[number], BLUES)
        _draw_image(axes, 15.1 + 1.75 * j, 2.8 + 1.75 * i, 1.55, found.pooled[number], BLUES)
    for x in (6.6, 14.15):
        draw_label(axes, x + 0.4, 4.5, r"$\rightarrow$")
    draw_label(axes, 16.8, 7.2, r"$\downarrow$")
    draw_label(axes, 18.5, 8.3, "linear layer, softmax", align="right")
    for digit, probability in enumerate(found.probabilities):
        left, height = 0.1 + 1.86 * digit, 3 * probability
        fill = BLUE if digit == found.probabilities.argmax() else PALE_BLUE
        bar = Rectangle((left, 12.2 - height), 1.66, height, facecolor=fill, edgecolor=GREY, linewidth=0.8)
        axes.add_patch(bar)
        draw_label(axes, left + 0.83, 12.9, str(digit), size=TICK_SIZE)
    axes.plot((0, 18.6), (12.2, 12.2), color=INK, linewidth=0.8)
    return figure


def _draw_image(
    axes: Axes, x: float, y: float, side: float, values: np.ndarray, colours: str | Colormap
) -> None:
    """Draw values (H, W) as a square of shaded cells, the largest darkest; (x, y) is its top left corner."""
    limits = axes.axis()  # imshow moves them
    axes.imshow(
        values,
        cmap=colours,
        vmin=0,
        extent=(x, x + side, y + side, y),
        interpolation="none",
        aspect="auto",
    )
    axes.axis(limits)
    axes.add_patch(Rectangle((x, y), side, side, fill=False, edgecolor=GREY, linewidth=0.8))
