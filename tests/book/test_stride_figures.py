"""The figures of the chapter on stride show the right numbers."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import example, stride, style
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from tests.book.drawings import numbers, rectangles, texts


def cells(figure: Figure, colour: str) -> list[tuple[int, int]]:
    """Column and row of all cells filled with a colour, counted from the first cell drawn."""
    drawn = [p for p in rectangles(figure) if p.get_fill()]
    left, top = drawn[0].get_xy()
    found = [p.get_xy() for p in drawn if to_hex(p.get_facecolor()) == colour.lower()]
    return [(round(x - left), round(y - top)) for x, y in found]


def lines(figure: Figure, corners: int) -> list[np.ndarray]:
    """The x coordinates of all lines with so many corners."""
    drawn = [np.asarray(line.get_xdata(), dtype=float) for line in figure.axes[0].lines]
    return [x for x in drawn if x.size == corners]


def crossed(figure: Figure) -> list[float]:
    """The left ends of all crosses."""
    return [float(x[0]) for x in lines(figure, 2)[::2]]


def brackets(figure: Figure) -> list[tuple[float, float]]:
    """The ends of all brackets, the outer corners of the cells that they cover."""
    return [(round(x[0] - 0.1, 6), round(x[-1] + 0.1, 6)) for x in lines(figure, 4)]


@pytest.mark.parametrize(("n", "k", "s", "d"), [(7, 3, 2, 1), (8, 3, 2, 1), (9, 3, 1, 4), (9, 1, 3, 1)])
def test_the_cells_that_windows_read_are_those_of_pytorchs_convolution(
    n: int, k: int, s: int, d: int
) -> None:
    signals = torch.eye(n)[:, None]  # which outputs does a single bright cell change?
    changed = F.conv1d(signals, torch.ones(1, 1, k), stride=s, dilation=d)[:, 0].T
    assert [row.nonzero().flatten().tolist() for row in changed] == stride.cells_read(n, k, s, d).tolist()


def test_bigger_steps() -> None:
    figure = stride.bigger_steps()
    shown = numbers(figure)
    assert shown[:20] == [0] * 20
    assert shown[20:36] == example.IMAGE.ravel().tolist()
    assert shown[36:52] == [7, 12, 10, 2, 4, 15, 16, 10, 10, 6, 15, 6, 8, 10, 4, 3]
    assert shown[52:] == [7, 10, 10, 15]


def test_windows_on_rows() -> None:
    figure = stride.windows_on_rows()
    assert numbers(figure) == [*range(7), *range(8), *range(9)]
    starts = [left - 3 for left, _ in brackets(figure)]
    assert starts == [0, 2, 4, 0, 2, 4, 0, 2, 4, 6]
    assert all(right - left == 3 for left, right in brackets(figure))
    assert crossed(figure) == [3 + 7]


def test_staircases() -> None:
    (axes,) = stride.staircases().axes
    for s, line in enumerate(axes.lines, 1):
        lengths = np.asarray(line.get_xdata())
        sizes = [F.conv1d(torch.zeros(1, 1, n), torch.zeros(1, 1, 3), stride=s).shape[-1] for n in lengths]
        assert np.asarray(line.get_ydata()).tolist() == sizes
    assert [text.get_text() for text in axes.texts] == ["$s = 1$", "$s = 2$", "$s = 3$"]


def test_taps() -> None:
    figure = stride.taps()
    filled = cells(figure, style.BLUE)
    assert [column for column, _ in filled] == [0, 1, 2, 0, 2, 4, 0, 4, 8]
    assert numbers(figure) == [*range(9), 3, *range(9), 5, *range(9), 9]
    spans = [p.get_width() for p in rectangles(figure) if not p.get_fill()]
    assert spans == [3, 5, 9]


def test_dilated_window() -> None:
    figure = stride.dilated_window()
    assert cells(figure, style.BLUE) == [(x, y) for y in (0, 4, 8) for x in (0, 2, 4)]
    outlines = [p for p in rectangles(figure) if not p.get_fill()]
    assert [(p.get_width(), p.get_height()) for p in outlines] == [(5, 9), (1, 1)]
    assert len(cells(figure, style.PALE_BLUE)) == 9 * 9 + 5 * 9
    assert len(cells(figure, style.PALE_ORANGE)) == 13 * 13 - 9 * 9
    assert "(5, 9)" in texts(figure)


def test_frames() -> None:
    figure = stride.frames()
    starts = [left - 3 for left, _ in brackets(figure)]  # counted from cell 0
    assert starts == [-1, 1, 3, 5, 0, 2, 4, 6, -1, 1, 3, 5]
    assert crossed(figure) == [3 + 8]
    assert numbers(figure) == [*range(7), *range(8), *range(8)]
    assert (
        len([p for p in figure.axes[0].patches if to_hex(p.get_facecolor()) == style.PALE_ORANGE.lower()])
        == 5
    )
