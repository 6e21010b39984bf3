"""Copies a learner's own functions of earlier chapters into a notebook's cell `earlier`. Nothing is run."""

from __future__ import annotations

import ast
import builtins
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import notebooks, statements
from autograder.errors import UserError
from autograder.notebooks import EARLIER
from autograder.statements import Statement

_IN_EVERY_NOTEBOOK = {*dir(builtins), "display", "get_ipython"}
_ROLES = {"grade": "test", "solution": "solution", "locked": "given"}  # by the first of nbgrader's flags set


@dataclass(frozen=True)
class Outcome:
    """What became of one function.

    Attributes:
        function: its name.
        carried: whether it was copied.
        remark: from where, and with what else; or why not.
    """

    function: str
    carried: bool
    remark: str


def carry(target: Path, origins: list[Path]) -> list[Outcome]:
    """Copies the functions that a notebook's given cells offer from the notebooks where they are exercises.

    What a function needs of its notebook comes along, unless the target has something of that name. What
    the cell `earlier` defines already stays. No byte of the target changes but that cell's text.

    Arguments:
        target: the notebook whose cell `earlier` gets them.
        origins: the notebooks that they are copied from; the first that has a function, written, counts.

    Returns:
        An outcome for each function that the target offers, in its order.

    Raises:
        UserError: a file is no such notebook, or cannot be written; then nothing has changed.
    """
    to, sources = _Notebook(target), [_Notebook(origin) for origin in origins]
    earlier = to.earlier()
    for source in sources:
        if not source.solutions:
            raise UserError(f"{source.path}: holds no exercise; carry takes notebooks of the course")
    known = to.names()
    outcomes, copied = [], list[Statement]()
    for function in to.offered():
        if function in earlier.names:
            outcomes.append(Outcome(function, False, f"the cell {EARLIER} defines it already"))
            continue
        found, remark = _first(function, sources, known)
        outcomes.append(Outcome(function, bool(found), remark))
        copied += found
        known = known.union(*(statement.binds for statement in found))
    if copied:
        texts = [earlier.source.rstrip(), *(statement.text for statement in copied)]
        _replace(to.path, notebooks.with_source(to.text, earlier.index, "\n\n\n".join(filter(None, texts))))
    return outcomes


def _first(function: str, sources: list[_Notebook], known: Collection[str]) -> tuple[list[Statement], str]:
    """The first notebook's statements for a function, and which; or none, and why."""
    reasons = []
    for source in sources:
        if function in source.solutions:
            try:
                found = source.closure(function, known)
            except _LackingError as error:
                reasons.append(str(error))
                continue
            others = sorted({name for statement in found for name in statement.binds} - {function})
            return found, f"from {source.path}" + (f", with {', '.join(others)}" if others else "")
    return [], "; ".join(reasons) or "none of the notebooks has an exercise of this name"


class _LackingError(Exception):
    """A function cannot be copied; the text says why."""


class _Cell:
    """A code cell, its statements None when it is not valid Python."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.index: int = fields["index"]
        self.source: str = fields["source"]
        self.name: Any = fields["open"] or fields["grader"].get("grade_id")
        flags = (role for flag, role in _ROLES.items() if fields["grader"].get(flag))
        self.role = "open" if fields["open"] else next(flags, "added")
        self.statements = statements.split(self.source)

    @property
    def names(self) -> set[str]:
        """The names that it defines."""
        return {name for statement in self.statements or [] for name in statement.binds}


class _Notebook:
    """A notebook of the course in a learner's hands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = notebooks.read_text(path)
        cells = notebooks.parsed(path, self.text)
        self.cells = [_Cell(fields) for fields in cells if fields["cell_type"] == "code"]
        self.solutions = {str(cell.name): cell for cell in self.cells if cell.role == "solution"}

    def earlier(self) -> _Cell:
        """The cell `earlier`.

        Raises:
            UserError: there is none, there are several, or it is not valid Python.
        """
        found = [cell for cell in self.cells if cell.role == "open" and cell.name == EARLIER]
        if len(found) != 1:
            raise UserError(
                f"{self.path}: has {len(found) or 'no'} cell{'s' * (len(found) > 1)} `{EARLIER}`, it must be "
                "one; take a notebook that builds on earlier chapters, or download it again"
            )
        if found[0].statements is None:
            raise UserError(f"{self.path}: the cell `{EARLIER}` is not valid Python; mend or empty it first")
        return found[0]

    def offered(self) -> list[str]:
        """The functions that the given cells above `earlier` define."""
        above = [cell for cell in self.cells[: self.cells.index(self.earlier())] if cell.role == "given"]
        nodes = [node for cell in above for statement in cell.statements or [] for node in statement.nodes]
        return [node.name for node in nodes if isinstance(node, ast.FunctionDef)]

    def names(self) -> set[str]:
        """All names that the notebook has beside its tests, also those still to be written."""
        defined = {name for cell in self.cells if cell.role != "test" for name in cell.names}
        return defined.union(self.solutions, _IN_EVERY_NOTEBOOK)

    def closure(self, function: str, known: Collection[str]) -> list[Statement]:
        """What defines a function and what it needs, in the notebook's order.

        Arguments:
            function: one of its exercises.
            known: the names that need not be defined.

        Raises:
            _LackingError: something is not written, or nowhere.
        """
        found: dict[tuple[int, int], Statement] = {}
        todo = [function]
        seen = {function, *known}
        while todo:
            name = todo.pop()
            try:
                cell = self._defining(name)
            except _LackingError as error:
                raise _LackingError(f"it uses {name}: {error}" if name != function else str(error)) from None
            for statement in cell.statements or []:
                if name in statement.binds:
                    found[cell.index, statement.line] = statement
                    todo += statement.needs - statement.binds - seen
                    seen |= statement.needs
        return [found[place] for place in sorted(found)]

    def _defining(self, name: str) -> _Cell:
        """The cell that defines a name: the name's solution cell, or else the last that does."""
        if name not in self.solutions:
            cells = [cell for cell in self.cells if cell.role != "test" and name in cell.names]
            if not cells:
                raise _LackingError(f"no cell of {self.path} defines it")
            return cells[-1]
        cell = self.solutions[name]
        if cell.statements is None:
            raise _LackingError(f"its cell in {self.path} is not valid Python")
        if name not in cell.names:
            raise _LackingError(f"its cell in {self.path} does not define it")
        if not statements.is_written([s for s in cell.statements if name in s.binds][-1], name):
            raise _LackingError(f"not written yet in {self.path}")
        return cell


def _replace(path: Path, text: str) -> None:
    """Writes a file in one step: whatever happens, it is the old or the new one."""
    path = path.resolve()  # of a link, the file
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(text.encode())
        shutil.copymode(path, temporary)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(f"{path}: cannot be written: {error.strerror}") from error
