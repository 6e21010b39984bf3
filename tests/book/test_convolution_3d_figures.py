"""The figures of the chapter on 3D convolution show the right numbers."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from figures import convolution_3d, example
from matplotlib.text import Annotation

from tests.book.drawings import numbers


def test_the_example() -> None:
    assert np.array_equal(example.CHANNELS[0], example.IMAGE)
    assert np.array_equal(example.FILTERS[0, 0], example.KERNEL)
    assert example.CHANNELS[1].tolist() == [[0, 1, 0, 1]] * 4


def test_channels() -> None:
    shown = numbers(convolution_3d.channels())
    assert shown[-4:] == [16, 18, 7, 17]
    first, second = shown[:29], shown[29:-4]
    assert first == [*example.IMAGE.ravel(), *example.KERNEL.ravel(), 15, 16, 6, 15]
    assert second == [*example.CHANNELS[1].ravel(), *np.eye(3, dtype=int).ravel(), 1, 2, 1, 2]


def test_filters_and_batch() -> None:
    shown = numbers(convolution_3d.filters_and_batch())
    assert shown[:18] == [*example.KERNEL.ravel(), *example.MIDDLE.ravel()]
    maps = [16, 18, 7, 17, 0, 2, -1, 1], [10, 16, 17, 15, 2, 0, 1, -1]
    assert shown[18:] == [*example.IMAGE.ravel(), *maps[0], *example.IMAGE[:, ::-1].ravel(), *maps[1]]


def test_tokens() -> None:
    shown = numbers(convolution_3d.tokens())
    assert shown[:4] == [0, 1, 2, 3]
    assert shown[4:20] == [*example.IMAGE.ravel()]
    assert shown[20:] == [2, 0, 1, 0, 0, 1, 2, 0, 1, 0, 2, 0, 15, 6]


def test_volume() -> None:
    shown = numbers(convolution_3d.volume())
    assert shown[:48] == [*example.VOLUME.ravel()]
    assert shown[48:66] == [*example.KERNEL.ravel(), *np.eye(3, dtype=int).ravel()]
    assert shown[66:] == [16, 18, 7, 17, 4, 14, 1, 11]


def test_backward() -> None:
    shown = numbers(convolution_3d.backward())
    assert shown[16:] == [1, 0, 0, 2, 3, 6, 9, 0, 3, 6, 9, 0, 3]


@pytest.mark.parametrize("groups", [1, 2, 4])
def test_who_sees_whom(groups: int) -> None:
    per_group = 4 // groups
    assert convolution_3d.connections(groups).tolist() == [
        [f // per_group == c // per_group for c in range(4)] for f in range(4)
    ]


def test_groups_draws_each_connection() -> None:
    assert len(convolution_3d.groups().axes[0].lines) == 16 + 8 + 4


def test_the_window_of_each_convolution_moves_along_as_many_axes_as_its_name_says() -> None:
    figure = convolution_3d.sliding()
    arrows = [text for text in figure.axes[0].texts if isinstance(text, Annotation)]
    names = [text for text in figure.axes[0].texts if text.get_text().startswith("Conv")]
    tops = [name.get_position()[1] for name in names] + [np.inf]
    for n, (top, below) in enumerate(pairwise(tops), 1):
        assert names[n - 1].get_text() == f"Conv{n}d"
        assert sum(top < arrow.xyann[1] < below for arrow in arrows) == n
