"""The solutions of the chapter on 3D convolution are PyTorch's layers, whatever shapes and dtypes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from tests.book.solutions import assert_close, names_of

DTYPES = [np.float64, np.float32, np.int64, np.uint8]
ROUNDS = 60

Array = NDArray[Any]


@pytest.fixture(scope="module", params=["stand-ins", "own"])
def solved(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The functions of the chapter, on top of the stand-ins or of the solutions of earlier chapters."""
    names = names_of("convolution_3d")
    if request.param == "own":
        for chapter in ("convolution", "padding"):
            own = names_of(chapter)
            names |= {name: own[name] for name in ("cross_correlate2d", "pad2d") if name in own}
    return names


def drawn(rng: np.random.Generator, shape: tuple[int, ...], dtype: Any) -> Array:
    values = rng.normal(scale=60, size=shape)
    return np.abs(values).astype(dtype) if np.dtype(dtype).kind == "u" else values.astype(dtype)


def tensor(a: Array | None) -> torch.Tensor | None:
    return None if a is None else torch.tensor(a.astype(np.float64))


def settings(rng: np.random.Generator, axes: int, *, dilation: bool = True) -> dict[str, Any]:
    """Options and sizes for which a window fits: kernels odd and even, strides with and without a rest."""
    kernel, stride, padding = rng.integers(1, 5, axes), rng.integers(1, 4, axes), rng.integers(0, 3, axes)
    spread = rng.integers(1, 4, axes) if dilation else np.ones(axes, dtype=int)
    least = np.maximum(spread * (kernel - 1) + 1 - 2 * padding, 1)
    sizes = least + rng.integers(0, 6, axes)
    chosen = {"kernel": kernel, "stride": stride, "padding": padding, "dilation": spread, "sizes": sizes}
    return {name: tuple(values.tolist()) for name, values in chosen.items()}


