"""The solutions of the convolution chapter are PyTorch's convolution, on random shapes and dtypes."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import convolution
from numpy.typing import NDArray

from tests.book import solutions
from tests.book.solutions import assert_close

DTYPES = [np.float64, np.float32, np.int64, np.uint8, np.int8]

Array = NDArray[Any]


@pytest.fixture(scope="module")
def solved() -> dict[str, Any]:
    """The functions of the chapter, by name."""
    return solutions.names_of("convolution")


def drawn(rng: np.random.Generator, dtype: Any) -> tuple[Array, Array]:
    """An image and a kernel that fits into it, of random sizes, odd and even."""
    size = rng.integers(1, 6, size=2)
    x, kernel = (rng.normal(scale=90, size=shape) for shape in (size + rng.integers(0, 6, size=2), size))
    if np.dtype(dtype).kind in "iu":
        limits = np.iinfo(np.int8 if dtype is np.int64 else dtype)
        x, kernel = (np.clip(np.round(a), limits.min, limits.max) for a in (x, kernel))
    return x.astype(dtype), kernel.astype(dtype)


def by_pytorch(x: Array, kernel: Array) -> Array:
    image, weights = (torch.tensor(a.astype(np.float64))[None, None] for a in (x, kernel))
    return F.conv2d(image, weights)[0, 0].numpy()


@pytest.mark.parametrize("dtype", DTYPES)
def test_all_functions_agree_with_pytorch(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(5)
    rtol, atol = astuple(solutions.tolerance(dtype))
    for _ in range(60):
        x, kernel = drawn(rng, dtype)
        expected = by_pytorch(x, kernel)
        assert_close(solved["cross_correlate2d"](x, kernel), expected, dtype)
        assert_close(solved["convolve2d"](x, kernel), by_pytorch(x, kernel[::-1, ::-1]), dtype)
        matrix = solved["conv_matrix"](kernel, x.shape)
        assert_close((matrix @ x.ravel().astype(np.float64)).reshape(expected.shape), expected, dtype)
        i, j = (int(rng.integers(n)) for n in expected.shape)
        assert solved["window_sum"](x, kernel, i, j) == pytest.approx(expected[i, j], rel=rtol, abs=atol)
        if min(x.shape) >= 3:
            for name, weights in convolution.FILTERS.items():
                assert_close(solved["apply_filter"](x, name), by_pytorch(x, weights), dtype)


def test_convolve2d_is_numpys_convolution_in_one_dimension(solved: dict[str, Any]) -> None:
    rng = np.random.default_rng(6)
    for k in range(1, 7):
        row, kernel = rng.normal(size=9), rng.normal(size=k)
        expected = np.convolve(row, kernel, mode="valid")
        np.testing.assert_allclose(solved["convolve2d"](row[None], kernel[None])[0], expected)
        np.testing.assert_allclose(solved["convolve2d"](row[:, None], kernel[:, None])[:, 0], expected)
