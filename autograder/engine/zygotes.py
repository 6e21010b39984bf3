"""Starts the student zygote and has it fork."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from autograder.engine import sandbox

SECONDS_TO_END = 10.0


class ZygoteDied(Exception):
    """A zygote ended; a new one can be started."""


@dataclass(frozen=True)
class Child:
    """A forked process.

    Attributes:
        pidfd: a descriptor that means this process and never another.
        told: the end of a pipe that holds something once it was ended for the memory that it took, and whose
            other end is closed when the zygote ends.
    """

    pidfd: int
    told: int

    def kill(self) -> None:
        """Ends it, with the sandbox also everything that it has started, and closes the descriptors."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        self.close()

    def close(self) -> None:
        """Closes the descriptors."""
        os.close(self.pidfd)
        os.close(self.told)


class Zygote:
    """A fork server in a process of its own, which has imported what notebooks import."""

    def __init__(self, memory: int | None) -> None:
        """Starts it; it imports while the caller goes on.

        Arguments:
            memory: bytes that a student's processes may take together, shut in; None: not shut in.
        """
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        words = [sys.executable, "-m", "autograder.student.zygote", str(theirs.fileno()), str(memory or 0)]
        with theirs:
            self._process = subprocess.Popen(
                [*(sandbox.command() if memory else []), *words],
                pass_fds=[theirs.fileno()],
                env=sandbox.ENVIRONMENT,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # where libraries grumble about the small file system
                start_new_session=True,
            )

    def fork(self, folder: Path, connection: socket.socket) -> Child:
        """Has it fork; the child before has ended then.

        Arguments:
            folder: given to the child.
            connection: the child's end of a connected socket; the caller's copy is closed.

        Returns:
            The child.

        Raises:
            ZygoteDied: it is gone.
        """
        with connection:
            try:
                socket.send_fds(self._control, [str(folder).encode()], [connection.fileno()])
                answer, descriptors, _, _ = socket.recv_fds(self._control, 100, 2)
            except OSError as error:
                raise ZygoteDied(str(error)) from error
        if not answer:
            raise ZygoteDied("the zygote ended")
        return Child(*descriptors)

    def close(self) -> None:
        """Ends it, and every process of its sandbox: it ends when nobody holds the other end."""
        self._control.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
