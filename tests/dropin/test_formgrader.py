"""Formgrader's Autograde button, over its HTTP API."""

from __future__ import annotations

import contextlib
import json
import secrets
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dropin import courses
from tests.dropin.courses import ASSIGNMENT

pytestmark = pytest.mark.xdist_group("dropin")

SECONDS_TO_START = 300.0
SECONDS_TO_GRADE = 300.0


class Server:
    """A Jupyter server with formgrader, on this machine."""

    def __init__(self, course: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._token = secrets.token_hex(16)
        extensions = {"nbgrader.server_extensions.formgrader": True}
        self._process = subprocess.Popen(
            [
                *("jupyter", "server", "--no-browser", "--allow-root", "--ip=127.0.0.1"),
                *(
                    f"--port={self._port}",
                    "--ServerApp.port_retries=0",
                    f"--ServerApp.jpserver_extensions={extensions}",
                ),
                f"--IdentityProvider.token={self._token}",
            ],
            cwd=course,
            env=courses.environment(course),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait(self) -> None:
        """Waits until it answers."""
        end = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < end and self._process.poll() is None:
            with contextlib.suppress(urllib.error.URLError):
                if self.ask("GET", "status") == {"status": True}:
                    return
            time.sleep(0.5)
        raise AssertionError("the server does not start")

    def ask(self, method: str, what: str) -> Any:
        """Asks formgrader's API; its answer."""
        url = f"http://127.0.0.1:{self._port}/formgrader/api/{what}"
        headers = {"Authorization": f"token {self._token}"}
        request = urllib.request.Request(url, method=method, headers=headers)
        with urllib.request.urlopen(request, timeout=SECONDS_TO_GRADE) as answer:
            return json.load(answer)

    def end(self) -> None:
        """Ends it."""
        self._process.terminate()
        self._process.wait()


@pytest.fixture(scope="module")
def server(course: Path) -> Iterator[Server]:
    """A server in the course's folder."""
    started = Server(course)
    try:
        started.wait()
        yield started
    finally:
        started.end()


def test_the_button_grades(course: Path, server: Server) -> None:
    answer = server.ask("POST", f"submission/{ASSIGNMENT}/ada/autograde")
    assert answer["success"], answer
    assert "Applying preprocessor: SaveScores" in answer["log"]
    submission = server.ask("GET", f"submission/{ASSIGNMENT}/ada")
    assert (submission["score"], submission["max_score"]) == (5.0, 22.0)
    assert submission["needs_manual_grade"]


def test_the_button_says_why_not(server: Server) -> None:
    answer = server.ask("POST", f"submission/{ASSIGNMENT}/dana/autograde")
    assert not answer["success"]
    assert "diary.txt is a link or a special file; only ordinary files are accepted" in answer["log"]


def test_the_button_grades_the_next_in_the_same_worker(course: Path, server: Server) -> None:
    assert server.ask("POST", f"submission/{ASSIGNMENT}/emil/autograde")["success"]
    assert courses.scores(course, "emil") == courses.scores(course, "ada")
