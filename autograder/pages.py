"""Keeps the book from giving exercises away."""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

from autograder.errors import UserError

_PYTHON = r"i?py(?:thon)?3?(?!\w)"
_FENCE = re.compile(
    r"(?P<fence>`{3,}|~{3,}|:{3,})\s*"
    rf"(?:\{{code-cell\}}|\{{code(?:-block)?\}}\s*(?:{_PYTHON}|$)|{_PYTHON})",
    re.IGNORECASE,
)
_NOT_CODE = re.compile(r"\s*:[\w-]+:|[%!]")  # an option of a cell, a magic


def check(book: Path, graded: set[str]) -> None:
    """Makes sure that no code on a page, or beside it, defines a graded function.

    Arguments:
        book: the folder of the pages.
        graded: the names of the graded functions.

    Raises:
        UserError: names the page, the line and the function.
    """
    for path in sorted([*book.rglob("*.md"), *book.rglob("*.py")]):
        text = path.read_text("utf-8", errors="replace")
        blocks = _code_blocks(text) if path.suffix == ".md" else iter([(1, text)])
        for first_line, code in blocks:
            for line, name in _definitions(code):
                if name in graded:
                    raise UserError(
                        f"{path}:{first_line + line - 1}: defines the graded function {name}; "
                        "show the idea with numbers or a picture, and leave the building to the learner"
                    )


def _code_blocks(text: str) -> Iterator[tuple[int, str]]:
    """The code of each fenced block, with the line where it begins."""
    fence, start, block = "", 0, list[str]()
    for number, line in enumerate(text.split("\n"), 1):
        if not fence:
            match = _FENCE.match(line.strip())
            if match:
                fence, start, block = match["fence"], number + 1, []
        elif line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            yield start, _code(block)
            fence = ""
        else:
            block.append(line)
    if fence:  # a fence that nothing closes ends with the page
        yield start, _code(block)


def _code(block: list[str]) -> str:
    """The lines of a block without indentation; what is not Python is blanked, so that line numbers stay."""
    lines = textwrap.dedent("\n".join(block)).split("\n")
    if lines[0].strip() == "---" and "---" in lines[1:]:  # options in YAML
        end = lines.index("---", 1) + 1
        lines[:end] = [""] * end
    return "\n".join("" if _NOT_CODE.match(line) else line for line in lines)


def _definitions(code: str) -> Iterator[tuple[int, str]]:
    """The line and name of everything that a piece of code defines; nothing if it is not Python."""
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.lineno, node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.alias):
            yield node.lineno, node.asname or node.name
