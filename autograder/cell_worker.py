"""The child process of `cells.Runner`: reads requests, runs cells in IPython, writes results.

One JSON object a line each way. The pipes are moved to other descriptors first, so that a cell that
prints, reads input or runs a command cannot disturb them by accident.
"""

from __future__ import annotations

import contextlib
import io
import json
import numbers
import os
from typing import Any

from IPython.core.interactiveshell import ExecutionResult, InteractiveShell

from autograder.wire import tracebacks

LONGEST_MESSAGE = 4000  # characters


class _Shell(InteractiveShell):
    def enable_gui(self, gui: str | None = None) -> None:
        """Has no windows to make room for; `%matplotlib inline` asks all the same."""


def main() -> None:
    """Answers requests until the parent closes the pipe."""
    requests, replies = (
        os.fdopen(os.dup(0), "r", encoding="utf-8"),
        os.fdopen(os.dup(1), "w", encoding="utf-8"),
    )
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    shell: InteractiveShell = _Shell.instance()
    module_names = {name: value for name, value in shell.user_ns.items() if name.startswith("__")}
    for line in requests:
        request = json.loads(line)
        if "source" in request:
            os.environ.update(request["environment"])
            reply = _run(shell, request["source"])
        else:
            shell.user_ns.clear()  # not shell.reset(): that collects garbage, 80 ms once torch is imported
            shell.user_ns.update(module_names)  # __name__ and the like
            shell.init_user_ns()
            reply = {}
        replies.write(json.dumps(reply) + "\n")
        replies.flush()


def _run(shell: InteractiveShell, source: str) -> dict[str, Any]:
    silence = io.StringIO()
    with contextlib.redirect_stdout(silence), contextlib.redirect_stderr(silence):
        result = shell.run_cell(source, store_history=False)
    error = result.error_before_exec or result.error_in_exec
    if error is None:
        return {"value": _number(result)}
    if isinstance(error, SyntaxError) and isinstance(error.text, str):  # the compiler's, not a learner's
        message, line = str(error.msg), error.text.strip()
    else:
        message, line = _text(error), tracebacks.own_line(error, shell.user_ns)
    return {
        "error": type(error).__name__,
        "message": message[:LONGEST_MESSAGE],
        "line": line[:LONGEST_MESSAGE],
    }


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # a learner's exception class may fail to print itself
        return ""


def _number(result: ExecutionResult) -> float | None:
    value = result.result
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        return None
    try:
        return float(value)
    except Exception:  # an integer beyond all floats, a learner's number class
        return None


if __name__ == "__main__":
    main()
