"""The recorder: the only writer. Files first, under a temporary name; then one transaction."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from nbformat import from_dict
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.build import KERNEL
from autograder.engine import submission
from autograder.engine.released import Fingerprint
from autograder.engine.results import TABLE, cell_name
from autograder.engine.submission import ANSWER, STUDENT, TEST, Cell, Refused
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.worker import Graded, GradedNotebook
from autograder.errors import UserError

# By these nbgrader finds what belongs to a submission, and reads whole tables for each without an index.
_INDEXED = (("submitted_notebook", "assignment_id"), ("grade", "notebook_id"), ("comment", "notebook_id"))

Scores = dict[str, dict[str, float | None]]  # by notebook and cell


@dataclass(frozen=True)
class Recorded:
    """What the gradebook knows of a graded submission.

    Attributes:
        fingerprint: of everything its grade depends on.
        report: for each test cell its verdict and message, the remarks, the hash of each autograded
            notebook that it speaks of, and all scores that were written, as JSON has them.
        scores: those that are in the gradebook now; they differ when somebody else has graded since.
    """

    fingerprint: Fingerprint
    report: dict[str, Any]
    scores: Scores

    @property
    def settled(self) -> bool:
        """Whether it is still what the same work gets: no grader's error, and nobody wrote over it."""
        verdicts = [cell["verdict"] for cell in self.report["cells"].values()]
        return Verdict.GRADER_ERROR not in verdicts and self.scores == self.report.get("scores")


@dataclass(frozen=True)
class Entry:
    """What is to be recorded of a submission.

    Attributes:
        graded: the submission.
        fingerprint: of everything its grade depends on.
        timestamp: when it was handed in, as its timestamp.txt says; None when it does not say.
    """

    graded: Graded
    fingerprint: Fingerprint
    timestamp: str | None


@dataclass(frozen=True)
class Standing:
    """Where a student stands in the gradebook.

    Attributes:
        points: all that count now.
        waiting: how many cells wait for a person's grade.
    """

    points: float
    waiting: int


