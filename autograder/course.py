"""Where a course keeps its parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder import source
from autograder.errors import UserError


@dataclass(frozen=True)
class Course:
    """The folders of a course.

    Attributes:
        solutions: a folder per chapter with its source and `mistakes.py`.
        exercises: the notebooks made from them.
        book: the pages.
    """

    solutions: Path
    exercises: Path
    book: Path

    def chapters(self) -> list[str]:
        """The names of all chapters that have a source, sorted."""
        return sorted(
            path.parent.name for path in self.solutions.glob("*/*.py") if path.stem == path.parent.name
        )

    def sources(self, chapters: Iterable[str]) -> list[source.Source]:
        """Reads some chapters' sources. A graded function has a name of its own in the whole course.

        Arguments:
            chapters: their names.

        Returns:
            Their sources, in order.

        Raises:
            UserError: as for `source`, or two of them grade functions of one name.
        """
        found = [self.source(chapter) for chapter in dict.fromkeys(chapters)]
        places: dict[str, str] = {}
        for chapter in found:
            for exercise in chapter.exercises:
                place = f"{chapter.path}:{exercise.solution.line}"
                first = places.setdefault(exercise.function, place)
                if first != place:
                    raise UserError(
                        f"{place}: a second exercise {exercise.function}; the first is {first}; rename one"
                    )
        return found

    def source(self, chapter: str) -> source.Source:
        """Reads a chapter's source.

        Arguments:
            chapter: its name.

        Returns:
            The source.

        Raises:
            UserError: there is no such chapter, or its source breaks a rule.
        """
        path = self.solutions / chapter / f"{chapter}.py"
        if not path.is_file():
            raise UserError(
                f"no chapter {chapter!r} in {self.solutions}; it has {', '.join(self.chapters()) or 'none'}"
            )
        return source.read(path)

    def notebook(self, chapter: str) -> Path:
        """The path of a chapter's student notebook."""
        return self.exercises / chapter / f"{chapter}.ipynb"

    def mistakes(self, chapter: str) -> Path:
        """The path of a chapter's known mistakes and alternatives."""
        return self.solutions / chapter / "mistakes.py"


def find(solutions: Path | None = None) -> Course:
    """Finds the course.

    Arguments:
        solutions: its folder of solutions; None looks for one in this folder and those above it.

    Returns:
        The course; its other folders are the siblings of its solutions.

    Raises:
        UserError: no folder of solutions, or one without chapters.
    """
    if solutions is None:
        here = Path.cwd()
        candidates = [folder / "solutions" for folder in (here, *here.parents)]
        solutions = next((folder for folder in candidates if folder.is_dir()), None)
        if solutions is None:
            raise UserError(
                f"no folder solutions/ in {here} or above it; go to the course, or use --solutions DIR"
            )
    solutions = solutions.resolve()
    course = Course(solutions, solutions.parent / "exercises", solutions.parent / "book")
    if not course.chapters():
        raise UserError(f"{solutions} holds no chapter; a chapter is a file NAME/NAME.py")
    return course
