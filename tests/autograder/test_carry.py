"""`autograder carry`: own earlier functions are copied with what they need, and nothing else changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import carry, notebooks

STUB = '    """Words."""\n    # YOUR CODE HERE\n    raise NotImplementedError()'


def cell(role: str, source: str, name: str = "") -> dict[str, Any]:
    """A code cell: "given", "solution", "test", "added" or "open"."""
    grader = {
        "grade": role == "test",
        "grade_id": name or role,
        "locked": role in ("given", "test"),
        "solution": role == "solution",
    }
    metadata: dict[str, Any] = {"nbgrader": grader} if role in ("given", "solution", "test") else {}
    if role == "open":
        metadata = notebooks.open_metadata(name or "earlier")
    lines = source.splitlines(keepends=True)
    return {
        "cell_type": "code",
        "execution_count": None,
        "metadata": metadata,
        "outputs": [],
        "source": lines,
    }


def solution(name: str, body: str) -> dict[str, Any]:
    return cell("solution", f"def {name}(x):\n{body}", name)


STAND_INS = cell("given", "import numpy as np\n\n\ndef f(x):\n    return np.zeros(x)")
EARLIER = cell("open", "# Optional: your own f.")
EXERCISE = solution("later", STUB)
TEST = cell("test", "window = 2\nassert later(1)", "later-visible")


@pytest.fixture
def notebook(tmp_path: Path) -> Callable[..., Path]:
    """Writes a notebook as Jupyter would."""

    def write(name: str, *cells: dict[str, Any]) -> Path:
        whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        path = tmp_path / name
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8", newline="\n")
        return path

    return write


@pytest.fixture
def target(notebook: Callable[..., Path]) -> Path:
    """A notebook that offers `f`."""
    return notebook("to.ipynb", STAND_INS, EARLIER, EXERCISE, TEST)


def earlier_of(path: Path) -> str:
    """The text of a notebook's cell `earlier`."""
    return next(c["source"] for c in notebooks.code_cells(path) if c["open"] == "earlier")


def told(target: Path, *origins: Path) -> str:
    """What is said of the only function that is offered."""
    (outcome,) = carry.carry(target, list(origins))
    return f"{'carried' if outcome.carried else 'skipped'} {outcome.function} {outcome.remark}".replace(
        f"{target.parent}{os.sep}", ""
    )


def test_a_function_is_copied_and_the_file_stays_as_jupyter_writes_it(
    notebook: Callable[..., Path], target: Path
) -> None:
    origin = notebook("from.ipynb", solution("f", "    return 'mine: ü'"))
    assert told(target, origin) == "carried f from from.ipynb"
    own = "# Optional: your own f.\n\n\ndef f(x):\n    return 'mine: ü'"
    expected = notebook("expected.ipynb", STAND_INS, cell("open", own), EXERCISE, TEST)
    assert target.read_bytes() == expected.read_bytes()
    assert {path.name for path in target.parent.iterdir()} == {"to.ipynb", "from.ipynb", "expected.ipynb"}


NEEDY = """\
%matplotlib inline
import math
from itertools import count as numbers, chain
LIMIT = 3
LIMIT += 1; unused = 0
def never(x): return x
# once more
@staticmethod
def twice(x):
    return 2 * x
"""


