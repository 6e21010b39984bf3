"""Frames of plain data over a socket.

A frame is two unsigned 32-bit lengths in network order, a JSON text, and the raw bytes of its arrays.
Reading one builds numbers, strings, tuples, lists, dicts, arrays and tensors; it never imports, calls
or evaluates anything that a frame names, and every size in it is checked before memory is taken.
"""

from __future__ import annotations

import json
import math
import select
import socket
import struct
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from autograder.wire import plain

LARGEST_FRAME = 64 * 2**20  # bytes
LARGEST_READ = 2**18  # bytes
DEEPEST_VALUE = 40  # containers within containers

_JSON_SCALARS = frozenset((bool, int, float, str, type(None)))
_HEADER = struct.Struct("!II")
_DTYPES = {
    np.dtype(code).str: np.dtype(code) for code in "?" + np.typecodes["AllInteger"] + np.typecodes["AllFloat"]
}


class WireError(Exception):
    """A frame that cannot be sent or was not understood."""


class Closed(WireError):
    """The other side is gone."""


class TimedOut(WireError):
    """The other side did not answer before the deadline."""


@dataclass(frozen=True)
class Function:
    """Stands for a function of the sender's, which the receiver may call back by its number."""

    number: int


def pack(value: Any) -> bytes:
    """Encodes a value as a frame.

    Arguments:
        value: plain data, and `Function`s.

    Returns:
        The frame.

    Raises:
        plain.NotPlain: the value holds something else, or a subclass of a plain type.
        WireError: it is nested too deeply, or too large.
    """
    blob = bytearray()
    text = json.dumps(_encode(value, blob, 0)).encode()
    size = len(text) + len(blob)
    if size > LARGEST_FRAME:
        raise WireError(f"a value of {size / 2**20:.0f} MB; at most {LARGEST_FRAME / 2**20:.0f} MB cross")
    return b"".join([_HEADER.pack(len(text), len(blob)), text, blob])


def unpack(text: bytes, blob: bytes) -> Any:
    """Decodes the two parts of a frame.

    Arguments:
        text: the JSON text.
        blob: the arrays' bytes.

    Returns:
        The value.

    Raises:
        WireError: the frame breaks any rule.
    """
    try:
        return _decode(json.loads(text), memoryview(blob), 0)
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, MemoryError) as error:
        raise WireError(f"a malformed frame: {type(error).__name__}") from error


class Channel:
    """A connected socket that carries frames."""

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._socket.setblocking(False)
        self._received = bytearray()  # of the next frames: one system call fetches most frames whole

    def send(self, value: Any, seconds: float = 60.0) -> None:
        """Sends a value.

        Arguments:
            value: as for `pack`.
            seconds: how long the other side may take to read it.

        Raises:
            plain.NotPlain, WireError: as for `pack`; Closed and TimedOut among them.
        """
        frame, deadline = memoryview(pack(value)), time.monotonic() + seconds
        while frame:
            try:
                frame = frame[self._socket.send(frame) :]
            except BlockingIOError:
                self._wait(select.POLLOUT, deadline)
            except OSError as error:
                raise Closed(str(error)) from error

    def receive(self, seconds: float | None) -> Any:
        """Receives a value.

        Arguments:
            seconds: the deadline for the whole frame; None waits for ever.

        Returns:
            The value.

        Raises:
            WireError: the frame breaks a rule; Closed and TimedOut among them.
        """
        deadline = math.inf if seconds is None else time.monotonic() + seconds
        text_size, blob_size = _HEADER.unpack(self._read(_HEADER.size, deadline))
        if text_size + blob_size > LARGEST_FRAME:
            raise WireError(f"a frame of {(text_size + blob_size) / 2**20:.0f} MB")
        text = self._read(text_size, deadline)
        return unpack(text, self._read(blob_size, deadline))

    def close(self) -> None:
        """Closes the socket."""
        self._socket.close()

    def _read(self, size: int, deadline: float) -> bytes:
        while len(self._received) < size:
            self._wait(select.POLLIN, deadline)
            try:
                part = self._socket.recv(LARGEST_READ)
            except OSError as error:
                raise Closed(str(error)) from error
            if not part:
                raise Closed("the other side is gone")
            self._received += part
        data = bytes(self._received[:size])
        del self._received[:size]
        return data

    def _wait(self, event: int, deadline: float) -> None:
        left = deadline - time.monotonic()
        poll = select.poll()
        poll.register(self._socket, event)
        if not poll.poll(None if math.isinf(left) else max(0, math.ceil(left * 1000))):
            raise TimedOut("no answer before the deadline")


