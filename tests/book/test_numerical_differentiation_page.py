"""What the chapter on numerical differentiation says, of what its cells print and without, is true."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from figures import numerical_differentiation

from tests.book import pages


def test_the_cells_print_what_the_text_speaks_of() -> None:
    printed = pages.printed("numerical_differentiation")
    for line in (
        "    8 min  1.360000 km  0.170000 km/min",
        " 0.01 min  0.002899 km  0.289850 km/min",
        "0.1 6.100000000000012",
        "0.1    0.497364  error 4.3e-02",
        "0.001  forward 4.2e-04  central 9.0e-08",
        "1e-08 0.54030230  error 3.0e-09",
        "1e-16 0.00000000  error 5.4e-01",
        "0.8414709902109195\n0.8414709794048734\n0.0000000108060462",
        "float64 2.2e-16\nfloat32 1.2e-07",
        "float64 1e-08 6e-06\nfloat32 3e-04 5e-03",
        "|x|  1.0 -1.0 0.0\nReLU 1.0 0.0 0.5",
        "0.1   9.6000  9.6100  0.0100",
        "by numbers  1.38177329\nby hand     0.54030231\ncorrected   1.38177329",
    ):
        assert line in printed, line
    assert printed.endswith("0.0\n0.0\n")  # PyTorch's slopes of ReLU and |x| at 0


@pytest.mark.parametrize("x", [-1.5, 0.3, 2.0])
@pytest.mark.parametrize(
    ("name", "second", "third"),
    [("sin", lambda x: -np.sin(x), lambda x: -np.cos(x)), ("exp", np.exp, np.exp)],
)
def test_the_formulas_for_truncation(name: str, second: Any, third: Any, x: float) -> None:
    f, h = getattr(np, name), 1e-3
    exact = numerical_differentiation.exact_slope(getattr(torch, name), x)
    assert (f(x + h) - f(x)) / h - exact == pytest.approx(h / 2 * second(x), rel=0.01)
    assert (f(x + h) - f(x - h)) / (2 * h) - exact == pytest.approx(h**2 / 6 * third(x), rel=0.01)


def test_half_the_step() -> None:
    """Half the error of the forward quotient, a quarter of the central one's; rounding the other way."""
    forward, central = numerical_differentiation.quotient_errors(np.float64, np.array([0.02, 0.01]))
    assert forward[0] / forward[1] == pytest.approx(2, rel=0.01)
    assert central[0] / central[1] == pytest.approx(4, rel=0.01)
    steps = 10.0 ** np.linspace(-0.2, 0.2, 401)
    for row in (0, 1):
        small, large = (
            np.median(numerical_differentiation.quotient_errors(np.float64, h * steps)[row])
            for h in (1e-12, 1e-10)
        )
        assert 30 < small / large < 300


def test_gradcheck_is_as_the_text_says() -> None:
    """It computes central quotients with h = 1e-6 and wants float64; on a kink it complains."""
    parameters = torch.autograd.gradcheck.__kwdefaults__ or {}
    defaults = torch.autograd.gradcheck.__defaults__ or ()
    assert 1e-6 in (*defaults, *parameters.values())
    called: list[float] = []

    def f(x: torch.Tensor) -> torch.Tensor:
        called.append(float(x.detach()))
        return x * torch.sin(x)

    assert torch.autograd.gradcheck(f, torch.tensor(1.0, dtype=torch.float64, requires_grad=True))
    assert {round((x - 1) * 1e7) for x in called} >= {-10, 10}
    with pytest.warns(UserWarning, match="not a double precision"), pytest.raises(RuntimeError):
        torch.autograd.gradcheck(f, torch.tensor(1.0, requires_grad=True))
    with pytest.raises(RuntimeError):
        torch.autograd.gradcheck(torch.relu, torch.tensor(0.0, dtype=torch.float64, requires_grad=True))


def test_what_the_questions_say() -> None:
    """The numbers of the answers, each from arithmetic that was run."""

    def square(x: float) -> float:
        return x * x

    h = 1e-4
    assert (square(3.1) - square(3)) / 0.1 == pytest.approx(6.1)
    assert (square(3) - square(2.9)) / 0.1 == pytest.approx(5.9)
    assert (square(3 + h) - square(3 - h)) / 2 * h == pytest.approx(6e-8)
    assert 1 + 1e-50 == 1 - 1e-50 == 1
    assert 0 == 5e-324 / 2 < 5e-324 < 2e-50
    assert np.float32(1) + np.float32(1e-8) == np.float32(1)
    errors = numerical_differentiation.quotient_errors
    assert -4 < np.log10(errors(np.float64, np.array([0.1]))[1, 0]) < -3
    assert -5 < np.log10(errors(np.float64, np.array([1e-12]))[1, 0]) < -4
    large = np.array([0.5, 0.1])
    assert np.allclose(errors(np.float64, large), errors(np.float32, large), rtol=0.01)
