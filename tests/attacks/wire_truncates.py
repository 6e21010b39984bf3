"""Sends half a frame and closes the wire."""

import gc
import struct

from autograder.wire.frames import Channel

channel = next(thing for thing in gc.get_objects() if type(thing) is Channel)
wire = channel._socket

wire.sendall(struct.pack("!II", 1000, 0) + b"{")
wire.close()
