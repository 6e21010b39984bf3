"""The child process that runs pieces of code: a JSON list of them in, a JSON list of outcomes out.

Each piece has names of its own. The outcome is what it printed and, if it failed or complained, how.
"""

from __future__ import annotations

import io
import json
import linecache
import sys
import traceback
from contextlib import redirect_stderr, redirect_stdout

import numpy as np
import torch

PRELUDE = "import numpy as np\nimport torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n"
NAME = "<snippet>"


def run(code: str) -> dict[str, str]:
    """Return what a piece of code printed, and its fault; a fault is empty if there is none."""
    names: dict[str, object] = {"__name__": "__main__"}
    exec(PRELUDE, names)
    np.random.seed(0)
    torch.manual_seed(0)
    linecache.cache[NAME] = (len(code), None, code.splitlines(keepends=True), NAME)  # warnings quote the line
    printed, complaints = io.StringIO(), io.StringIO()
    fault = ""
    with redirect_stdout(printed), redirect_stderr(complaints):
        try:
            exec(compile(code, NAME, "exec"), names)
        except BaseException as error:  # whatever ends the piece, SystemExit too, is its author's to see
            fault = describe(error)
    return {"printed": printed.getvalue(), "fault": fault or " ".join(complaints.getvalue().split())}


def describe(error: BaseException) -> str:
    """Return what an exception says, and the line of the piece that raised it."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == NAME]
    if isinstance(error, SyntaxError):
        lines = [error.lineno]
    place = f"line {lines[-1]}: " if lines else ""
    return place + " ".join("".join(traceback.format_exception_only(error)).split())


if __name__ == "__main__":
    json.dump([run(code) for code in json.load(sys.stdin)], sys.stdout)
