"""The figures of the chapter on convolution show the right numbers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from figures import convolution, example
from sklearn.datasets import load_digits

from tests.book.drawings import numbers, texts


def test_digit_and_shuffled() -> None:
    digit, shuffled = np.split(np.array(numbers(convolution.digit_and_shuffled())), 2)
    assert digit.tolist() == load_digits().images[0].astype(int).ravel().tolist()
    assert digit.max() == 15
    assert sorted(shuffled) == sorted(digit)
    assert shuffled.tolist() != digit.tolist()


def test_first_window() -> None:
    figure = convolution.first_window()
    shown = numbers(figure)
    assert shown[:25] == [*example.IMAGE.ravel(), *example.KERNEL.ravel()]
    assert shown[25:] == [15, 16, 6, 15]
    products = [text.split("·") for text in texts(figure) if "·" in text]
    assert len(products) == 9
    assert sum(int(pixel) * int(weight) for pixel, weight in products) == 15


def test_half_turn() -> None:
    shown = numbers(convolution.half_turn())
    kernel = example.KERNEL.ravel().tolist()
    assert shown == [*kernel, 15, 16, 6, 15, *kernel[::-1], 11, 12, 10, 11]


def test_sobel_and_its_turn() -> None:
    shown = numbers(convolution.sobel_and_its_turn())
    assert shown[:30] == [0, 0, 0, 9, 9, 9] * 5
    sobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1]
    assert shown[30:51] == [*sobel, *[0, 36, 36, 0] * 3]
    assert shown[51:] == [*sobel[::-1], *[0, -36, -36, 0] * 3]


def test_matrix() -> None:
    shown = numbers(convolution.matrix())
    assert shown[:4] == [1, 2, 3, 4]
    assert shown[4:13] == list(range(9))
    rows = np.reshape(shown[13:], (4, 9))
    image = np.arange(1, 10)
    assert (rows @ image).tolist() == convolution.slide(
        image.reshape(3, 3), np.array([[1, 2], [3, 4]])
    ).ravel().tolist()


def test_image_to_columns() -> None:
    shown = numbers(convolution.image_to_columns())
    columns = np.reshape(shown[16:52], (9, 4))
    assert columns[:, 0].tolist() == example.IMAGE[:3, :3].ravel().tolist()
    assert columns[:, 3].tolist() == example.IMAGE[1:, 1:].ravel().tolist()
    assert shown[52:61] == example.KERNEL.ravel().tolist()
    assert shown[61:] == [15, 16, 6, 15]


def test_six_filters_show_what_each_filter_makes_of_the_photo() -> None:
    figure = convolution.six_filters()
    photo = convolution.grey_photo()
    assert photo.shape == (106, 160)
    assert 0 <= photo.min() < photo.max() <= 255
    for axes, (name, kernel) in zip(figure.axes, convolution.FILTERS.items(), strict=True):
        (image,) = axes.images
        assert axes.get_title() == name
        shown = np.asarray(image.get_array())
        assert shown.shape == (104, 158)
        assert shown[50, 80] == pytest.approx(np.sum(photo[50:53, 80:83] * kernel))
        assert image.get_clim() == ((0, 255) if name in {"identity", "blur", "sharpen"} else (-200, 200))


def test_times_are_those_that_were_measured() -> None:
    measured = json.loads(convolution.TIMES.read_text(encoding="utf-8"))
    figure = convolution.times()
    for axes, ways in zip(figure.axes, measured["seconds"].values(), strict=True):
        assert [line.get_label() for line in axes.lines] == list(ways)
        for line, seconds in zip(axes.lines, ways.values(), strict=True):
            known = [1000 * s for s in seconds if s is not None]
            assert np.asarray(line.get_ydata()).tolist() == known
            low, high = axes.get_ylim()
            assert low <= min(known) <= max(known) <= high
