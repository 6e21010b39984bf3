"""What the chapter on parameter counting says without running it is true."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import torch
from figures import parameter_counting
from torch import nn
from torch.nn import functional

from tests.book import pages

PAGE = pages.text("parameter_counting").replace("\N{NO-BREAK SPACE}", " ")


def size(layer: nn.Module) -> int:
    """PyTorch's number of parameters."""
    return sum(p.numel() for p in layer.parameters())


# Layers and networks


def test_the_table_of_layers() -> None:
    rows = re.findall(
        r"^\| `(\w+)\((.*?)\)`.*?\| \$(.*?)=(\d+)\$ \| (\d+) \| ([\d ]+) \|$", PAGE, re.MULTILINE
    )
    assert len(rows) == 8
    for kind, arguments, sum_of_one, one, how_many, parameters in rows:
        layer = eval(f"nn.{kind}({arguments})", {"nn": nn})
        assert size(layer) == int(parameters.replace(" ", "")) == int(one) * int(how_many)
        assert eval(sum_of_one.replace(r"\cdot", "*")) == int(one)


def test_the_formulas() -> None:
    rng = np.random.default_rng(0)
    layers: tuple[Any, ...] = (nn.Conv1d, nn.Conv2d, nn.Conv3d)
    for dims, layer in enumerate(layers, 1):
        for _ in range(10):
            groups = int(rng.integers(1, 4))
            into, out = (groups * rng.integers(1, 5, size=2)).tolist()
            kernel = tuple(rng.integers(1, 5, size=dims).tolist())
            made = layer(into, out, kernel, groups=groups)
            assert size(made) == out * (into // groups * np.prod(kernel) + 1)
    assert size(nn.Linear(7, 5)) == 5 * (7 + 1)


def test_a_1x1_convolution_is_a_linear_layer_at_every_pixel() -> None:
    conv, linear = nn.Conv2d(64, 10, 1), nn.Linear(64, 10)
    linear.weight.data, linear.bias.data = conv.weight.data[:, :, 0, 0], conv.bias.data  # type: ignore[union-attr]
    maps = torch.randn(2, 64, 3, 4)
    assert torch.allclose(conv(maps), linear(maps.movedim(1, -1)).movedim(-1, 1), atol=1e-5)


def test_a_filter_with_groups_looks_at_its_share_only() -> None:
    x = torch.randn(1, 4, 5, 5)
    layer = nn.Conv2d(4, 6, 3, groups=2)
    changed = x.clone()
    changed[:, 2:] += 1
    before, after = layer(x), layer(changed)
    assert torch.equal(before[:, :3], after[:, :3])
    assert not torch.allclose(before[:, 3:], after[:, 3:])


def test_a_local_layer_is_what_the_page_says() -> None:
    """A window for each place with weights of its own: its parameters, counted one by one."""
    columns = functional.unfold(torch.randn(1, 1, 3, 3), 2)[0]  # (window, places)
    weight, bias = torch.randn(4, 4), torch.randn(4)
    assert ((weight * columns.T).sum(1) + bias).shape == (4,)
    assert weight.numel() == 16
    assert weight.numel() + bias.numel() == 20


def test_two_small_kernels_see_what_a_large_one_sees() -> None:
    x = torch.zeros(1, 1, 9, 9, requires_grad=True)
    ones = torch.ones(1, 1, 3, 3)
    y = functional.conv2d(functional.conv2d(x, ones, padding=1), ones, padding=1)
    (seen,) = torch.autograd.grad(y[0, 0, 4, 4], x)
    rows = seen[0, 0].nonzero()[:, 0]
    assert int(rows.max() - rows.min()) + 1 == 5


def test_a_network_with_an_average_takes_images_of_any_size() -> None:
    net = nn.Sequential(nn.Conv2d(1, 16, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(16, 10))
    assert net(torch.zeros(1, 1, 8, 8)).shape == net(torch.zeros(1, 1, 31, 20)).shape == (1, 10)


def test_heights_of_the_photo_classifier() -> None:
    heights = [150]
    for stage in parameter_counting.stages(parameter_counting.PHOTOS):
        if len(stage.shape) == 3:
            heights.append(stage.shape[1])
    assert "150, then 148 (no padding), 74, 72, 36" in PAGE
    assert heights == [150, 148, 74, 72, 36]


def test_shares_in_the_text_are_those_of_the_figure() -> None:
    stages = parameter_counting.stages(parameter_counting.PHOTOS)
    params, macs = sum(s.params for s in stages), sum(s.macs for s in stages)
    assert f"owns {100 * max(s.params for s in stages) / params:.1f} % of the parameters" in PAGE
    convolved = sum(s.macs for s in stages if s.name == "conv")
    assert f"do {100 * convolved / macs:.0f} % of the work" in PAGE
