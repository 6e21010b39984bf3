"""What the stride chapter says without running it is true."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F
from figures import stride
from torch import nn


def outputs(n: int, k: int, s: int = 1, pads: tuple[int, int] = (0, 0), d: int = 1) -> int:
    """How many outputs PyTorch has for a row."""
    row = F.pad(torch.zeros(1, 1, n), pads)
    return F.conv1d(row, torch.zeros(1, 1, k), stride=s, dilation=d).shape[-1]


# The formulas


@pytest.mark.parametrize("s", range(1, 6))
@pytest.mark.parametrize("d", range(1, 4))
@pytest.mark.parametrize("pads", [(0, 0), (1, 1), (0, 2), (3, 1)])
def test_the_size_and_what_is_left_over(s: int, d: int, pads: tuple[int, int]) -> None:
    for k in range(1, 5):
        for n in range(d * (k - 1) + 1, 16):
            room = n + sum(pads) - d * (k - 1) - 1
            assert outputs(n, k, s, pads, d) == room // s + 1
            read = stride.cells_read(n + sum(pads), k, s, d)
            assert n + sum(pads) - 1 - read[-1, -1] == room % s


def test_a_row_with_too_little_room_is_refused_though_the_formula_gives_a_number() -> None:
    for n, k, s, d, formula in ((4, 5, 3, 1, 0), (6, 3, 2, 3, 0), (1, 5, 3, 1, -1)):
        assert (n - d * (k - 1) - 1) // s + 1 == formula
        with pytest.raises(RuntimeError, match="Kernel size can't be greater"):
            outputs(n, k, s, d=d)


@pytest.mark.parametrize("k", range(1, 8))
@pytest.mark.parametrize("s", range(1, 6))
def test_the_frame_of_keras_is_the_smallest_with_so_many_windows(k: int, s: int) -> None:
    for n in range(1, 20):
        windows = -(-n // s)
        total = max((windows - 1) * s + k - n, 0)
        assert outputs(n, k, s, (total // 2, total - total // 2)) == windows
        if total and n + total > k:
            assert outputs(n, k, s, (0, total - 1)) == windows - 1
        if s == 1:
            assert total == k - 1


def test_a_larger_stride_never_gives_more_outputs_and_more_padding_never_fewer() -> None:
    for n in range(3, 20):
        sizes = [outputs(n, 3, s) for s in range(1, 8)]
        assert sizes == sorted(sizes, reverse=True)
        for s in range(1, 5):
            sizes = [outputs(n, 3, s, (p, p)) for p in range(5)]
            assert sizes == sorted(sizes)


# What the text says in words


def test_the_tries_at_the_explorers() -> None:
    left = {n: n - 1 - stride.cells_read(n, 3, 2)[-1, -1] for n in range(3, 12)}
    assert all(rest == (n % 2 == 0) for n, rest in left.items())
    assert outputs(7, 3, 3) == outputs(7, 3, 4) == 2
    assert [7 - 1 - stride.cells_read(7, 3, s)[-1, -1] for s in (3, 4)] == [1, 0]
    assert outputs(2, 3, 1, (1, 0)) == 1
    assert [outputs(9, 3, 1, (2, 2), d) for d in (1, 2, 3, 4)] == [11, 9, 7, 5]
    assert [outputs(9, 3, s, (2, 2), 4) for s in range(1, 6)] == [5, 3, 2, 2, 1]


def test_the_table_of_pairs() -> None:
    assert outputs(50, 3, 2, (4, 4)) == (58 - 3) // 2 + 1 == 28
    assert outputs(100, 5, 1, (2, 2)) == 104 - 5 + 1 == 100
    assert outputs(50, 3, 2, (4, 4), 3) == (58 - 7) // 2 + 1 == 26


def test_pytorchs_column_of_the_table_of_libraries() -> None:
    nn.Conv2d(3, 8, 3, 2, 1, 2)  # channels in, channels out, kernel, stride, padding, dilation
    layer = nn.Conv2d(3, 8, (5, 3), stride=(2, 1), padding=(1, 0), dilation=(1, 2))
    assert tuple(layer(torch.zeros(1, 3, 11, 11)).shape) == (1, 8, 5, 7)  # (vertical, horizontal)
    assert nn.Conv2d(3, 8, 3, stride=2, dilation=2)(torch.zeros(1, 3, 9, 9)).shape[2:] == (3, 3)
    for padding in ("valid", "same", 1, (1, 2)):
        nn.Conv2d(3, 8, 3, padding=padding)
    with pytest.raises(ValueError, match="not supported for strided convolutions"):
        nn.Conv2d(3, 8, 3, stride=2, padding="same")
    with pytest.raises(RuntimeError, match="not supported for strided convolutions"):
        F.conv1d(torch.zeros(1, 1, 7), torch.zeros(1, 1, 3), stride=2, padding="same")


def test_the_numbers_of_the_questions() -> None:
    assert outputs(8, 3, 2) == outputs(7, 3, 2) == 3
    assert outputs(224, 3, 2, (1, 1)) == 112
    image = torch.zeros(1, 1, 8, 8, requires_grad=True)
    (seen,) = torch.autograd.grad(F.conv2d(image, torch.ones(1, 1, 3, 3), stride=3).sum(), image)
    assert int((seen == 0).sum()) == 28
    row, kernel = torch.randn(1, 1, 12), torch.randn(1, 1, 3)
    thinned = F.conv1d(row[:, :, ::2], kernel)
    assert torch.allclose(thinned, F.conv1d(row, kernel, stride=2, dilation=2), atol=1e-5)
