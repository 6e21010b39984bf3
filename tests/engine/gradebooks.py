"""Small nbgrader courses made by hand, graded both ways, and everything that a gradebook holds of them."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, SubmittedAssignment

from autograder import classroom, nbgrader
from autograder.build import KERNEL
from autograder.engine import batch

ASSIGNMENT = "ps1"

Cell = dict[str, Any]
Dump = dict[str, dict[str, dict[str, Any]]]


def text(source: str) -> Cell:
    """A Markdown cell that nobody grades."""
    return {"cell_type": "markdown", "id": "text", "metadata": {}, "source": source}


def given(grade_id: str, source: str, *, locked: bool = True) -> Cell:
    """A code cell that students get as it is; unlocked, they may change it."""
    return _cell("code", grade_id, source, locked=locked)


def solution(grade_id: str, source: str) -> Cell:
    """A solution cell, with the solution as its text."""
    return _cell("code", grade_id, _between("SOLUTION", source), solution=True)


def graded(grade_id: str, points: float, source: str) -> Cell:
    """A cell of hidden tests."""
    return _cell("code", grade_id, _between("HIDDEN TESTS", source), grade=True, locked=True, points=points)


def answer(grade_id: str, points: float, source: str, cell_type: str = "markdown") -> Cell:
    """A cell that a person grades."""
    return _cell(cell_type, grade_id, _between("SOLUTION", source), grade=True, solution=True, points=points)


def task(grade_id: str, points: float, source: str) -> Cell:
    """A task cell: what a person grades stands in cells of the student's own."""
    return _cell("markdown", grade_id, source, task=True, locked=True, points=points)


def _between(what: str, source: str) -> str:
    return f"### BEGIN {what}\n{source}\n### END {what}"


def _cell(cell_type: str, grade_id: str, source: str, **flags: Any) -> Cell:
    plain = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3}
    metadata = {"nbgrader": {**plain, **flags, "grade_id": grade_id}}
    cell = {"cell_type": cell_type, "id": grade_id, "metadata": metadata, "source": source}
    return {**cell, "outputs": [], "execution_count": None} if cell_type == "code" else cell


def new_class(path: Path, notebooks: Mapping[str, list[Cell]], config: str = "") -> None:
    """Makes a course with one assignment and releases it.

    Arguments:
        path: where.
        notebooks: the cells of each notebook, by name.
        config: what stands in the configuration, besides what the engine must know.
    """
    (path / "solutions").mkdir(parents=True)
    (path / classroom.SECRET).write_text("00" * 32, "ascii")
    settings = ["c = get_config()", "c.Autograder.solutions = __file__.rpartition('/')[0] + '/solutions'"]
    settings += ["c.Execute.shutdown_kernel = 'immediate'", config]
    (path / classroom.CONFIG).write_text("\n".join(settings) + "\n", "utf-8")
    for name, cells in notebooks.items():
        write_source(path, name, cells)
    release(path)


def write_source(path: Path, name: str, cells: list[Cell]) -> None:
    """Writes a notebook of a class's source/."""
    file = path / "source" / ASSIGNMENT / f"{name}.ipynb"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(_notebook(cells), "utf-8")


def release(path: Path) -> None:
    """Releases the assignment."""
    nbgrader.release(path, ASSIGNMENT, _config(path))


def hand_in(
    path: Path, student: str, answers: Mapping[str, Mapping[str, str]], timestamp: str | None = None
) -> None:
    """Puts a submission in place of whatever the student handed in before.

    Arguments:
        path: the class.
        student: who.
        answers: for each notebook that is handed in, the new text of cells by grade_id.
        timestamp: when, in UTC; None for no timestamp.txt.
    """
    folder = path / "submitted" / student / ASSIGNMENT
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name, texts in answers.items():
        cells = released(path, name)
        for cell in cells:
            cell["source"] = texts.get(grade_id(cell), cell["source"])
        hand_in_cells(path, student, name, cells)
    if timestamp:
        (folder / "timestamp.txt").write_text(timestamp, "utf-8")


def released(path: Path, name: str) -> list[Cell]:
    """The cells of a notebook as students get it."""
    notebook = json.loads((path / "release" / ASSIGNMENT / f"{name}.ipynb").read_bytes())
    return [{**cell, "source": "".join(cell["source"])} for cell in notebook["cells"]]


def hand_in_cells(path: Path, student: str, name: str, cells: list[Cell]) -> None:
    """Writes one notebook of a submission."""
    folder = path / "submitted" / student / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.ipynb").write_text(_notebook(cells), "utf-8")


def with_nbgrader(path: Path) -> None:
    """Grades the whole class with plain nbgrader; a submission on which it fails does not stop the others."""
    found = classroom.open_directory(path)
    with nbgrader.api(path, found.config) as api:
        for student in found.students(ASSIGNMENT):
            api.autograde(ASSIGNMENT, student)


