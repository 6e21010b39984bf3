"""Reads a chapter's source, `solutions/CH/CH.py`: prose, given code, four cells an exercise, and questions.

Each cell but prose says on its marker line what it is::

    # %% given="setup"                      locked, runs for everyone
    # %% open="earlier"                     the learner's, if they like: their own earlier functions
    # %% solution="pad2d" difficulty=2      the learner's cell
    # %% visible="pad2d" points=1           a test that learners see
    # %% hidden="pad2d" points=2            a test that they do not
    # %% [markdown] manual="why" points=4   an answer in words, with the model answer; a person grades it
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import jupytext

from autograder.errors import UserError
from autograder.notebooks import EARLIER

POINTS = {1: (1, 1), 2: (1, 2), 3: (1, 3), 4: (2, 4), 5: (2, 6)}  # difficulty: points of (visible, hidden)
ROLES: dict[str, set[str]] = {  # of code cells: what their marker line says beside the name
    "given": set(),
    "open": set(),
    "solution": {"difficulty"},
    "visible": {"points"},
    "hidden": {"points"},
}
WORDS = {"manual": {"points"}}  # the same for Markdown cells
MARKERS = {
    "solution": ("### BEGIN SOLUTION", "### END SOLUTION"),
    "hidden": ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"),
}
LEARNERS_PACKAGES = {"numpy", "torch", "matplotlib", "sklearn"}  # all that a student notebook may import

_COVERAGE = re.compile(r"# Hidden tests, (\d+) points?, (\d+) checks?: (\S.*\S)\.")
_MARKER_LINE = re.compile(r"# %%")


@dataclass(frozen=True)
class Cell:
    """One cell of a source.

    Attributes:
        line: the line of its marker in the file, from 1.
        role: "text", "given", "open", "solution", "visible", "hidden" or "manual".
        name: the exercise's function, or the name of a given, open or manual cell; empty for text.
        grade_id: nbgrader's name of the cell, also its id in the notebook; nbgrader does not know open cells.
        points: of a test or a manual cell; 0 elsewhere.
        source: the cell's text.
    """

    line: int
    role: str
    name: str
    grade_id: str
    points: int
    source: str


@dataclass(frozen=True)
class Exercise:
    """One graded function.

    Attributes:
        function: its name.
        difficulty: 1 to 5, which fixes the points.
        solution, visible, hidden: its cells.
        hidden_checks: how many checks the hidden cell announces.
        coverage: what they cover, in words.
    """

    function: str
    difficulty: int
    solution: Cell
    visible: Cell
    hidden: Cell
    hidden_checks: int
    coverage: str

    @property
    def points(self) -> int:
        """All its points."""
        return self.visible.points + self.hidden.points


@dataclass(frozen=True)
class Source:
    """A chapter's source.

    Attributes:
        path: the file.
        chapter: its name, which is its folder's.
        cells: in order.
        exercises: in order.
    """

    path: Path
    chapter: str
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...]

    @property
    def given(self) -> tuple[Cell, ...]:
        """The given code cells, in order."""
        return tuple(cell for cell in self.cells if cell.role == "given")

    @property
    def manual(self) -> tuple[Cell, ...]:
        """The cells for answers in words, in order; a person grades them."""
        return tuple(cell for cell in self.cells if cell.role == "manual")


@dataclass(frozen=True)
class Coverage:
    """The visible comment of a hidden-test cell: its points, number of checks, and words."""

    points: int
    checks: int
    words: str


def coverage(cell_source: str) -> Coverage | None:
    """Reads the visible comment at the top of a hidden-test cell.

    Arguments:
        cell_source: the cell's text, with or without the hidden tests themselves.

    Returns:
        What the comment announces; None when the cell does not begin with one.
    """
    comment = []
    for line in cell_source.splitlines():
        if not line.startswith("# "):
            break
        comment.append(line.removeprefix("# "))
    match = _COVERAGE.fullmatch("# " + " ".join(comment))
    return Coverage(int(match[1]), int(match[2]), match[3]) if match else None


def read(path: Path) -> Source:
    """Reads and checks a chapter's source.

    Arguments:
        path: the .py file, in jupytext's percent format.

    Returns:
        The source.

    Raises:
        UserError: the file breaks a rule; the text names file, line, rule and remedy.
    """
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise UserError(f"{path}: not UTF-8: {error}; save it as UTF-8") from error
    notebook = jupytext.reads(text, fmt="py:percent")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if _MARKER_LINE.match(line)]
    if len(lines) != len(notebook.cells):
        raise UserError(
            f"{path}: text before the first cell marker, or a marker that is not `# %%` at the beginning of "
            "a line; begin with `# %% [markdown]`"
        )
    reader = _Reader(path)
    cells = tuple(map(reader.cell, lines, range(len(lines)), notebook.cells))
    reader.check_unique(cells)
    reader.check_earlier(cells)
    if not cells or cells[0].role != "text" or not cells[0].source.startswith("# "):
        reader.fail(1, "the first cell must be Markdown and begin with a title, `# ...`")
    return Source(path, path.parent.name, cells, reader.exercises(cells, notebook.cells))


class _Reader:
    """Checks one file; every complaint carries its path and a line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def fail(self, line: int, problem: str) -> NoReturn:
        raise UserError(f"{self._path}:{line}: {problem}")

    def cell(self, line: int, index: int, cell: Any) -> Cell:
        if cell.cell_type not in ("markdown", "code"):
            self.fail(line, f"a {cell.cell_type} cell; use Markdown or code")
        metadata = {key: value for key, value in cell.metadata.items() if key != "lines_to_next_cell"}
        if cell.cell_type == "markdown" and not metadata:
            return Cell(line, "text", "", f"text-{index}", 0, cell.source)
        known = WORDS if cell.cell_type == "markdown" else ROLES
        roles = [key for key in metadata if key in known]
        if len(roles) != 1:
            self.fail(
                line,
                "a Markdown cell that is no prose and no answer; mark it manual= with its name, or not at all"
                if known is WORDS
                else "a code cell without a role; mark it given=, open=, solution=, visible= or hidden= "
                "with its name",
            )
        role = roles[0]
        name = metadata.pop(role)
        if not isinstance(name, str) or not re.fullmatch(r"[a-z][a-z0-9_-]*", name):
            self.fail(line, f"{role}={name!r}: the name must be made of small letters, digits, _ and -")
        if set(metadata) != known[role]:
            self.fail(
                line,
                f"{role}= takes {_listed(known[role])} beside its name, not {_listed(set(metadata))}",
            )
        if role == "manual":
            self._check_manual(line, metadata["points"], cell.source)
        else:
            self._check_code(line, role, cell.source)
        grade_id = f"{name}-{role}" if role in ("visible", "hidden") else name
        return Cell(line, role, name, grade_id, metadata.get("points", 0), cell.source)

    def check_unique(self, cells: tuple[Cell, ...]) -> None:
        seen: dict[str, Cell] = {}
        for cell in cells:
            if cell.grade_id in seen:
                first = seen[cell.grade_id].line
                self.fail(
                    cell.line,
                    f"a second cell with the grade_id {cell.grade_id!r}; the first is at line {first}",
                )
            seen[cell.grade_id] = cell

    def check_earlier(self, cells: tuple[Cell, ...]) -> None:
        offered = False
        for cell in cells:
            if cell.role == "given":
                offered |= any(isinstance(node, ast.FunctionDef) for node in ast.parse(cell.source).body)
            elif cell.role == "open" and cell.name == EARLIER and not offered:
                self.fail(cell.line, "no given cell above it defines a function that it could replace")

    def exercises(self, cells: tuple[Cell, ...], notebook_cells: list[Any]) -> tuple[Exercise, ...]:
        by_id = {cell.grade_id: cell for cell in cells}
        found = []
        for cell, notebook_cell in zip(cells, notebook_cells, strict=True):
            if cell.role in ("visible", "hidden") and getattr(by_id.get(cell.name), "role", "") != "solution":
                self.fail(cell.line, f"tests of {cell.name!r}, but no cell says solution={cell.name!r}")
            if cell.role == "solution":
                found.append(self._exercise(cell, notebook_cell.metadata["difficulty"], by_id))
        return tuple(found)

    def _exercise(self, solution: Cell, difficulty: Any, by_id: dict[str, Cell]) -> Exercise:
        if not isinstance(difficulty, int) or difficulty not in POINTS:
            self.fail(solution.line, f"difficulty={difficulty!r}: it goes from 1 to {max(POINTS)}")
        tests = {}
        for role, points in zip(("visible", "hidden"), POINTS[difficulty], strict=True):
            test = by_id.get(f"{solution.name}-{role}")
            if test is None:
                self.fail(solution.line, f"{solution.name} has no cell marked {role}={solution.name!r}")
            if test.line < solution.line:
                self.fail(test.line, f"the {role} tests of {solution.name} stand before its solution")
            if test.points != points:
                rule = f"difficulty {difficulty} gives {points} to {role} tests"
                self.fail(test.line, f"points={test.points!r}, but {rule}")
            tests[role] = test
        announced = coverage(tests["hidden"].source)
        if announced is None or announced.points != tests["hidden"].points:
            self.fail(
                tests["hidden"].line,
                "a hidden cell begins with the comment "
                f"`# Hidden tests, {tests['hidden'].points} points, N checks: what they cover.`",
            )
        opening = f'with checks.exercise("{self._path.parent.name}.{solution.name}"'
        if opening not in tests["hidden"].source or " as check:" not in tests["hidden"].source:
            self.fail(tests["hidden"].line, f"hidden tests are made inside `{opening}, ...) as check:`")
        self._check_solution(solution)
        return Exercise(
            solution.name,
            difficulty,
            solution,
            tests["visible"],
            tests["hidden"],
            announced.checks,
            announced.words,
        )

    def _check_manual(self, line: int, points: Any, source: str) -> None:
        if not isinstance(points, int) or points < 1:
            self.fail(line, f"points={points!r}: a whole number, at least 1")
        self._check_markers(line, "manual", "solution", source)

    def _check_markers(self, line: int, role: str, owner: str, source: str) -> None:
        begin, end = MARKERS[owner]
        if (source.count(begin), source.count(end)) != (1, 1) or source.index(begin) > source.index(end):
            self.fail(line, f"a {role} cell needs `{begin}` and, after it, `{end}`, once each")

    def _check_code(self, line: int, role: str, source: str) -> None:
        for owner, markers in MARKERS.items():
            if role == owner:
                self._check_markers(line, role, owner, source)
            elif any(marker in source for marker in markers):
                self.fail(line, f"`{markers[0]}` belongs in a {owner} cell, this is a {role} cell")
        try:
            tree = ast.parse(source)
        except SyntaxError as error:
            self.fail(line + (error.lineno or 0), f"not valid Python: {error.msg}")
        if role == "hidden":
            self._check_outside(line, source)
            return
        if role == "open" and tree.body:
            self.fail(line, "an open cell may hold nothing but comments: it is released as it is")
        for node in ast.walk(tree):
            for package in _imports(node):
                if package not in LEARNERS_PACKAGES | sys.stdlib_module_names:
                    self.fail(
                        line, f"imports {package}; a student notebook has only {_listed(LEARNERS_PACKAGES)}"
                    )

    def _check_outside(self, line: int, source: str) -> None:
        begin, end = MARKERS["hidden"]
        hidden = False
        for number, text in enumerate(source.split("\n"), 1):
            if not hidden and text.strip() and not text.lstrip().startswith("#"):
                problem = f"code outside `{begin}` and `{end}` is released to students; move it between them"
                self.fail(line + number, problem)
            hidden = begin in text or (hidden and end not in text)

    def _check_solution(self, cell: Cell) -> None:
        tree = ast.parse(cell.source)
        definition = tree.body[0] if len(tree.body) == 1 else None
        if not isinstance(definition, ast.FunctionDef) or definition.name != cell.name:
            self.fail(cell.line, f"the cell must define the function {cell.name} and nothing else")
        docstring = ast.get_docstring(definition)
        begin = cell.source[: cell.source.index(MARKERS["solution"][0])].count("\n") + 1
        if not docstring or (definition.body[0].end_lineno or 0) >= begin:
            self.fail(
                cell.line,
                f"{cell.name} needs a docstring before `{MARKERS['solution'][0]}`: learners keep it",
            )


def _imports(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").partition(".")[0]]
    return []


def _listed(names: set[str]) -> str:
    *most, last = sorted(names) or ["nothing"]
    return f"{', '.join(most)} and {last}" if most else last
