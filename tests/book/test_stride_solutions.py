"""The solutions of the stride chapter give what PyTorch gives, and its stand-ins keep to their exercises."""

from __future__ import annotations

from dataclasses import astuple
from itertools import product
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from tests.book.solutions import names_of, tolerance

DTYPES = [np.float64, np.float32, np.int64, np.uint8]

Array = NDArray[Any]
Names = dict[str, Any]


@pytest.fixture(scope="module")
def solved() -> Names:
    return names_of("stride")


def test_sizes_and_what_is_left_over(solved: Names) -> None:
    settings = product(range(0, 9), range(1, 5), range(1, 5), (0, 1, (0, 2), (3, 1)), range(1, 4))
    for n, k, s, padding, d in settings:
        row = F.pad(torch.zeros(1, 1, n), solved["as_pair"](padding)).requires_grad_()
        for name in ("conv_output_size", "leftover"):
            if row.shape[-1] < d * (k - 1) + 1:
                with pytest.raises(ValueError, match="does not fit"):
                    solved[name](n, k, s, padding, d)
        if row.shape[-1] < d * (k - 1) + 1:
            continue
        outputs = F.conv1d(row, torch.ones(1, 1, k), stride=s, dilation=d)
        (seen,) = torch.autograd.grad(outputs.sum(), row)
        assert solved["conv_output_size"](n, k, s, padding, d) == outputs.shape[-1]
        last = int(seen.nonzero().max())
        assert solved["leftover"](n, k, s, padding, d) == row.shape[-1] - 1 - last


@pytest.mark.parametrize("dtype", DTYPES)
def test_strided_and_dilated_convolutions(solved: Names, dtype: Any) -> None:
    rng = np.random.default_rng(7)
    rtol, atol = astuple(tolerance(dtype))
    for _ in range(80):
        size, d, s = (rng.integers(1, 4, size=2) for _ in range(3))
        p = rng.integers(0, 3, size=2)
        x = (100 * rng.random(size=d * (size - 1) + rng.integers(1, 6, size=2))).astype(dtype)
        kernel = (100 * rng.random(size=size)).astype(dtype)
        image, weight = (torch.tensor(a.astype(np.float64))[None, None] for a in (x, kernel))
        stride, padding, dilation = (tuple(pair.tolist()) for pair in (s, p, d))
        expected = F.conv2d(image, weight, None, stride, padding, dilation)[0, 0].numpy()
        found = solved["strided_conv2d"](x, kernel, stride, padding, dilation)
        assert found.dtype.kind == "f"
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol, strict=dtype is not np.float32)
        written = torch.tensor(solved["dilate_kernel"](kernel, dilation))[None, None]
        assert torch.allclose(F.conv2d(image, written), F.conv2d(image, weight, dilation=dilation))


def test_what_the_notebook_gives_keeps_to_the_exercises_before_it() -> None:
    given = names_of("stride", ["given"])
    padding = names_of("padding")
    convolution = names_of("convolution")
    for mode, k, dilation in product(("valid", "same", "full"), range(1, 8), range(1, 4)):
        pads = given["padding_for"](mode, k, dilation)
        assert pads == padding["padding_for"](mode, k, dilation)
        assert [type(number) for number in pads] == [int, int]
    for bad in (("some", 3), ("same", 0), ("full", 3, 0)):
        with pytest.raises(ValueError, match="cannot pad"):
            given["padding_for"](*bad)
    rng = np.random.default_rng(8)
    for x in (rng.normal(size=(4, 6))[::2, ::-1], rng.integers(0, 9, size=(2, 3, 2)), np.zeros((0, 2, 2))):
        for pad in ((0, 0, 0, 0), (1, 0, 2, 3)):
            found = given["pad2d"](x, pad, 0.5)
            np.testing.assert_array_equal(found, padding["pad2d"](x, pad, 0.5), strict=True)
            assert not np.shares_memory(found, x)
    for bad_x, bad_pad in ((np.zeros(3), (1, 1, 1, 1)), (np.zeros((2, 2)), (0, -1, 0, 0))):
        with pytest.raises(ValueError, match="no pad may be negative"):
            given["pad2d"](bad_x, bad_pad)
    for x, kernel in ((rng.normal(size=(4, 5)), rng.normal(size=(2, 3))), (np.eye(3), np.eye(3))):
        expected = convolution["cross_correlate2d"](x, kernel)
        np.testing.assert_allclose(given["cross_correlate2d"](x, kernel), expected)
