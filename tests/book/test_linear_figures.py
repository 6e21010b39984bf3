"""The figures of the chapter on linear layers show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import linear, style
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D
from matplotlib.text import Annotation

from tests.book.drawings import texts


def points(axes: Axes, colour: str) -> list[list[float]]:
    """The places of the single marks of a colour, sorted."""
    return sorted(
        np.asarray(line.get_xydata())[0].tolist()
        for line in axes.lines
        if to_rgb(line.get_color()) == to_rgb(colour) and line.get_marker() in ("o", "s")
    )


def test_the_layer_has_an_arrow_with_its_weight_for_each_pair() -> None:
    for draw in (linear.layer_forward, linear.layer_backward):
        (axes,) = draw().axes
        arrows = [text for text in axes.texts if isinstance(text, Annotation)]
        assert len(arrows) == 6
        starts, ends = (np.array([getattr(arrow, name) for arrow in arrows]) for name in ("xyann", "xy"))
        assert ((starts[:, 0] < ends[:, 0]) == (draw is linear.layer_forward)).all()
        weights = [text.get_text() for text in axes.texts if text.get_bbox_patch()]
        assert weights == ["3", "4", "1", "2", "2", "0"] == [f"{w:g}" for w in linear.WEIGHT.flatten()]


def test_numbers_of_the_layer() -> None:
    order = linear.ORDER.clone().requires_grad_()
    outputs = F.linear(order, linear.WEIGHT, linear.BIAS)
    (arrived,) = torch.autograd.grad(outputs, order, linear.SLOPES)
    for draw, numbers in (
        (linear.layer_forward, [*linear.ORDER.tolist(), *outputs.tolist()]),
        (linear.layer_backward, [*arrived.tolist(), *linear.SLOPES.tolist()]),
    ):
        written = [text.get_text().strip("$") for text in draw().axes[0].texts if text.get_zorder() == 4]
        assert [float(number) for number in written] == numbers
    biases = [text for text in texts(linear.layer_forward()) if "+" in text]
    assert biases == ["$+0$", "$+5$", "$+0$"]


def test_level_lines_carry_the_numbers_of_their_points() -> None:
    for axes, weights in zip(linear.level_lines().axes, ((1, 1), (1, 2)), strict=True):
        written = [int(text.get_text()) for text in axes.texts]
        every_point = np.concatenate([linear.FIRST, linear.SECOND])
        assert written == (every_point @ weights).tolist()
        assert points(axes, style.BLUE) == sorted(linear.FIRST.astype(float).tolist())
        assert points(axes, style.ORANGE) == sorted(linear.SECOND.astype(float).tolist())
        levels = [line for line in axes.lines if to_rgb(line.get_color()) == to_rgb(style.GREY)]
        for line, number in zip(levels, written, strict=True):
            assert np.allclose(np.asarray(line.get_xydata()) @ weights, number)


def test_bent_plane() -> None:
    before, after = linear.bent_plane().axes
    assert points(before, style.BLUE) == [[0, 0], [1, 1]]
    assert points(before, style.ORANGE) == [[0, 1], [1, 0]]
    assert points(after, style.BLUE) == [[0, 0], [2, 1]]
    assert points(after, style.ORANGE) == [[1, 0], [1, 0]]
    (shade,), (band,) = after.collections, before.collections
    edge = np.asarray(shade.get_paths()[0].vertices)
    assert np.isclose(edge @ (1, -2), 0.5).sum() >= 2  # where h0 - 2 h1 is 0.5
    corners = np.asarray(band.get_paths()[0].vertices).sum(axis=1)
    assert set(corners.round(9)) == {0.5, 1.5}


@pytest.mark.parametrize(("place", "name"), list(enumerate(linear.ACTIVATIONS)))
def test_slopes_are_those_of_the_curves(place: int, name: str) -> None:
    axes = linear.activations_and_slopes().axes[place]
    assert axes.get_title() == name
    curves: list[Line2D] = list(axes.lines)
    assert len(curves) == 4  # both sides of 0
    for value, slope in (curves[:2], curves[2:]):
        z, y = np.asarray(value.get_xydata()).T
        _, steepness = np.asarray(slope.get_xydata()).T
        assert np.allclose(np.gradient(y, z)[1:-1], steepness[1:-1], atol=2e-3)


def test_steepest_places() -> None:
    z = torch.linspace(-4, 4, 801, dtype=torch.float64)
    steepest = {name: linear.value_and_slope(f, z)[1].max() for name, f in linear.ACTIVATIONS.items()}
    assert steepest == {"none": 1, "step": 0, "sigmoid": 0.25, "tanh": 1, "ReLU": 1, "leaky ReLU": 1}


def test_sizes_of_the_signal() -> None:
    figure = linear.shrinking_and_exploding()
    (axes,) = figure.axes
    ends = [float(np.asarray(line.get_ydata())[-1]) for line in axes.lines]
    assert [len(np.asarray(line.get_ydata())) for line in axes.lines] == [linear.DEPTH + 1] * 3
    assert 1e10 < ends[0] < 5e10
    assert 0.5 < ends[1] < 2
    assert 1e-10 < ends[2] < 5e-10
    assert [text.get_text() for text in axes.texts] == ["1", "0.088", "0.01"]
