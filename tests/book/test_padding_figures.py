"""The figures of the padding chapter show the right numbers."""

from __future__ import annotations

import numpy as np
from figures import example, padding, style
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from tests.book.drawings import numbers, rectangles, texts


def cells(figure: Figure, fill: str) -> list[tuple[float, float]]:
    """The centres of the array cells of a figure with one colour."""
    return [
        (round(patch.get_x() + 0.5, 6), round(patch.get_y() + 0.5, 6))
        for patch in rectangles(figure)
        if patch.get_fill() and to_rgb(patch.get_facecolor()) == to_rgb(fill)
    ]


def test_looks_per_pixel_counts_windows() -> None:
    for size, kernel, p in ((5, 3, 0), (5, 3, 1), (5, 3, 2), (4, 2, 1), (3, 3, 0), (6, 5, 1)):
        count = np.zeros((size + 2 * p, size + 2 * p), dtype=int)
        for i in range(size + 2 * p - kernel + 1):
            for j in range(size + 2 * p - kernel + 1):
                count[i : i + kernel, j : j + kernel] += 1
        expected = count[p : p + size, p : p + size]
        assert np.array_equal(padding.looks_per_pixel(size, kernel, p), expected)


def test_window_count_maps() -> None:
    zero, one, two = np.reshape(numbers(padding.window_count_maps()), (3, 5, 5))
    assert [zero[0, 0], zero[0, 2], zero[2, 2]] == [1, 3, 9]
    assert [one[0, 0], one[0, 2], one[2, 2]] == [4, 6, 9]
    assert (two == 9).all()
    assert zero[:3].tolist() == [[1, 2, 3, 2, 1], [2, 4, 6, 4, 2], [3, 6, 9, 6, 3]]


def test_sliding_window() -> None:
    shown = numbers(padding.sliding_window())
    assert shown[:16] == example.IMAGE.ravel().tolist()
    assert shown[16:25] == example.KERNEL.ravel().tolist()
    assert shown[25:] == [15, 16, 6, 15]


def test_frame_of_zeros() -> None:
    figure = padding.frame_of_zeros()
    assert len(cells(figure, style.PALE_ORANGE)) == 20  # the ring of a 6x6 array
    assert numbers(figure)[16:36] == [0] * 20
    assert numbers(figure)[-16:] == [7, 12, 10, 2, 4, 15, 16, 10, 10, 6, 15, 6, 8, 10, 4, 3]


def test_row_through_layers() -> None:
    figure = padding.row_through_layers()
    assert [n for n in numbers(figure) if n] == [8, 6, 4, 2, 8, 8, 8, 8]
    assert len(cells(figure, style.PALE_BLUE)) == (8 + 6 + 4 + 2) + 4 * 8
    assert len(cells(figure, style.PALE_ORANGE)) == 3 * 2


def test_how_much() -> None:
    figure = padding.how_much()
    arrows = [text for text in texts(figure) if "rightarrow" in text]
    assert [int(arrow.strip("$").split(";")[1]) for arrow in arrows] == [3, 5, 7, 2, 5, 8]
    rows: dict[float, list[float]] = {}
    for x, y in cells(figure, style.PALE_ORANGE):
        rows.setdefault(y, []).append(x)
    middle = 5.5 + 2.5
    split = [(sum(x < middle for x in row), sum(x > middle for x in row)) for row in rows.values()]
    assert split == [(1, 1), (2, 2), (1, 2), (3, 3)]  # same and full, kernel 3 and kernel 4


def test_fill_modes() -> None:
    figure = padding.fill_modes()
    assert [text for text in texts(figure) if text.isalpha()] == ["zeros", "replicate", "reflect", "circular"]
    assert np.reshape(numbers(figure), (4, 10)).tolist() == [
        [0, 0, 0, 1, 2, 3, 4, 0, 0, 0],
        [1, 1, 1, 1, 2, 3, 4, 4, 4, 4],
        [4, 3, 2, 1, 2, 3, 4, 3, 2, 1],
        [2, 3, 4, 1, 2, 3, 4, 1, 2, 3],
    ]


def test_dark_border() -> None:
    shown = [text for text in texts(padding.dark_border()) if "arrow" not in text]
    edge = ["6/9", "1", "1", "1", "6/9"]
    corners = ["4/9", "6/9", "6/9", "6/9", "4/9"]
    assert shown == ["1"] * 25 + corners + edge * 3 + corners
