"""Answers with an array that says it has 2**60 elements, and one of objects."""

import gc
import struct

from autograder.wire.frames import Channel

channel = next(thing for thing in gc.get_objects() if type(thing) is Channel)
wire = channel._socket

for text in (b'{"id": 2, "a": {"array": ["float64", [1152921504606846976], 0]}}', b'{"id": 2, "a": {"array": ["object", [1], 0]}}'):
    wire.send(struct.pack("!II", len(text), 8) + text + bytes(8))
