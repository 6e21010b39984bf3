"""What the convolution chapter says without running it is true."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
import scipy.ndimage  # type: ignore[import-untyped]
import scipy.signal  # type: ignore[import-untyped]
import torch
import torch.nn.functional as F
from figures import convolution, example
from numpy.typing import NDArray

from tests.book import pages

PAGE = pages.text("convolution")
X, W = example.IMAGE.astype(float), example.KERNEL.astype(float)
UNTURNED, TURNED = [[15, 16], [6, 15]], [[11, 12], [10, 11]]

Array = NDArray[np.float64]


# The table of libraries


def torch_conv2d(x: Array, w: Array) -> Array:
    return F.conv2d(torch.from_numpy(x)[None, None], torch.from_numpy(w)[None, None])[0, 0].numpy()


def test_who_turns_the_kernel_in_two_dimensions() -> None:
    assert torch_conv2d(X, W).tolist() == UNTURNED
    assert scipy.signal.correlate2d(X, W, mode="valid").tolist() == UNTURNED
    assert scipy.signal.convolve2d(X, W, mode="valid").tolist() == TURNED
    assert scipy.ndimage.correlate(X, W)[1:3, 1:3].tolist() == UNTURNED
    assert scipy.ndimage.convolve(X, W)[1:3, 1:3].tolist() == TURNED


def test_how_large_the_results_are() -> None:
    assert torch_conv2d(X, W).shape == (2, 2)
    assert scipy.signal.correlate2d(X, W).shape == scipy.signal.convolve2d(X, W).shape == (6, 6)
    assert scipy.ndimage.correlate(X, W).shape == scipy.ndimage.convolve(X, W).shape == (4, 4)
    assert np.correlate(X[0], W[0]).shape == (2,)
    assert np.convolve(X[0], W[0]).shape == (6,)


@pytest.mark.parametrize("k", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numpy_and_pytorch_in_one_dimension(k: int, dtype: Any) -> None:
    rng = np.random.default_rng(k)
    row, kernel = rng.normal(size=9).astype(dtype), rng.normal(size=k).astype(dtype)
    ours = F.conv1d(torch.from_numpy(row)[None, None], torch.from_numpy(kernel)[None, None])[0, 0].numpy()
    rtol, atol = (1e-4, 1e-5) if dtype is np.float32 else (1e-7, 1e-9)
    np.testing.assert_allclose(np.correlate(row, kernel), ours, rtol=rtol, atol=atol)
    np.testing.assert_allclose(np.convolve(row, kernel[::-1], mode="valid"), ours, rtol=rtol, atol=atol)
    assert np.convolve(row, kernel).shape == (9 + k - 1,)


def test_a_kernel_larger_than_the_image() -> None:
    for small, large in ((W, X), (W[:, :2], X)):
        with pytest.raises(RuntimeError, match="Kernel size can't be greater"):
            torch_conv2d(small, large)
    short, long = np.array([1.0, 0, -1]), np.array([1.0, 2, 4, 8])
    assert np.correlate(short, long).tolist() == np.correlate(long, short)[::-1].tolist()
    assert np.convolve(short, long).tolist() == np.convolve(long, short).tolist()
    assert np.convolve(short, long, "valid").tolist() == np.convolve(long, short, "valid").tolist()
    correlated = scipy.signal.correlate2d(W, X, mode="valid")
    assert correlated.tolist() == np.array(UNTURNED)[::-1, ::-1].tolist()
    assert scipy.signal.convolve2d(W, X, mode="valid").tolist() == TURNED
    assert scipy.ndimage.correlate(W, X).shape == scipy.ndimage.convolve(W, X).shape == W.shape


def test_only_a_kernel_that_equals_its_half_turn_does_not_care() -> None:
    x = np.random.default_rng(0).normal(size=(6, 7))
    for name, kernel in convolution.FILTERS.items():
        w = kernel.astype(float)
        same = np.allclose(torch_conv2d(x, w), torch_conv2d(x, w[::-1, ::-1].copy()))
        assert same == (not name.startswith("sobel"))
    symmetric = np.array([[1.0, 2], [2, 3]])
    assert not np.allclose(torch_conv2d(x, symmetric), torch_conv2d(x, symmetric[::-1, ::-1].copy()))


# Sizes and work


@pytest.mark.parametrize("size", [(5, 7, 2, 4), (4, 4, 3, 3), (5, 5, 3, 3), (3, 3, 3, 3), (6, 2, 1, 2)])
def test_the_formula_for_sizes(size: tuple[int, int, int, int]) -> None:
    h, w, kh, kw = size
    assert torch_conv2d(np.zeros((h, w)), np.zeros((kh, kw))).shape == (h - kh + 1, w - kw + 1)


def test_the_formula() -> None:
    rng = np.random.default_rng(1)
    x, w = rng.normal(size=(5, 6)), rng.normal(size=(2, 3))
    expected = [
        [sum(x[i + u, j + v] * w[u, v] for u in range(2) for v in range(3)) for j in range(4)]
        for i in range(4)
    ]
    np.testing.assert_allclose(torch_conv2d(x, w), expected)


def test_the_tables_of_filters_are_those_of_the_figures() -> None:
    notebook = (pages.ROOT / "solutions/convolution/convolution.py").read_text("utf-8")
    for text in (PAGE, re.sub("^# ?", "", notebook, flags=re.MULTILINE)):
        block = re.search(r"^```text\n(identity.*?)```", text, re.MULTILINE | re.DOTALL)
        assert block
        shown: dict[str, list[list[float]]] = {}
        for names, *rows in (part.splitlines() for part in block[1].split("\n\n")):
            table = np.array([[Fraction(number) for number in row.split()] for row in rows], dtype=float)
            shown |= {name: table[:, 3 * i : 3 * i + 3].tolist() for i, name in enumerate(names.split())}
        assert shown == {name: kernel.tolist() for name, kernel in convolution.FILTERS.items()}


def test_what_the_text_says_about_times_was_measured() -> None:
    measured = json.loads(convolution.TIMES.read_text(encoding="utf-8"))
    at = measured["sides"].index
    one, many = (
        {way: np.array(seconds, float) for way, seconds in measured["seconds"][count].items()}
        for count in ("1", "32")
    )
    view, columns, ours = "windows and einsum", "im2col and matmul", "PyTorch"
    for ways in (one, many):
        slowest = max(ways[way][at(64)] for way in (view, columns, ours))
        assert ways["loops"][at(64)] > 250 * slowest
    small = 1e6 * np.stack([one[way][: at(32) + 1] for way in (view, columns, ours)])
    assert f"{small.min():.0f} to\n  {small.max():.0f} millionths" in PAGE
    assert f"it is {many[view][at(64)] / many[columns][at(64)]:.0f}\n  times as fast as the view" in PAGE
    assert f"at $n=512$ {many[view][-1] / many[columns][-1]:.0f} times." in PAGE
    assert f"$n=512$ it is {one[view][-1] / one[columns][-1]:.0f} times as fast" in PAGE
    for ways in (one, many):
        ratio = (ways[columns] / ways[ours])[: at(128) + 1]
        assert max(*ratio, *(1 / ratio)) < 1.35
        assert f"im2col is even {ways[ours][-1] / ways[columns][-1]:.0f} times" in PAGE
