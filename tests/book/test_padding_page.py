"""What the padding chapter says without running it is true."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import padding

from tests.book import pages

PAGE = pages.text("padding")


def test_the_description_of_the_counts_has_the_counts() -> None:
    (alt,) = (
        c.metadata["mystnb"]["image"]["alt"]
        for c in pages.code("padding")
        if "window_count_maps()" in c.source
    )
    for row in padding.looks_per_pixel(5, 3, 0)[:3]:
        assert " ".join(map(str, row)) in alt


def outputs(length: int, kernel: int, before: int, after: int, dilation: int = 1) -> int:
    """Count the outputs PyTorch gives for a row with this much padding."""
    padded = F.pad(torch.zeros(1, 1, length), (before, after))
    return F.conv1d(padded, torch.ones(1, 1, kernel), dilation=dilation).shape[-1]


@pytest.mark.parametrize("kernel", range(1, 8))
@pytest.mark.parametrize("dilation", range(1, 4))
def test_the_formulas_for_sizes(kernel: int, dilation: int) -> None:
    reach, n = dilation * (kernel - 1), 20
    assert outputs(n, kernel, 0, 0, dilation) == n - reach
    assert outputs(n, kernel, reach // 2, reach - reach // 2, dilation) == n
    assert outputs(n, kernel, reach, reach, dilation) == n + reach
    row, w = torch.randn(1, 1, n), torch.randn(1, 1, kernel)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyTorch on the cost of even kernels
        same = F.conv1d(row, w, padding="same", dilation=dilation)
    split = F.conv1d(F.pad(row, (reach // 2, reach - reach // 2)), w, dilation=dilation)
    assert torch.allclose(same, split, atol=1e-5)


@pytest.mark.parametrize(("n", "k", "p"), [(5, 3, 0), (5, 3, 1), (5, 3, 2), (7, 4, 1), (3, 3, 0), (4, 2, 3)])
def test_the_formula_for_window_counts(n: int, k: int, p: int) -> None:
    def c(i: int) -> int:
        return len([j for j in range(n + 2 * p - k + 1) if j <= i + p < j + k])

    expected = [[c(i) * c(j) for j in range(n)] for i in range(n)]
    assert padding.looks_per_pixel(n, k, p).tolist() == expected


def test_full_padding_shows_every_pixel_to_all_windows() -> None:
    for k in (2, 3, 4):
        assert (padding.looks_per_pixel(5, k, k - 1) == k * k).all()


def test_sizes_named_in_the_text() -> None:
    size, sizes = 8, [8]
    while size >= 3:
        size = outputs(size, 3, 0, 0)
        sizes.append(size)
    assert sizes == [8, 6, 4, 2]
    assert [n * n for n in sizes] == [64, 36, 16, 4]
    assert "From 64 pixels to 36, to 16, to 4" in PAGE


# The table of libraries: PyTorch's and NumPy's half. (The course does not install Keras.)


def torch_same(row: list[float], kernel: list[float]) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # on the cost of even kernels
        y: torch.Tensor = F.conv1d(torch.tensor([[row]]), torch.tensor([[kernel]]), padding="same")
    return list(map(float, y[0, 0]))


@pytest.mark.parametrize("k", range(1, 6))
def test_same_in_numpy_pads_an_even_kernel_in_front_and_pytorch_behind(k: int) -> None:
    row, kernel = [3.0, 1.0, 4.0, 1.0, 5.0], [float(10**i) for i in range(k)]
    behind = np.correlate(np.pad(row, ((k - 1) // 2, k // 2)), kernel)
    in_front = np.correlate(np.pad(row, (k // 2, (k - 1) // 2)), kernel)
    assert torch_same(row, kernel) == behind.tolist()
    assert np.correlate(row, kernel, "same").tolist() == in_front.tolist()
    assert (behind.tolist() == in_front.tolist()) == (k % 2 == 1)


def test_same_with_a_kernel_longer_than_the_row() -> None:
    short, long = [1.0, 2.0], [1.0, 10.0, 100.0, 1000.0]
    assert len(torch_same(short, long)) == len(short)
    assert len(np.correlate(short, long, "same")) == len(long)


def test_how_much_the_libraries_pad_if_you_say_nothing() -> None:
    row, kernel = [1.0, 2.0, 3.0, 4.0, 5.0], [1.0, 2.0, 3.0]
    valid = F.conv1d(torch.tensor([[row]]), torch.tensor([[kernel]]))[0, 0]
    assert np.correlate(row, kernel).tolist() == valid.tolist()
    assert len(valid) == 3
    assert len(np.convolve(row, kernel)) == 7  # full


def test_widths_in_pytorch_and_numpy() -> None:
    image = torch.zeros(4, 6)
    assert tuple(F.pad(image, (1, 2, 3, 4)).shape) == (4 + 3 + 4, 6 + 1 + 2)  # last axis first
    assert np.pad(image.numpy(), ((1, 2), (3, 4))).shape == (4 + 1 + 2, 6 + 3 + 4)  # first axis first
    assert tuple(F.pad(image, (-1, 0)).shape) == (4, 5)
    with pytest.raises(ValueError, match="negative"):
        np.pad(image.numpy(), ((0, 0), (-1, 0)))
    assert F.conv1d(torch.zeros(1, 1, 5), torch.zeros(1, 1, 1), padding=2).shape[-1] == 5 + 2 + 2  # per side


def test_mirrors_in_pytorch_and_numpy() -> None:
    with pytest.raises(RuntimeError, match="less than the corresponding input dimension"):
        F.pad(torch.zeros(1, 4), (4, 0), mode="reflect")
    assert np.pad([1, 2, 3, 4], (5, 0), mode="reflect").tolist() == [2, 3, 4, 3, 2, 1, 2, 3, 4]
    assert np.pad([1, 2, 3], (2, 0), mode="symmetric").tolist() == [2, 1, 1, 2, 3]
    with pytest.raises(NotImplementedError):
        F.pad(torch.zeros(1, 4), (1, 0), mode="symmetric")
