"""Frames: plain data crosses unchanged, and nothing else is ever built from one."""

from __future__ import annotations

import json
import socket
import struct
import threading
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.wire import frames, plain
from tests.autograder.test_plain import PLAIN


def sent(value: Any) -> Any:
    """The value after a trip."""
    frame = frames.pack(value)
    text_size, _ = struct.unpack("!II", frame[:8])
    return frames.unpack(frame[8 : 8 + text_size], frame[8 + text_size :])


@given(PLAIN)
def test_plain_data_crosses_unchanged(value: Any) -> None:
    copied, crossed = plain.copy(value), sent(value)
    assert plain.same(copied, crossed)
    for before, after in zip(plain.arrays(copied), plain.arrays(crossed), strict=True):
        if not isinstance(value, torch.Tensor):
            assert plain.layout(before) == plain.layout(after) or before.size <= 1


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        range(3),
        np.array([None]),
        np.array(["text"]),
        np.ma.array([1]),
        iter(()),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_is_not_sent(value: Any) -> None:
    with pytest.raises(plain.NotPlain):
        frames.pack([value])


def test_a_value_nested_too_deeply_is_not_sent() -> None:
    value: list[Any] = []
    for _ in range(frames.DEEPEST_VALUE + 1):
        value = [value]
    with pytest.raises(frames.WireError, match="deep"):
        frames.pack(value)


def test_a_value_that_is_too_large_is_not_sent() -> None:
    with pytest.raises(frames.WireError, match="at most 64 MB"):
        frames.pack(np.zeros(frames.LARGEST_FRAME // 8 + 1))


ARRAY = ["<f8", [2], 0, [0], 1, [False]]

MALFORMED: dict[str, Any] = {
    "no JSON": b"{",
    "an object with an unknown tag": b'{"a": ["module", "os"]}',
    "deep nesting of objects": b'{"a": ' * 500 + b"1" + b"}" * 500,
    "an unknown tag": b'["module", "os"]',
    "no tag": b"[]",
    "a tag that is no text": b"[1]",
    "a dtype of objects": json.dumps(["array", "|O", *ARRAY[1:]]).encode(),
    "a dtype that is no text": json.dumps(["array", [["f", "<f8"]], *ARRAY[1:]]).encode(),
    "more elements than bytes": json.dumps(["array", "<f8", [3], *ARRAY[2:]]).encode(),
    "a huge shape": json.dumps(["array", "<f8", [2**62, 4], 0, [0, 1], 1, [False] * 2]).encode(),
    "a negative size": json.dumps(["array", "<f8", [-1], *ARRAY[2:]]).encode(),
    "a size that is true": json.dumps(["array", "<f8", [True], *ARRAY[2:]]).encode(),
    "a negative offset": json.dumps(["array", "<f8", [2], -8, *ARRAY[3:]]).encode(),
    "axes that are none": json.dumps(["array", "<f8", [2], 0, [5], 1, [False]]).encode(),
    "a huge step": json.dumps(["array", "<f8", [2], 0, [0], 2**40, [False]]).encode(),
    "an unhashable key": b'["dict", [[["list", []], 1]]]',
    "a pair of three": b'["dict", [[1, 2, 3]]]',
    "a function with a name": b'["function", "os.system"]',
    "deep nesting": b'["list", [' * 500 + b"1" + b"]]" * 500,
    "a huge number": b"1" * 10_000,
    "bytes that are no text": b"\xff\xfe",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_frame_is_refused(text: bytes) -> None:
    with pytest.raises(frames.WireError):
        frames.unpack(text, bytes(16))


@given(st.binary(max_size=200), st.binary(max_size=50))
def test_random_bytes_are_refused_or_plain(text: bytes, blob: bytes) -> None:
    try:
        value = frames.unpack(text, blob)
    except frames.WireError:
        return
    plain.copy(value)


def test_a_channel_carries_what_is_larger_than_a_socket_holds() -> None:
    here, there = map(frames.Channel, socket.socketpair())
    value = np.arange(500_000.0)
    sender = threading.Thread(target=here.send, args=(value,))
    sender.start()
    assert plain.same(there.receive(10), value)
    sender.join()
    here.close()
    there.close()


def test_a_side_that_is_gone_or_silent_is_noticed() -> None:
    here, there = map(frames.Channel, socket.socketpair())
    with pytest.raises(frames.TimedOut):
        here.receive(0.01)
    there.close()
    with pytest.raises(frames.Closed):
        here.receive(1)
    with pytest.raises(frames.Closed):
        here.send(1)
    here.close()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (struct.pack("!II", 2**31, 2**31), frames.WireError),
        (struct.pack("!II", 10, 0) + b"[", frames.TimedOut),
        (b"\0", frames.TimedOut),
    ],
    ids=["oversized", "truncated", "half a header"],
)
def test_a_forged_header_takes_no_memory_and_no_time(data: bytes, error: type[Exception]) -> None:
    ours, theirs = socket.socketpair()
    theirs.send(data)
    with pytest.raises(error):
        frames.Channel(ours).receive(0.05)
    ours.close()
    theirs.close()