@pytest.mark.parametrize("dtype", DTYPES)
def test_conv2d(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(8)
    for _ in range(ROUNDS):
        s = settings(rng, 2)
        groups, n = int(rng.integers(1, 4)), int(rng.integers(0, 4))
        slices, each = rng.integers(1, 4, size=2).tolist()
        x = drawn(rng, (n, groups * slices, *s["sizes"]), dtype)
        w = drawn(rng, (groups * each, slices, *s["kernel"]), dtype)
        b = drawn(rng, (groups * each,), dtype) if rng.random() < 0.5 else None
        options = s["stride"], s["padding"], s["dilation"], groups
        expected = F.conv2d(tensor(x), tensor(w), tensor(b), *options)  # type: ignore[arg-type]
        assert_close(solved["conv2d"](x, w, b, *options), expected, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_conv2d_one_filter(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(81)
    for _ in range(ROUNDS):
        kernel, more, c = rng.integers(1, 5, 2), rng.integers(0, 6, 2), int(rng.integers(1, 5))
        x, w = drawn(rng, (c, *(kernel + more)), dtype), drawn(rng, (c, *kernel), dtype)
        expected = F.conv2d(tensor(x)[None], tensor(w)[None])[0, 0] + 2.5  # type: ignore[index]
        assert_close(solved["conv2d_one_filter"](x, w, 2.5), expected, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_conv1d_tokens(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(83)
    for _ in range(ROUNDS):
        n, k, more, e, f = rng.integers([0, 1, 0, 1, 1], [4, 6, 6, 5, 5]).tolist()
        tokens, w = drawn(rng, (n, k + more, e), dtype), drawn(rng, (f, e, k), dtype)
        b = drawn(rng, (f,), dtype) if rng.random() < 0.5 else None
        expected = F.conv1d(tensor(tokens).transpose(1, 2), tensor(w), tensor(b)).transpose(1, 2)  # type: ignore[union-attr, arg-type]
        assert_close(solved["conv1d_tokens"](tokens, w, b), expected, dtype)


@pytest.mark.parametrize("dtype", DTYPES)
def test_conv3d(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(84)
    for _ in range(ROUNDS):
        s = settings(rng, 3, dilation=False)
        n, c, f = rng.integers([0, 1, 1], [3, 4, 4]).tolist()
        x, w = drawn(rng, (n, c, *s["sizes"]), dtype), drawn(rng, (f, c, *s["kernel"]), dtype)
        b = drawn(rng, (f,), dtype) if rng.random() < 0.5 else None
        options = s["stride"], s["padding"]
        expected = F.conv3d(tensor(x), tensor(w), tensor(b), *options)  # type: ignore[arg-type]
        assert_close(solved["conv3d"](x, w, b, *options), expected, dtype)


def test_conv_shape(solved: dict[str, Any]) -> None:
    rng = np.random.default_rng(85)
    convolutions: dict[int, Any] = {1: F.conv1d, 2: F.conv2d, 3: F.conv3d}
    for number in range(3 * ROUNDS):
        axes = 1 + number % 3
        stride, padding, dilation = rng.integers([1, 0, 1], [4, 3, 4]).tolist()
        n, c, f = rng.integers([0, 1, 1], [3, 4, 4]).tolist()
        x, w = (n, c, *rng.integers(4, 11, axes).tolist()), (f, c, *rng.integers(1, 5, axes).tolist())
        try:
            y = convolutions[axes](torch.zeros(x), torch.zeros(w), None, stride, padding, dilation)
        except RuntimeError:
            with pytest.raises(ValueError, match="does not fit"):
                solved["conv_shape"](x, w, stride, padding, dilation)
        else:
            assert solved["conv_shape"](x, w, stride, padding, dilation) == tuple(y.shape)


@pytest.mark.parametrize("dtype", DTYPES)
def test_conv2d_grad_weight(solved: dict[str, Any], dtype: Any) -> None:
    rng = np.random.default_rng(86)
    for _ in range(ROUNDS):
        s = settings(rng, 2, dilation=False)
        n, c, f = rng.integers([0, 1, 1], [4, 4, 4]).tolist()
        x = drawn(rng, (n, c, *s["sizes"]), dtype)
        w = torch.zeros(f, c, *s["kernel"], dtype=torch.float64, requires_grad=True)
        b = torch.zeros(f, dtype=torch.float64, requires_grad=True)
        y = F.conv2d(tensor(x), w, b, s["stride"], s["padding"])  # type: ignore[arg-type]
        g = drawn(rng, tuple(y.shape), dtype)
        found = solved["conv2d_grad_weight"](x, g, s["kernel"], s["stride"], s["padding"])
        for ours, theirs in zip(found, torch.autograd.grad(y, (w, b), tensor(g)), strict=True):
            assert_close(ours, theirs, dtype)


def test_padding_that_differs_before_and_behind(solved: dict[str, Any]) -> None:
    """The layer pads both sides alike, as PyTorch's does; a frame of its own goes around the image first."""
    rng = np.random.default_rng(6)
    for _ in range(ROUNDS):
        top, bottom, left, right = rng.integers(0, 4, size=4).tolist()
        x, w = rng.normal(size=(2, 3, 4, 5)), rng.normal(size=(2, 3, 2, 4))
        framed = F.pad(torch.tensor(x), (left, right, top, bottom))
        assert_close(
            solved["conv2d"](solved["pad2d"](x, (top, bottom, left, right)), w),
            F.conv2d(framed, torch.tensor(w)),
            float,
        )
        size = solved["conv_output_size"](5, 4, 2, (left, right))
        assert size == F.conv2d(framed, torch.tensor(w), stride=2).shape[3]


def test_the_stand_in_for_sizes_is_pytorchs() -> None:
    size = names_of("convolution_3d")["conv_output_size"]
    rng = np.random.default_rng(7)
    for _ in range(5 * ROUNDS):
        n, kernel, stride, before, after, dilation = rng.integers(
            [1, 1, 1, 0, 0, 1], [12, 6, 4, 4, 4, 4]
        ).tolist()
        row = F.pad(torch.zeros(1, 1, n), (before, after))
        try:
            expected = F.conv1d(row, torch.zeros(1, 1, kernel), stride=stride, dilation=dilation).shape[-1]
        except RuntimeError:
            with pytest.raises(ValueError, match="does not fit"):
                size(n, kernel, stride, (before, after), dilation)
        else:
            assert size(n, kernel, stride, (before, after), dilation) == expected
    assert size(227, 11, 4) == 55
    for bad in ((5, 3, 0), (5, 0), (5, 3, 1, -1), (5, 3, 1, 0, 0), (-1, 1)):
        with pytest.raises(ValueError, match="at least"):
            size(*bad)
