"""Compares a result with what it should be, and says the first thing that is wrong.

The ladder: type, shape, dtype, NaN or infinity, values. Each rung is only reached when the ones
before it hold, so a learner reads one cause and not its consequences. No message holds an element
of a result or of the expected value.
"""

from __future__ import annotations

import numbers
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.wire import plain

KINDS = {"b": "boolean", "i": "integer", "u": "integer", "f": "floating", "c": "complex"}


@dataclass(frozen=True)
class Tolerance:
    """How far a number may be off: |got - expected| <= atol + rtol * |expected|."""

    rtol: float
    atol: float


FLOAT64 = Tolerance(rtol=1e-7, atol=1e-9)
FLOAT32 = Tolerance(rtol=1e-4, atol=1e-5)


def tolerance_for(arguments: tuple[Any, ...]) -> Tolerance:
    """The course's tolerance: loose when any array among the arguments is float32 or smaller."""
    single = any(a.dtype.kind == "f" and a.dtype.itemsize <= 4 for a in plain.arrays(arguments))
    return FLOAT32 if single else FLOAT64


def difference(
    expected: Any, got: Any, tolerance: Tolerance, *, shape_rule: str = "", part: str = "the result"
) -> str:
    """Says what is wrong with a result.

    Arguments:
        expected: the right value, plain data without NaN.
        got: the learner's value, plain data.
        tolerance: for floating-point numbers; integers, booleans and strings must be equal.
        shape_rule: why the shape is what it is, added to a message about the shape.
        part: what to call the value in the message.

    Returns:
        One sentence for the first rung that breaks; empty when all hold.

    Raises:
        ValueError: the expected value holds a NaN, which nothing can equal.
    """
    if isinstance(expected, (tuple, list)):
        return _sequence(expected, got, tolerance, shape_rule, part)
    if isinstance(expected, dict):
        return _mapping(expected, got, tolerance, shape_rule, part)
    if isinstance(expected, torch.Tensor):
        if type(got) is not torch.Tensor:
            return f"{part} must be a torch.Tensor, not {plain.type_name(got)}"
        if got.dtype != expected.dtype and got.shape == expected.shape:
            return f"{part} has dtype {got.dtype}, it must be {expected.dtype}"
        return _array(expected.numpy(), got.numpy(), tolerance, shape_rule, part)
    if isinstance(expected, np.ndarray):
        if type(got) is not np.ndarray:
            return f"{part} must be a NumPy array, not {plain.type_name(got)}"
        return _array(expected, got, tolerance, shape_rule, part)
    if expected is None or isinstance(expected, str):
        if type(got) is not type(expected):
            return f"{part} must be {plain.type_name(expected)}, not {plain.type_name(got)}"
        return "" if got == expected else f"{part} is the wrong text"
    return _scalar(expected, got, tolerance, part)


def _sequence(expected: Any, got: Any, tolerance: Tolerance, shape_rule: str, part: str) -> str:
    if not isinstance(got, (tuple, list)):
        return f"{part} must be {plain.type_name(expected)}, not {plain.type_name(got)}"
    if len(got) != len(expected):
        return f"{part} has {len(got)} items, it must have {len(expected)}"
    return _first(
        difference(e, g, tolerance, shape_rule=shape_rule, part=f"item {i} of {part}")
        for i, (e, g) in enumerate(zip(expected, got, strict=True))
    )


def _mapping(expected: Any, got: Any, tolerance: Tolerance, shape_rule: str, part: str) -> str:
    if not isinstance(got, dict):
        return f"{part} must be a dict, not {plain.type_name(got)}"
    if set(got) != set(expected):
        missing = sorted(map(str, set(expected) - set(got)))
        return f"{part} " + (f"lacks the key {missing[0]!r}" if missing else "has a key too many")
    return _first(
        difference(expected[key], got[key], tolerance, shape_rule=shape_rule, part=f"{key!r} of {part}")
        for key in expected
    )


def _array(expected: np.ndarray, got: np.ndarray, tolerance: Tolerance, shape_rule: str, part: str) -> str:
    if got.shape != expected.shape:
        why = f": {shape_rule}" if shape_rule else ""
        return f"{part} has shape {got.shape}, it must be {expected.shape}{why}"
    want, have = KINDS[expected.dtype.kind], KINDS[got.dtype.kind]
    if want != have:
        return f"{part} has dtype {got.dtype}, it must be a {want} one".replace("a integer", "an integer")
    return _values(expected, got, tolerance, part)


def _scalar(expected: Any, got: Any, tolerance: Tolerance, part: str) -> str:
    if isinstance(got, np.ndarray) and got.ndim == 0:
        got = got[()]
    want, have = _number_kind(expected), _number_kind(got)
    allowed = {
        "int": ("int",),
        "bool": ("bool",),
        "number": ("int", "number"),
        "complex": ("int", "number", "complex"),
    }
    if have not in allowed[want]:
        article = "an" if want == "int" else "a"
        return f"{part} must be {article} {want}, not {plain.type_name(got)}"
    if want == "bool":
        return "" if got == expected else f"{part} is wrong"
    if want == "int":  # not as arrays: Python's integers have no limit
        return "" if got == expected else f"{part} is wrong{_size(abs(int(got) - int(expected)))}"
    try:
        number = np.asarray(float(got) if have == "int" else got)
    except OverflowError:
        return f"{part} is wrong"
    return _values(np.asarray(expected), number, tolerance, part)


def _number_kind(value: Any) -> str:
    if isinstance(value, (bool, np.bool_)):
        return "bool"
    if isinstance(value, numbers.Integral):
        return "int"
    if isinstance(value, numbers.Real):
        return "number"
    return "complex" if isinstance(value, numbers.Complex) else "other"


def _values(expected: np.ndarray, got: np.ndarray, tolerance: Tolerance, part: str) -> str:
    different = got != expected
    if not different.any():
        return ""
    if expected.dtype.kind == "b":
        return _where(different, f"{part} is wrong")
    if np.isnan(expected).any():
        raise ValueError("the expected value holds a NaN")
    if np.isnan(got).any():
        return _where(np.isnan(got), f"{part} is NaN")
    infinite = np.isinf(got) & different
    if infinite.any():
        return _where(infinite, f"{part} is infinite")
    exact = expected.dtype.kind in "iu"
    with np.errstate(all="ignore"):
        # the widest numbers: unsigned integers would wrap around, float16 would round a tolerance to 0
        right = expected.astype(np.clongdouble)
        error = np.abs(got.astype(np.clongdouble) - right)
        near = np.isfinite(right) & (error <= tolerance.atol + tolerance.rtol * np.abs(right))
    wrong = different & (exact | ~near)
    if not wrong.any():
        return ""
    worst = np.unravel_index(np.argmax(np.where(wrong, error, -1.0)), expected.shape)
    place = f", at index {tuple(map(int, worst))}" if expected.ndim else ""
    return _where(wrong, f"{part} is wrong") + _size(float(error[worst])) + place


def _size(error: float) -> str:
    return f"; the largest error is {error:.3g}" if error < 1e300 or error == np.inf else ""


def _where(wrong: np.ndarray, sentence: str) -> str:
    return f"{sentence} in {int(wrong.sum())} of {wrong.size} elements" if wrong.ndim else sentence


def _first(sentences: Any) -> str:
    return next((sentence for sentence in sentences if sentence), "")
