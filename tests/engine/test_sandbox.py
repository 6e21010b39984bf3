"""Student code is shut in: what it cannot reach, what it cannot use up, and what is left of it."""

from __future__ import annotations

import errno
import os
import platform
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from autograder.engine import sandbox
from autograder.engine import student as students
from autograder.engine.student import StudentProcess
from autograder.engine.zygotes import Child, Zygote
from autograder.errors import UserError
from tests.engine.conftest import forks

Fork = Callable[[], tuple[StudentProcess, Child]]
REPOSITORY = Path(__file__).parents[2]
ADD_KEY = {"x86_64": 248, "aarch64": 217}[platform.machine()]  # asm/unistd.h
ROOM = 300 * 2**20  # bytes of memory, for tests that use it all up


def said(student: StudentProcess, source: str) -> str:
    """The value of a cell's last expression, or its exception."""
    outputs, _ = student.run(source)
    if not outputs:
        return ""
    last = outputs[-1]
    if last["output_type"] == "error":
        return f"{last['ename']}: {last['evalue']}"
    return str(last.get("text") or last["data"]["text/plain"])


@pytest.mark.parametrize(
    "path",
    [
        "/etc/shadow",
        "/etc/passwd",
        "/root",
        "/home",
        "/var",
        "/sys",
        str(Path.home()),
        str(REPOSITORY / "solutions"),
        str(REPOSITORY / "autograder" / "engine"),
        str(REPOSITORY / "tests"),
    ],
)
def test_the_machines_files_are_not_there(student: StudentProcess, path: str) -> None:
    inside = (sys.prefix, sys.base_prefix, str(REPOSITORY / ".venv"))
    shown = said(student, f"import os\nos.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r})")
    if any(place.startswith(path + "/") for place in inside):  # only the way to the interpreter
        assert shown.count("'") <= 2
    else:
        assert shown.startswith("FileNotFoundError")


def test_nothing_but_its_own_folders_can_be_written(student: StudentProcess) -> None:
    shown = said(
        student,
        "import os, sys, numpy\n"
        "def can_write(folder):\n"
        "    try:\n"
        "        open(os.path.join(folder, 'x'), 'w').close()\n"
        "    except OSError:\n"
        "        return False\n"
        "    return True\n"
        "places = [folder for folder, _, _ in os.walk('/') if not folder.startswith('/proc')]\n"
        "sorted(place for place in places if can_write(place))",
    )
    assert shown == "['/dev/shm', '/student', '/student/.shm', '/student/.tmp', '/tmp']"
    assert said(student, "open(numpy.__file__, 'a')").startswith(("PermissionError", "OSError"))


def test_there_is_no_network_not_even_to_this_machine(student: StudentProcess) -> None:
    with subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import socket as s; t = s.create_server(('127.0.0.1', 0)); "
            "print(t.getsockname()[1], flush=True); t.accept()",
        ],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        port = int(server.stdout.readline())
        shown = said(student, f"import socket\nsocket.create_connection(('127.0.0.1', {port}), 5)")
        server.kill()
    assert shown.startswith("OSError: [Errno 101] Network is unreachable")
    assert said(student, "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)").startswith("PermissionError")


def test_it_sees_no_process_but_its_own(student: StudentProcess) -> None:
    assert (
        said(student, "import os\n[p for p in os.listdir('/proc') if p.isdigit()], os.getpid()")
        == "(['1'], 1)"
    )
    assert said(student, "os.kill(-1, 9)") in ("", "ProcessLookupError: [Errno 3] No such process")
    assert said(student, "os.kill(os.getpid(), 9)") == ""  # the first process of a namespace cannot


def test_it_has_no_descriptor_but_its_connection(student: StudentProcess) -> None:
    shown = said(
        student,
        "import os\nsorted(os.readlink(f'/proc/self/fd/{n}').split(':')[0] "
        "for n in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{n}'))",
    )
    assert shown.count("socket") == 1
    assert set(eval(shown)) <= {"/dev/null", "socket", "/proc/1/fd", "pipe", "anon_inode"}


