"""The figures of the chapter on losses show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
from figures import loss
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle


def texts(axes: Axes) -> list[str]:
    """The texts in a plot that are not part of its axes, without dollar signs."""
    return [text.get_text().strip("$") for text in axes.texts]


def points(axes: Axes) -> np.ndarray:
    """The marked points of a plot, (number of points, 2), in the order in which they were drawn."""
    marked = [line for line in axes.lines if line.get_marker() == "o"]
    return np.concatenate([np.asarray(line.get_xydata()) for line in marked])


def test_two_lines() -> None:
    first, second = loss.two_lines().axes
    assert texts(first) == ["0", "0", "+2"]
    assert texts(second) == ["0", "-1", "-1"]
    for axes in (first, second):
        assert points(axes).tolist() == [[1, 5], [2, 9], [4, 15]]


def test_twenty_samples_make_the_staircase() -> None:
    x, yes = loss.twenty_samples()
    weights = np.linspace(-2, 2, 401)
    hits, losses = loss.one_weight(weights)
    for w, share, cost in zip(weights[::40], hits[::40], losses[::40], strict=True):
        p = 1 / (1 + np.exp(-4 * (x - w)))
        assert share == pytest.approx(np.mean((x > w) == yes))
        assert cost == pytest.approx(-np.mean(np.log(np.where(yes, p, 1 - p))))
    top, bottom = loss.staircase_and_valley().axes
    assert np.array_equal(np.asarray(top.lines[0].get_ydata()), hits)
    assert np.array_equal(np.asarray(bottom.lines[0].get_ydata()), losses)
    assert texts(bottom) == ["w = 0.20"]
    assert points(bottom)[0].tolist() == [weights[losses.argmin()], losses.min()]


def test_the_dots_lie_on_the_sigmoid() -> None:
    (axes,) = loss.sigmoid_curve().axes
    z, p = points(axes).T
    assert z.tolist() == list(range(-6, 7))
    assert p == pytest.approx(1 / (1 + np.exp(-z)))


def test_bars_and_their_numbers() -> None:
    axes = loss.from_scores_to_probabilities().axes
    assert [texts(a) for a in axes] == [
        ["2", "1", "0.1"],
        ["7.39", "2.72", "1.11"],
        ["0.659", "0.242", "0.099"],
        ["102", "101", "100.1"],
        ["2e44", "7e43", "3e43"],
        ["0.659", "0.242", "0.099"],
    ]
    for a in axes:
        bars = [patch for patch in a.patches if isinstance(patch, Rectangle)]
        for bar, text in zip(bars, texts(a), strict=True):
            assert bar.get_height() == pytest.approx(float(text), rel=0.1)


def test_points_of_surprise() -> None:
    (axes,) = loss.surprise().axes
    p, cost = points(axes).T
    assert p.tolist() == [1, 0.9, 0.5, 0.1, 0.01]
    assert cost == pytest.approx(-np.log(p))
    assert texts(axes) == ["0", "0.105", "0.693", "2.303", "4.605"]
