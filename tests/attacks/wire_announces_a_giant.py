"""Announces a frame of eight gigabytes, and sends it as long as it can."""

import gc
import struct

from autograder.wire.frames import Channel

channel = next(thing for thing in gc.get_objects() if type(thing) is Channel)
wire = channel._socket

wire.setblocking(True)
wire.sendall(struct.pack("!II", 2**32 - 1, 2**32 - 1))
while True:
    wire.sendall(bytes(2**20))
