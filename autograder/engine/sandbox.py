"""The sandbox around the untrusted side: what it is started with, and whether this machine can do it.

bubblewrap (https://github.com/containers/bubblewrap, the tool behind Flatpak) gives the zygote namespaces
of its own and a file system that holds the interpreter and its libraries, and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import autograder
from autograder.errors import UserError

HOME = "/student"
AS_NBGRADER = {"NBGRADER_EXECUTION": "autograde"}  # a notebook may ask what it is run for
ENVIRONMENT = {
    **AS_NBGRADER,
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "LOGNAME": "student",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",  # the forks share the cores, and torch's idle threads spin
    "PATH": f"{sys.prefix}/bin:/usr/local/bin:/usr/bin:/bin",
    "PYTHONSAFEPATH": "1",
    "USER": "student",
}
PROMISES = (  # what the sandbox keeps student code from
    "files: reads the interpreter and its libraries only, writes 256 MB that end with the notebook",
    "network: none, not even to this machine",
    "processes: sees and signals its own only, 64 at most; all of them end with the notebook",
    "memory: all its processes together have a limit",
    "privileges: none, and no way to any; calls of the kernel that no notebook needs are refused",
)
SECONDS_TO_TRY = 30.0

_NOBODY = "65534"
_PARTS = ("__init__.py", "student", "wire")  # of this package: the untrusted side and what it shares
_FROM_ETC = ("alternatives", "fonts", "ld.so.cache", "localtime")


def command() -> list[str]:
    """What to put before a program's own words, so that it runs in the sandbox.

    Returns:
        The words. Descriptors that are handed on reach the program.
    """
    inner = [
        *("--unshare-all", "--die-with-parent", "--hostname", "grader", "--chdir", "/"),
        *("--proc", "/proc", "--dev", "/dev", "--remount-ro", "/dev", "--remount-ro", "/"),
        *("--tmpfs", HOME),  # for the zygote; each submission gets its own
        # root in its own namespaces only, with what it takes to make more of them for each submission
        *("--uid", "0", "--gid", "0", "--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETFCAP"),
    ]
    program = shutil.which("bwrap") or "bwrap"
    if os.getuid() != 0:
        return [program, *_files(), *inner, "--"]
    # Nobody may not look into root's folders, so root puts the files in place, and nobody does the rest.
    # To be root, even in a namespace, is to be exempt from the limit on processes.
    return [
        *(program, *_files(), "--bind", "/proc", "/proc", "--dev", "/dev", "--"),
        *("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--inh-caps=-all", "--"),
        *("bwrap", "--ro-bind", "/", "/", *inner, "--"),
    ]


def require() -> None:
    """Makes sure that student code can be shut in on this machine.

    Raises:
        UserError: it cannot; the message says why, and what to do.
    """
    problem = missing()
    if problem:
        raise UserError(
            f"student code cannot be shut in here: {problem}; or grade with --unsafe-no-sandbox, "
            "which lets it do whatever your account may do"
        )


def missing() -> str:
    """What keeps this machine from shutting student code in, with the remedy.

    Returns:
        One line; empty when nothing does.
    """
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed (sudo apt-get install bubblewrap)"
    tried = [sys.executable, "-c", "from autograder.student import confinement; confinement.rehearse()"]
    try:
        done = subprocess.run(
            [*command(), *tried],
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS_TO_TRY,
        )
    except subprocess.TimeoutExpired:
        return f"a first try did not end in {SECONDS_TO_TRY:g} seconds"
    if done.returncode == 0:
        return ""
    said = (done.stderr.strip().splitlines() or ["bwrap failed"])[-1]
    if "execvp" in said:
        return f"{said} (the account nobody must be able to read {sys.prefix} and {sys.base_prefix})"
    return f"{said} ({_remedy()})"


def _files() -> list[str]:
    """The file system: programs, libraries, the interpreter, and the untrusted side's code; all read-only."""
    words = ["--dir", "/etc", "--dir", "/tmp", "--dir", HOME, "--ro-bind", "/usr", "/usr"]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        path = Path("/", name)
        if path.is_symlink():
            words += ["--symlink", os.readlink(path), str(path)]
        elif path.exists():
            words += ["--ro-bind", str(path), str(path)]
    words += [word for name in _FROM_ETC for word in ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")]
    package = Path(autograder.__file__).parent
    places = [sys.base_prefix, sys.prefix, *(str(package / part) for part in _PARTS)]
    for place in dict.fromkeys(places):
        if not Path(place).is_relative_to("/usr"):
            for parent in reversed(Path(place).parents[:-1]):
                words += ["--dir", str(parent)]  # one that bubblewrap makes unasked is closed to others
            words += ["--ro-bind", place, place]
    return words


_SETTINGS = {  # that forbid what is needed: a file of the kernel's, what it then says, and the remedy
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": (
        "1",
        "AppArmor forbids it, as on a fresh Ubuntu 24.04: "
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, "
        "and put that line into /etc/sysctl.d/60-bubblewrap.conf to keep it",
    ),
    "/proc/sys/kernel/unprivileged_userns_clone": (
        "0",
        "the kernel's settings forbid it: sudo sysctl -w kernel.unprivileged_userns_clone=1",
    ),
    "/proc/sys/user/max_user_namespaces": (
        "0",
        "the kernel's settings forbid it: sudo sysctl -w user.max_user_namespaces=10000",
    ),
}
_CONTAINER = (
    "this is a container: start it with --security-opt seccomp=unconfined --security-opt apparmor=unconfined "
    "--security-opt systempaths=unconfined, and as root also with --cap-add SYS_ADMIN"
)


def _remedy() -> str:
    for path, (value, remedy) in _SETTINGS.items():
        if Path(path).is_file() and Path(path).read_text("ascii").strip() == value:
            return remedy
    if any(Path(path).exists() for path in ("/.dockerenv", "/run/.containerenv")):
        return _CONTAINER
    return "namespaces are forbidden here by something else; ask whoever runs this machine"
