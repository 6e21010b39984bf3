"""Writes random bytes onto the wire."""

import gc
import struct

from autograder.wire.frames import Channel

channel = next(thing for thing in gc.get_objects() if type(thing) is Channel)
wire = channel._socket

import os

wire.sendall(os.urandom(100_000))
