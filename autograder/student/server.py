"""The zygote's server: forks a child for each submission, and watches how much memory it takes."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from collections.abc import Callable
from pathlib import Path

from autograder.student import confinement
from autograder.wire import forks

LARGEST_REQUEST = 4096  # bytes
SECONDS_BETWEEN_LOOKS = 0.1


class Server:
    """Forks one child after the other; at most one is alive."""

    def __init__(
        self, control: socket.socket, work: Callable[[str, socket.socket], None], memory: int | None
    ) -> None:
        """Gets ready.

        Arguments:
            control: this end of the control socket.
            work: what a child does with its folder and its socket; then it ends.
            memory: bytes that a child and what it starts may take, shut in; None: they are not shut in.
        """
        self._control, self._work, self._memory = control, work, memory
        self._child = 0

    def serve(self) -> None:
        """Forks a child for each request until the other side closes the control socket.

        A request is a folder's path and one descriptor, a connected socket. The answer is two: a pidfd, by
        which the child can be signalled without mistaking it for another, and the end of a pipe that holds
        something once the child was ended for the memory that it took.
        """
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business
        while True:
            self._control.settimeout(SECONDS_BETWEEN_LOOKS if self._child and self._memory else None)
            try:
                request, descriptors, _, _ = socket.recv_fds(self._control, LARGEST_REQUEST, 1)
            except TimeoutError:
                self._look()
                continue
            self._end()
            if not request:
                return
            with socket.socket(fileno=descriptors[0]) as connection:
                self._fork(request.decode(), connection)
            descriptors = [os.pidfd_open(self._child), self._told]
            try:
                socket.send_fds(self._control, [b"forked"], descriptors)
            except OSError:
                return  # nobody waits for the child any more; it ends with this process
            for descriptor in descriptors:
                os.close(descriptor)

    def _fork(self, folder: str, connection: socket.socket) -> None:
        self._told, self._tell = os.pipe()

        def child() -> None:
            self._control.close()
            os.close(self._told)
            os.close(self._tell)
            if self._memory:
                confinement.enter(self._memory)
                forks.die_with_parent()  # once more: new privileges make the kernel forget it
            self._work(folder, connection)

        with confinement.new_processes() if self._memory else contextlib.nullcontext():
            self._child = forks.fork(child)

    def _look(self) -> None:
        """Ends the child when it and what it has started take too much memory."""
        assert self._memory
        mine = {1, os.getpid()}  # 1 is bubblewrap's
        pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
        try:
            used = sum(confinement.memory_of(pid) for pid in pids if pid not in mine)
        except PermissionError:
            used = self._memory + 1  # it hides what it uses
        if used > self._memory:
            os.write(self._tell, b"memory")
            os.kill(self._child, signal.SIGKILL)

    def _end(self) -> None:
        """Ends the child and its group, and with it its namespace, if it is still there."""
        if self._child:
            forks.end(self._child)
            os.close(self._tell)
            self._child = 0
