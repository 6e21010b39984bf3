"""The figures of the chapter on gradients show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from figures import gradients, style
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.quiver import Quiver


def paths(axes: Axes) -> list[np.ndarray]:
    """The places (n, 2) of each walk."""
    return [
        np.asarray(line.get_xydata())
        for line in axes.lines
        if to_rgb(line.get_color()) == to_rgb(style.ORANGE) and line.get_marker() == "o"
    ]


def test_slopes_against_difference_quotients() -> None:
    places = np.random.default_rng(0).normal(size=(5, 2))
    for surface in (gradients.bowl, gradients.valley, gradients.saddle, gradients.line_loss):
        found = gradients.slopes(surface, places)
        for axis in (0, 1):
            step = 1e-5 * np.eye(2)[axis]
            heights = [
                surface(*(torch.from_numpy(column) for column in (places + s).T)).numpy()
                for s in (step, -step)
            ]
            assert np.allclose(found[:, axis], (heights[0] - heights[1]) / 2e-5, atol=1e-8)


def test_the_surface_has_the_point_and_both_slopes() -> None:
    axes = gradients.uphill_surface().axes[0]
    along_0, along_1, dot = (np.array(line.get_data_3d()).T for line in axes.lines)  # type: ignore[attr-defined]
    assert dot.tolist() == [[3, 4, 25]]
    for line, slope, still in ((along_0, 6, 1), (along_1, 8, 0)):
        low, high = line
        assert low[still] == high[still] == dot[0, still]
        assert (high[2] - low[2]) / (high[1 - still] - low[1 - still]) == pytest.approx(slope)
        assert np.allclose((low + high) / 2, dot[0])


def test_arrows_are_a_tenth_of_the_negative_gradient() -> None:
    axes = gradients.downhill_arrows().axes[0]
    (arrows,) = (artist for artist in axes.collections if isinstance(artist, Quiver))
    places = np.asarray(arrows.get_offsets())
    assert places.shape == (25, 2)
    assert np.allclose(np.column_stack([arrows.U, arrows.V]), -2 * places / 10)
    assert arrows.angles == arrows.scale_units == "xy"
    assert arrows.scale == 1
    ends = {tuple(place): tuple(np.round(0.8 * place, 2)) for place in places}
    assert ends[(4.0, 4.0)] == (3.2, 3.2)
    assert ends[(0.0, 2.0)] == (0.0, 1.6)


def test_the_four_walks_end_where_the_description_says() -> None:
    figure = gradients.four_walks()
    ends = [(-2.45, 3.27), (-0.32, 0.43), (-0.32, 0.43), (-7.78, 10.37)]
    for axes, lr, end in zip(figure.axes, gradients.RATES, ends, strict=True):
        (path,) = paths(axes)
        assert axes.get_title() == f"$\\eta = {lr}$"
        assert len(path) == 11
        assert path[0].tolist() == [-3, 4]
        assert np.allclose(path, [[-3 * (1 - 2 * lr) ** i, 4 * (1 - 2 * lr) ** i] for i in range(11)])
        assert np.round(path[-1], 2).tolist() == list(end)
        (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
        assert ((left < path[:, 0]) & (path[:, 0] < right) & (low < path[:, 1]) & (path[:, 1] < high)).all()


def test_the_valley_and_the_saddle() -> None:
    above, below = gradients.valley_and_saddle().axes
    (zigzag,), (passing,) = paths(above), paths(below)
    assert len(zigzag) == 26
    assert np.round(zigzag[[1, 2, -1]], 2).tolist() == [[-6.34, -1.8], [-5.73, 1.62], [-0.58, -0.14]]
    assert len(passing) == 24
    assert passing[0].tolist() == [-3.5, 0.02]
    assert np.round(passing[-1], 2).tolist() == [-0.02, 1.32]


def test_the_walk_over_the_lines_loss() -> None:
    axes = gradients.line_bowl().axes[0]
    (path,) = paths(axes)
    assert len(path) == 41
    assert np.round(path[[0, 1, 2, -1]], 2).tolist() == [[0, 0], [1.87, 0.8], [1.67, 0.69], [1.88, 0.28]]
    minimum = gradients.slopes(gradients.line_loss, np.array([[2.0, 0.0]]))
    assert np.allclose(minimum, 0)


def test_the_bars() -> None:
    heights = [
        [round(float(bar.get_height()), 2) for bar in axes.patches]  # type: ignore[attr-defined]
        for axes in gradients.score_bars().axes
    ]
    assert heights == [[0.66, 0.24, 0.1], [0, 1, 0], [0.66, -0.76, 0.1]]
