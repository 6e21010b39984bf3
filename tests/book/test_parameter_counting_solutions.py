"""The solutions of the chapter on parameter counting agree with PyTorch, on random layers and networks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

from tests.book import solutions


@pytest.fixture(scope="module")
def solved() -> dict[str, Any]:
    """The functions of the chapter, and those that it is given, by name."""
    return solutions.names_of("parameter_counting")


def counted(layer: nn.Module, *shape: int) -> tuple[int, int]:
    """Parameters and multiply-accumulates as PyTorch counts them, without storing a number."""
    with FlopCounterMode(display=False) as counter:
        layer(torch.empty(1, *shape, device="meta"))
    return sum(p.numel() for p in layer.parameters()), counter.get_total_flops() // 2


def test_layers_of_any_size(solved: dict[str, Any]) -> None:
    rng = np.random.default_rng(9)
    for _ in range(40):
        groups, bias = int(rng.integers(1, 4)), bool(rng.integers(2))
        into, out = (groups * rng.integers(1, 200, size=2)).tolist()
        side, kernel = (rng.integers(*limits, size=2).tolist() for limits in ((9, 200), (1, 6)))
        stride, padding = (rng.integers(*limits, size=2).tolist() for limits in ((1, 4), (0, 3)))
        layer = nn.Conv2d(into, out, kernel, stride, padding, groups=groups, bias=bias, device="meta")
        params, macs = counted(layer, into, *side)
        assert solved["conv_params"](into, out, tuple(kernel), groups, bias) == params
        found = solved["conv_macs"]((into, *side), out, tuple(kernel), tuple(stride), tuple(padding), groups)
        assert found == macs
        linear = nn.Linear(into, out, bias, device="meta")
        assert solved["linear_params"](into, out, bias) == counted(linear, into)[0]


def test_the_stand_in_is_pytorchs_size_of_an_output(solved: dict[str, Any]) -> None:
    size = solved["conv_output_size"]
    assert [size(7, 3, 2), size(28, 5), size(9, 3, 1, 2, 4), size(5, 3, 1, (1, 0))] == [3, 24, 5, 4]
    for bad in ((2, 3), (5, 0), (5, 3, 0), (5, 3, 1, -1), (5, 3, 1, 0, 0), (-1, 1)):
        with pytest.raises(ValueError, match=r"at least 1|does not fit"):
            size(*bad)


def test_the_network_with_85_million_parameters(solved: dict[str, Any]) -> None:
    relu, pool = ("relu",), ("maxpool", 2)
    layers = (
        *(("conv", 64, 3, 1, 0), relu, pool, ("conv", 128, 3, 1, 0), relu, pool),
        *(("flatten",), ("linear", 512), relu, ("linear", 3)),
    )
    x, rows = torch.empty(1, 3, 150, 150, device="meta"), []
    modules: list[nn.Module] = [
        *(nn.Conv2d(3, 64, 3, device="meta"), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Conv2d(64, 128, 3, device="meta"), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten()),
        *(nn.Linear(165888, 512, device="meta"), nn.ReLU(), nn.Linear(512, 3, device="meta")),
    ]
    for module in modules:
        x = module(x)
        rows.append((tuple(x.shape[1:]), sum(p.numel() for p in module.parameters())))
    summary = solved["network_summary"]((3, 150, 150), layers)
    assert summary == tuple(rows)
    assert sum(count for _, count in summary) == 85_012_355
