"""What the chapter on gradients says its cells print, and what it says without running it, is true."""

from __future__ import annotations

import re

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import gradients

from tests.book import pages

PAGE = pages.text("gradients")


def test_the_cells_print_what_the_text_speaks_of() -> None:
    printed = pages.printed("gradients")
    for line in (
        "best angle 53 degrees\ndirection  0.60 0.80\nslope      10.0\nsideways   0.0\n",
        "[-0.32212255  0.42949673]\n[-6.11110793e-10  8.14814391e-10]\n",
        "tensor([[-9.3333]]) tensor([-4.])\n",
        "  0  loss 4.66667  w 1.000  b 0.000\n",
        "  1  loss 0.07407  w 1.933  b 0.400\n",
        "100  loss 0.00015  w 1.986  b 0.032\n",
        "p    tensor([0.6590, 0.2424, 0.0986])\n",
        "1898 parameters, 3796 evaluations\n",
        "forward and backward: 2.8\nnumerical gradient:   3796\n",
    ):
        assert line in printed, line


@pytest.mark.parametrize("lr", [0.01, 0.1, 0.5, 0.9, 1, 1.05, 10])
def test_a_step_on_the_bowl_multiplies_by_the_factor_of_the_table(lr: float) -> None:
    (factor,) = re.findall(rf"^\| {lr:g} \| (\S+) \| \S", PAGE, re.MULTILINE)
    places = gradients.walk(gradients.bowl, gradients.START, lr, 4)
    assert np.allclose(places[1:], float(factor.replace("\N{MINUS SIGN}", "-")) * places[:-1])


@pytest.mark.parametrize(("n", "d"), [(1, 1), (3, 1), (5, 2), (4, 4), (2, 7)])
def test_the_formula_of_the_line(n: int, d: int) -> None:
    rng = torch.Generator().manual_seed(n * d)
    x, target, w, b = (
        torch.randn(shape, generator=rng, dtype=torch.float64) for shape in ((n, d), (n,), (d,), ())
    )
    loss = F.mse_loss(x @ w.requires_grad_() + b.requires_grad_(), target)
    dw, db = torch.autograd.grad(loss, (w, b))
    residuals = x @ w + b - target
    assert torch.allclose(dw, 2 / n * x.T @ residuals)
    assert torch.allclose(db, 2 / n * residuals.sum())


@pytest.mark.parametrize(("n", "classes"), [(1, 2), (4, 3), (2, 10), (3, 1)])
def test_the_formula_of_the_scores(n: int, classes: int) -> None:
    rng = torch.Generator().manual_seed(n * classes)
    z = 5 * torch.randn((n, classes), generator=rng, dtype=torch.float64)
    right = torch.randint(classes, (n,), generator=rng)
    (gradient,) = torch.autograd.grad(F.cross_entropy(z.requires_grad_(), right), z)
    assert torch.allclose(gradient, (torch.softmax(z, 1) - F.one_hot(right, classes)) / n)
    assert torch.allclose(gradient.sum(1), torch.zeros(n, dtype=torch.float64), atol=1e-12)
    assert (n * gradient).abs().max() <= 1


def test_a_right_network_gets_a_small_gradient() -> None:
    z = torch.tensor([np.log(99.0), 0.0], dtype=torch.float64, requires_grad=True)  # p = 0.99 for class 0
    (gradient,) = torch.autograd.grad(F.cross_entropy(z, torch.tensor(0)), z)
    assert gradient[0].item() == pytest.approx(-0.01)
