"""Runs notebook cells in a child process, with a deadline for each.

Not a sandbox: for code that the user of this machine would run anyway, their own notebook
(`autograder check`) or a course's solutions (`autograder verify`). The deadline holds against loops;
a cell that ends the process ends only the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import IO, Self

from autograder.errors import UserError

START_SECONDS = 120  # a cold import of torch on a slow disk


@dataclass(frozen=True)
class Result:
    """What running a cell gave.

    Attributes:
        error: the exception's class name; "Timeout" when the deadline passed, "Crash" when the
            process ended; empty when the cell ran through.
        message: the exception's text.
        line: the notebook's own line that raised it; empty when unknown.
        value: the value of the cell's last expression when it is a number, else None.
    """

    error: str = ""
    message: str = ""
    line: str = ""
    value: float | None = None

    @property
    def passed(self) -> bool:
        """Whether the cell ran through."""
        return not self.error

    @property
    def ended_process(self) -> bool:
        """Whether the notebook's state is lost: a new process starts with the next cell."""
        return self.error in ("Timeout", "Crash")


class Runner:
    """A child process with an IPython shell; one namespace until `reset`.

    After a timeout or a crash the next call starts a new child with an empty namespace.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._replies: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def reset(self) -> None:
        """Empties the namespace."""
        self._ask({"reset": True}, START_SECONDS)

    def run(self, source: str, seconds: float, environment: Mapping[str, str] | None = None) -> Result:
        """Runs one cell in the namespace.

        Arguments:
            source: the cell's text; magics and top-level await work.
            seconds: its deadline.
            environment: variables to set in the child first, added to those it has.

        Returns:
            What happened.
        """
        return self._ask({"source": source, "environment": dict(environment or {})}, seconds)

    def close(self) -> None:
        """Ends the child and whatever it started."""
        process, self._process = self._process, None
        if process is None:
            return
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):  # PermissionError: ended, on macOS
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                assert stream is not None, "both are pipes"
                stream.close()

    def _ask(self, request: dict[str, object], seconds: float) -> Result:
        process = self._process or self._start()
        assert process.stdin is not None, "stdin is a pipe"
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            reply = self._replies.get(timeout=seconds)
        except queue.Empty:
            self.close()
            return Result("Timeout", f"no end after {seconds:g} seconds")
        except OSError:
            reply = ""
        if not reply:
            self.close()
            return Result("Crash", "the Python process ended")
        return Result(**json.loads(reply))

    def _start(self) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "autograder.cell_worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            # small arrays on one thread: several children share the cores, and idle threads of torch's spin
            env={**os.environ, "MPLBACKEND": "Agg", "OMP_NUM_THREADS": "1"},
            start_new_session=True,  # a session of its own, so that `close` reaches what the cells start
        )
        assert process.stdout is not None, "stdout is a pipe"
        self._replies = queue.Queue()
        threading.Thread(target=_forward, args=(process.stdout, self._replies), daemon=True).start()
        self._process = process
        if self._ask({"reset": True}, START_SECONDS).ended_process:
            raise UserError(f"cannot start `{sys.executable} -m autograder.cell_worker`; run it to see why")
        return process


def _forward(stream: IO[str], replies: queue.Queue[str]) -> None:
    """Puts every line of the child's into the queue, and an empty string at its end."""
    with contextlib.suppress(OSError, ValueError):
        for line in stream:
            replies.put(line)
    replies.put("")