def with_engine(path: Path, *, force: bool = True) -> dict[str, batch.Grade]:
    """Grades the class with the engine; all of it, unless told otherwise."""
    grades = batch.grade(classroom.open_directory(path), ASSIGNMENT, force=force)
    return {grade.student: grade for grade in grades}


def open_gradebook(path: Path) -> Gradebook:
    """The class's gradebook, a context manager."""
    return nbgrader.gradebook(path, _config(path))


# What nbgrader computes from the rows, and shows or exports.
_DERIVED = {
    "submitted_assignment": (
        "score max_score code_score max_code_score written_score max_written_score task_score max_task_score "
        "needs_manual_grade late_submission_penalty total_seconds_late duedate"
    ),
    "submitted_notebook": (
        "score max_score code_score max_code_score written_score max_written_score task_score max_task_score "
        "needs_manual_grade failed_tests"
    ),
    "grade": "score max_score failed_tests cell_type",
    "comment": "comment",
    "student": "score max_score",
}
_IDS = ("id", "assignment_id", "notebook_id", "cell_id", "student_id")  # random, and all joined


def dump(path: Path, assignment: str = ASSIGNMENT) -> Dump:
    """Everything that the gradebook holds of an assignment and of the students.

    Arguments:
        path: the class.
        assignment: which.

    Returns:
        For each table the rows, by names that mean the same in every gradebook; each row with all its
        columns except ids, and with what nbgrader computes from it.
    """
    with open_gradebook(path) as book:
        rows: dict[str, dict[str, Any]] = {table: {} for table in _DERIVED}
        rows["student"] = {student.id: student for student in book.students}
        for submission in book.assignment_submissions(assignment):
            _collect(rows, submission)
        return {
            table: {name: _row(row, _DERIVED[table].split()) for name, row in found.items()}
            for table, found in rows.items()
        }


def _collect(rows: dict[str, dict[str, Any]], submission: SubmittedAssignment) -> None:
    student = submission.student.id
    rows["submitted_assignment"][student] = submission
    for notebook in submission.notebooks:
        rows["submitted_notebook"][f"{student}/{notebook.name}"] = notebook
        for table, children in (("grade", notebook.grades), ("comment", notebook.comments)):
            rows[table] |= {f"{student}/{notebook.name}/{child.name}": child for child in children}


def _row(row: Any, derived: list[str]) -> dict[str, Any]:
    columns = [column.name for column in row.__table__.columns if column.name not in _IDS]
    return {name: getattr(row, name) for name in [*columns, *derived]}


def only(dump: Dump, students: Collection[str]) -> Dump:
    """The rows that belong to some students."""
    return {
        table: {name: row for name, row in rows.items() if name.partition("/")[0] in students}
        for table, rows in dump.items()
    }


def differences(one: Dump, other: Dump) -> list[str]:
    """A line for each value in which two gradebooks differ."""
    found = []
    for table in one:
        for name in sorted({*one[table], *other[table]}):
            left, right = one[table].get(name, {}), other[table].get(name, {})
            found += [
                f"{table} {name}.{column}: {left.get(column, 'no row')!r}, {right.get(column, 'no row')!r}"
                for column in {**left, **right}
                if left.get(column, "no row") != right.get(column, "no row")
            ]
    return found


def autograded(path: Path, assignment: str = ASSIGNMENT) -> dict[str, Any]:
    """The autograded files: of a notebook its cells without outputs, of others the bytes."""
    folder = path / "autograded"
    return {
        str(file.relative_to(folder)): _without_outputs(file)
        if file.suffix == ".ipynb"
        else file.read_bytes()
        for file in sorted(folder.glob(f"*/{assignment}/**/*"))
        if file.is_file()
    }


def _without_outputs(file: Path) -> list[Any]:
    return [
        (cell["cell_type"], "".join(cell["source"]), cell.get("attachments", {}), _flags(cell))
        for cell in json.loads(file.read_bytes())["cells"]
    ]


def _flags(cell: Cell) -> dict[str, Any]:
    """What nbgrader knows a cell by."""
    grader = cell["metadata"].get("nbgrader", {})
    known = ("grade_id", "grade", "solution", "locked", "task", "points", "checksum")
    return {key: grader[key] for key in known if key in grader} if "grade_id" in grader else {}


def grade_id(cell: Cell) -> str:
    """A cell's grade_id; empty when it has none."""
    return str(cell["metadata"].get("nbgrader", {}).get("grade_id", ""))


def _notebook(cells: list[Cell]) -> str:
    numbered = [{**copy.deepcopy(cell), "id": f"cell-{number}"} for number, cell in enumerate(cells)]
    return json.dumps({"cells": numbered, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5})


def _config(path: Path) -> Any:
    return classroom.open_directory(path).config
