"""What the engine knows of an assignment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from autograder.engine.submission import Cell


@dataclass(frozen=True)
class Limits:
    """Seconds that student code may take.

    Attributes:
        test: a test cell.
        cell: any other cell.
        notebook: all of a notebook together.
    """

    test: float = 10.0
    cell: float = 60.0
    notebook: float = 300.0


@dataclass(frozen=True)
class Assignment:
    """An assignment, as the class's source has it.

    Attributes:
        name: its name.
        notebooks: the cells of each of its notebooks.
        files: the folder whose other files stand beside a notebook when it runs.
        solutions: the course's solutions, for hints; read by checkers only.
        limits: how long student code may take.
    """

    name: str
    notebooks: Mapping[str, list[Cell]]
    files: Path
    solutions: Path
    limits: Limits
