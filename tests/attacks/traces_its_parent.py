"""Attaches to its parent and to all others with ptrace."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
print([pid for pid in range(1, 5000) if pid != os.getpid() and libc.ptrace(16, pid, 0, 0) == 0])
