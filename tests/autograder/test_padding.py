"""The answers of the padding chapter against PyTorch, on many more inputs than its hidden tests try."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import mistakes, source
from autograder.checks import compare
from autograder.checks.calling import Call, LocalBackend

CHAPTER = Path(__file__).parents[2] / "solutions" / "padding"
DTYPES = st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.int8, np.uint8, np.bool_])
MODES = ("zeros", "replicate", "reflect", "circular")


def notebook() -> dict[str, Any]:
    """The names of the chapter's notebook, solved."""
    names: dict[str, Any] = {}
    for cell in source.read(CHAPTER / "padding.py").cells:
        if cell.role in ("given", "solution"):
            exec(cell.source, names)
    return names


SOLUTION = notebook()
GRADED = {exercise.function for exercise in source.read(CHAPTER / "padding.py").exercises}
ANSWERS: list[tuple[str, str, Callable[..., Any]]] = [
    *((name, "the solution", SOLUTION[name]) for name in sorted(GRADED)),
    *((a.function, a.name, a.run) for a in mistakes.load_alternatives(CHAPTER / "mistakes.py")),
]


def every_answer_to(function: str) -> pytest.MarkDecorator:
    """The solution and all alternatives, one test each."""
    found = [(name, run) for graded, name, run in ANSWERS if graded == function]
    return pytest.mark.parametrize("answer", [run for _, run in found], ids=[name for name, _ in found])


def usual(answer: Callable[..., Any], x: np.ndarray) -> np.ndarray:
    """What to give an answer for x: the solution takes all arrays, alternatives the usual ones.

    PyTorch takes no negative strides, and an alternative may compute in the dtype that it is given.
    """
    if answer in SOLUTION.values():
        return x
    dtype = x.dtype if x.dtype in (np.float64, np.float32, np.int64) else np.dtype(np.float64)
    return np.array(x, dtype, order="C") if min(x.strides) < 0 else x.astype(dtype, copy=False)


def agree(answer: Callable[..., Any], expected: Any, *args: Any) -> None:
    """An answer gives what is expected, leaves its arguments alone and shares no memory with them."""
    outcome = LocalBackend().call(answer, Call(args, {}), strict=False)
    assert outcome.raised is None
    assert compare.difference(expected, outcome.value, compare.tolerance_for(args)) == ""
    assert outcome.changed == ()
    assert not outcome.aliased


def refuse(answer: Callable[..., Any], *args: Any) -> None:
    """An answer raises ValueError and leaves its arguments alone."""
    outcome = LocalBackend().call(answer, Call(args, {}), strict=False)
    assert outcome.raised is not None
    assert "ValueError" in outcome.raised.type_names
    assert outcome.changed == ()


@st.composite
def arrays(draw: st.DrawFn, least: int, most: int, *, smallest: int = 1) -> np.ndarray:
    """Arrays of small numbers of several dtypes, some of them strided, reversed or in Fortran order."""
    shape = draw(hnp.array_shapes(min_dims=least, max_dims=most, min_side=smallest, max_side=5))
    step = draw(st.sampled_from([1, 2, -1]))
    rng = np.random.default_rng(draw(st.integers(0, 999)))
    wide = (*shape[:-1], shape[-1] * abs(step))
    array: np.ndarray = rng.integers(0, 100, wide).astype(draw(DTYPES))[..., ::step]
    return np.asfortranarray(array) if draw(st.booleans()) else array


def double(x: np.ndarray) -> torch.Tensor:
    return torch.tensor(np.array(x, np.float64, order="C"))  # a copy: no strides below 0


@every_answer_to("pad2d")
@given(
    x=arrays(2, 4),
    pad=st.tuples(*[st.integers(0, 4)] * 4),
    value=st.sampled_from([0.0, 0.5, -3.0, 7]),
)
def test_pad2d_is_torchs_constant_padding(
    answer: Any, x: np.ndarray, pad: tuple[int, int, int, int], value: float
) -> None:
    top, bottom, left, right = pad
    x = usual(answer, x)
    agree(answer, F.pad(double(x), (left, right, top, bottom), value=value).numpy(), x, pad, value)


@every_answer_to("pad2d")
@given(x=arrays(1, 4), pad=st.tuples(*[st.integers(-2, 2)] * 4))
def test_pad2d_refuses_negative_pads_and_too_few_axes(
    answer: Any, x: np.ndarray, pad: tuple[int, ...]
) -> None:
    x = usual(answer, x)
    if min(pad) < 0 or x.ndim < 2:
        refuse(answer, x, pad)
    else:
        agree(answer, SOLUTION["pad2d"](x, pad), x, pad)


