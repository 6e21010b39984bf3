"""What the chapter on losses says without running it is true."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from figures import loss

from tests.book import pages

QUESTIONS, BOXES = pages.questions("loss"), pages.misconceptions("loss")


def cross_entropy_of(scores: list[float], right: int) -> float:
    """PyTorch's loss of one sample."""
    return F.cross_entropy(torch.tensor([scores], dtype=torch.float64), torch.tensor([right])).item()


def test_a_factor_does_not_move_the_lowest_point() -> None:
    x, t = torch.tensor(loss.KILOMETRES), torch.tensor(loss.MINUTES)
    weights = torch.linspace(3, 3.6, 601, dtype=torch.float64)
    squares = (weights[:, None] * x + 2 - t) ** 2
    lowest = {int(total.argmin()) for total in (squares.mean(1), squares.sum(1), squares.mean(1) / 2)}
    assert len(lowest) == 1
    assert weights[lowest.pop()].item() == pytest.approx(3.286, abs=5e-4)


def test_sigmoid_of_minus_z_is_one_minus_sigmoid() -> None:
    z = torch.linspace(-9, 9, 37, dtype=torch.float64)
    assert torch.allclose(torch.sigmoid(-z), 1 - torch.sigmoid(z))
    assert ((torch.sigmoid(z) > 0.5) == (z > 0)).all()


def test_adding_to_all_scores_changes_nothing() -> None:
    z = torch.randn(5, 4, dtype=torch.float64, generator=torch.Generator().manual_seed(1))
    assert torch.allclose(F.softmax(z + 100, dim=1), F.softmax(z, dim=1))


def test_a_hit_never_costs_more_than_a_uniform_guess() -> None:
    """The answer to the second question beside the explorer."""
    z = torch.randn(4000, 3, generator=torch.Generator().manual_seed(2))
    for right in range(3):
        costs = F.cross_entropy(z, torch.full((4000,), right), reduction="none")
        assert costs[z.argmax(dim=1) == right].max() <= math.log(3)
    assert cross_entropy_of([0, 0, 0], 0) == pytest.approx(math.log(3))


@pytest.mark.parametrize(("classes", "floor"), [(3, "0.5514"), (10, "1.4612")])
def test_the_floor_of_a_second_softmax(classes: int, floor: str) -> None:
    certain = [1.0] + [0.0] * (classes - 1)
    assert f"{cross_entropy_of(certain, 0):.4f}" == floor
    assert cross_entropy_of(certain, 0) == pytest.approx(math.log(math.e + classes - 1) - 1)
    assert f"{floor} for {'three' if classes == 3 else 'ten'}" in re.sub(r"\s+", " ", BOXES["M33"]["right"])


def test_wrong_classes_cost_alike_if_the_right_one_gets_the_same() -> None:
    assert cross_entropy_of([2, 1, 0, 0], 3) == pytest.approx(cross_entropy_of([0, 1, 2, 0], 3))


def test_layers_and_functions_agree() -> None:
    z, t = torch.randn(4, 3), torch.rand(4, 3)
    p = torch.sigmoid(z)
    pairs = [
        (torch.nn.MSELoss()(z, t), F.mse_loss(z, t)),
        (torch.nn.CrossEntropyLoss()(z, t), F.cross_entropy(z, t)),
        (torch.nn.BCELoss()(p, t), F.binary_cross_entropy(p, t)),
        (torch.nn.BCEWithLogitsLoss()(z, t), F.binary_cross_entropy_with_logits(z, t)),
    ]
    for layer, function in pairs:
        assert layer == function


# ------------------------------------------------------------------------------ the questions


def answers(name: str) -> tuple[Any, list[Any]]:
    """The right answer of a question (of the kind single, number or text), and the wrong ones."""
    given = QUESTIONS[name]["answers"]
    (right,) = (a["right"] for a in given if "right" in a)
    return right, [a["wrong"] for a in given if "wrong" in a]


def value(number: Any) -> float:
    """A number such as 2.3 or 13/3."""
    top, _, bottom = str(number).partition("/")
    return float(top) / float(bottom or 1)


def test_question_on_squared_errors() -> None:
    errors = np.array([0.0, 2.0, -3.0])
    right, wrong = answers("mse")
    assert value(right) == pytest.approx(np.mean(errors**2))
    expected = [np.sum(errors**2), np.mean(errors**2) / 2, np.mean(np.abs(errors)), np.mean(errors)]
    assert [value(number) for number in wrong] == pytest.approx(expected)


def test_question_on_a_uniform_guess() -> None:
    right, wrong = answers("uniform")
    assert right == pytest.approx(cross_entropy_of([0.0] * 10, 3), abs=5e-5)
    expected = [-math.log10(0.1), 0.1, 1 - 0.1, math.log(0.1), math.log2(10)]
    assert wrong == pytest.approx(expected, abs=5e-5)


def test_question_on_sigmoid_and_softmax() -> None:
    right, wrong = (np.ravel(choices) for choices in answers("sigmoid"))
    known = {
        "softmax": lambda scores: F.softmax(torch.tensor(scores), dim=0),
        "tanh": math.tanh,
    }
    (same,) = (float(eval(text.strip("`"), known)) for text in right)  # the page's own text
    others = [float(eval(text.strip("`"), known)) for text in wrong]
    assert same == pytest.approx(1 / (1 + math.exp(-0.7)), abs=1e-6)
    assert [round(other, 3) for other in others] == [0.5, 1.0, 0.604]
    assert round(same, 3) == 0.668


def test_question_on_shifted_scores() -> None:
    right, wrong = answers("shift")
    p = F.softmax(torch.tensor([1.0, 2.0, 3.0], dtype=torch.float64), dim=0)
    assert p.tolist() == pytest.approx([0.090, 0.245, 0.665], abs=5e-4)
    assert right == pytest.approx(p[2].item(), abs=5e-4)
    assert value(wrong[0]) == pytest.approx(13 / (11 + 12 + 13))


def test_question_on_functions_that_take_scores() -> None:
    scores, t = torch.tensor([3.0, -2.0]), torch.tensor([1.0, 0.0])
    for answer in QUESTIONS["logits"]["answers"]:
        name = answer.get("right", answer.get("wrong")).strip("`").removeprefix("F.")
        if name == "binary_cross_entropy":
            with pytest.raises(RuntimeError, match="between 0 and 1"):
                F.binary_cross_entropy(scores, t)
        elif name != "mse_loss":  # a score more for the right answer costs less, however large it is
            assert getattr(F, name)(2 * scores, t) < getattr(F, name)(scores, t)


def test_question_on_guessing() -> None:
    for answer in QUESTIONS["guessing"]["answers"]:
        better = float(answer.get("right", answer.get("wrong"))) < math.log(10)
        assert better == ("right" in answer)
