"""What the statements of a cell define and what they need, read from their text. Nothing is run."""

from __future__ import annotations

import ast
import symtable
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """A statement at the top level of a cell, with the comments above it; or several that share a line.

    Attributes:
        line: where its text begins, from 0.
        text: its lines, without line end.
        nodes: its syntax.
        binds: the names that it defines at the top level.
        needs: the names that it, or a function in it, takes from the top level.
    """

    line: int
    text: str
    nodes: tuple[ast.stmt, ...]
    binds: frozenset[str]
    needs: frozenset[str]


def split(source: str) -> list[Statement] | None:
    """Splits a cell into its statements.

    Arguments:
        source: the cell's text. Lines with IPython's magics are left out.

    Returns:
        The statements in order; None when the cell is not valid Python.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    without_magics = ["" if line.lstrip().startswith(("%", "!")) else line for line in lines]
    for attempt in (lines, without_magics):  # in a text of several lines, such a line is no magic
        try:
            return list(_statements(attempt))
        except (SyntaxError, ValueError, RecursionError, MemoryError):  # all that the parser may raise
            continue
    return None


def is_written(statement: Statement, function: str) -> bool:
    """Whether a statement defines a function that is more than nbgrader's stub.

    Arguments:
        statement: one that binds the function's name.
        function: the name.
    """
    return not any(
        isinstance(node, ast.FunctionDef)
        and node.name == function
        and _raises_not_implemented(node.body[-1])
        and not any(isinstance(inner, ast.Return) for inner in ast.walk(node))
        for node in statement.nodes
    )


def _raises_not_implemented(node: ast.stmt) -> bool:
    return isinstance(node, ast.Raise) and any(
        isinstance(inner, ast.Name) and inner.id == "NotImplementedError" for inner in ast.walk(node)
    )


def _statements(lines: list[str]) -> Iterator[Statement]:
    groups: list[list[ast.stmt]] = []
    for node in ast.parse("\n".join(lines)).body:
        if groups and node.lineno == groups[-1][-1].end_lineno:
            groups[-1].append(node)
        else:
            groups.append([node])
    start = 0
    for group in groups:
        end = group[-1].end_lineno or 0
        text = "\n".join(lines[start:end]).strip("\n")
        table = symtable.symtable(text, "<cell>", "exec")
        binds = {s.get_name() for s in table.get_symbols() if s.is_assigned() or s.is_imported()}
        yield Statement(start, text, tuple(group), frozenset(binds), frozenset(_needs(table)))
        start = end


def _needs(table: symtable.SymbolTable) -> Iterator[str]:
    """The names that a block, or a block in it, reads from the top level."""
    at_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() if at_top else symbol.is_global():
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _needs(inner)
