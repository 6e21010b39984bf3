"""The figures of the first chapter show the right numbers."""

from __future__ import annotations

import numpy as np
from figures import start
from matplotlib.colors import to_rgb
from sklearn.datasets import load_digits

from tests.book.drawings import numbers, rectangles, texts


def test_stacked_sheets() -> None:
    figure = start.stacked_sheets()
    fills = [to_rgb(patch.get_facecolor()) for patch in rectangles(figure)]
    assert len(fills) == 2 * 3 * 4 * 5
    for fill in start.CHANNEL_FILLS:
        assert fills.count(to_rgb(fill)) == 2 * 4 * 5
    assert [text for text in texts(figure) if "$" in text] == ["$C$", "$C$", "$H$", "$W$", "$N$"]


def test_transposed_and_reshaped() -> None:
    figure = start.transposed_and_reshaped()
    picture, planes, scrambled = np.reshape(numbers(figure), (3, 12))
    assert picture.tolist() == list(range(12))
    assert planes.tolist() == [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11]
    assert scrambled.tolist() == list(range(12))
    drawn = [to_rgb(patch.get_facecolor()) for patch in rectangles(figure)]
    colours = np.reshape([[to_rgb(f) for f in start.CHANNEL_FILLS].index(c) for c in drawn], (3, 12))
    assert (colours == np.array([picture, planes, scrambled]) % 3).all()


def test_one_digit() -> None:
    shown = np.reshape(numbers(start.one_digit()), (8, 8))
    assert (shown == load_digits().images[0]).all()
    darkness = [1 - to_rgb(patch.get_facecolor())[0] for patch in rectangles(start.one_digit())]
    assert np.allclose(darkness, shown.ravel() / 16)


def test_twenty_digits() -> None:
    figure = start.twenty_digits()
    assert numbers(figure) == load_digits().target[:20].tolist()
    shown = [np.asarray(image.get_array()) for image in figure.axes[0].images]
    assert np.array_equal(shown, load_digits().images[:20])


def test_three_sets() -> None:
    figure = start.three_sets()
    widths = np.array([bar.get_width() for bar in rectangles(figure)])
    assert numbers(figure) == [1259, 269, 269]
    assert np.allclose(widths / widths.sum(), np.array([1259, 269, 269]) / 1797)


def test_one_epoch() -> None:
    figure = start.one_epoch()
    assert texts(figure) == ["10 batches of 200", "31 batches of 64, and one of 16"]
    sizes = [round(bar.get_width() * 2000 / 16) for bar in rectangles(figure)]
    assert sizes == [200] * 10 + [64] * 31 + [16]
