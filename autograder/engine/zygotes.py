"""Starts zygotes and has them fork."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.wire.forks import LARGEST_REQUEST


class ZygoteDied(Exception):
    """A zygote ended; a new one can be started."""


@dataclass(frozen=True)
class Child:
    """A forked process.

    Attributes:
        pid: its number, which is also that of its process group.
        pidfd: a descriptor that means this process and never another.
    """

    pid: int
    pidfd: int

    def kill(self) -> None:
        """Ends it and everything in its group, and closes the descriptor."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        os.close(self.pidfd)


class Zygote:
    """A fork server in a process of its own."""

    def __init__(self, module: str, environment: Mapping[str, str]) -> None:
        """Starts it; it imports while the caller goes on.

        Arguments:
            module: what to run as `python -m`, with the number of the control socket as argument.
            environment: all of its environment variables.
        """
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def fork(self, folder: Path, connection: socket.socket) -> Child:
        """Has it fork.

        Arguments:
            folder: given to the child.
            connection: the child's end of a connected socket; the caller's copy is closed.

        Returns:
            The child.

        Raises:
            ZygoteDied: it is gone.
        """
        request = str(folder).encode()
        assert len(request) <= LARGEST_REQUEST, "a path fits into a request"
        with connection:
            try:
                socket.send_fds(self._control, [request], [connection.fileno()])
                answer, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
            except OSError as error:
                raise ZygoteDied(str(error)) from error
        if not answer:
            raise ZygoteDied("the zygote ended")
        return Child(int(answer), descriptors[0])

    def close(self) -> None:
        """Ends it."""
        self._control.close()
        self._process.kill()
        self._process.wait()