class Recorder:
    """Writes grades of one assignment as nbgrader would."""

    def __init__(
        self, class_directory: Path, assignment: str, db_url: str, course_id: str, config: Config
    ) -> None:
        self._directory, self._assignment = class_directory, assignment
        self._book = Gradebook(db_url, course_id)
        self._penalties = _penalties(config)
        TABLE.create(self._book.engine, checkfirst=True)
        with self._book.engine.begin() as connection:
            for table, column in _INDEXED:
                index = f"autograder_{table}_{column}"
                connection.execute(sql.text(f"CREATE INDEX IF NOT EXISTS {index} ON {table} ({column})"))
        self._names = _Names(self._book.db, assignment)
        for leftover in (class_directory / "autograded").glob("*/.[no][el][wd]-*"):
            shutil.rmtree(leftover)  # of a batch that was killed while it wrote

    def close(self) -> None:
        """Closes the gradebook."""
        self._book.close()

    def recorded(self) -> dict[str, Recorded]:
        """What has been recorded of each student's submission of the assignment."""
        query = sql.select(TABLE).where(TABLE.c.assignment == self._assignment)
        rows = self._book.db.execute(query).all()
        scores = self._scores()
        return {
            row.student: Recorded(
                json.loads(row.fingerprint), json.loads(row.report), scores.get(row.student, {})
            )
            for row in rows
        }

    def _scores(self) -> dict[str, Scores]:
        """The automatic scores of each student's submission that the gradebook holds now."""
        query = (
            sql.select(SubmittedAssignment.student_id, Notebook.name, BaseCell.name, Grade.auto_score)
            .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
            .join(BaseCell, Grade.cell_id == BaseCell.id)
            .where(Assignment.name == self._assignment)
        )
        scores: dict[str, Scores] = {}
        for student, notebook, cell, score in self._book.db.execute(query):
            scores.setdefault(student, {}).setdefault(notebook, {})[cell] = score
        return scores

    def has_files(self, student: str) -> bool:
        """Whether a student's autograded notebooks are in place."""
        return self._target(student).is_dir()

    def standings(self, students: Sequence[str]) -> dict[str, Standing]:
        """Where students stand: manual scores, extra credit and late penalties as nbgrader counts them."""
        of_cells = sql.func.coalesce(Grade.manual_score, Grade.auto_score, 0.0) + sql.func.coalesce(
            Grade.extra_credit, 0.0
        )
        of_notebooks = (
            sql.select(
                SubmittedNotebook.assignment_id,
                sql.func.coalesce(sql.func.sum(of_cells), 0.0).label("points"),
                sql.func.coalesce(SubmittedNotebook.late_submission_penalty, 0.0).label("penalty"),
                sql.func.coalesce(sql.func.sum(sql.cast(Grade.needs_manual_grade, sql.Integer)), 0).label(
                    "waiting"
                ),
            )
            .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .where(SubmittedAssignment.student_id.in_(students))
            .group_by(SubmittedNotebook.id)
            .subquery()
        )
        query = (
            sql.select(
                SubmittedAssignment.student_id,
                sql.func.sum(of_notebooks.c.points) - sql.func.sum(of_notebooks.c.penalty),
                sql.func.sum(of_notebooks.c.waiting),
            )
            .join(of_notebooks, of_notebooks.c.assignment_id == SubmittedAssignment.id)
            .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
            .where(Assignment.name == self._assignment)
            .group_by(SubmittedAssignment.student_id)
        )
        return {
            student: Standing(max(0.0, points), waiting)
            for student, points, waiting in self._book.db.execute(query)
        }

    def full_score(self) -> float:
        """How many points the assignment has."""
        return float(self._book.find_assignment(self._assignment).max_score)

    def record(self, entries: Sequence[Entry]) -> list[Recorded]:
        """Writes graded submissions: their autograded notebooks, then all of their rows at once.

        Arguments:
            entries: the submissions; most of a transaction's time is waiting for the disk, once for all.

        Returns:
            What the gradebook now knows of each.
        """
        hashes = [self._write_files(entry.graded) for entry in entries]
        self._book.db.remove()
        with self._book.engine.begin() as connection:
            # nbgrader commits at every step: here that ends nothing, and nothing need be read anew
            self._book.db(bind=connection, expire_on_commit=False)
            students = [entry.graded.student for entry in entries]
            known = (TABLE.c.assignment == self._assignment, TABLE.c.student.in_(students))
            self._book.db.execute(sql.delete(TABLE).where(*known))  # first: it waits for a locked gradebook
            recorded = [self._write_rows(*pair) for pair in zip(entries, hashes, strict=True)]
            rows = zip(students, recorded, strict=True)
            self._book.db.execute(sql.insert(TABLE), [self._row(*pair) for pair in rows])
            self._book.db.flush()
        self._book.db.remove()
        return recorded

    def _row(self, student: str, recorded: Recorded) -> dict[str, str]:
        return {
            "assignment": self._assignment,
            "student": student,
            "fingerprint": json.dumps(recorded.fingerprint),
            "report": json.dumps(recorded.report),
        }

    def _write_rows(self, entry: Entry, hashes: dict[str, str]) -> Recorded:
        graded = entry.graded
        self._book.update_or_create_student(graded.student)
        when = {} if entry.timestamp is None else {"timestamp": entry.timestamp}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sql.exc.SAWarning)  # nbgrader's own, on every new submission
            submitted = self._book.update_or_create_submission(self._assignment, graded.student, **when)
        scores: Scores = {}
        with self._book.db.no_autoflush:  # nothing of what follows asks the database for what it has written
            for notebook in submitted.notebooks:
                name = self._names.notebooks[notebook.notebook_id]
                self._record_notebook(submitted, notebook, graded.notebooks.get(name))
                scores[name] = {
                    self._names.cells[grade.cell_id]: grade.auto_score for grade in notebook.grades
                }
        report = {**report_of(graded, len(scores)), "notebooks": hashes, "scores": scores}
        return Recorded(entry.fingerprint, report, scores)

    def _record_notebook(
        self, submitted: SubmittedAssignment, notebook: SubmittedNotebook, graded: GradedNotebook | None
    ) -> None:
        results = {} if graded is None else _by_grade_id(graded)
        for grade in notebook.grades:
            if graded is None:
                grade.auto_score, grade.needs_manual_grade = 0.0, False
                continue
            cell, result = results[self._names.cells[grade.cell_id]]
            if _is_task(cell):
                continue  # a person's alone: nbgrader never touches it either
            grade.auto_score = result.score if cell.role == TEST else _score_of_answer(cell)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in notebook.comments:
            if graded is not None:
                cell, _ = results[self._names.cells[comment.cell_id]]
                comment.auto_comment = "No response." if _untouched(cell) else None
        notebook.late_submission_penalty = None
        if graded is not None and submitted.total_seconds_late > 0:
            self._book.db.flush()  # the penalty depends on the score
            notebook.late_submission_penalty = self._penalty(submitted, notebook)

    def _penalty(self, submitted: SubmittedAssignment, notebook: SubmittedNotebook) -> float | None:
        """What the class's plugin takes off a notebook for being late, kept between 0 and its score."""
        student = submitted.student.id
        try:
            penalty = self._penalties.plugin_inst.late_submission_penalty(
                student, notebook.score, submitted.total_seconds_late
            )
            return None if penalty is None else min(max(penalty, 0.0), notebook.score)
        except Exception as error:  # it is the class's own code
            why = f"{type(error).__name__}: {error}"
            raise UserError(f"c.AssignLatePenalties.plugin_class fails on {student}: {why}") from error

    def _target(self, student: str) -> Path:
        return self._directory / "autograded" / student / self._assignment

    def _write_files(self, graded: Graded) -> dict[str, str]:
        """Puts the autograded notebooks in place, in one step; their hashes, by name."""
        hashes = {}
        target = self._target(graded.student)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            for name, notebook in graded.notebooks.items():
                data = notebook_bytes(notebook)
                hashes[name] = hashlib.sha256(data).hexdigest()
                (new / f"{name}.ipynb").write_bytes(data)
            with contextlib.suppress(Refused):
                beside = submission.beside(
                    self._directory / "submitted" / graded.student / self._assignment,
                    self._directory / "source" / self._assignment,
                )
                submission.copy(beside, new)
            new.chmod(0o755)
            old = target.with_name(f".old-{self._assignment}")
            shutil.rmtree(old, ignore_errors=True)
            if target.exists():
                target.rename(old)
            new.rename(target)
            shutil.rmtree(old, ignore_errors=True)
            return hashes
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


