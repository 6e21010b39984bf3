"""A zygote, and student processes forked from it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.engine import sandbox
from autograder.engine.student import StudentProcess
from autograder.engine.zygotes import Child, Zygote
from autograder.wire.frames import Channel


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    started = Zygote(2 * 2**30)
    yield started
    started.close()


def forks(zygote: Zygote) -> Iterator[Callable[[], tuple[StudentProcess, Child]]]:
    """Forks students' processes; they are ended afterwards."""
    children: list[Child] = []
    sockets: list[socket.socket] = []

    def fork() -> tuple[StudentProcess, Child]:
        ours, theirs = socket.socketpair()
        child = zygote.fork(Path(sandbox.HOME), theirs)
        children.append(child)
        sockets.append(ours)
        process = StudentProcess(Channel(ours), child.pidfd)
        process.wait_until_ready()
        process.begin(20)
        return process, child

    yield fork
    for connection in sockets:
        connection.close()
    for child in children:
        child.kill()


@pytest.fixture
def fork(zygote: Zygote) -> Iterator[Callable[[], tuple[StudentProcess, Child]]]:
    """Forks a student's process; the one before has ended then."""
    yield from forks(zygote)


@pytest.fixture
def student(fork: Callable[[], tuple[StudentProcess, Child]]) -> StudentProcess:
    return fork()[0]
