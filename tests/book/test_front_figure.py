"""The picture of the front page shows what its alt text and its caption say."""

from __future__ import annotations

import numpy as np
import pytest
from figures import front

from tests.book.drawings import rectangles


@pytest.fixture(scope="module")
def found() -> front.Journey:
    return front.journey()


def test_the_network_reads_a_9_and_thinks_of_a_3(found: front.Journey) -> None:
    assert found.label == 9
    third, second, first = np.argsort(found.probabilities)[-3:]
    assert (first, second) == (9, 3)
    assert found.probabilities.sum() == pytest.approx(1)
    assert found.probabilities[3] > 3 * found.probabilities[third]


def test_pooling_halves_what_the_filters_found(found: front.Journey) -> None:
    assert (found.image.shape, found.filtered.shape, found.pooled.shape) == ((8, 8), (4, 8, 8), (4, 4, 4))
    assert np.array_equal(found.pooled, found.filtered.reshape(4, 4, 2, 4, 2).max(axis=(2, 4)))
    for one in found.filtered:  # no filter is dead, and no two are alike
        assert one.max() > 0
        assert sum(np.allclose(one, other) for other in found.filtered) == 1


def test_a_second_training_gives_the_same_picture(found: front.Journey) -> None:
    assert np.array_equal(front.journey().probabilities, found.probabilities)


def test_bars_are_the_probabilities(found: front.Journey) -> None:
    figure = front.from_pixels_to_a_guess()
    bars = [bar for bar in rectangles(figure) if bar.get_fill()]
    heights = np.array([bar.get_height() for bar in bars])
    assert np.allclose(heights / heights.sum(), found.probabilities)
