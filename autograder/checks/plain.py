"""Plain data: the values that graded functions take and return."""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

ARRAY_KINDS = "biufc"  # bool, signed, unsigned, floating, complex: no objects, no records
_NUMPY_CODES = "?" + np.typecodes["AllInteger"] + np.typecodes["AllFloat"]
SCALARS = (bool, int, float, complex, str, type(None), *{np.dtype(code).type for code in _NUMPY_CODES})


class NotPlain(TypeError):
    """A value that is not plain data; its text names the type."""


def copy(value: Any) -> Any:
    """Copies plain data, so that nobody who holds the original can change the copy.

    Arguments:
        value: numbers, strings, None, tuples, lists and dicts of them, NumPy arrays of any numeric
            dtype, torch tensors. Exactly these types: a subclass could lie about its contents.

    Returns:
        The copy. Arrays keep dtype, shape and the order of their axes in memory; one that is not
        contiguous stays so (a view into a buffer twice as large), because a function may work on
        contiguous arrays only by accident.

    Raises:
        NotPlain: any other type, or a tensor that requires grad or that NumPy cannot hold.
    """
    kind = type(value)
    if any(kind is scalar for scalar in SCALARS):  # not `in`: a class may claim to be equal to another
        return value
    if kind is tuple or kind is list:
        return kind(copy(item) for item in value)
    if kind is dict:
        return {copy(key): copy(item) for key, item in value.items()}
    if kind is np.ndarray:
        if value.dtype.kind not in ARRAY_KINDS:
            raise NotPlain(f"a NumPy array of dtype {value.dtype}")
        return _copy_array(value)
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


def copy_arguments(values: tuple[Any, ...], calls: list[int]) -> tuple[Any, ...]:
    """Copies the arguments of a call; functions among them stay functions, called back and counted.

    Arguments:
        values: plain data and Python functions.
        calls: gets one counter appended for each function, increased at every call.

    Returns:
        The copies, in order.
    """
    return tuple(_counted(v, calls) if isinstance(v, types.FunctionType) else copy(v) for v in values)


def same(a: Any, b: Any) -> bool:
    """Whether two plain values are equal in type, dtype, shape and every bit of their contents."""
    if type(a) is not type(b):
        return False
    if isinstance(a, (tuple, list)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, torch.Tensor):
        return a.dtype == b.dtype and same(a.numpy(), b.numpy())
    if isinstance(a, np.ndarray) and isinstance(b, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, (float, complex, np.generic)):
        return np.asarray(a).tobytes() == np.asarray(b).tobytes()
    return bool(a == b)


def arrays(value: Any) -> list[np.ndarray]:
    """All arrays inside a plain value; a tensor as the NumPy array that shares its memory."""
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, torch.Tensor):
        return [value.detach().resolve_conj().resolve_neg().numpy()]
    if isinstance(value, dict):
        value = tuple(value.values())
    if isinstance(value, (tuple, list)):
        return [array for item in value for array in arrays(item)]
    return []


def type_name(value: Any) -> str:
    """What to call a value's type in a message: "a list", "a torch.Tensor"."""
    kind = type(value)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    if value is None:
        return "None"
    return f"{'an' if name[0] in 'aeio' else 'a'} {name}"


def _copy_array(array: np.ndarray) -> np.ndarray:
    if not array.size or array.flags.c_contiguous:
        return np.array(array, order="C")
    axes = sorted(range(array.ndim), key=lambda axis: -abs(array.strides[axis]))
    if array.flags.f_contiguous:
        step, buffer = 1, np.empty([array.shape[axis] for axis in axes], array.dtype)
    else:
        step, buffer = 2, np.zeros([2 * array.shape[axis] for axis in axes], array.dtype)
    # a negative stride stays negative: walk that axis of the buffer backwards
    view = buffer[tuple(slice(None, None, -step if array.strides[axis] < 0 else step) for axis in axes)]
    view = view.transpose(np.argsort(axes))
    view[...] = array
    return view


def _counted(function: Callable[..., Any], calls: list[int]) -> Callable[..., Any]:
    index = len(calls)
    calls.append(0)

    def callback(*args: Any, **kwargs: Any) -> Any:
        calls[index] += 1
        return function(*map(copy, args), **{key: copy(value) for key, value in kwargs.items()})

    return callback
