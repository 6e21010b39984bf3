"""Shuts a student's process in: namespaces of its own, a small file system in memory, limits, no privileges.

It works inside the sandbox that `autograder.engine.sandbox` starts the zygote in. That one keeps the files,
the network and the processes of the machine away; this one keeps one submission from the next, and bounds
what a submission may use. All of it is undone by the kernel when the student's process ends.

Sources: namespaces(7), user_namespaces(7), pid_namespaces(7), capabilities(7), seccomp(2).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

STORAGE = 256 * 2**20  # bytes of all files together: home, /tmp and /dev/shm
FILES = 20_000  # how many there may be
PROCESSES = 64  # threads count too
OPEN_FILES = 128

_USER = 1000  # what the student is called inside

_libc = ctypes.CDLL(None, use_errno=True)

_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWUSER = 0x20000, 0x8000000, 0x10000000  # linux/sched.h
_CLONE_NEWPID, _CLONE_NEWNET = 0x20000000, 0x40000000
_MS_NOSUID, _MS_NODEV, _MS_BIND, _MS_REC = 2, 4, 4096, 16384  # linux/mount.h
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP = 38, 22  # linux/prctl.h
_SECCOMP_MODE_FILTER = 2  # linux/seccomp.h
_CAPABILITY_VERSION_3 = 0x20080522  # linux/capability.h

# Calls that get memory which no limit counts, or that reach much of the kernel for what no notebook needs.
# By machine: the number that seccomp knows it by (linux/audit.h), and those of the calls (asm/unistd.h).
_REFUSED_CALLS = {
    "x86_64": (
        0xC000003E,
        {
            "memfd_create": 319,
            "memfd_secret": 447,
            "shmget": 29,
            "msgget": 68,
            "io_uring_setup": 425,
            "userfaultfd": 323,
            "perf_event_open": 298,
            "bpf": 321,
            "add_key": 248,
            "request_key": 249,
            "keyctl": 250,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "memfd_create": 279,
            "memfd_secret": 447,
            "shmget": 194,
            "msgget": 186,
            "io_uring_setup": 425,
            "userfaultfd": 282,
            "perf_event_open": 241,
            "bpf": 280,
            "add_key": 217,
            "request_key": 218,
            "keyctl": 219,
        },
    ),
}
_X32 = 0x40000000  # asm/unistd.h: the same calls under other numbers


@contextlib.contextmanager
def new_processes() -> Iterator[None]:
    """Has a child that is forked in the block be the first process of a namespace of its own.

    When it ends, the kernel ends all others of the namespace.
    """
    _check(_libc.unshare(_CLONE_NEWPID), "unshare")
    try:
        yield
    finally:
        with open("/proc/self/ns/pid", "rb") as own:
            _check(_libc.setns(own.fileno(), _CLONE_NEWPID), "setns")


def enter(memory: int) -> None:
    """Shuts this process in, for good: what it starts from now on is shut in too.

    Arguments:
        memory: bytes that it may allocate beyond what it has.

    Raises:
        OSError: the machine does not allow it.
    """
    home, user, group = os.environ["HOME"], os.getuid(), os.getgid()
    _check(_libc.unshare(_CLONE_NEWNS | _CLONE_NEWIPC | _CLONE_NEWNET), "unshare")
    _mount("proc", "/proc", "proc")
    _mount("tmpfs", home, "tmpfs", f"size={STORAGE},nr_inodes={FILES},mode=0700")
    for place in ("/tmp", "/dev/shm"):
        folder = f"{home}/.{os.path.basename(place)}"
        os.mkdir(folder)
        for entry in os.listdir(place):  # an interpreter may be installed under /tmp
            os.mkdir(f"{folder}/{entry}")
            _mount(f"{place}/{entry}", f"{folder}/{entry}", None, flags=_MS_BIND | _MS_REC)
        _mount(folder, place, None, flags=_MS_BIND | _MS_REC)
    _limit(memory)
    _check(_libc.unshare(_CLONE_NEWUSER), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{_USER} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{_USER} {group} 1")
    Path("/proc/sys/user/max_user_namespaces").write_text("0")  # none below, where it would have privileges
    _drop_privileges()
    _refuse_calls()


def rehearse() -> None:
    """Shuts a child in; where that fails this process ends with 1, and says why on stderr."""
    if platform.machine() not in _REFUSED_CALLS:
        sys.exit(f"no filter of system calls is known for a machine of type {platform.machine()}")
    try:
        with new_processes():
            pid = os.fork()
        if pid == 0:
            enter(2**30)
            os._exit(0)
    except OSError as error:
        sys.exit(str(error))
    sys.exit(os.waitpid(pid, 0)[1] != 0)


def memory_of(pid: int) -> int:
    """The memory that a process uses, its share of what it has in common with others included.

    Arguments:
        pid: its number.

    Returns:
        Bytes; 0 when it has ended.

    Raises:
        PermissionError: it hides them.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _limit(memory: int) -> None:
    status = Path("/proc/self/status").read_text("utf-8")
    held = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData:"))
    for limit, most in (
        (resource.RLIMIT_DATA, held + memory),
        (resource.RLIMIT_NPROC, PROCESSES),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
        (resource.RLIMIT_FSIZE, STORAGE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_MEMLOCK, 2**16),
        (resource.RLIMIT_MSGQUEUE, 0),
        (resource.RLIMIT_SIGPENDING, 1000),
    ):
        hard = resource.getrlimit(limit)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(limit, (most, most))


def _drop_privileges() -> None:
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl")
    header, nothing = struct.pack("Ii", _CAPABILITY_VERSION_3, 0), bytes(24)
    _check(_libc.capset(header, nothing), "capset")


def _refuse_calls() -> None:
    """Installs a filter of system calls: a program for the kernel's classic BPF machine."""
    architecture, calls = _REFUSED_CALLS[platform.machine()]
    load, equal, at_least, give = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h: LD+W+ABS, JMP+JEQ, JGE, RET
    allow, kill, refuse = 0x7FFF0000, 0x80000000, 0x00050001  # linux/seccomp.h: the last with EPERM
    count = len(calls)
    program = [
        (load, 0, 0, 4),  # the architecture
        (equal, 1, 0, architecture),
        (give, 0, 0, kill),
        (load, 0, 0, 0),  # the call
        (at_least, count + 1, 0, _X32),
        *((equal, count - at, 0, number) for at, number in enumerate(calls.values())),
        (give, 0, 0, allow),
        (give, 0, 0, refuse),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in program))
    filled = struct.pack("HxxxxxxP", len(program), ctypes.addressof(code))
    _check(_libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filled, 0, 0), "prctl")


def _mount(what: str, place: str, kind: str | None, options: str | None = None, flags: int = 0) -> None:
    words = [word and word.encode() for word in (what, place, kind)]
    data = options and options.encode()
    _check(_libc.mount(*words, ctypes.c_ulong(flags or _MS_NOSUID | _MS_NODEV), data), f"mount on {place}")


def _check(result: int, call: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")