def test_it_has_no_privilege_and_gets_none(student: StudentProcess) -> None:
    status = said(student, "print(open('/proc/self/status').read())")
    lines = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert {lines[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert (lines["NoNewPrivs"], lines["Seccomp"]) == ("1", "2")
    libc = "import ctypes, os\nc = ctypes.CDLL(None, use_errno=True)\n"
    for call in (
        "c.unshare(0x10000000)",  # a namespace where it would be root
        "c.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None)",
        "c.umount2(b'/student', 2)",
        "c.memfd_create(b'x', 0)",  # memory that no limit counts
        "c.shmget(0, 2**30, 0o1600)",
        "c.chroot(b'/tmp')",
    ):
        assert said(student, f"{libc}{call}") == "-1", call
    shown = said(student, f"{libc}c.syscall({ADD_KEY}, b'user', b'x', b'y', 1, -4), ctypes.get_errno()")
    assert shown == f"(-1, {errno.EPERM})"


def naps(how_long: str) -> list[int]:
    """The processes of this machine that sleep so long."""
    running = psutil.process_iter(["cmdline"])
    return [process.pid for process in running if process.info["cmdline"] == ["sleep", how_long]]


def wait_for_naps(how_long: str, number: int) -> None:
    """Wait until so many processes sleep: a fork is there before it has become `sleep`."""
    deadline = time.monotonic() + 20
    while len(naps(how_long)) < number:
        assert time.monotonic() < deadline, f"{len(naps(how_long))} of {number} sleep"
        time.sleep(0.05)


@pytest.fixture(scope="module")
def small() -> Iterator[Zygote]:
    zygote = Zygote(ROOM)
    yield zygote
    zygote.close()


@pytest.fixture
def fork_small(small: Zygote) -> Iterator[Fork]:
    yield from forks(small)


def test_too_much_memory_is_a_memory_error(fork_small: Fork) -> None:
    student, _ = fork_small()
    assert said(student, "x = bytearray(2**30)").startswith("MemoryError")
    assert said(student, "1") == "1"


def test_a_tree_that_takes_too_much_memory_is_ended(fork_small: Fork) -> None:
    student, _ = fork_small()
    grow = (
        "import os, time\n"
        "for _ in range(8):\n"
        "    if os.fork() == 0:\n"
        "        x = bytearray(os.urandom(1) * (100 * 2**20))\n"
        "        time.sleep(60)\n"
        "time.sleep(60)"
    )
    with pytest.raises(students.TooLarge):
        student.run(grow)
    student, _ = fork_small()
    assert said(student, "1") == "1"


def test_shared_memory_counts_too(fork_small: Fork) -> None:
    student, _ = fork_small()
    with pytest.raises(students.TooLarge):
        student.run(
            "import mmap, time\n"
            "m = mmap.mmap(-1, 2**30)\n"
            "for _ in range(1000):\n"
            "    m.write(bytes(2**20))\n"
            "time.sleep(60)"
        )


def test_processes_are_counted(student: StudentProcess) -> None:
    shown = said(
        student,
        "import subprocess\n"
        "many = []\n"
        "try:\n"
        "    for _ in range(1000):\n"
        "        many.append(subprocess.Popen(['sleep', '600']))\n"
        "except OSError as error:\n"
        "    print(type(error).__name__, len(many) < 100)",
    )
    assert shown == "BlockingIOError True\n"


def test_files_have_a_room_and_a_number(student: StudentProcess) -> None:
    write = "with open({!r}, 'wb') as f:\n    for _ in range(1000): f.write(bytes(2**20))"
    for place in ("/tmp/x", "/dev/shm/y", "z"):
        assert said(student, write.format(place)).startswith("OSError: [Errno 2"), place  # 27 or 28
    assert said(student, "many = [open('/dev/null') for _ in range(10_000)]").startswith(
        "OSError: [Errno 24]"
    )


def test_nothing_is_left_of_a_submission(fork: Fork) -> None:
    student, child = fork()
    nap = f"600.{os.getpid()}"
    said(
        student,
        "import os, pathlib, subprocess, numpy\n"
        "numpy.mark = 1\n"
        f"if os.fork() == 0:\n    os.setsid()\n    os.execvp('sleep', ['sleep', '{nap}'])\n"
        f"subprocess.Popen('setsid nohup sleep {nap} &', shell=True)\n"
        "for place in ('/tmp/mark', '/dev/shm/mark', 'mark'):\n    pathlib.Path(place).touch()",
    )
    wait_for_naps(nap, 2)
    signal.pidfd_send_signal(child.pidfd, signal.SIGKILL)
    student, _ = fork()
    assert not naps(nap)
    marks = "[hasattr(numpy, 'mark'), *map(os.path.exists, ('/tmp/mark', '/dev/shm/mark', 'mark'))]"
    assert said(student, f"import numpy, os\n{marks}") == "[False, False, False, False]"


def test_when_nobody_holds_the_other_end_the_sandbox_ends() -> None:
    zygote = Zygote(ROOM)
    fork = forks(zygote)
    student, _ = next(fork)()
    nap = f"601.{os.getpid()}"
    said(student, f"import subprocess\nsubprocess.Popen(['sleep', '{nap}'])")
    wait_for_naps(nap, 1)
    zygote.close()
    assert not naps(nap)
    next(fork, None)


def test_without_bubblewrap_nothing_is_graded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert sandbox.missing() == "bubblewrap is not installed (sudo apt-get install bubblewrap)"
    with pytest.raises(UserError, match=r"cannot be shut in here: bubblewrap .*--unsafe-no-sandbox"):
        sandbox.require()


SETTINGS = {
    "AppArmor": ("apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict"),
    "no namespaces": ("max_user_namespaces", "0", "sysctl -w user.max_user_namespaces"),
}


@pytest.mark.parametrize(("name", "value", "remedy"), SETTINGS.values(), ids=SETTINGS.keys())
def test_a_bubblewrap_that_fails_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, remedy: str
) -> None:
    bwrap, setting = tmp_path / "bwrap", tmp_path / name
    bwrap.write_text("#!/bin/sh\necho bwrap: setting up uid map: Permission denied >&2\nexit 1\n")
    bwrap.chmod(0o755)
    setting.write_text(value + "\n")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    settings = {path: what for path, what in sandbox._SETTINGS.items() if Path(path).name == name}
    monkeypatch.setattr(sandbox, "_SETTINGS", {str(setting): what for what in settings.values()})
    assert sandbox.missing().startswith("bwrap: setting up uid map: Permission denied (")
    assert remedy in sandbox.missing()
