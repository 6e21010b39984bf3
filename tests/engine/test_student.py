"""A student's process: ordinary cells, calls from tests, and what is no answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import nbformat
import numpy as np
import pytest
import torch
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from autograder.checks import Call
from autograder.engine import student as students
from autograder.engine.outputs import cleaned
from autograder.engine.student import CannotCross, StudentProcess
from autograder.engine.zygotes import Child
from autograder.wire import plain

# Cells whose outputs must be what nbclient records of a kernel.
ORDINARY = {
    "nothing": "x = 1",
    "a value": "1 + 1",
    "a silenced value": "1 + 1;",
    "an array": "import numpy as np\nnp.arange(3)",
    "a tensor": "import torch\ntorch.zeros(2)",
    "print": "print('a')\nprint('b', end='')",
    "stderr": "import sys\nprint('a', file=sys.stderr)",
    "both streams": "import sys\nprint('a')\nprint('b', file=sys.stderr)\nprint('c')",
    "HTML": "from IPython.display import HTML\nHTML('<b>x</b>')",
    "display": "display('a')\ndisplay([1])",
    "Markdown and a value": "from IPython.display import Markdown\ndisplay(Markdown('# x'))\n7",
    "an update": "from IPython.display import display\nh = display('old', display_id=True)\nh.update('new')",
    "cleared output": "from IPython.display import clear_output\nprint('a')\nclear_output()\nprint('b')",
    "cleared later": "from IPython.display import clear_output as c\nprint('a')\nc(wait=True)\nprint('b')",
    "a magic": "%precision 2\n3.14159",
    "matplotlib's magic": "%matplotlib inline",
    "a shell command": "!echo hello",
    "captured shell": "lines = !echo hello\nlines",
    "await": "import asyncio\nawait asyncio.sleep(0)\n'done'",
    "an asynchronous loop": "async def f():\n    yield 1\nasync for x in f():\n    print(x)",
    "an object that shows itself": (
        "class A:\n    def _repr_html_(self): return '<i>A</i>'\n    def __repr__(self): return 'A'\nA()"
    ),
    "logging": "import logging\nlogging.warning('careful')",
    "a picture": "from PIL import Image\nImage.new('RGB', (2, 2))",
    "bytes of a picture": "display({'image/png': b'\\x89PNG', 'text/plain': 'x'}, raw=True)",
    "JSON": "from IPython.display import JSON\nJSON({'a': [1, 2.5, None, {'b': 'c'}]})",
    "what a widget shows": (
        "view = {'model_id': '0', 'version_major': 2, 'version_minor': 0}\n"
        "class Slider:\n"
        "    def _repr_mimebundle_(self, **kwargs):\n"
        "        return {'text/plain': 'Slider()', 'application/vnd.jupyter.widget-view+json': view}\n"
        "display(Slider())\nSlider()"
    ),
    "widgets that are not there": (
        "import sys\nsys.modules['ipywidgets'] = None\n"
        "try:\n    import ipywidgets\nexcept ImportError as error:\n    print(type(error))"
    ),
}
ERRORS = {
    "an exception": "1 / 0",
    "after output": "print('a')\nraise ValueError('b')",
    "a syntax error": "def f(:\n    pass",
    "an unknown name": "nothing_here",
    "input": "input('name?')",
    "a nested call": "def f():\n    g()\ndef g():\n    {}['key']\nf()",
    "a broken repr": "class B:\n    def __repr__(self): raise ValueError('no')\nB()",
    "an assertion": "assert 1 == 2, 'they differ'",
    "missing widgets": "import sys\nsys.modules['ipywidgets'] = None\nimport ipywidgets",
}


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    """What nbclient records of the cells, all run in one kernel."""
    cells = [new_code_cell(source) for source in [*ORDINARY.values(), *ERRORS.values()]]
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "", "language": ""}}
    )
    NotebookClient(notebook, allow_errors=True, timeout=120).execute()
    return dict(zip([*ORDINARY, *ERRORS], (cell.outputs for cell in notebook.cells), strict=True))


def without_counts(outputs: list[Any]) -> list[Any]:
    return [{key: value for key, value in output.items() if key != "execution_count"} for output in outputs]


@pytest.mark.parametrize("name", ORDINARY)
def test_outputs_are_what_nbclient_records(
    student: StudentProcess, recorded: dict[str, Any], name: str
) -> None:
    outputs, count = student.run(ORDINARY[name])
    assert without_counts(outputs) == without_counts(recorded[name])
    assert [output.get("data") for output in cleaned(outputs)] == [o.get("data") for o in recorded[name]]
    assert count == 1


@pytest.mark.parametrize("name", ERRORS)
def test_errors_are_what_nbclient_records(
    student: StudentProcess, recorded: dict[str, Any], name: str
) -> None:
    outputs, _ = student.run(ERRORS[name])
    assert [
        (o["output_type"], o.get("ename"), o.get("evalue")) for o in outputs if o["output_type"] != "stream"
    ] == [
        (o["output_type"], o.get("ename"), o.get("evalue"))
        for o in recorded[name]
        if o["output_type"] != "stream"
    ] or name in ("a syntax error",)
    assert outputs[-1]["traceback"], "a person can see where"


def test_a_figure_is_shown_inline(student: StudentProcess) -> None:
    outputs, _ = student.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert "image/png" in outputs[-1]["data"]


def test_outputs_are_valid_for_nbformat(student: StudentProcess) -> None:
    cells = [new_code_cell(source) for source in [*ORDINARY.values(), *ERRORS.values()]]
    for cell in cells:
        cell.outputs = nbformat.from_dict(cleaned(student.run(cell.source)[0]))
    nbformat.validate(new_notebook(cells=cells))


@pytest.mark.parametrize(
    "data", ["{'a/b': object()}", "{'a/b': {1, 2}}", "{3: 'x'}", "{(): 'x'}", "loop"], ids=str
)
def test_an_output_that_is_none_ends_nothing(student: StudentProcess, data: str) -> None:
    student.run(f"loop = {{}}\nloop['a/b'] = loop\ndisplay({data}, raw=True)")
    assert student.run("7")[0][0]["data"] == {"text/plain": "7"}


def test_a_flood_of_output_is_cut(student: StudentProcess) -> None:
    outputs, _ = student.run("for _ in range(200):\n    print('x' * 100_000)")
    assert len(outputs) == 1
    assert len(outputs[0]["text"]) == 1_000_000


@pytest.mark.parametrize(
    "value",
    [
        1, 2**80, 1.5, float("inf"), 1 + 2j, True, None, "text", (1, (2, [3])), {"a": (1, 2)},
        np.arange(6.0).reshape(2, 3), np.array(3), np.zeros((0, 2)), np.array([True]), np.array([1j]),
        np.arange(12).reshape(3, 4).T, np.arange(12)[::-2], np.float32(2), torch.arange(3), torch.tensor(1.5),
    ],
    ids=lambda value: f"{type(value).__name__} {value}".replace("\n", ""),
)  # fmt: skip
def test_values_go_there_and_come_back(student: StudentProcess, value: Any) -> None:
    student.run("def same(x): return x\ndef inside(x): return {'x': [x]}")
    same, inside = map(student.look_up, ["same", "inside"])
    assert plain.same(same(value), value)
    assert plain.same(inside(x=value)["x"][0], value)


def test_constants_are_found_and_missing_names_are_not(student: StudentProcess) -> None:
    student.run("answer = 42\ntable = {'a': (1, 2)}")
    assert student.look_up("answer") == 42
    assert student.look_up("table") == {"a": (1, 2)}
    for name in ("nothing", "In"):
        with pytest.raises(KeyError, match=name):
            student.look_up(name)


def test_a_constant_that_cannot_cross_is_the_graders_problem(student: StudentProcess) -> None:
    student.run("import collections\ntable = collections.Counter()")
    with pytest.raises(CannotCross, match="table is no plain data"):
        student.look_up("table")


def test_exceptions_come_back_by_name_and_text(student: StudentProcess) -> None:
    student.run(
        "class Own(ValueError): pass\n"
        "def own(): raise Own('mine')\n"
        "def key(): return {}['k']\n"
        "def decode(): return b'\\xff'.decode()\n"
        "def leave(): raise SystemExit(3)"
    )
    own, key, decode, leave = map(student.look_up, ["own", "key", "decode", "leave"])
    with pytest.raises(ValueError, match="mine") as caught:
        own()
    assert type(caught.value).__name__ == "Own"
    with pytest.raises(KeyError):
        key()
    with pytest.raises(Exception, match="can't decode"):
        decode()
    with pytest.raises(Exception, match="3"):  # no SystemExit: a student cannot end the checker
        leave()


def test_changes_in_place_are_seen(student: StudentProcess) -> None:
    student.run("def spoil(a, b, c):\n    a[0] = 9; b.append(9); c['k'] = 9")
    array, items, mapping = np.zeros(2), [1], {"a": 1}
    student.look_up("spoil")(array, items, mapping)
    assert array.tolist() == [9, 0]
    assert items == [1, 9]
    assert mapping == {"a": 1, "k": 9}


def test_printed_text_reaches_the_test(student: StudentProcess, capsys: pytest.CaptureFixture[str]) -> None:
    student.run("def hello(): print('hello')")
    student.look_up("hello")()
    assert capsys.readouterr().out == "hello\n"


def test_a_callback_is_called_thousands_of_times(student: StudentProcess) -> None:
    student.run(
        "import numpy as np\n"
        "def slopes(f, x, h=1e-4):\n"
        "    out = np.zeros_like(x)\n"
        "    for i in range(x.size):\n"
        "        step = np.zeros_like(x); step.flat[i] = h\n"
        "        out.flat[i] = (f(x + step) - f(x - step)) / (2 * h)\n"
        "    return out"
    )
    calls = []

    def bowl(x: np.ndarray) -> float:
        calls.append(1)
        return float(np.sum(x**2))

    x = np.linspace(-1, 1, 1500)
    assert np.allclose(student.look_up("slopes")(bowl, x), 2 * x, atol=1e-6)
    assert len(calls) == 3000


def test_what_a_callback_raises_reaches_the_students_code(student: StudentProcess) -> None:
    student.run(
        "def kind(f):\n    try:\n        f()\n    except ZeroDivisionError as e:\n        return str(e)"
    )

    def broken() -> float:
        return 1 / 0

    assert student.look_up("kind")(broken) == "division by zero"


def test_a_loop_is_interrupted_and_the_process_lives_on(
    fork: Callable[[], tuple[StudentProcess, Child]],
) -> None:
    process, _ = fork()
    process.run("def loop():\n    while True: pass\ndef one(): return 1")
    loop, one = map(process.look_up, ["loop", "one"])
    process.begin(0.2)
    with pytest.raises(students.TooSlow):
        loop()
    process.begin(10)
    assert one() == 1


def test_a_loop_that_ignores_the_interrupt_ends_with_its_process(
    fork: Callable[[], tuple[StudentProcess, Child]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(students, "GRACE_SECONDS", 0.2)
    process, _ = fork()
    process.run(
        "import signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ndef loop():\n    while True: pass"
    )
    process.begin(0.2)
    with pytest.raises(students.TooSlow):
        process.look_up("loop")()
    process.begin(10)
    with pytest.raises(students.Gone):
        process.run("1")


@pytest.mark.parametrize("how", ["os._exit(0)", "os.abort()", "import ctypes; ctypes.string_at(0)"])
def test_a_process_that_ends_fails_closed(student: StudentProcess, how: str) -> None:
    with pytest.raises(students.Crashed):
        student.run(f"import os\n{how}")
    with pytest.raises(students.Gone):
        student.run("1")


FORGERIES = {
    "no frame": "s.send(b'x' * 100)",
    "another question's answer": "c.send({'id': 999})",
    "no dict": "c.send([1])",
    "an oversized frame": "s.send(b'\\xff' * 8)",
    "a forged exception": ("c.send({'id': 2, 'changed': {}, 'not_plain': '', 'printed': '', 'raised': 7})"),
    "an uninvited callback": "c.send({'callback': 0, 'args': (), 'kwargs': {}})",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_answer_is_no_answer(
    fork: Callable[[], tuple[StudentProcess, Child]], forgery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(students, "GRACE_SECONDS", 0.2)
    process, _ = fork()
    process.run(
        "import gc, socket\n"
        "from autograder.wire.frames import Channel\n"
        "c = next(o for o in gc.get_objects() if type(o) is Channel)\n"
        "s = c._socket\n"
        f"def f():\n    {forgery}\n    import time; time.sleep(60)"
    )
    process.begin(1)
    with pytest.raises((students.Crashed, students.TooSlow)):
        process.calls("f", [Call((), {})], strict=False)


def test_a_student_finds_no_test_and_no_secret(student: StudentProcess) -> None:
    outputs, _ = student.run("import os\nsorted(os.environ), os.getcwd(), os.environ['HOME'], len(In)")
    shown = outputs[-1]["data"]["text/plain"]
    assert "AUTOGRADER" not in shown
    assert "'/student',\n '/student',\n 2)" in shown


def test_patching_numpy_changes_nothing_for_the_checker(student: StudentProcess) -> None:
    student.run("import numpy as np\nnp.array_equal = lambda *a, **k: True\ndef f(x): return x + 1")
    assert not np.array_equal(student.look_up("f")(np.zeros(2)), np.zeros(2))
