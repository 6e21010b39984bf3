"""Feedback for a whole class: nbgrader's generator is asked for the pages whose grades have changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sql
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI

from autograder import nbgrader
from autograder.classroom import ClassDirectory
from autograder.errors import UserError
from autograder.feedback import Exporter, known, page


@dataclass(frozen=True)
class Feedback:
    """What became of a student's pages.

    Attributes:
        student: whose.
        what: what was done, in words.
        error: why it failed; empty when it did not.
    """

    student: str
    what: str
    error: str = ""


def generate(classroom: ClassDirectory, assignment: str, *, force: bool) -> Iterator[Feedback]:
    """Writes the feedback pages of an assignment.

    Arguments:
        classroom: the class directory.
        assignment: its name.
        force: also those that are made from the same notebook, grades and comments as before.

    Yields:
        What was done, for each graded student.

    Raises:
        UserError: there is no such assignment, nobody's work has been graded, or the gradebook is locked.
    """
    classroom.require(assignment)
    folders = sorted((classroom.path / "autograded").glob(f"[!.]*/{assignment}"))
    if not folders:
        raise UserError(f"nobody's {assignment} is graded yet; run `autograder grade {assignment}` first")
    config = copy.deepcopy(classroom.config)
    config.GenerateFeedback.exporter_class = Exporter  # whatever the class's own says
    try:
        with (
            nbgrader.gradebook(classroom.path, config) as book,
            nbgrader.api(classroom.path, config) as api,
        ):
            names = [notebook.name for notebook in book.find_assignment(assignment).notebooks]
            for folder in folders:
                target = classroom.path / "feedback" / folder.parent.name / assignment
                yield _Pages(book, api, names, folder, target).write(force)
    except (OSError, sql.exc.OperationalError) as error:
        why = f"{classroom.path}: {getattr(error, 'orig', error)}"
        raise UserError(f"{why}; mend that and run the same command again") from error


class _Pages:
    """One student's pages of an assignment."""

    def __init__(
        self, book: Gradebook, api: NbGraderAPI, names: list[str], folder: Path, target: Path
    ) -> None:
        self._book, self._api = book, api
        self._names, self._folder, self._target = names, folder, target
        self._student, self._assignment = folder.parent.name, folder.name

    def write(self, force: bool) -> Feedback:
        notebooks = {name: self._folder / f"{name}.ipynb" for name in self._names}
        graded = {
            name: known.read(self._book, self._assignment, name, self._student, path, self._api.config)
            for name, path in notebooks.items()
        }
        facts = {name: found for name, found in graded.items() if found}
        if len(facts) < len(graded):
            return Feedback(self._student, "none", "the gradebook has no grades of it; grade it again")
        made_from = {name: page.fingerprint(facts[name], path) for name, path in notebooks.items()}
        if not force and all(page.is_current(self._page(name), made_from[name]) for name in notebooks):
            return Feedback(self._student, "unchanged")
        missing = [name for name, path in notebooks.items() if not path.is_file()]
        if len(missing) < len(notebooks):
            result = self._api.generate_feedback(self._assignment, self._student, force=True)
            if not result["success"]:
                return Feedback(self._student, "none", nbgrader.reason(result))
        for name in missing:  # nbgrader makes no page without a notebook
            self._target.mkdir(parents=True, exist_ok=True)
            self._page(name).write_text(page.render(facts[name], [], made_from[name]), "utf-8")
        without = ", ".join(f"{name}.ipynb" for name in missing)
        return Feedback(self._student, f"written; no {without} to show" if without else "written")

    def _page(self, name: str) -> Path:
        return self._target / f"{name}.html"
