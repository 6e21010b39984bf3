"""The ladder: what is wrong with a result, the first thing first, and never what would be right."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.checks.compare import FLOAT32, FLOAT64, Tolerance, difference, tolerance_for

NAN, INF = float("nan"), float("inf")

ACCEPTED = {
    "equal arrays": (np.arange(3.0), np.arange(3.0)),
    "within the tolerance": (np.array([1.0]), np.array([1.0 + 5e-8])),
    "another floating dtype": (np.array([1.0, 2.0]), np.array([1.0, 2.0], np.float32)),
    "another integer dtype": (np.array([1, 2]), np.array([1, 2], np.uint8)),
    "another memory layout": (np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6.0).reshape(2, 3))),
    "equal infinities": (np.array([INF, -INF, 1.0]), np.array([INF, -INF, 1.0])),
    "minus zero": (np.array([0.0]), np.array([-0.0])),
    "nothing in it": (np.zeros((0, 3)), np.zeros((0, 3))),
    "an array without axes": (np.array(2.0), np.array(2.0)),
    "an array without axes for a number": (2.0, np.array(2.0)),
    "a NumPy number for a Python one": (2.0, np.float32(2.0)),
    "a Python number for a NumPy one": (np.float64(2.0), 2.0),
    "an int for a number": (2.0, 2),
    "a float for a complex number": (2 + 0j, 2.0),
    "a NumPy int": (3, np.int64(3)),
    "a NumPy bool": (True, np.True_),
    "an int beyond 64 bits": (3**50, 3**50),
    "booleans": (np.array([True]), np.array([True])),
    "complex numbers": (np.array([1 + 2j]), np.array([1 + 2j])),
    "the largest unsigned integers": (np.array([2**64 - 1], np.uint64), np.array([2**64 - 1], np.uint64)),
    "a list for a tuple": ((1, 2), [1, 2]),
    "nested": ([(1, {"a": np.zeros(2)})], [(1, {"a": np.zeros(2)})]),
    "keys in another order": ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    "text": ("same", "same"),
    "None": (None, None),
    "tensors": (torch.arange(3.0), torch.arange(3.0)),
    "float16, rounded": (np.array([1000], np.float16), np.array([1000.00001])),
}


@pytest.mark.parametrize(("expected", "got"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_right_results_are_accepted(expected: Any, got: Any) -> None:
    assert difference(expected, got, FLOAT64) == ""


REFUSED = {
    # type
    "a list": (np.zeros(2), [0.0, 0.0], "the result must be a NumPy array, not a list"),
    "a number": (np.zeros(2), 0.0, "the result must be a NumPy array, not a float"),
    "a NumPy number for an array": (np.array(1.0), np.float64(1), "a NumPy array, not a numpy.float64"),
    "a tensor": (np.zeros(2), torch.zeros(2), "the result must be a NumPy array, not a torch.Tensor"),
    "an array for a tensor": (torch.zeros(2), np.zeros(2), "must be a torch.Tensor, not a numpy.ndarray"),
    "None": (np.zeros(2), None, "the result must be a NumPy array, not None"),
    "something for None": (None, 0, "the result must be None, not an int"),
    "a number for text": ("a", 1, "the result must be a str, not an int"),
    "a float for an int": (6, 6.0, "the result must be an int, not a float"),
    "a bool for an int": (1, True, "the result must be an int, not a bool"),
    "an int for a bool": (True, 1, "the result must be a bool, not an int"),
    "a bool for a number": (1.0, True, "the result must be a number, not a bool"),
    "a complex for a number": (1.0, 1 + 0j, "the result must be a number, not a complex"),
    "a tensor for a number": (1.0, torch.tensor(1.0), "the result must be a number, not a torch.Tensor"),
    "an array for a number": (1.0, np.array([1.0]), "the result must be a number, not a numpy.ndarray"),
    "an array for a tuple": ((1, 2), np.array([1, 2]), "the result must be a tuple, not a numpy.ndarray"),
    "a list for a dict": ({"a": 1}, [1], "the result must be a dict, not a list"),
    # shape
    "another shape": (
        np.zeros((2, 3)),
        np.zeros((3, 2)),
        "(3, 2), it must be (2, 3): height first",
    ),
    "an axis too many": (np.zeros(2), np.zeros((1, 2)), "has shape (1, 2), it must be (2,): height first"),
    "a tensor's shape": (torch.zeros(2), torch.zeros(3), "has shape (3,), it must be (2,): height first"),
    "an item too few": ((1, 2), (1,), "the result has 1 items, it must have 2"),
    "a missing key": ({"a": 1, "b": 2}, {"a": 1}, "the result lacks the key 'b'"),
    "another key": ({"a": 1}, {"c": 1}, "the result lacks the key 'a'"),
    "a key too many": ({"a": 1}, {"a": 1, "c": 1}, "the result has a key too many"),
    # dtype
    "integers": (np.zeros(2), np.zeros(2, int), "has dtype int64, it must be a floating one"),
    "floats": (np.zeros(2, int), np.zeros(2), "has dtype float64, it must be an integer one"),
    "booleans": (np.zeros(2, int), np.zeros(2, bool), "has dtype bool, it must be an integer one"),
    "integers for booleans": (
        np.zeros(2, bool),
        np.zeros(2, int),
        "has dtype int64, it must be a boolean one",
    ),
    "complex": (np.zeros(2), np.zeros(2, complex), "has dtype complex128, it must be a floating one"),
    "a tensor's dtype": (
        torch.zeros(2),
        torch.zeros(2, dtype=torch.float64),
        "has dtype torch.float64, it must be torch.float32",
    ),
    # NaN, infinity
    "a NaN": (np.zeros(3), np.array([0, NAN, NAN]), "the result is NaN in 2 of 3 elements"),
    "a NaN number": (1.0, NAN, "the result is NaN"),
    "a NaN half": (np.array([1j]), np.array([complex(0, NAN)]), "the result is NaN in 1 of 1 elements"),
    "a NaN for an infinity": (np.array([INF]), np.array([NAN]), "the result is NaN in 1 of 1 elements"),
    "an infinity": (np.zeros(3), np.array([0, INF, 0]), "the result is infinite in 1 of 3 elements"),
    "the other infinity": (INF, -INF, "the result is infinite"),
    # values
    "a number for an infinity": (np.array([INF]), np.array([1.0]), "is wrong in 1 of 1 elements"),
    "a number for a number's infinity": (-INF, -1e308, "the result is wrong; the largest error is inf"),
    "the worst of two": (
        np.zeros((2, 2)),
        np.array([[0.0, 0.25], [-3.5, 0.0]]),
        "the result is wrong in 2 of 4 elements; the largest error is 3.5, at index (1, 0)",
    ),
    "no axes": (np.array(1.0), np.array(1.5), "the result is wrong; the largest error is 0.5"),
    "a wrong number": (1.0, 1.5, "the result is wrong; the largest error is 0.5"),
    "a wrong int": (7, 5, "the result is wrong; the largest error is 2"),
    "an int beyond 64 bits": (3**50, 3**50 + 1, "the result is wrong; the largest error is 1"),
    "an int beyond all floats": (7, 10**400, "the result is wrong"),
    "an int beyond all floats for a number": (7.0, 10**400, "the result is wrong"),
    "a wrong bool": (True, False, "the result is wrong"),
    "wrong booleans": (np.array([True, False]), np.array([True, True]), "is wrong in 1 of 2 elements"),
    "wrong text": ("secret", "guess", "the result is the wrong text"),
    "unsigned integers below": (np.array([1], np.uint8), np.array([0], np.uint8), "the largest error is 1,"),
    "unsigned against signed": (np.array([1], np.uint64), np.array([-1]), "the largest error is 2,"),
    "integers that no float tells apart": (
        np.array([2**62]),
        np.array([2**62 + 1]),
        "the largest error is 1,",
    ),
    "the largest integers": (
        np.array([2**63 - 1]),
        np.array([2**63], np.uint64),
        "is wrong in 1 of 1 elements",
    ),
    "an item": ((1, np.zeros(2)), (1, np.ones(2)), "item 1 of the result is wrong in 2 of 2 elements"),
    "a value of a key": ({"a": [1, 2]}, {"a": [1, 3]}, "item 1 of 'a' of the result is wrong"),
    "a tensor's value": (torch.zeros(2), torch.tensor([0.0, 0.5]), "the largest error is 0.5, at index (1,)"),
}


@pytest.mark.parametrize(("expected", "got", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_wrong_results_are_refused_with_the_reason(expected: Any, got: Any, message: str) -> None:
    assert message in difference(expected, got, FLOAT64, shape_rule="height first")


def test_only_the_first_rung_that_breaks_is_told() -> None:
    expected = np.zeros((2, 2))
    results = [
        [[1, 2], [3, 4]],
        np.full((3,), 7),
        np.full((2, 2), 7),
        np.array([[NAN, INF], [7.0, 0.0]]),
        np.array([[INF, 7.0], [7.0, 0.0]]),
        np.array([[7.0, 7.0], [7.0, 0.0]]),
        np.zeros((2, 2)),
    ]
    told = [
        "a NumPy array, not a list",
        "shape (3,)",
        "dtype int64",
        "NaN in 1",
        "infinite in 1",
        "wrong in 3",
    ]
    messages = [difference(expected, got, FLOAT64) for got in results]
    assert all(rung in message for rung, message in zip(told, messages, strict=False))
    assert messages[-1] == ""


def test_a_shape_without_a_rule_is_told_without_a_colon() -> None:
    message = difference(np.zeros(1), np.zeros(2), FLOAT64)
    assert message == "the result has shape (2,), it must be (1,)"


@pytest.mark.parametrize("expected", [NAN, np.array([1.0, NAN]), [np.array([NAN])]])
def test_a_test_that_expects_a_nan_is_an_error_of_its_author(expected: Any) -> None:
    with pytest.raises(ValueError, match="expected value holds a NaN"):
        difference(expected, expected, FLOAT64)


@given(hnp.arrays(st.sampled_from([np.float64, np.float32, np.complex128]), (2, 2)), st.integers(0, 3))
def test_a_nan_never_passes(expected: np.ndarray, where: int) -> None:
    assume(not np.isnan(expected).any())
    got = expected.copy()
    got.flat[where] = NAN
    assert "NaN" in difference(expected, got, Tolerance(rtol=INF, atol=INF))


@pytest.mark.parametrize("loose", [Tolerance(1.0, 10.0), FLOAT32])
def test_integers_are_exact_whatever_the_tolerance(loose: Tolerance) -> None:
    assert difference(np.array([10]), np.array([11]), loose)
    assert difference(10, 11, loose)


@pytest.mark.parametrize(
    ("arguments", "tolerance"),
    [
        ((np.zeros(1), 1), FLOAT64),
        ((np.zeros(1, np.float32), np.zeros(1)), FLOAT32),
        (([{"x": np.zeros(1, np.float16)}],), FLOAT32),
        ((torch.zeros(1),), FLOAT32),
        ((torch.zeros(1, dtype=torch.float64),), FLOAT64),
        ((np.zeros(1, np.int32), np.zeros(1, bool)), FLOAT64),
        ((), FLOAT64),
    ],
)
def test_the_tolerance_is_loose_when_an_argument_is_single_precision(arguments: Any, tolerance: Any) -> None:
    assert tolerance_for(arguments) == tolerance


# How far off each element is, in units of the tolerance; nothing at the limit itself, where rounding decides.
STEPS = st.sampled_from([0.0, 0.0, 0.5, -0.9, 1.1, -2.0, 1e9, INF, -INF, NAN])
NUMBERS = st.one_of(st.floats(-1e6, 1e6), st.sampled_from([0.0, INF, -INF, 1e300]))


@given(st.lists(st.tuples(NUMBERS, STEPS), max_size=6))
def test_numpy_agrees_about_float64(pairs: list[tuple[float, float]]) -> None:
    expected = np.array([number for number, _ in pairs])
    with np.errstate(all="ignore"):
        allowed = np.where(np.isfinite(expected), FLOAT64.atol + FLOAT64.rtol * np.abs(expected), 1.0)
        got = expected + allowed * np.array([step for _, step in pairs])
    try:
        np.testing.assert_allclose(got, expected, FLOAT64.rtol, FLOAT64.atol, equal_nan=False)
        accepted = True
    except AssertionError:
        accepted = False
    assert (difference(expected, got, FLOAT64) == "") == accepted


@given(st.lists(st.tuples(NUMBERS, STEPS), max_size=6), st.sampled_from([torch.float32, torch.float64]))
def test_torch_agrees_about_tensors(pairs: list[tuple[float, float]], dtype: torch.dtype) -> None:
    expected = torch.tensor([number for number, _ in pairs], dtype=torch.float32)
    allowed = torch.where(
        expected.isfinite(), FLOAT32.atol + FLOAT32.rtol * expected.abs(), torch.tensor(1.0)
    )
    got = (expected + allowed * torch.tensor([step for _, step in pairs])).to(dtype)
    try:
        torch.testing.assert_close(got, expected, rtol=FLOAT32.rtol, atol=FLOAT32.atol, equal_nan=False)
        accepted = True
    except AssertionError:
        accepted = False
    assert (difference(expected, got, FLOAT32) == "") == accepted


@given(
    hnp.arrays(np.int64, 4, elements=st.integers(-(2**63), 2**63 - 1)),
    hnp.arrays(np.uint64, 4, elements=st.integers(0, 2**64 - 1)),
)
def test_python_agrees_about_integers_of_any_size_and_sign(signed: np.ndarray, unsigned: np.ndarray) -> None:
    equal = signed.tolist() == unsigned.tolist()
    assert (difference(signed, unsigned, FLOAT64) == "") == equal
    assert (difference(unsigned, signed, FLOAT64) == "") == equal


@given(
    hnp.arrays(np.float64, (2, 3), elements=st.floats(1000, 9e5).filter(lambda x: x % 1 > 0.01)),
    hnp.arrays(np.float64, (2, 3), elements=st.one_of(st.floats(1e9, 2e9), st.sampled_from([NAN, INF]))),
    st.sampled_from([lambda a: a, lambda a: a[0], lambda a: a.astype(int), lambda a: a.tolist()]),
)
def test_no_message_shows_what_was_expected(expected: np.ndarray, got: np.ndarray, spoil: Any) -> None:
    with np.errstate(all="ignore"):
        message = difference(expected, spoil(got), FLOAT64)
    assert message
    for number in expected.flat:
        assert f"{number:.3g}" not in message
        assert str(int(number)) not in message
