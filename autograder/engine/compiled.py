"""Cells of the class's own notebook, compiled once for all submissions."""

from __future__ import annotations

import ast
import functools
from dataclasses import dataclass
from types import CodeType


@dataclass(frozen=True)
class TestCell:
    """A compiled test cell.

    Attributes:
        body: everything but a last expression.
        value: the last expression, for partial credit; None when the cell does not end with one.
    """

    __test__ = False  # for pytest: no class of tests

    body: CodeType
    value: CodeType | None


@functools.cache
def test_cell(source: str) -> TestCell:
    """Compiles a test cell.

    Arguments:
        source: its text.

    Returns:
        The compiled cell.

    Raises:
        SyntaxError: it is not Python.
    """
    tree = ast.parse(source)
    last = tree.body[-1] if tree.body else None
    value = None
    if isinstance(last, ast.Expr):
        tree.body.pop()
        value = compile(ast.Expression(last.value), "<test cell>", "eval")
    return TestCell(compile(tree, "<test cell>", "exec"), value)


@functools.cache
def given_cell(source: str) -> CodeType:
    """Compiles a given cell for the trusted side, without the lines that only a notebook understands.

    Arguments:
        source: its text.

    Returns:
        The code.

    Raises:
        SyntaxError: what is left is not Python.
    """
    return compile(without_magics(source), "<given cell>", "exec")


def without_magics(source: str) -> str:
    """A cell's text without the lines that only a notebook understands."""
    return "\n".join(line for line in source.splitlines() if not line.lstrip().startswith(("%", "!")))


@functools.cache
def solution_cell(source: str) -> CodeType:
    """Compiles a solution of the class's own; arguments, result and error as for `given_cell`."""
    return compile(source, "<solution>", "exec")
