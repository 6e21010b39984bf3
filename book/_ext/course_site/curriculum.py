"""The course as data: what `book/course.yml` says of its chapters, joined with their exercises' sources."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from sphinx.errors import SphinxError

from autograder import source

_HEADING = re.compile(r"^## (?P<number>[\d.]+) `(?P<function>\w+)`: (?P<title>.+)$", re.MULTILINE)


class CurriculumError(SphinxError):
    """`course.yml` contradicts itself or a source; the message says where."""

    category = "book/course.yml"


@dataclass(frozen=True)
class Exercise:
    """A graded function and its place in the course.

    function: its name. number: chapter and place, "6.1". needs: functions to build before. background: what
    it takes for granted, in words. reuse: what it is for later, in words; backticks mark code.
    title: what is built, from the heading of its exercise; empty if not written. task: its cells; None if
    not written.
    """

    function: str
    number: str
    needs: tuple[str, ...]
    background: str
    reuse: str
    title: str
    task: source.Exercise | None


@dataclass(frozen=True)
class Chapter:
    """A chapter of the course, written or not.

    hours: for reading and exercises, an estimate. needs: slugs of the chapters to read before.
    source: its exercises' source; None if they are not written.
    """

    number: int
    slug: str
    title: str
    hours: float
    needs: tuple[str, ...]
    exercises: tuple[Exercise, ...]
    source: source.Source | None

    @property
    def page(self) -> str:
        """The name of its page."""
        return f"book/{self.slug}"

    @property
    def exercise_page(self) -> str:
        """The name of its exercise page."""
        return f"exercises/{self.slug}/{self.slug}"


@dataclass(frozen=True)
class Curriculum:
    """All chapters, in order."""

    chapters: tuple[Chapter, ...]

    @property
    def exercises(self) -> dict[str, Exercise]:
        """All exercises by function, in order."""
        return {exercise.function: exercise for chapter in self.chapters for exercise in chapter.exercises}

    def chapter(self, slug: str) -> Chapter | None:
        """Return the chapter with this slug, or None."""
        return next((chapter for chapter in self.chapters if chapter.slug == slug), None)

    def chapter_of(self, function: str) -> Chapter:
        """Return the chapter of an exercise."""
        return next(
            chapter for chapter in self.chapters if function in (e.function for e in chapter.exercises)
        )

    def users(self, function: str) -> list[Exercise]:
        """Return the exercises that need this one, in order."""
        return [exercise for exercise in self.exercises.values() if function in exercise.needs]


@functools.cache
def load(root: Path) -> Curriculum:
    """Read the course.

    root: the folder of the course; a book without `course.yml` has no chapters to tell of.
    Raises CurriculumError if `course.yml` needs what is nowhere, or if a source has other exercises;
    autograder's UserError if a source breaks a rule.
    """
    path = root / "book" / "course.yml"
    if not path.is_file():
        return Curriculum(())
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))["chapters"]
    curriculum = Curriculum(tuple(_chapter(root, entry) for entry in entries))
    _check_needs(curriculum)
    return curriculum


def _chapter(root: Path, entry: dict[str, Any]) -> Chapter:
    path = root / "solutions" / entry["slug"] / f"{entry['slug']}.py"
    written = source.read(path) if path.is_file() else None
    tasks = {task.function: task for task in written.exercises} if written else {}
    if written and list(tasks) != list(entry["exercises"]):
        here, there = ", ".join(entry["exercises"]), ", ".join(tasks)
        raise CurriculumError(f"chapter {entry['slug']} lists {here}; its source has {there}")
    headings = _headings(written) if written else {}
    exercises = []
    for place, (function, facts) in enumerate(entry["exercises"].items(), 1):
        number = f"{entry['number']}.{place}"
        heading_number, title = headings.get(function, (number, ""))
        if heading_number != number:
            raise CurriculumError(f"{function} is {number} here, and {heading_number} in its source")
        exercises.append(
            Exercise(
                function,
                number,
                tuple(facts.get("needs", ())),
                facts.get("background", ""),
                facts["reuse"],
                title,
                tasks.get(function),
            )
        )
    return Chapter(
        entry["number"],
        entry["slug"],
        entry["title"],
        entry["hours"],
        tuple(entry["needs"]),
        tuple(exercises),
        written,
    )


def _headings(written: source.Source) -> dict[str, tuple[str, str]]:
    """Return number and title of each exercise, from headings such as ``## 6.1 `pad2d`: a frame``."""
    text = "\n\n".join(cell.source for cell in written.cells if cell.role == "text")
    return {match["function"]: (match["number"], match["title"]) for match in _HEADING.finditer(text)}


def _check_needs(curriculum: Curriculum) -> None:
    """Complain about a need that nothing in the course meets, or that only comes later."""
    known: set[str] = set()
    for chapter in curriculum.chapters:
        _check_known(chapter.slug, chapter.needs, known)
        for exercise in chapter.exercises:
            _check_known(exercise.function, exercise.needs, known)
            known.add(exercise.function)
        known.add(chapter.slug)


def _check_known(name: str, needs: tuple[str, ...], known: set[str]) -> None:
    for need in needs:
        if need not in known:
            raise CurriculumError(f"{name} needs {need}, which nothing before it is called")
