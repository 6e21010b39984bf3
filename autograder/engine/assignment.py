"""What the engine knows of an assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.engine.submission import Cell


@dataclass(frozen=True)
class Limits:
    """What student code may use.

    Attributes:
        test: seconds for a test cell.
        cell: seconds for any other cell.
        notebook: seconds for all of a notebook together.
        memory: bytes for all processes of a notebook together, in the sandbox.
    """

    test: float = 10.0
    cell: float = 60.0
    notebook: float = 300.0
    memory: int = 2 * 2**30


@dataclass(frozen=True)
class Assignment:
    """An assignment, as the class's source has it.

    Attributes:
        name: its name.
        notebooks: the cells of each of its notebooks.
        files: the folder whose other files stand beside a notebook when it runs.
        solutions: the course's solutions, for hints; read by checkers only.
        limits: what student code may use.
        sandboxed: whether student code is shut in.
        theirs: files of that folder for which a student's own stand instead.
    """

    name: str
    notebooks: Mapping[str, list[Cell]]
    files: Path
    solutions: Path
    limits: Limits
    sandboxed: bool = True
    theirs: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Task:
    """One submission to grade.

    Attributes:
        student: whose.
        folder: where it is.
        seed_key: what its hidden inputs come from.
    """

    student: str
    folder: Path
    seed_key: str