@every_answer_to("padding_for")
@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel lengths")
@pytest.mark.parametrize("kernel", range(1, 10))
@pytest.mark.parametrize("dilation", range(1, 5))
def test_padding_for_keeps_the_size_as_torch_does(answer: Any, kernel: int, dilation: int) -> None:
    weight = torch.arange(1.0, kernel + 1, dtype=torch.float64)[None, None]
    row = torch.arange(20.0, dtype=torch.float64)[None, None]
    for mode in ("same", "valid"):
        padded = F.pad(row, answer(mode, kernel, dilation))
        by_hand = (
            F.conv1d(padded, weight, dilation=dilation) if padded.shape[2] > dilation * (kernel - 1) else None
        )
        if by_hand is not None:
            torch.testing.assert_close(by_hand, F.conv1d(row, weight, padding=mode, dilation=dilation))
    full = F.conv1d(F.pad(row, answer("full", kernel, dilation)), weight, dilation=dilation)
    turned = F.conv_transpose1d(row, weight.flip(2), dilation=dilation)
    torch.testing.assert_close(full, turned)


@every_answer_to("padding_for")
@given(
    mode=st.sampled_from(["same", "valid", "full", "Same", "", "zeros"]),
    kernel=st.integers(-1, 9),
    dilation=st.integers(-1, 4),
)
def test_padding_for_gives_two_ints_or_refuses(answer: Any, mode: str, kernel: int, dilation: int) -> None:
    if kernel < 1 or dilation < 1 or mode not in ("same", "valid", "full"):
        refuse(answer, mode, kernel, dilation)
    else:
        agree(answer, SOLUTION["padding_for"](mode, kernel, dilation), mode, kernel, dilation)


@every_answer_to("pad1d")
@given(
    x=arrays(1, 1),
    before=st.integers(0, 6),
    after=st.integers(0, 6),
    mode=st.sampled_from(MODES),
)
def test_pad1d_is_torchs_padding_within_each_modes_limit(
    answer: Any, x: np.ndarray, before: int, after: int, mode: str
) -> None:
    x = usual(answer, x)
    most = {"reflect": len(x) - 1, "circular": len(x)}.get(mode, 6)
    if max(before, after) > most:
        refuse(answer, x, before, after, mode)
        return
    name = "constant" if mode == "zeros" else mode
    expected = F.pad(double(x)[None, None], (before, after), mode=name)[0, 0].numpy()
    agree(answer, expected, x, before, after, mode)


@every_answer_to("pad1d")
@pytest.mark.parametrize("mode", MODES)
def test_pad1d_refuses_negative_pads_and_other_shapes(answer: Any, mode: str) -> None:
    refuse(answer, np.ones(3), -1, 0, mode)
    refuse(answer, np.ones(3), 0, -1, mode)
    refuse(answer, np.ones((2, 2)), 1, 1, mode)
    refuse(answer, np.ones(3), 1, 1, mode.upper())


@every_answer_to("window_counts")
@given(
    height=st.integers(0, 6),
    width=st.integers(0, 6),
    kernel=st.integers(0, 7),
    padding=st.integers(-1, 4),
)
def test_window_counts_are_what_torch_folds_together(
    answer: Any, height: int, width: int, kernel: int, padding: int
) -> None:
    fits = kernel <= min(height, width) + 2 * padding
    if min(height, width, kernel) < 1 or padding < 0 or not fits:
        refuse(answer, height, width, kernel, padding)
        return
    ones = torch.ones(1, 1, height, width, dtype=torch.float64)
    windows = F.unfold(ones, kernel, padding=padding)
    counts = F.fold(torch.ones_like(windows), (height, width), kernel, padding=padding)[0, 0]
    agree(answer, counts.round().long().numpy(), height, width, kernel, padding)


@every_answer_to("conv2d_same")
@given(x=arrays(2, 2), kernel=arrays(2, 2))
def test_conv2d_same_is_torchs_same_padding(answer: Any, x: np.ndarray, kernel: np.ndarray) -> None:
    x, kernel = usual(answer, x), usual(answer, kernel)
    expected = F.conv2d(double(x)[None, None], double(kernel)[None, None], padding="same")[0, 0].numpy()
    agree(answer, expected, x, kernel)


@every_answer_to("conv2d_same")
@pytest.mark.parametrize(
    ("x", "kernel"), [((2, 3, 3), (2, 2)), ((3,), (1, 1)), ((3, 3), (3,)), ((3, 3), (0, 2)), ((3, 3), (2, 0))]
)
def test_conv2d_same_refuses_other_shapes(answer: Any, x: tuple[int, ...], kernel: tuple[int, ...]) -> None:
    refuse(answer, np.ones(x), np.ones(kernel))


@given(x=arrays(2, 2), kernel=arrays(2, 2))
def test_the_given_cross_correlation_is_torchs(x: np.ndarray, kernel: np.ndarray) -> None:
    answer = SOLUTION["cross_correlate2d"]
    if kernel.shape[0] > x.shape[0] or kernel.shape[1] > x.shape[1]:
        refuse(answer, x, kernel)
    else:
        expected = F.conv2d(double(x)[None, None], double(kernel)[None, None])[0, 0].numpy()
        agree(answer, expected, x, kernel)
