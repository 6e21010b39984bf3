"""What the chapter on linear layers says its cells print, and what it says without running it, is true."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from torch import nn

from tests.book import pages


def test_the_cells_print_what_the_text_speaks_of() -> None:
    printed = pages.printed("linear")
    for line in (
        "with T    tensor([[3., 1.]])\nwithout T tensor([[3., 4.]])\n",
        "w =  0  b = 0  loss 1.000\n",
        "w =  0  b = 1  loss 0.000\n",
        "straight 0.000000  11503 parameters\n",
        "sigmoid  steepest 0.25  at 5: 0.00665\n",
        "0.25 ** 10 = 9.5e-07\n",
        "16 ReLUs, off by at most 0.0010\n",
        "along x tensor([[6., 2.]])\n",
        "along W [[2.0, 1.0], [-2.0, -1.0], [4.0, 2.0]]\n",
        "along b tensor([ 1., -1.,  2.])\n",
        "(2, 12)\n[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]\n",
        "2410 parameters\n",
        "Identity() loss 0.2500  [0.5 0.5 0.5 0.5]\nReLU() loss 0.0000  [",
    ):
        assert line in printed, f"{line}\nis not in\n{printed}"


@pytest.mark.parametrize("seed", range(5))
def test_two_layers_collapse_by_the_formula(seed: int) -> None:
    rng = torch.Generator().manual_seed(seed)
    w1, b1, w2, b2, x = (
        torch.randn(*shape, generator=rng, dtype=torch.float64)
        for shape in ((5, 3), (5,), (2, 5), (2,), (3,))
    )
    stacked = F.linear(F.linear(x, w1, b1), w2, b2)
    assert torch.allclose(stacked, (w2 @ w1) @ x + (w2 @ b1 + b2))
    assert -(2 * 7 + 3) + 5 == -2 * 7 + 2  # the example with one number


@pytest.mark.parametrize("sizes", [(4, 3, 5), (1, 1, 1), (3, 3, 3)])
def test_the_formulas_of_the_way_back(sizes: tuple[int, int, int]) -> None:
    n, inputs, outputs = sizes
    rng = torch.Generator().manual_seed(n)
    x, weight, bias, g = (
        torch.randn(*shape, generator=rng, dtype=torch.float64, requires_grad=True)
        for shape in ((n, inputs), (outputs, inputs), (outputs,), (n, outputs))
    )
    dx, dw, db = torch.autograd.grad(F.linear(x, weight, bias), (x, weight, bias), g)
    assert torch.allclose(dx, g @ weight)
    assert torch.allclose(dw, g.T @ x)
    assert torch.allclose(db, g.sum(0))


def test_he_keeps_the_mean_square_and_relu_takes_half_of_it() -> None:
    rng = torch.Generator().manual_seed(0)
    x = torch.randn(200, 256, generator=rng)
    y = x @ ((2 / 256) ** 0.5 * torch.randn(256, 256, generator=rng))
    assert y.square().mean() / x.square().mean() == pytest.approx(2, rel=0.05)
    assert F.relu(y).square().mean() / y.square().mean() == pytest.approx(0.5, rel=0.05)


def test_pytorchs_default_is_smaller_than_hes_by_the_square_root_of_six() -> None:
    torch.manual_seed(0)
    for layer, fan_in in ((nn.Linear(100, 500), 100), (nn.Conv2d(8, 500, 3), 72)):
        assert layer.weight.std().item() == pytest.approx((2 / fan_in) ** 0.5 / 6**0.5, rel=0.02)


def test_the_default_slope_of_a_leaky_relu() -> None:
    assert nn.LeakyReLU().negative_slope == 0.01


def test_linear_layers_do_not_know_neighbours() -> None:
    torch.manual_seed(0)
    x, layer, order = torch.randn(5, 12), nn.Linear(12, 3), torch.randperm(12)
    shuffled = F.linear(x[:, order], layer.weight[:, order], layer.bias)
    assert torch.allclose(layer(x), shuffled, atol=1e-6)


def test_a_classifier_that_starts_at_0_learns_only_its_last_biases() -> None:
    """What the last question but one says, on images of random pixels."""
    torch.manual_seed(0)
    network = nn.Sequential(
        *(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.Conv2d(4, 4, 3), nn.ReLU(), nn.Flatten(), nn.Linear(64, 10))
    )
    for parameter in network.parameters():
        nn.init.zeros_(parameter)
    images, labels = torch.rand(200, 1, 8, 8), torch.randint(10, (200,))
    sgd = torch.optim.SGD(network.parameters(), lr=0.1)
    for batch in torch.arange(200).reshape(-1, 20).repeat(2, 1):
        sgd.zero_grad()
        loss = F.cross_entropy(network(images[batch]), labels[batch])
        loss.backward()  # type: ignore[no-untyped-call]
        sgd.step()
    *others, last = network.parameters()
    assert not any(parameter.any() for parameter in others)
    assert last.any()
    assert loss.item() == pytest.approx(np.log(10), abs=0.1)