def test_what_it_needs_comes_along_in_order_and_nothing_else(
    notebook: Callable[..., Path], target: Path
) -> None:
    origin = notebook(
        "from.ipynb",
        cell("given", "import numpy as np\nfrom functools import partial\n\n\ndef given(x): return x"),
        cell("added", NEEDY),
        solution("helper", "    return [given(LIMIT) for _ in range(1)][0]"),
        cell(
            "solution",
            "old = 0\ndef f(x): return 1\nfirst = f\ndef f(x):\n    def g(): return partial(helper, x)()\n"
            "    return twice(first(x)) + g() + next(numbers()) + len(np.ones(x))\nprint(f(2))",
            "f",
        ),
        cell("added", "def given(x):\n    return x + 1"),
    )
    assert told(target, origin) == (
        "carried f from from.ipynb, with LIMIT, chain, first, given, helper, numbers, partial, twice, unused"
    )
    names: dict[str, Any] = {}
    own = earlier_of(target)
    exec("import numpy as np\n" + own, names)
    assert names["f"](2) == 2 * 1 + 5 + 0 + 2
    assert "# once more\n@staticmethod\ndef twice" in own
    assert not [word for word in ("math", "never", "old", "print", "%") if word in own]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([solution("f", STUB)], "not written yet in from.ipynb"),
        ([solution("f", "    x += 1\n    raise NotImplementedError")], "not written yet in from.ipynb"),
        ([solution("g", "    return 1")], "none of the notebooks has an exercise of this name"),
        (
            [cell("added", "def f(x): return 1"), solution("g", STUB)],
            "none of the notebooks has an exercise of this name",
        ),
        ([solution("f", "    return g(x)")], "it uses g: no cell of from.ipynb defines it"),
        ([solution("f", "    return window"), TEST], "it uses window: no cell of from.ipynb defines it"),
        ([solution("f", "    return g(x)"), solution("g", STUB)], "it uses g: not written yet in from.ipynb"),
        ([solution("f", "    return (")], "its cell in from.ipynb is not valid Python"),
        (
            [solution("f", "    return g(x)"), solution("g", "    return )")],
            "it uses g: its cell in from.ipynb is not valid Python",
        ),
        ([cell("solution", "def F(x):\n    return 1", "f")], "its cell in from.ipynb does not define it"),
        ([cell("solution", "def f(x):\n    return '\ud800'", "f")], "its cell in from.ipynb is not valid"),
    ],
)
def test_what_cannot_be_copied_is_skipped_with_the_reason(
    notebook: Callable[..., Path], target: Path, cells: list[dict[str, Any]], reason: str
) -> None:
    before = target.read_bytes()
    (target.parent / "from.ipynb").write_text(json.dumps({"cells": cells}))
    assert told(target, target.parent / "from.ipynb").startswith(f"skipped f {reason}")
    assert target.read_bytes() == before


@pytest.mark.parametrize(
    "body",
    [
        "    return 1\n    raise NotImplementedError()",
        "    if x:\n        return 1\n    raise NotImplementedError()",
        '    raise ValueError("NotImplementedError")',
    ],
)
def test_code_above_a_stub_that_was_left_is_written(
    notebook: Callable[..., Path], target: Path, body: str
) -> None:
    assert told(target, notebook("from.ipynb", solution("f", body))) == "carried f from from.ipynb"


def test_the_first_notebook_that_has_it_counts(notebook: Callable[..., Path], target: Path) -> None:
    stub = notebook("a.ipynb", solution("f", STUB))
    first = notebook("b.ipynb", solution("f", "    return 'b'"))
    second = notebook("c.ipynb", solution("f", "    return 'c'"))
    assert told(target, stub, first, second) == "carried f from b.ipynb"
    assert "'b'" in earlier_of(target)


@pytest.mark.parametrize("own", ["def f(x):\n    return 'by hand'", "from mine import f", "f = max"])
def test_what_stands_there_already_is_left_alone(notebook: Callable[..., Path], own: str) -> None:
    target = notebook("to.ipynb", STAND_INS, cell("open", own), EXERCISE)
    before = target.read_bytes()
    origin = notebook("from.ipynb", solution("f", "    return 1"))
    assert told(target, origin) == "skipped f the cell earlier defines it already"
    assert target.read_bytes() == before


def test_only_functions_given_above_the_cell_are_offered(notebook: Callable[..., Path]) -> None:
    below = cell("given", "def g(x):\n    return 0")
    target = notebook("to.ipynb", STAND_INS, EARLIER, below)
    origin = notebook("from.ipynb", solution("f", "    return 1"), solution("g", "    return 1"))
    assert told(target, origin) == "carried f from from.ipynb"


BROKEN: dict[str, tuple[Callable[[str], str | bytes], str]] = {
    "cut off": (lambda text: text[:-9], "not a notebook: "),
    "empty": (lambda text: "", "not a notebook: "),
    "not UTF-8": (lambda text: b"\xff" + text.encode(), "not a notebook: "),
    "with a byte order mark": (lambda text: "\ufeff" + text, "not a notebook: "),
    "nested": (lambda text: "[" * 100_000 + "]" * 100_000, "not a notebook: "),
    "a list": (lambda text: "[]", "not a notebook: it has no list of cells"),
    "no cells": (lambda text: '{"cells": []}', "has no cell `earlier`, it must be one; take a notebook"),
    "no source": (lambda text: text.replace('"source"', '"sauce"'), "has no cell `earlier`"),
    "not open": (lambda text: text.replace('"open"', '"shut"'), "has no cell `earlier`"),
    "two": (
        lambda text: text.replace('"metadata": {}', '"metadata": {"autograder": {"open": "earlier"}}'),
        "has 2 cells `earlier`, it must be one",
    ),
    "no Python": (
        lambda text: text.replace("# Optional", "Optional"),
        "the cell `earlier` is not valid Python; mend or empty it first",
    ),
}


