"""The figures of the chapter on parameter counting show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
from figures import parameter_counting

from tests.book.drawings import texts


def test_two_rules() -> None:
    figure = parameter_counting.two_rules()
    left, right = (
        np.array([int(t) for t in texts(figure)[start + 13 : start + 49]]).reshape(6, 6) for start in (0, 49)
    )
    channels, filters = np.mgrid[1:7, 1:7]
    assert (left == 4 * np.maximum(channels, filters)).all()
    assert (right == 4 * channels * filters).all()
    assert ((left == right) == ((channels == 1) | (filters == 1))).all()


def test_connections() -> None:
    assert texts(parameter_counting.connections()) == ["40", "20", "5", "18 720", "2880", "80"]


def test_parameters_and_work() -> None:
    shown = texts(parameter_counting.parameters_and_work())
    assert shown == ["0.0021", "0.087", "99.9", "0.0018", "7.5", "76", "17", "0.0003"]


@pytest.mark.parametrize(
    ("share", "text"), [(99.91, "99.9"), (75.7, "76"), (7.49, "7.5"), (0.0868, "0.087"), (100, "100.0")]
)
def test_percent(share: float, text: str) -> None:
    assert parameter_counting.percent(share) == text


def test_network() -> None:
    shown = texts(parameter_counting.network())
    shapes = ["1x8x8", "8x8x8", "8x4x4", "16x4x4", "16x2x2", "64", "10"]
    assert [text for text in shown if text in shapes] == shapes
    layers = [text for text in shown if text.isalpha()]
    assert layers == ["conv", "pool", "conv", "pool", "flatten", "linear"]
    counts = [int(shown[place + 2]) for place, text in enumerate(shown) if text.isalpha()]
    assert counts == [80, 0, 1168, 0, 0, 650]
