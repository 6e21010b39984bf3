"""Cells in a child process: whatever they do, the parent gets an answer and the child can be ended."""

from __future__ import annotations

import os
import select
import sys
from pathlib import Path
from typing import Any

import pytest

from autograder.cells import Result, Runner
from autograder.errors import UserError

SECONDS = 60.0  # never reached by cells that end


def run(runner: Runner, source: str) -> Result:
    return runner.run(source, SECONDS)


def test_cells_share_a_namespace_until_it_is_reset(runner: Runner) -> None:
    assert run(runner, "x = 41").passed
    assert run(runner, "x + 1") == Result(value=42.0)
    runner.reset()
    assert run(runner, "x").error == "NameError"


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("3", 3.0),
        ("2.5", 2.5),
        ("import numpy as np\nnp.float32(0.5)", 0.5),
        ("import numpy as np\nnp.int64(3)", 3.0),
        ("from fractions import Fraction\nFraction(1, 4)", 0.25),
        ("float('inf')", float("inf")),
        ("%time 3", 3.0),
        ("True", None),
        ("'3'", None),
        ("[3]", None),
        ("x = 3", None),
        ("10 ** 400", None),
        ("", None),
        ("None", None),
    ],
)
def test_the_number_that_a_cell_ends_with_is_its_value(
    runner: Runner, source: str, value: float | None
) -> None:
    assert run(runner, source) == Result(value=value)


