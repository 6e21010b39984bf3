"""Known mistakes and valid alternatives: wrong and right answers that the tests are tried on.

A chapter's `mistakes.py` holds functions named `function__what`, complete as a learner would write
them, with no help but the notebook's imports::

    @mistake(loses=["visible", "hidden"], belief="...", hint="...", misconception="M40")
    def pad2d__torch_order(x, pad, value=0.0): ...

    @alternative("np.pad with zero widths in front")
    def pad2d__np_pad(x, pad, value=0.0): ...
"""

from __future__ import annotations

import ast
import functools
import importlib.util
import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from autograder.errors import UserError

CELLS = ("visible", "hidden")

_Function = TypeVar("_Function", bound=Callable[..., Any])


@dataclass(frozen=True)
class Mistake:
    """A plausible wrong answer.

    Attributes:
        function: the graded function it stands for.
        name: what goes wrong, in a word or two.
        belief: what the learner thought, in a sentence.
        hint: what to tell who made it.
        loses: the test cells that must fail, from CELLS.
        misconception: the id of the misconception that it comes from, if there is a box about it; else "".
        run: the function itself.
        source: its text, under the graded function's name.
    """

    function: str
    name: str
    belief: str
    hint: str
    loses: tuple[str, ...]
    misconception: str
    run: Callable[..., Any]
    source: str


@dataclass(frozen=True)
class Alternative:
    """A right answer, written differently.

    Attributes:
        function, name, run, source: as for a mistake.
        how: how it is written, in a few words.
    """

    function: str
    name: str
    how: str
    run: Callable[..., Any]
    source: str


def mistake(
    *, loses: list[str], belief: str, hint: str, misconception: str = ""
) -> Callable[[_Function], _Function]:
    """Marks a function of a `mistakes.py` as a known mistake.

    Arguments:
        loses: the test cells that it must lose: "visible", "hidden" or both.
        belief: what the learner thought.
        hint: what feedback says to who made it; it teaches and does not give the answer away.
        misconception: the entry of the chapter's `misconceptions.yml` that it comes from, for example "M40".

    Returns:
        A decorator that leaves the function as it is.

    Raises:
        UserError: `loses` is empty or names anything else.
    """
    if not loses or not set(loses) <= set(CELLS):
        raise UserError(f"@mistake(loses={loses!r}): name one or both of {', '.join(map(repr, CELLS))}")

    def mark(function: _Function) -> _Function:
        _split(function.__name__)
        function.__known__ = {  # type: ignore[attr-defined]
            "belief": belief,
            "hint": hint,
            "loses": tuple(loses),
            "misconception": misconception,
        }
        return function

    return mark


def alternative(how: str) -> Callable[[_Function], _Function]:
    """Marks a function of a `mistakes.py` as a valid alternative.

    Arguments:
        how: how it is written, in a few words.

    Returns:
        A decorator that leaves the function as it is.
    """

    def mark(function: _Function) -> _Function:
        _split(function.__name__)
        function.__known__ = {"how": how}  # type: ignore[attr-defined]
        return function

    return mark


@functools.cache
def load(path: Path) -> tuple[Mistake, ...]:
    """The known mistakes of a chapter, in the order of the file.

    Arguments:
        path: the chapter's `mistakes.py`.

    Returns:
        The mistakes; none when there is no such file.

    Raises:
        UserError: the file cannot be imported, or two functions of it share a name.
    """
    return tuple(
        Mistake(*_split(name), run=function, source=_renamed(function), **function.__known__)
        for name, function in _marked(path)
        if "loses" in function.__known__
    )


@functools.cache
def load_alternatives(path: Path) -> tuple[Alternative, ...]:
    """The valid alternatives of a chapter; arguments, order and errors as for `load`."""
    return tuple(
        Alternative(*_split(name), run=function, source=_renamed(function), **function.__known__)
        for name, function in _marked(path)
        if "how" in function.__known__
    )


@functools.cache
def _marked(path: Path) -> list[tuple[str, Any]]:
    if not path.is_file():
        return []
    try:
        tree = ast.parse(path.read_bytes(), str(path))
    except (SyntaxError, ValueError) as error:
        raise UserError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise UserError(f"{path}: {min(twice)} is defined twice; the second hides the first")
    spec = importlib.util.spec_from_file_location(f"known_mistakes_of_{path.parent.name}", path)
    assert spec, "a .py file always has a spec"
    assert spec.loader, "and a loader"
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except UserError as error:
        raise UserError(f"{path}: {error}") from error
    except Exception as error:
        raise UserError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
    return [
        (name, getattr(module, name)) for name in names if hasattr(getattr(module, name, None), "__known__")
    ]


def _split(name: str) -> tuple[str, str]:
    function, separator, what = name.partition("__")
    if not (function and separator and what):
        raise UserError(f"{name} must be named function__what, for example pad2d__torch_order")
    return function, what


def _renamed(function: Callable[..., Any]) -> str:
    """The function's text without its decorator and under the graded function's name."""
    lines = textwrap.dedent(inspect.getsource(function)).splitlines()
    definition = ast.parse("\n".join(lines)).body[0]
    assert isinstance(definition, ast.FunctionDef), "marked objects are functions"
    body = lines[definition.lineno - 1 :]
    text = "\n".join(body) + "\n"
    return re.sub(rf"\b{definition.name}\b", _split(definition.name)[0], text)  # all: it may call itself