@pytest.mark.parametrize(("spoil", "reason"), BROKEN.values(), ids=BROKEN)
def test_a_target_that_is_none_is_refused_and_stays(
    notebook: Callable[..., Path], command: Any, spoil: Callable[[str], str | bytes], reason: str
) -> None:
    target = notebook("to.ipynb", STAND_INS, EARLIER, cell("added", "x = 1"))
    spoilt = spoil(target.read_text("utf-8"))
    target.write_bytes(spoilt if isinstance(spoilt, bytes) else spoilt.encode())
    before = target.read_bytes()
    origin = notebook("from.ipynb", solution("f", "    return 1"))
    code, out, err = command("carry", target, origin)
    assert (code, out) == (2, "")
    assert err.startswith(f"autograder: {target}: {reason}")
    assert err.count("\n") == 1
    assert target.read_bytes() == before


def test_an_origin_that_is_none_is_refused_and_nothing_changes(
    notebook: Callable[..., Path], target: Path, command: Any
) -> None:
    before = target.read_bytes()
    good = notebook("from.ipynb", solution("f", "    return 1"))
    foreign = notebook("foreign.ipynb", cell("added", "def f(x): return 1"))
    for origin, reason in (
        (foreign, "holds no exercise; carry takes notebooks of the course"),
        (target.parent / "none.ipynb", "cannot be read: "),
        (target.parent, "cannot be read: "),
    ):
        code, out, err = command("carry", target, good, origin)
        assert (code, out) == (2, "")
        assert err.startswith(f"autograder: {origin}: {reason}")
        assert err.count("\n") == 1
    assert target.read_bytes() == before


