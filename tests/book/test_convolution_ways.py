"""Three ways to compute a convolution give the numbers of PyTorch, and the plot's times are of these ways."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from figures import convolution, example

from autograder import mistakes
from benchmarks import convolutions

SHAPES = [
    (4, 4, 1, 3, 3),
    (5, 7, 2, 2, 4),
    (6, 3, 3, 4, 1),
    (8, 8, 5, 2, 2),
    (3, 3, 1, 3, 3),
    (4, 5, 2, 1, 1),
]


@pytest.mark.parametrize("way", convolutions.WAYS.values(), ids=lambda way: way.__name__)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_all_ways_agree_with_pytorch(way: Any, shape: tuple[int, ...], dtype: Any) -> None:
    h, w, count, kh, kw = shape
    rng = np.random.default_rng(h * w)
    x, kernels = rng.normal(size=(h, w)).astype(dtype), rng.normal(size=(count, kh, kw)).astype(dtype)
    before = x.copy(), kernels.copy()
    found, expected = way(x, kernels), convolutions.pytorch(x, kernels)
    assert found.dtype == dtype
    assert found.shape == (count, h - kh + 1, w - kw + 1)
    rtol, atol = (1e-4, 1e-5) if dtype is np.float32 else (1e-7, 1e-9)
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)
    assert np.array_equal(x, before[0])
    assert np.array_equal(kernels, before[1])


def test_the_instructors_edition_has_the_three_ways() -> None:
    known = convolution.TIMES.parents[2] / "solutions" / "convolution" / "mistakes.py"
    x, kernel = example.IMAGE.astype(float), example.KERNEL.astype(float)
    shown = {a.how.partition(":")[0].partition(",")[0]: a for a in mistakes.load_alternatives(known)}
    for how in ("four loops", "all windows as a view", "im2col"):
        assert shown[how].run(x, kernel).tolist() == [[15, 16], [6, 15]]


def test_the_recorded_times_are_of_these_ways() -> None:
    measured = json.loads(convolution.TIMES.read_text(encoding="utf-8"))
    assert measured["sides"] == list(convolutions.SIDES)
    assert list(measured["seconds"]) == [str(count) for count in convolutions.KERNELS]
    for ways in measured["seconds"].values():
        assert list(ways) == list(convolutions.WAYS)
        for name, seconds in ways.items():
            known = [s for s in seconds if s is not None]
            few = len(convolutions.SIDES_OF_LOOPS) if name == "loops" else len(convolutions.SIDES)
            assert len(known) == few
            assert min(known) > 0


def test_a_report_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(convolutions, "SIDES", (4, 6))
    monkeypatch.setattr(convolutions, "SIDES_OF_LOOPS", (4,))
    monkeypatch.setattr(convolutions, "ROUNDS", 1)
    monkeypatch.setattr(convolutions, "SECONDS", 0.0)
    lines = convolutions.as_text(convolutions.measure()).splitlines()
    assert lines[0].split() == ["1", "kernel,", "ms", "4", "6"]
    assert [line[:22].strip() for line in lines[1:5]] == list(convolutions.WAYS)
    assert len(lines[1][22:].split()) == 1  # loops, on the small image only
    assert len(lines[2][22:].split()) == 2