def _encode(value: Any, blob: bytearray, depth: int) -> Any:
    """JSON for a value: scalars and dicts that JSON has stand for themselves, all else is [tag, ...]."""
    kind = type(value)
    if kind in _JSON_SCALARS:
        return value
    if depth > DEEPEST_VALUE:
        raise WireError(f"a value nested more than {DEEPEST_VALUE} deep")
    if kind is tuple or kind is list:
        return [kind.__name__, _encode_items(value, blob, depth + 1)]
    if kind is dict and all(type(key) is str for key in value):
        return dict(zip(value, _encode_items(value.values(), blob, depth + 1), strict=True))
    if kind is dict:
        return [
            "dict",
            _encode_items(value, blob, depth + 1),
            _encode_items(value.values(), blob, depth + 1),
        ]
    if kind is complex:
        return ["complex", value.real, value.imag]
    if kind is np.ndarray:
        if value.dtype.kind not in plain.ARRAY_KINDS:
            raise plain.NotPlain(f"a NumPy array of dtype {value.dtype}")
        return ["array", *_encode_array(value, blob)]
    if kind is torch.Tensor:
        tensor = plain.copy(value)
        return ["tensor", *_encode_array(tensor.numpy(), blob)]
    if kind is Function:
        return ["function", value.number]
    if plain.is_scalar(kind):  # what is left of them: NumPy's
        return ["scalar", *_encode_array(np.asarray(value), blob)]
    raise plain.NotPlain(plain.type_name(value))


def _encode_items(items: Iterable[Any], blob: bytearray, depth: int) -> list[Any]:
    return [item if type(item) in _JSON_SCALARS else _encode(item, blob, depth) for item in items]


def _encode_array(array: np.ndarray, blob: bytearray) -> list[Any]:
    """An array's dtype, shape and place among the bytes; its layout too where that is not C's own."""
    native = array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    begin = len(blob)
    blob += native.tobytes()
    return [native.dtype.str, array.shape, begin, *(plain.layout(array) or ())]


def _decode(code: Any, blob: memoryview, depth: int) -> Any:
    kind = type(code)
    if kind in _JSON_SCALARS:
        return code
    if depth > DEEPEST_VALUE:
        raise ValueError("too deep")
    if kind is dict:
        return dict(zip(code, _decode_items(code.values(), blob, depth + 1), strict=True))
    tag, *parts = code
    if tag in ("tuple", "list"):
        items = _decode_items(parts[0], blob, depth + 1)
        return tuple(items) if tag == "tuple" else items
    if tag == "dict":
        keys = _decode_items(parts[0], blob, depth + 1)
        return dict(zip(keys, _decode_items(parts[1], blob, depth + 1), strict=True))
    if tag == "complex":
        return complex(float(parts[0]), float(parts[1]))
    if tag == "array":
        return _decode_array(parts, blob)
    if tag == "tensor":
        return torch.from_numpy(np.ascontiguousarray(_decode_array(parts, blob)).reshape(parts[1]))
    if tag == "scalar":
        return _decode_array(parts, blob)[()]
    if tag == "function" and type(parts[0]) is int:
        return Function(parts[0])
    raise ValueError("an unknown tag")


def _decode_items(codes: Iterable[Any], blob: memoryview, depth: int) -> list[Any]:
    return [code if type(code) in _JSON_SCALARS else _decode(code, blob, depth) for code in codes]


def _decode_array(parts: list[Any], blob: memoryview) -> np.ndarray:
    name, shape, begin, *layout = parts
    dtype = _DTYPES[name]
    if any(type(size) is not int or size < 0 for size in (*shape, begin)) or len(shape) > DEEPEST_VALUE:
        raise ValueError("a bad size")
    count = math.prod(shape)
    if (
        begin + count * dtype.itemsize > len(blob)
        or 2 ** len(shape) * count * dtype.itemsize > 4 * LARGEST_FRAME
    ):
        raise ValueError("more elements than bytes")
    elements = np.frombuffer(blob, dtype, count, begin).reshape(shape)
    if not layout:
        return elements.copy()
    axes, step, backwards = layout
    if sorted(axes) != list(range(len(shape))) or step not in (1, 2) or len(backwards) != len(shape):
        raise ValueError("a bad layout")
    return plain.laid_out(elements, axes, step, [bool(b) for b in backwards])