@pytest.mark.parametrize(
    ("source", "error", "message", "line"),
    [
        ("x = 1\nassert x == 2, 'told'", "AssertionError", "told", "assert x == 2, 'told'"),
        ("def f():\n    raise KeyError(1)\nf()", "KeyError", "1", "raise KeyError(1)"),
        ("import json\njson.loads('')", "JSONDecodeError", "Expecting value", "json.loads('')"),
        ("x = 1\nif x\n    pass", "SyntaxError", "expected ':'", "if x"),
        ("x = 1\n  y = 2", "IndentationError", "unexpected indent", "y = 2"),
        ("raise SyntaxError", "SyntaxError", "", "raise SyntaxError"),
        ("raise SyntaxError('mine')", "SyntaxError", "mine", "raise SyntaxError('mine')"),
        ("exec('x = = 1')", "SyntaxError", "invalid syntax", "x = = 1"),
        ("import sys\nsys.exit(3)", "SystemExit", "3", "sys.exit(3)"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", "", "raise KeyboardInterrupt"),
        ("input()", "EOFError", "EOF when reading a line", "input()"),
        ("%no_such_magic", "UsageError", "", "get_ipython().run_line_magic('no_such_magic', '')"),
        ("x = '\ud800'", "UnicodeEncodeError", "surrogates not allowed", ""),
        (
            "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
            "E",
            "",
            "raise E",
        ),
        ("def f(): f()\nf()", "RecursionError", "recursion", "def f(): f()"),
    ],
)
def test_an_exception_is_told_with_its_text_and_the_cells_own_line(
    runner: Runner, source: str, error: str, message: str, line: str
) -> None:
    result = run(runner, source)
    assert (result.error, result.line) == (error, line)
    assert message in result.message
    assert not result.passed
    assert not result.ended_process


@pytest.mark.parametrize(
    "source",
    [
        "%matplotlib inline",
        "%matplotlib inline\nimport matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "%config InlineBackend.figure_format = 'svg'",
        "%load_ext autoreload\n%autoreload 2",
        "%%time\nx = 1",
        "!echo shell",
        "import asyncio\nawait asyncio.sleep(0)",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()",
        "print('x' * 10_000_000)",
        "import os\nos.write(1, b'{}\\n' * 1000)\nos.write(2, b'x' * 100_000)\nNone",
        "import sys\nsys.stdout.close()",
        "import os\nos.close(0)\nos.close(1)",
        "import sys\nsys.stdin.close()",
        "get_ipython().run_line_magic('reset', '-f')",
        "import warnings\nwarnings.warn('careful')",
        "assert __name__ == '__main__'",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    x: int\nassert A(1) == A(1)",
        "import pickle\nclass A:\n    pass\npickle.dumps(A())",
        "display([1])",
    ],
)
def test_what_notebooks_do_runs_through_and_the_next_cell_too(source: str, runner: Runner) -> None:
    assert run(runner, source) == Result()
    assert run(runner, "6 * 7") == Result(value=42.0)


def test_a_long_message_is_cut(runner: Runner) -> None:
    result = run(runner, "raise ValueError('x' * 1_000_000)")
    assert 1000 < len(result.message) < 10_000


def test_variables_of_the_environment_are_set_and_stay(runner: Runner) -> None:
    assert runner.run("import os", SECONDS, {"AUTOGRADER_TEST": "1"}).passed
    assert run(runner, "int(os.environ['AUTOGRADER_TEST'])").value == 1
    assert runner.run("int(os.environ['AUTOGRADER_TEST'])", SECONDS, {"AUTOGRADER_TEST": "2"}).value == 2
    assert "AUTOGRADER_TEST" not in os.environ


@pytest.mark.parametrize(
    ("source", "error", "message"),
    [
        ("while True: pass", "Timeout", "no end after 0.2 seconds"),
        ("try:\n    while True: pass\nexcept BaseException: pass", "Timeout", "no end after 0.2 seconds"),
        ("import threading\nthreading.Event().wait()", "Timeout", "no end after 0.2 seconds"),
        ("import os\nos._exit(0)", "Crash", "the Python process ended"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)", "Crash", "the Python process ended"),
        ("import os\nos.closerange(0, 100)", "Crash", "the Python process ended"),
    ],
)
def test_after_a_loop_or_a_crash_the_next_cell_finds_an_empty_namespace(
    source: str, error: str, message: str, shared_runner: Runner
) -> None:
    runner = shared_runner
    assert run(runner, "x = 1").passed
    result = runner.run(source, 0.2 if error == "Timeout" else SECONDS)
    assert result == Result(error, message)
    assert result.ended_process
    assert run(runner, "x").error == "NameError"
    assert run(runner, "6 * 7").value == 42


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="the system has no handles of processes")
@pytest.mark.parametrize("how", ["close", "timeout", "crash"])
def test_processes_that_a_cell_started_end_with_the_child(how: str) -> None:
    with Runner() as runner:
        child = int(run(runner, "import os, subprocess\nos.getpid()").value or 0)
        grandchild = int(run(runner, "subprocess.Popen(['sleep', '600']).pid").value or 0)
        handles = [os.pidfd_open(child), os.pidfd_open(grandchild)]
        assert select.select(handles, [], [], 0)[0] == []
        if how == "timeout":
            runner.run("while True: pass", 0.2)
        elif how == "crash":
            run(runner, "os._exit(1)")
        else:
            runner.close()
        for handle in handles:  # becomes readable when the process has ended
            assert select.select([handle], [], [], SECONDS)[0] == [handle]
            os.close(handle)


def test_closing_twice_and_closing_unused_do_no_harm() -> None:
    runner = Runner()
    runner.close()
    assert run(runner, "1").value == 1
    runner.close()
    runner.close()


def test_a_python_that_cannot_start_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    with Runner() as runner, pytest.raises(UserError, match="cannot start"):
        run(runner, "1")


def test_two_children_do_not_share_anything(shared_runner: Runner) -> None:
    with Runner() as other:
        assert run(shared_runner, "y = 1").passed
        assert run(other, "y").error == "NameError"


def test_small_arrays_are_computed_on_one_thread(runner: Runner) -> None:
    names: dict[str, Any] = {"OMP_NUM_THREADS": "1", "MPLBACKEND": "Agg"}
    assert run(runner, f"import os\nassert {names!r}.items() <= os.environ.items()").passed