def test_a_file_that_cannot_be_written_stays_and_leaves_nothing_behind(
    notebook: Callable[..., Path], target: Path, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = target.read_bytes()
    origin = notebook("from.ipynb", solution("f", "    return 1"))

    def locked(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", locked)
    code, out, err = command("carry", target, origin)
    assert (code, out, err) == (2, "", f"autograder: {target}: cannot be written: Permission denied\n")
    assert target.read_bytes() == before
    assert {path.name for path in target.parent.iterdir()} == {"to.ipynb", "from.ipynb"}


@pytest.mark.skipif(os.name == "nt", reason="links and modes of POSIX")
def test_mode_and_link_of_the_target_stay(notebook: Callable[..., Path], target: Path) -> None:
    target.chmod(0o640)
    link = target.parent / "link.ipynb"
    link.symlink_to(target)
    carry.carry(link, [notebook("from.ipynb", solution("f", "    return 1"))])
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert "return 1" in earlier_of(target)


def test_metadata_of_the_wrong_type_do_no_harm(notebook: Callable[..., Path], target: Path) -> None:
    kinds: list[Any] = [
        None, [], {"nbgrader": 1}, {"nbgrader": {"solution": 1, "grade_id": ["a"]}}, {"autograder": []},
        {"autograder": {"open": {}}}, {"autograder": {"open": 3}},
    ]  # fmt: skip
    odd = [{**EXERCISE, "metadata": metadata} for metadata in kinds]
    origin = notebook("from.ipynb", *odd, {"cell_type": "code", "source": 3}, solution("f", "    return 1"))
    assert told(target, origin) == "carried f from from.ipynb"


def test_what_the_command_says(notebook: Callable[..., Path], command: Any) -> None:
    given_two = cell("given", "def f(x):\n    return 0\n\n\ndef g(x):\n    return 0")
    target = notebook("to.ipynb", given_two, EARLIER)
    origin = notebook("from.ipynb", solution("f", "    return 1"))
    assert command("carry", target, origin) == (
        0,
        f"carried  f: from {origin}\n"
        "skipped  g: none of the notebooks has an exercise of this name\n"
        f"1 of 2 functions carried into {target}.\n",
        "",
    )


def test_it_starts_without_torch_and_the_engine() -> None:
    code = (
        "import sys, autograder.cli, autograder.carry;"
        "print([name for name in sys.modules if name in ('torch', 'numpy', 'jupytext')"
        " or name.startswith('autograder.engine')])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


# ---------------------------------------------------------------------------------------------- properties

NAMES = "abcde"
LAYOUTS = st.sampled_from([{"indent": 1}, {"indent": 2, "sort_keys": True}, {"separators": (",", ":")}])


@st.composite
def courses(draw: st.DrawFn) -> dict[str, Any]:
    """An origin whose functions use each other, and a target that offers some of them."""
    uses = {name: draw(st.sets(st.sampled_from(NAMES[:i]))) if i else set() for i, name in enumerate(NAMES)}
    roles = {
        name: draw(st.sampled_from(["solution", "solution", "stub", "given", "added", ""])) for name in NAMES
    }
    return {
        "uses": uses,
        "roles": roles,
        "offered": draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1)),
        "by hand": draw(st.sets(st.sampled_from(NAMES), max_size=2)),
        "text": draw(st.sampled_from(["", "# mine: ü \u2028", "%time 1", "x = 'two\\nlines'\n\n"])),
        "layout": draw(LAYOUTS),
        "line end": draw(st.sampled_from(["\n", "\r\n"])),
    }


def definition(name: str, value: int, uses: set[str]) -> str:
    return f"def {name}():\n    return {' + '.join([str(value), *(f'{used}()' for used in sorted(uses))])}"


def as_json(value: Any, course: dict[str, Any], *, ascii_only: bool = False) -> str:
    text = json.dumps(value, ensure_ascii=ascii_only, **course["layout"])
    return text.replace("\n", course["line end"])


@given(course=courses())
def test_twice_is_once_and_no_other_byte_changes(
    tmp_path_factory: pytest.TempPathFactory, course: dict[str, Any]
) -> None:
    folder = tmp_path_factory.mktemp("carry")
    origin, target = folder / "from.ipynb", folder / "to.ipynb"
    own = [
        cell(
            {"stub": "solution"}.get(role, role),
            f"def {name}():\n{STUB}" if role == "stub" else definition(name, 10**i, course["uses"][name]),
            name,
        )
        for i, (name, role) in enumerate(course["roles"].items())
        if role
    ]
    last = solution("last", STUB)
    origin.write_text(json.dumps({"cells": [*own, last]}))
    stand_ins = cell("given", "\n\n\n".join(definition(name, -1, set()) for name in course["offered"]))
    by_hand = "\n".join(
        [course["text"], *(definition(name, -2, set()) for name in sorted(course["by hand"]))]
    )
    around = [
        [as_json(stand_ins, course), as_json({"cell_type": "markdown", "source": "ü \\ud800"}, course)],
        [as_json(TEST, course, ascii_only=True), as_json(EXERCISE, course)],
    ]
    head, tail = '{"metadata": {"x": [1.50, {}]}, "cells" :[ ', ' ] , "nbformat":4}'

    def whole(middle: str) -> str:
        return head + " , ".join([*around[0], middle, *around[1]]) + tail

    earlier = cell("open", by_hand)
    target.write_bytes(whole(as_json(earlier, course)).encode())
    outcomes = carry.carry(target, [origin])
    once = target.read_bytes()

    assert [outcome.function for outcome in outcomes] == course["offered"]
    before, after = whole("\0").encode().split(b"\0")
    assert once.startswith(before)
    assert once.endswith(after)
    changed = json.loads(once[len(before) : -len(after)])
    assert {**changed, "source": earlier["source"]} == earlier

    again = carry.carry(target, [origin])
    assert target.read_bytes() == once
    assert not any(outcome.carried for outcome in again)

    names: dict[str, Any] = {}
    for source in ("".join(stand_ins["source"]), "".join(changed["source"]).replace("%time 1", "")):
        exec(source, names)
    for outcome in outcomes:
        name = outcome.function
        if outcome.carried:
            assert course["roles"][name] == "solution"
            assert names[name]() == 10 ** NAMES.index(name) + sum(names[n]() for n in course["uses"][name])
        else:
            assert names[name]() == (-2 if name in course["by hand"] else -1)
