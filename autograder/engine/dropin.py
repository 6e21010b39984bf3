"""The engine under nbgrader's own autograder, for `nbgrader autograde` and formgrader's button.

nbgrader takes each notebook twice through an exporter: from submitted/ to autograded/, cleaned, and there
once more, executed. With the exporter below the first step brings the notebook that the engine has
graded, and in the second nothing is left to execute.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

import nbformat
from nbconvert.exporters import NotebookExporter
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import (
    ClearOutput,
    DeduplicateIds,
    Execute,
    OverwriteCells,
    SaveAutoGrades,
)
from traitlets.utils.importstring import import_item

from autograder.checks import seeds
from autograder.classroom import SECRET, ClassDirectory
from autograder.engine import pool, recorder, released, sandbox
from autograder.engine.assignment import Assignment, Limits, Task
from autograder.engine.submission import TEST
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Graded
from autograder.errors import UserError

_DONE_BY_THE_ENGINE = (ClearOutput, DeduplicateIds, OverwriteCells, Execute)

_standing: tuple[Assignment, released.Fingerprint, pool.Standing] | None = None


class Exporter(NotebookExporter):
    """Brings the notebooks that the engine has graded; its parent is nbgrader's `Autograde`."""

    def __init__(self, **options: Any) -> None:
        """Gets ready for the assignment that the parent was told to grade.

        Raises:
            NbGraderException: the engine cannot grade it, or not here; why is in the log.
        """
        super().__init__(**options)
        self._converter = cast(Any, self.parent)
        self._course = self._converter.coursedir
        self._graded = Graded("")
        try:
            self._assignment = self._read_assignment()
            self._worker = _worker(self._assignment)
        except UserError as error:
            self.log.error("%s", error)
            raise NbGraderException(str(error)) from error
        # nbgrader copies the files of a submission there, and would follow links
        self._then, self._converter.init_assignment = self._converter.init_assignment, self._init_assignment

    def register_preprocessor(self, preprocessor: Any, enabled: bool = False) -> Any:
        """Registers a preprocessor of nbgrader's lists, unless the engine has done its work.

        Arguments, Returns: as for nbconvert's exporters.
        """
        kind = import_item(preprocessor) if isinstance(preprocessor, str) else preprocessor
        if isinstance(kind, type) and issubclass(kind, _DONE_BY_THE_ENGINE):
            return None
        return super().register_preprocessor(SaveScores if kind is SaveAutoGrades else kind, enabled)

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> Any:
        """Exports a notebook of submitted/ as the engine has graded it, and others as they are.

        Arguments, Returns: as for nbconvert's exporters.
        """
        path = Path(filename)
        if path.parent != self._submitted(self._graded.student):
            return super().from_filename(filename, resources, **options)
        data = recorder.notebook_bytes(self._graded.notebooks[path.stem])
        return self.from_notebook_node(nbformat.reads(data.decode(), as_version=4), resources, **options)

    def scores(self, notebook: str) -> dict[str, float | None]:
        """The scores of a notebook's test cells, None where the grader failed, by their names."""
        graded = self._graded.notebooks[notebook]
        return {
            cell.grade_id: result.score
            for cell, result in zip(graded.cells, graded.results, strict=True)
            if cell.role == TEST and result.verdict
        }

    def _read_assignment(self) -> Assignment:
        name = self._course.assignment_id
        folder = Path(self._course.format_path(self._course.source_directory, ".", name))
        classroom = ClassDirectory(Path(self._course.root), self.config)
        execute = Execute(parent=self.parent)
        if not execute.enabled:
            raise UserError("the engine gives no points for outputs that a student saved: drop --no-execute")
        with Gradebook(self._course.db_url, self._course.course_id) as book:
            notebooks = released.notebooks(book, name, folder)
            for notebook in book.find_assignment(name).notebooks:
                _require_python(notebook)
        usual = Limits()
        seconds = execute.timeout if execute.timeout and execute.timeout > 0 else usual.notebook
        limits = released.limits(classroom, Limits(seconds, seconds, usual.notebook, usual.memory))
        solutions = classroom.solutions() if "solutions" in self.config.Autograder else folder
        theirs = frozenset(self._converter.exclude_overwriting.get(name, []))
        return Assignment(name, notebooks, folder, solutions, limits, theirs=theirs)

    def _submitted(self, student: str) -> Path:
        course = self._course
        return Path(course.format_path(course.submitted_directory, student, self._assignment.name))

    def _init_assignment(self, assignment: str, student: str) -> None:
        """Grades a submission; if it is not refused, nbgrader prepares its folder in autograded/."""
        self._graded = self._worker.graded(Task(student, self._submitted(student), self._seed_key(student)))
        names = [Path(path).stem for path in self._converter.notebooks]
        if any(name in self._assignment.notebooks and name not in self._graded.notebooks for name in names):
            self._reset(student)
            raise UserError("; ".join(self._graded.remarks))
        for remark in self._graded.remarks:
            self.log.warning("%s: %s", student, remark)
        for name, notebook in self._graded.notebooks.items():
            for cell, result in zip(notebook.cells, notebook.results, strict=True):
                if result.verdict not in (None, Verdict.PASSED):
                    say = self.log.error if result.verdict is Verdict.GRADER_ERROR else self.log.info
                    why = result.message or f"{result.score:g} of {cell.points:g} points"
                    say("%s: %s: %s: %s: %s", student, name, cell.grade_id, result.verdict, why)
        self._then(assignment, student)

    def _seed_key(self, student: str) -> str:
        classroom = ClassDirectory(Path(self._course.root), self.config)
        if not (classroom.path / SECRET).exists():
            return seeds.PUBLIC_KEY
        return seeds.student_key(classroom.secret(), self._assignment.name, student)

    def _reset(self, student: str) -> None:
        """Takes away what an earlier submission of a student's was given automatically."""
        with Gradebook(self._course.db_url, self._course.course_id) as book:
            try:
                submission = book.find_submission(self._assignment.name, student)
            except MissingEntry:
                return
            for grade in [grade for notebook in submission.notebooks for grade in notebook.grades]:
                grade.auto_score, grade.needs_manual_grade = 0.0, False
            book.db.commit()


class SaveScores(SaveAutoGrades):  # type: ignore[misc]  # nbgrader has no types
    """Writes the engine's scores of test cells; all else as nbgrader does."""

    def _add_score(self, cell: Any, resources: Any) -> None:
        scores, name = self.parent.scores(self.notebook_id), cell.metadata["nbgrader"]["grade_id"]
        if name not in scores:
            super()._add_score(cell, resources)
            return
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        grade.auto_score = scores[name]
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        self.gradebook.db.commit()


def _worker(assignment: Assignment) -> pool.Standing:
    """The worker process for an assignment: the one of the last time, if nothing has changed."""
    global _standing
    fingerprint = released.fingerprint(assignment)
    if _standing and _standing[:2] == (assignment, fingerprint):
        return _standing[2]
    if _standing:
        _standing[2].close()
    problem = sandbox.missing()
    if problem:
        raise UserError(f"student code cannot be shut in here: {problem}")
    worker = pool.Standing(assignment)
    _standing = assignment, fingerprint, worker
    return worker


def _require_python(notebook: Any) -> None:
    language = json.loads(notebook.kernelspec or "{}").get("language", "python")
    if language != "python":
        raise UserError(f"{notebook.name} is written in {language}; the engine grades Python alone")
