"""nbgrader's rows of what students have handed in of one assignment, many submissions at a time.

nbgrader looks each of its rows up, changes it and commits. The same rows are written here with a few
statements for many submissions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sql
from nbformat import from_dict
from nbgrader import utils
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.orm import Session
from traitlets.config import Config

from autograder.engine.submission import ANSWER, STUDENT, TEST, Cell
from autograder.engine.verdicts import CellResult
from autograder.engine.worker import Graded, GradedNotebook
from autograder.errors import UserError

# By these nbgrader finds what belongs to a submission, and reads whole tables for each without an index.
_INDEXED = (("submitted_notebook", "assignment_id"), ("grade", "notebook_id"), ("comment", "notebook_id"))

_GRADED, _COMMENTED = ("GradeCell", "TaskCell"), ("SolutionCell", "TaskCell")  # kinds of cells

Scores = dict[str, dict[str, float | None]]  # by notebook and cell
Values = dict[str, Any]  # of a row's columns
_Cells = dict[str, tuple[Cell, CellResult]]  # by grade_id
_Notebooks = dict[tuple[str, str], _Cells]  # by student and notebook


@dataclass(frozen=True)
class Standing:
    """Where a student stands in the gradebook.

    Attributes:
        points: all that count now.
        waiting: how many cells wait for a person's grade.
    """

    points: float
    waiting: int


class Rows:
    """The rows of one assignment's submissions in an open gradebook.

    Attributes:
        notebooks: the names of the assignment's notebooks, by their ids.
    """

    def __init__(self, book: Gradebook, assignment: str, config: Config) -> None:
        """Gets ready.

        Arguments:
            book: the gradebook; it gets the indexes that it lacks.
            assignment: an assignment of it.
            config: names the class's plugin for late penalties.

        Raises:
            UserError: the plugin cannot be loaded.
        """
        self._engine, self._penalties = book.engine, _penalties(config)
        with self._engine.begin() as connection:
            for table, column in _INDEXED:
                index = f"autograder_{table}_{column}"
                connection.execute(sql.text(f"CREATE INDEX IF NOT EXISTS {index} ON {table} ({column})"))
            query = sql.select(Assignment.id).where(Assignment.name == assignment)
            self._assignment: str = connection.execute(query).scalar_one()
            of_assignment = Notebook.assignment_id == self._assignment
            notebooks = connection.execute(sql.select(Notebook.id, Notebook.name).where(of_assignment))
            self.notebooks: dict[str, str] = dict(notebooks.all())
            query = sql.select(BaseCell.id, BaseCell.name, BaseCell.type, BaseCell.notebook_id)
            self._cells = connection.execute(query.join(Notebook).where(of_assignment)).all()
        self._names: dict[str, str] = {cell.id: cell.name for cell in self._cells}

    def scores(self) -> dict[str, Scores]:
        """The automatic scores that the gradebook holds now, by student."""
        with self._engine.connect() as connection:
            return _by_student(self._of_cells(connection, Grade, None, Grade.auto_score))

    def standings(self, students: Sequence[str]) -> dict[str, Standing]:
        """Where students stand: manual scores, extra credit and late penalties as nbgrader counts them."""
        of_cells = sql.func.coalesce(Grade.manual_score, Grade.auto_score, 0.0) + sql.func.coalesce(
            Grade.extra_credit, 0.0
        )
        of_notebooks = (
            sql.select(
                SubmittedAssignment.student_id,
                sql.func.coalesce(sql.func.sum(of_cells), 0.0).label("points"),
                sql.func.coalesce(SubmittedNotebook.late_submission_penalty, 0.0).label("penalty"),
                sql.func.coalesce(sql.func.sum(sql.cast(Grade.needs_manual_grade, sql.Integer)), 0).label(
                    "waiting"
                ),
            )
            .select_from(SubmittedAssignment)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .outerjoin(Grade, Grade.notebook_id == SubmittedNotebook.id)
            .where(*self._handed_in_by(students))
            .group_by(SubmittedNotebook.id)
            .subquery()
        )
        query = sql.select(
            of_notebooks.c.student_id,
            sql.func.sum(of_notebooks.c.points) - sql.func.sum(of_notebooks.c.penalty),
            sql.func.sum(of_notebooks.c.waiting),
        ).group_by(of_notebooks.c.student_id)
        with self._engine.connect() as connection:
            return {
                student: Standing(max(0.0, points), waiting)
                for student, points, waiting in connection.execute(query)
            }

    def write(
        self, connection: sql.Connection, submissions: Sequence[Graded], timestamps: Mapping[str, str]
    ) -> dict[str, Scores]:
        """Writes what became of submissions, as part of a transaction.

        Arguments:
            connection: the transaction's.
            submissions: each of another student.
            timestamps: for those students who say so, when they have handed it in.

        Returns:
            For each student the automatic scores that the gradebook holds then.

        Raises:
            UserError: the class's plugin for late penalties fails.
        """
        students = {graded.student: graded for graded in submissions}
        self._add_students(connection, students)
        self._add_submissions(connection, students)
        submitted = self._submitted(connection, students)
        times = [
            {"row": submitted[student], "timestamp": utils.parse_utc(time)}
            for student, time in timestamps.items()
        ]
        _update(connection, SubmittedAssignment, times)
        notebooks = {
            (graded.student, name): _by_grade_id(notebook)
            for graded in submissions
            for name, notebook in graded.notebooks.items()
        }
        scores = self._write_grades(connection, students, notebooks)
        self._write_comments(connection, students, notebooks)
        self._write_penalties(connection, submitted, notebooks)
        return scores

    def _of_cells(
        self,
        connection: sql.Connection,
        table: type[Grade | Comment],
        students: Iterable[str] | None,
        *columns: Any,
    ) -> Iterator[tuple[Any, ...]]:
        """Rows of these students, or of all, in a table that has one for each cell.

        Yields:
            Student, notebook, cell, the row's id, and the columns.
        """
        query = (
            sql.select(
                SubmittedAssignment.student_id,
                SubmittedNotebook.notebook_id,
                table.cell_id,
                table.id,
                *columns,
            )
            .select_from(SubmittedAssignment)
            .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
            .join(table, table.notebook_id == SubmittedNotebook.id)
            .where(*self._handed_in_by(students))
        )
        for student, notebook, cell, row, *values in connection.execute(query):
            yield student, self.notebooks[notebook], self._names[cell], row, *values

    def _handed_in_by(self, students: Iterable[str] | None) -> list[Any]:
        of_assignment = SubmittedAssignment.assignment_id == self._assignment
        if students is None:
            return [of_assignment]
        return [of_assignment, SubmittedAssignment.student_id.in_(list(students))]

    def _submitted(self, connection: sql.Connection, students: Iterable[str]) -> dict[str, str]:
        """The ids of students' submissions, of those that have a row."""
        query = sql.select(SubmittedAssignment.student_id, SubmittedAssignment.id)
        return dict(connection.execute(query.where(*self._handed_in_by(students))).all())

    def _add_students(self, connection: sql.Connection, students: Iterable[str]) -> None:
        query = sql.select(Student.id).where(Student.id.in_(list(students)))
        known = set(connection.execute(query).scalars())
        _insert(connection, Student, [{"id": student} for student in students if student not in known])

    def _add_submissions(self, connection: sql.Connection, students: Iterable[str]) -> None:
        """Adds what nbgrader has of a submission before it is graded, for those that have no rows yet."""
        known = self._submitted(connection, students)
        submitted: list[Values] = [
            {"id": new_uuid(), "assignment_id": self._assignment, "student_id": student}
            for student in students
            if student not in known
        ]
        notebooks: list[Values] = [
            {"id": new_uuid(), "assignment_id": row["id"], "notebook_id": notebook}
            for row in submitted
            for notebook in self.notebooks
        ]
        _insert(connection, SubmittedAssignment, submitted)
        _insert(connection, SubmittedNotebook, notebooks)
        for table, kinds in ((Grade, _GRADED), (Comment, _COMMENTED)):
            rows = [
                {"notebook_id": row["id"], "cell_id": cell.id}
                for row in notebooks
                for cell in self._cells
                if cell.type in kinds and cell.notebook_id == row["notebook_id"]
            ]
            _insert(connection, table, rows)

    def _write_grades(
        self, connection: sql.Connection, students: Iterable[str], notebooks: _Notebooks
    ) -> dict[str, Scores]:
        columns = (Grade.auto_score, Grade.manual_score)
        found = list(self._of_cells(connection, Grade, students, *columns))
        changed: list[Values] = []
        for place, (student, notebook, name, row, _, manual_score) in enumerate(found):
            score: float | None = 0.0  # of a notebook that is not there
            needs_manual_grade = False
            if (student, notebook) in notebooks:
                cell, result = notebooks[student, notebook][name]
                if _is_task(cell):
                    continue  # a person's alone: nbgrader never touches it either
                score = result.score if cell.role == TEST else _score_of_answer(cell)
                needs_manual_grade = manual_score is not None or score is None
            found[place] = student, notebook, name, row, score
            changed.append({"row": row, "auto_score": score, "needs_manual_grade": needs_manual_grade})
        _update(connection, Grade, changed)
        return _by_student(found)

    def _write_comments(
        self, connection: sql.Connection, students: Iterable[str], notebooks: _Notebooks
    ) -> None:
        changed: list[Values] = []
        for student, notebook, name, row in self._of_cells(connection, Comment, students):
            if (student, notebook) in notebooks:
                cell, _ = notebooks[student, notebook][name]
                changed.append({"row": row, "auto_comment": "No response." if _untouched(cell) else None})
        _update(connection, Comment, changed)

    def _write_penalties(
        self, connection: sql.Connection, submitted: Mapping[str, str], notebooks: _Notebooks
    ) -> None:
        """Takes off what the class's plugin takes off for being late."""
        ids = list(submitted.values())
        of_submissions = SubmittedNotebook.assignment_id.in_(ids)
        connection.execute(
            sql.update(SubmittedNotebook).where(of_submissions).values(late_submission_penalty=None)
        )
        due = sql.select(Assignment.duedate).where(Assignment.id == self._assignment)
        if connection.execute(due).scalar_one() is None:
            return
        with Session(connection) as session:  # nbgrader's objects know how late they are, and their score
            for notebook in session.scalars(sql.select(SubmittedNotebook).where(of_submissions)):
                late = notebook.assignment.total_seconds_late
                if late > 0 and (notebook.assignment.student_id, notebook.name) in notebooks:
                    notebook.late_submission_penalty = self._penalty(notebook, late)
            session.flush()

    def _penalty(self, notebook: SubmittedNotebook, late: float) -> float | None:
        """What the class's plugin takes off a notebook for being late, kept between 0 and its score."""
        student = notebook.assignment.student_id
        try:
            penalty = self._penalties.plugin_inst.late_submission_penalty(student, notebook.score, late)
            return None if penalty is None else min(max(penalty, 0.0), notebook.score)
        except Exception as error:  # it is the class's own code
            why = f"{type(error).__name__}: {error}"
            raise UserError(f"c.AssignLatePenalties.plugin_class fails on {student}: {why}") from error


def _insert(connection: sql.Connection, table: Any, rows: list[Values]) -> None:
    if rows:
        connection.execute(sql.insert(table.__table__), rows)


def _update(connection: sql.Connection, table: Any, rows: list[Values]) -> None:
    """Sets columns of rows; the id of each is its `row`."""
    if rows:
        columns = table.__table__
        connection.execute(sql.update(columns).where(columns.c.id == sql.bindparam("row")), rows)


def _by_student(rows: Iterable[tuple[Any, ...]]) -> dict[str, Scores]:
    """Scores from rows of student, notebook, cell, id and score."""
    scores: dict[str, Scores] = {}
    for student, notebook, cell, _, score, *_ in rows:
        scores.setdefault(student, {}).setdefault(notebook, {})[cell] = score
    return scores


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


def _by_grade_id(graded: GradedNotebook) -> _Cells:
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
