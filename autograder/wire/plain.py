"""Plain data: the values that graded functions take and return."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

ARRAY_KINDS = "biufc"  # bool, signed, unsigned, floating, complex: no objects, no records
_NUMPY_CODES = "?" + np.typecodes["AllInteger"] + np.typecodes["AllFloat"]
_SCALARS = (bool, int, float, complex, str, type(None), *{np.dtype(code).type for code in _NUMPY_CODES})

_SCALAR_IDS = frozenset(map(id, _SCALARS))


class NotPlain(TypeError):
    """A value that is not plain data; its text names the type."""


def is_scalar(kind: type) -> bool:
    """Whether a type is exactly that of a plain scalar; a class may claim to be equal to it."""
    return id(kind) in _SCALAR_IDS


def copy(value: Any) -> Any:
    """Copies plain data, so that nobody who holds the original can change the copy.

    Arguments:
        value: numbers, strings, None, tuples, lists and dicts of them, NumPy arrays of any numeric
            dtype, torch tensors. Exactly these types: a subclass could lie about its contents.

    Returns:
        The copy. Arrays keep dtype, shape and the order of their axes in memory; one that is not
        contiguous stays so (a view into a larger buffer), because a function may work on
        contiguous arrays only by accident.

    Raises:
        NotPlain: any other type, or a tensor that requires grad or that NumPy cannot hold.
    """
    kind = type(value)
    if is_scalar(kind):
        return value
    if kind is tuple or kind is list:
        # long sequences of scalars are common, and a call for each of them takes longer than all else
        return kind([item if id(type(item)) in _SCALAR_IDS else copy(item) for item in value])
    if kind is dict:
        return {copy(key): copy(item) for key, item in value.items()}
    if kind is np.ndarray:
        if value.dtype.kind not in ARRAY_KINDS:
            raise NotPlain(f"a NumPy array of dtype {value.dtype}")
        order = layout(value)
        return laid_out(value, *order) if order else value.copy()
    if kind is torch.Tensor:
        if value.requires_grad:
            raise NotPlain("a tensor that still requires grad (call .detach() on it)")
        copied = value.clone()
        try:
            copied.numpy()
        except (TypeError, RuntimeError) as error:
            kind_of_tensor = f"{value.dtype}, {value.layout}, {value.device}"
            raise NotPlain(f"a tensor that NumPy cannot hold ({kind_of_tensor})") from error
        return copied
    raise NotPlain(type_name(value))


def same(a: Any, b: Any) -> bool:
    """Whether two plain values are equal in type, dtype, shape and every bit of their contents.

    A float that is not a number equals any other: JSON, in which they cross, knows one.
    """
    if type(a) is not type(b):  # NumPy has two types of 64 bits, as C has
        numpys = isinstance(a, np.generic) and isinstance(b, np.generic)
        return numpys and same(np.asarray(a), np.asarray(b))
    if isinstance(a, np.generic):
        return same(np.asarray(a), np.asarray(b))
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and same(a.numpy(), b.numpy())
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        if a.dtype != b.dtype or a.shape != b.shape:
            return False
        if a.dtype.char in "gG":  # a long double has bytes that mean nothing
            return np.array_equal(a, b, equal_nan=True)
        return a.tobytes() == b.tobytes()
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, float):
        if math.isnan(a) or math.isnan(b):
            return math.isnan(a) and math.isnan(b)
        return a == b and math.copysign(1.0, a) == math.copysign(1.0, b)
    return bool(a == b)


def arrays(value: Any) -> list[np.ndarray]:
    """All arrays inside a plain value; a tensor as the NumPy array that shares its memory."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, torch.Tensor):
        return [value.detach().resolve_conj().resolve_neg().numpy()]
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, (tuple, list)):
        return []
    return [array for item in value if id(type(item)) not in _SCALAR_IDS for array in arrays(item)]


def type_name(value: Any) -> str:
    """What to call a value's type in a message: "a list", "a torch.Tensor"."""
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if value is None:
        return "None"
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def layout(array: np.ndarray) -> tuple[list[int], int, list[bool]] | None:
    """How an array lies in memory, as far as a copy keeps it; None for C's own order.

    Arguments:
        array: any array.

    Returns:
        The axes from the widest stride to the narrowest; 1 when the elements are contiguous, else 2;
        and for each axis whether its stride is negative.
    """
    if not array.size or array.flags.c_contiguous:
        return None
    axes = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    return axes, 1 if array.flags.f_contiguous else 2, [stride < 0 for stride in array.strides]


def laid_out(array: np.ndarray, axes: list[int], step: int, backwards: list[bool]) -> np.ndarray:
    """Copies an array into a layout.

    Arguments:
        array: its elements.
        axes, step, backwards: as `layout` gives them.

    Returns:
        The copy; with a step of 2, a view into a buffer that is twice as long along every axis.
    """
    buffer = np.zeros([step * array.shape[axis] for axis in axes], array.dtype)
    # a negative stride stays negative: walk that axis of the buffer backwards
    steps: tuple[Any, ...] = tuple(slice(None, None, -step if backwards[axis] else step) for axis in axes)
    view = buffer[(..., *steps)]
    view = view.transpose([axes.index(axis) for axis in range(array.ndim)])
    view[...] = array
    return view


def counted(function: Callable[..., Any], calls: list[int]) -> Callable[..., Any]:
    """A function that does the same on copies of its arguments, and counts.

    Arguments:
        function: what it calls.
        calls: gets a counter appended, increased at every call.

    Returns:
        The function.
    """
    index = len(calls)
    calls.append(0)

    def callback(*args: Any, **kwargs: Any) -> Any:
        calls[index] += 1
        return function(*map(copy, args), **{key: copy(value) for key, value in kwargs.items()})

    return callback
