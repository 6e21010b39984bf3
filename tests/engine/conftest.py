"""A zygote, and student processes forked from it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.engine.student import StudentProcess
from autograder.engine.worker import student_zygote
from autograder.engine.zygotes import Child, Zygote
from autograder.wire.frames import Channel


@pytest.fixture(scope="session")
def zygote() -> Iterator[Zygote]:
    started = student_zygote()
    yield started
    started.close()


@pytest.fixture
def fork(zygote: Zygote, tmp_path: Path) -> Iterator[Callable[[], tuple[StudentProcess, Child]]]:
    """Forks a student's process; it is ended after the test."""
    children: list[Child] = []
    sockets: list[socket.socket] = []

    def forked() -> tuple[StudentProcess, Child]:
        ours, theirs = socket.socketpair()
        child = zygote.fork(tmp_path, theirs)
        children.append(child)
        sockets.append(ours)
        process = StudentProcess(Channel(ours), child.pidfd)
        process.begin(20)
        return process, child

    yield forked
    for connection in sockets:
        connection.close()
    for child in children:
        child.kill()


@pytest.fixture
def student(fork: Callable[[], tuple[StudentProcess, Child]]) -> StudentProcess:
    return fork()[0]