class _Names:
    """The names of an assignment's notebooks and cells by their ids, read once.

    Attributes:
        notebooks, cells: the names.
    """

    def __init__(self, database: Any, assignment: str) -> None:
        of_notebooks = (
            sql.select(Notebook.id, Notebook.name).join(Assignment).where(Assignment.name == assignment)
        )
        of_cells = (
            sql.select(BaseCell.id, BaseCell.name)
            .join(Notebook, BaseCell.notebook_id == Notebook.id)
            .join(Assignment, Notebook.assignment_id == Assignment.id)
            .where(Assignment.name == assignment)
        )
        self.notebooks: dict[str, str] = dict(database.execute(of_notebooks).all())
        self.cells: dict[str, str] = dict(database.execute(of_cells).all())


def _penalties(config: Config) -> AssignLatePenalties:
    """nbgrader's preprocessor for late penalties, with the plugin that the configuration names."""
    try:
        penalties = AssignLatePenalties(config=config)
        penalties.init_plugin()
    except Exception as error:  # of traitlets, or of the class's own code
        why = error.__cause__ or error
        raise UserError(
            f"c.AssignLatePenalties.plugin_class cannot be loaded: {type(why).__name__}: {why}"
        ) from error
    return penalties


def _by_grade_id(graded: GradedNotebook) -> dict[str, tuple[Cell, CellResult]]:
    pairs = zip(graded.cells, graded.results, strict=True)
    return {cell.grade_id: (cell, result) for cell, result in pairs if cell.grade_id}


def _score_of_answer(cell: Cell) -> float | None:
    """Nothing for an answer that was left as it was; else it waits for a person."""
    return 0.0 if _untouched(cell) else None


def _untouched(cell: Cell) -> bool:
    """Whether a solution or answer cell is as it was handed out."""
    if cell.role not in (STUDENT, ANSWER) or _is_task(cell):
        return False
    notebook_cell = from_dict({"cell_type": cell.cell_type, "source": cell.source, "metadata": cell.metadata})
    return bool(cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(notebook_cell))


def _is_task(cell: Cell) -> bool:
    """Whether students answer in cells of their own, which a person looks for."""
    return bool(cell.metadata["nbgrader"].get("task"))


def notebook_bytes(notebook: GradedNotebook) -> bytes:
    """A graded notebook as a file: nbformat 4.5, in UTF-8."""
    ids: set[str] = set()
    cells = []
    for cell, result in zip(notebook.cells, notebook.results, strict=True):
        cell_id = cell.cell_id
        while cell_id in ids:
            cell_id += "-"
        ids.add(cell_id)
        written: dict[str, Any] = {
            "id": cell_id,
            "cell_type": cell.cell_type,
            "metadata": cell.metadata,
            "source": cell.source,
        }
        if cell.cell_type == "code":
            written |= {"outputs": result.outputs, "execution_count": result.count}
        elif cell.attachments:
            written["attachments"] = cell.attachments
        cells.append(written)
    whole = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    # without `indent`, with which Python's encoder takes ten times as long
    return (json.dumps(whole, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "replace")


def report_of(graded: Graded, notebooks: int) -> dict[str, Any]:
    """What is kept of a graded submission beside its scores.

    Arguments:
        graded: the submission.
        notebooks: how many the assignment has.

    Returns:
        As JSON has it: `cells`, for each test cell its verdict, score and message, and `remarks`.
    """
    cells = {
        cell_name(name, cell.grade_id, notebooks): {
            "verdict": result.verdict,
            "score": result.score,
            "message": result.message,
        }
        for name, notebook in graded.notebooks.items()
        for cell, result in zip(notebook.cells, notebook.results, strict=True)
        if result.verdict is not None
    }
    return {"cells": cells, "remarks": graded.remarks}
