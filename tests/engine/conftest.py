"""A zygote and student processes forked from it, and workers."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.engine import pool, sandbox, submission
from autograder.engine.assignment import Assignment, Limits
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
        process = StudentProcess(Channel(ours), child)
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


def worker_for(cells: list[dict[str, Any]], limits: Limits) -> Any:
    """Make a fixture: a worker process for a notebook `n`.

    Checkers are forked, so not in this process: one that runs tests has threads.
    """

    @pytest.fixture(scope="module")
    def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProcessPoolExecutor]:
        folder = tmp_path_factory.mktemp("source")
        (folder / "n.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
        source = {"n": submission.read_source(folder / "n.ipynb")}
        assignment = Assignment("n", source, folder, folder, limits)
        with pool.executor(assignment, tmp_path_factory.mktemp("scratch"), 1) as started:
            yield started

    return worker
