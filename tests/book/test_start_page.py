"""What the first chapter says without running it is true."""

from __future__ import annotations

import contextlib
import io
import re
from typing import Any

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits
from torch.utils.data import BatchSampler

from autograder.checks import compare
from tests.book import pages

QUESTIONS, BOXES = pages.questions("start"), pages.misconceptions("start")


def test_every_box_is_shown_once() -> None:
    shown = re.findall(r"^```\{misconception\} (M\d+)$", pages.text("start"), re.MULTILINE)
    assert sorted(shown) == sorted(BOXES)


PRINTED = {
    "M27": ["batches: 47", "first  : (64, 256)", "last   : (56, 256)"],
    "M43": ["(2, 3)", "row 0: [1 2 3]", "column 0: [1 4]"],
    "M08": ["but got 9 channels instead", "(1, 2, 9, 9) works"],
    "M28": ["input[1, 64, 28, 20] to have 1 channels, but got 64 channels instead", "(64, 8, 26, 18)"],
    "M58": ["(64, 4)", "ValueError: cannot select an axis to squeeze ou ...", "(4,)"],
    "M46": ["validation 0.72", "test       0.49"],
    "M47": ["mean 0.951", "best 0.974"],
    "M45": ["10 10", "20 5", "30 4", "30 3"],
    "M30": ["1 2", "1.4142", "1.4142"],
    "M31": ["{1.414214}"],
    "M09": ["<class 'builtin_function_or_method'>", "<class 'torch.Tensor'>", "True"],
}


@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
def test_a_box_prints_what_it_is_about(box: dict[str, str]) -> None:
    names = {"np": np, "torch": torch, "nn": torch.nn}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(box["code"], names)
    assert printed.getvalue().splitlines() == PRINTED[box["id"]]


def test_random_vectors_have_different_distances() -> None:
    vectors = np.random.default_rng(0).normal(size=(5, 5))
    distances = {np.linalg.norm(vectors[i] - vectors[j]).round(6) for i in range(5) for j in range(i)}
    assert len(distances) == 10


def test_reshape_and_transpose_are_views() -> None:
    picture = np.arange(12).reshape(2, 2, 3)
    picture.transpose(2, 0, 1)[0, 0, 0] = 99
    assert picture[0, 0, 0] == 99


def test_tolerances_are_those_of_the_checks() -> None:
    for tolerance in (compare.FLOAT64, compare.FLOAT32):
        text = f"$10^{{{np.log10(tolerance.atol):.0f}}} + 10^{{{np.log10(tolerance.rtol):.0f}}}"
        assert text in pages.words("start")


def test_the_learner_by_heart_with_three_neighbours() -> None:
    """On the training set one neighbour beats three, whatever is better on new digits."""
    digits = load_digits()
    flat, labels = digits.images.reshape(1797, 64)[:300], digits.target[:300]
    distances = ((flat[:, None] - flat[None]) ** 2).sum(axis=2)
    nearest = labels[np.argsort(distances, axis=1, kind="stable")[:, :3]]
    three = np.array([np.bincount(row).argmax() for row in nearest])
    assert (nearest[:, 0] == labels).all()
    assert (three == labels).mean() < 1


def updates(samples: int, batch_size: int, epochs: int, *, drop_last: bool = False) -> int:
    """Count the updates of a run, batch by batch."""
    return epochs * len(list(BatchSampler(range(samples), batch_size, drop_last)))


def answer(name: str) -> Any:
    """The right answer to a question."""
    (right,) = (a["right"] for a in QUESTIONS[name]["answers"] if "right" in a)
    return right


def test_questions_about_counting() -> None:
    assert answer("updates") == updates(1000, 32, 5) == 160
    wrong = {a["wrong"] for a in QUESTIONS["updates"]["answers"] if "wrong" in a}
    assert wrong == {1000 // 32 * 5, -(-5000 // 32), updates(1000, 32, 1), 1000 / 32 * 5}
    assert answer("drop-last") == updates(10, 4, 1, drop_last=True)


def test_question_about_swapping() -> None:
    x = np.arange(24).reshape(2, 3, 4)
    choices = [entry.get("right", entry.get("wrong")) for entry in QUESTIONS["swap"]["answers"]]
    results = {text: eval(text.strip("`"), {"x": x}) for text in choices}
    swapped = np.array([[[x[i, k, j] for k in range(3)] for j in range(4)] for i in range(2)])
    assert [text for text, y in results.items() if np.array_equal(y, swapped)] == [answer("swap")]
    assert results["`x.reshape(2, 4, 3)`"].shape == swapped.shape
    assert results["`x.T`"].shape == (4, 3, 2)


def test_question_about_uint8() -> None:
    assert (np.array([3], np.uint8) - np.array([5], np.uint8)).tolist() == [answer("uint8")]
