"""Makes the notebooks of a chapter: source notebook, and from it the student's through nbgrader."""

from __future__ import annotations

import difflib
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from autograder import nbgrader, notebooks, pages
from autograder.course import Course
from autograder.errors import UserError
from autograder.source import Cell, Source

KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def source_notebook(source: Source) -> NotebookNode:
    """The instructor's notebook: everything, with nbgrader's metadata.

    Arguments:
        source: the chapter's source.

    Returns:
        A notebook of format 4.5 whose cell ids are the grade_ids, the same for the same source.
    """
    notebook = new_notebook(cells=[_notebook_cell(cell) for cell in source.cells], metadata=KERNEL)
    notebook.nbformat_minor = 5
    return notebook


def to_bytes(notebook: NotebookNode) -> bytes:
    """A notebook as the file that nbgrader would write."""
    return (nbformat.writes(notebook) + "\n").encode()


def student_notebook(source: Source) -> bytes:
    """The student's notebook: nbgrader's release of the source notebook.

    Arguments:
        source: the chapter's source.

    Returns:
        The file's bytes, the same for the same source.

    Raises:
        UserError: nbgrader refuses the source; the text ends with its reason.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "source", source.chapter, f"{source.chapter}.ipynb")
        path.parent.mkdir(parents=True)
        path.write_bytes(to_bytes(source_notebook(source)))
        config = Config()
        config.GenerateAssignment.no_database = True  # only the file is wanted
        config.SaveCells.enabled = False
        nbgrader.release(Path(folder), source.chapter, config)
        return Path(folder, "release", source.chapter, path.name).read_bytes()


def build(course: Course, chapters: list[str], *, check: bool) -> list[str]:
    """Makes the student notebooks of some chapters, and checks that no page gives an exercise away.

    Arguments:
        course: the course.
        chapters: their names.
        check: only compare with what is there.

    Returns:
        A line for each notebook: written, unchanged, or up to date. Nothing is written before every
        chapter has been made, and each file is replaced in one step.

    Raises:
        UserError: a source breaks a rule, two grade functions of one name, a page defines a graded
            function, or (with `check`) a notebook is missing or differs.
    """
    sources = course.sources(chapters)
    pages.check(course.book, {exercise.function for source in sources for exercise in source.exercises})
    made = [(course.notebook(source.chapter), student_notebook(source)) for source in sources]
    report = []
    for path, new in made:
        old = path.read_bytes() if path.is_file() else None
        if old == new:
            report.append(f"{path}: up to date")
        elif check:
            raise UserError(
                f"{path} is not what its source makes{_first_difference(old, new)}; run `autograder build`"
            )
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary = path.with_suffix(".tmp")
            temporary.write_bytes(new)
            temporary.replace(path)
            report.append(f"{path}: written")
    return report


def _notebook_cell(cell: Cell) -> NotebookNode:
    if cell.role == "text":
        return new_markdown_cell(cell.source, id=cell.grade_id)
    if cell.role == "open":
        return new_code_cell(cell.source, id=cell.grade_id, metadata=notebooks.open_metadata(cell.name))
    graded = cell.role in ("visible", "hidden", "manual")
    written_by_students = cell.role in ("solution", "manual")
    metadata: dict[str, Any] = {
        "grade": graded,
        "grade_id": cell.grade_id,
        "locked": not written_by_students,
        "schema_version": 3,
        "solution": written_by_students,
        "task": False,
    }
    if graded:
        metadata["points"] = cell.points
    if cell.role == "manual":
        return new_markdown_cell(cell.source, id=cell.grade_id, metadata={"nbgrader": metadata})
    return new_code_cell(cell.source, id=cell.grade_id, metadata={"nbgrader": metadata})


def _first_difference(old: bytes | None, new: bytes) -> str:
    if old is None:
        return " (it is missing)"
    lines = difflib.unified_diff(
        old.decode(errors="replace").splitlines(), new.decode().splitlines(), n=0, lineterm=""
    )
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return f" (first difference: {changed[0].strip()[:80]!r})" if changed else " (line endings differ)"
