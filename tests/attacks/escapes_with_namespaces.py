"""Makes namespaces in which it would be root, mounts, and changes root."""

import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
print([libc.unshare(flag) for flag in (0x10000000, 0x20000, 0x20000000, 0x40000000)])
print(libc.mount(b"/", b"/tmp", None, 4096, None), libc.umount2(b"/student", 2), libc.umount2(b"/proc", 2))
try:
    os.chroot("/proc/1/root")
except OSError as error:
    print(error)
