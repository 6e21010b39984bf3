"""The figures of the chapter on numerical differentiation show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
from figures import numerical_differentiation, style
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.lines import Line2D


def lines(axes: Axes, colour: str) -> list[np.ndarray]:
    """The points (x, y) of each line of a colour, as arrays (n, 2)."""
    return [xy(line) for line in axes.lines if to_rgb(line.get_color()) == to_rgb(colour)]


def xy(line: Line2D) -> np.ndarray:
    """The points of a line, as an array (n, 2)."""
    return np.asarray(line.get_xydata(), dtype=np.float64)


def test_shrinking_intervals() -> None:
    axes = numerical_differentiation.shrinking_intervals().axes[0]
    assert [text.get_text() for text in axes.texts] == ["0.17", "0.23", "0.26", "0.29"]
    (curve,) = lines(axes, style.INK)
    assert np.allclose(curve[:, 1], 0.35 * curve[:, 0] - 0.015 * curve[:, 0] ** 2)
    for line, text in zip(
        [points for points in lines(axes, style.ORANGE) if len(points) == 2], axes.texts, strict=False
    ):
        (x0, y0), (x1, y1) = line
        assert f"{(y1 - y0) / (x1 - x0):.2f}" == text.get_text()
    ends = [tuple(points[0]) for points in lines(axes, style.ORANGE) if len(points) == 1]
    assert ends == [(10, 2), (6, pytest.approx(1.56)), (4, pytest.approx(1.16))]


def test_three_secants() -> None:
    figure = numerical_differentiation.three_secants()
    titles = [axes.get_title() for axes in figure.axes]
    assert titles == ["9.25", "15.25", "12.25"]
    for axes, colour, title in zip(figure.axes, (style.GREY, style.ORANGE, style.BLUE), titles, strict=True):
        secant, points = lines(axes, colour)
        slopes = np.diff(secant[:, 1]) / np.diff(secant[:, 0])
        assert np.allclose(slopes, float(title))
        assert np.allclose(points[:, 1], points[:, 0] ** 3)
        tangent = lines(axes, style.INK)[1]
        assert np.allclose(np.diff(tangent[:, 1]) / np.diff(tangent[:, 0]), 12)


def test_the_v_has_its_bottoms_where_the_description_says() -> None:
    for axes, forward, central in zip(
        numerical_differentiation.error_v().axes,
        ((1e-8, 5e-9), (4e-4, 2e-4)),
        ((1e-5, 1e-11), (5e-3, 4e-6)),
        strict=True,
    ):
        for colour, (step, error) in ((style.ORANGE, forward), (style.BLUE, central)):
            (points,) = lines(axes, colour)
            h, errors = points.T
            near = np.abs(np.log10(h / step)) < 0.3
            assert error / 3 < np.median(errors[near]) < error * 3
            assert np.median(errors[near]) < np.median(errors[h > step * 30]) / 10
            assert np.median(errors[near]) < np.median(errors[h < step / 30]) / 10


def test_quotient_errors_against_arithmetic_with_more_digits() -> None:
    hs = np.array([0.5, 0.1, 0.01])
    x, steps = np.longdouble(1), hs.astype(np.longdouble)
    forward = (np.sin(x + steps) - np.sin(x)) / steps - np.cos(x)
    central = (np.sin(x + steps) - np.sin(x - steps)) / (2 * steps) - np.cos(x)
    errors = numerical_differentiation.quotient_errors(np.float64, hs)
    assert np.allclose(errors, np.abs([forward, central]).astype(float), rtol=1e-6)


def test_a_magnifying_glass_straightens_the_sine_and_not_the_kink() -> None:
    figure = numerical_differentiation.magnified()
    bends = []
    for axes in figure.axes:
        x, y = xy(axes.lines[0]).T
        chord = np.interp(x, [x[0], x[-1]], [y[0], y[-1]])
        bends.append(np.abs(y - chord).max() / (y.max() - y.min()))
    assert bends[0] > 0.5
    assert bends[1] == pytest.approx(bends[0] / 10, rel=0.7)
    assert bends[2] < 0.01
    assert np.allclose(bends[3:], 1)
