"""Reads what was handed in, and rebuilds the notebook that is graded.

Nothing of a submitted notebook decides what is run as a test: tests and given cells come from the
class's own source, and from the student only the text of solution and open cells, answers, and cells
that the student added. Duplicated, deleted, moved, retagged or edited cells then cannot matter.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from autograder import notebooks

LARGEST_NOTEBOOK = 20 * 2**20  # bytes
MOST_FILES = 1000
LARGEST_FILES = 200 * 2**20  # bytes, all files of a submission together

TEST, GIVEN, STUDENT, ANSWER, TEXT = "test", "given", "student", "answer", "text"


class Refused(Exception):
    """A submission that cannot be graded; the text says why."""


@dataclass(frozen=True)
class Cell:
    """A cell of the class's own notebook, or of a rebuilt one.

    Attributes:
        role: TEST, GIVEN, STUDENT, ANSWER (graded by hand) or TEXT; open cells and code that a student
            added have the role STUDENT.
        cell_type: "code" or "markdown".
        source: its text, in the class's own notebook with hidden tests and solutions.
        points: what it is worth.
        metadata: the notebook cell's.
        cell_id: its id in the notebook.
        grade_id: nbgrader's name of it, or the open cell's; empty for text and for what a student added.
        solution: of a rebuilt solution or open cell, the class's own text; only a checker gets to see it.
        attachments: the images pasted into a Markdown cell, in base64 by name and type.
    """

    role: str
    cell_type: str
    source: str
    points: float
    metadata: dict[str, Any]
    cell_id: str
    grade_id: str = ""
    solution: str = ""
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Rebuilt:
    """A notebook as it is graded.

    Attributes:
        cells: in order.
        remarks: what was put right, in words.
    """

    cells: list[Cell]
    remarks: list[str] = field(default_factory=list)


def read_source(path: Path) -> list[Cell]:
    """Reads a notebook of the class's source/.

    Arguments:
        path: the file.

    Returns:
        Its cells, in order.
    """
    cells = json.loads(path.read_text("utf-8"))["cells"]
    return [_source_cell(cell) for cell in cells]


def files(folder: Path) -> dict[Path, os.stat_result]:
    """Lists the files of a submission without following any link.

    Arguments:
        folder: the submission.

    Returns:
        The status of each regular file, by its path relative to the folder.

    Raises:
        Refused: a link, a device, a pipe or a socket among them, or too much of everything.
    """
    if folder.is_symlink():
        raise Refused("the submission's folder is a link; only ordinary files and folders are accepted")
    found: dict[Path, os.stat_result] = {}
    total = 0
    for base, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(base, name)
            status = path.lstat()
            relative = path.relative_to(folder)
            if stat.S_ISDIR(status.st_mode):
                continue
            if not stat.S_ISREG(status.st_mode) or status.st_nlink > 1:
                raise Refused(f"{relative} is a link or a special file; only ordinary files are accepted")
            found[relative] = status
            total += status.st_size
            if len(found) > MOST_FILES or total > LARGEST_FILES:
                raise Refused(f"more than {MOST_FILES} files or {LARGEST_FILES // 2**20} MB")
    return found


def read_submitted(path: Path) -> list[dict[str, Any]]:
    """Reads the cells of a submitted notebook.

    Arguments:
        path: the file.

    Returns:
        Its cells, each with `cell_type`, `source`, `metadata` and `attachments` of the right types.

    Raises:
        Refused: it is too large, no regular file, or no notebook.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused(f"{path.name} is no ordinary file")
            data = file.read(LARGEST_NOTEBOOK + 1)
    except OSError as error:
        raise Refused(f"{path.name} cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_NOTEBOOK:
        raise Refused(f"{path.name} is larger than {LARGEST_NOTEBOOK // 2**20} MB")
    try:
        notebook = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path.name} is no notebook: {error}") from error
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise Refused(f"{path.name} is no notebook of format 4: it has no list of cells")
    return [_submitted_cell(cell) for cell in cells if isinstance(cell, dict)]


def rebuild(source: list[Cell], submitted: list[dict[str, Any]]) -> Rebuilt:
    """Puts the student's work into the class's own notebook.

    Arguments:
        source: the class's cells.
        submitted: the student's cells.

    Returns:
        The notebook to grade: the class's cells in the class's order, with the student's text in
        solution, open and answer cells, and each cell that the student added after the known cell that it
        followed. Of several copies of a solution cell the last counts, as with nbgrader.
    """
    known = {cell.grade_id for cell in source if cell.role != TEXT}
    texts: dict[str, dict[str, Any]] = {}
    added: dict[str, list[Cell]] = {"": []}
    anchor = ""
    remarks = []
    for cell in submitted:
        grade_id = _grade_id(cell)
        if grade_id in known:
            if grade_id in texts:
                remarks.append(f"the cell {grade_id} is there more than once")
            texts[grade_id], anchor = cell, grade_id
        elif cell["source"].strip():
            added.setdefault(anchor, []).append(_added(cell))
    cells = list(added.pop(""))
    for own in source:
        if own.role == TEXT:
            continue  # the student's copy of it is among the added cells
        submission = texts.get(own.grade_id)
        if submission is None:
            remarks.append(f"the cell {own.grade_id} is gone")
        elif own.role in (TEST, GIVEN) and submission["cell_type"] != own.cell_type:
            remarks.append(f"the cell {own.grade_id} has become a {submission['cell_type']} cell")
        if own.role in (STUDENT, ANSWER):
            own = replace(
                own,
                source=submission["source"] if submission else "",
                solution=own.source if own.role == STUDENT else "",
                attachments=submission["attachments"] if submission else {},
            )
        cells.append(own)
        cells += added.pop(own.grade_id, [])
    return Rebuilt(cells, remarks)


def beside(folder: Path, source: Path, theirs: Collection[str] = ()) -> dict[Path, Path]:
    """The files that stand beside a notebook when it runs; where names clash, the class's own wins.

    Arguments:
        folder: the submission.
        source: the assignment's folder in the class's source/.
        theirs: files of that folder for which the student's own stand instead.

    Returns:
        By their names relative to the notebook, where they are.

    Raises:
        Refused: as for `files`.
    """
    own = {
        path.relative_to(source): path.resolve()
        for path in source.rglob("*")
        if path.suffix != ".ipynb" and str(path.relative_to(source)) not in theirs
    }
    submitted = {
        relative: folder / relative
        for relative in files(folder)
        if relative.suffix != ".ipynb"
        and relative not in own
        and not any(parent in own and own[parent].is_file() for parent in relative.parents)
    }
    return submitted | {relative: path for relative, path in own.items() if path.is_file()}


def copy(beside: dict[Path, Path], target: Path) -> None:
    """Copies files to where a notebook stands; no link is followed.

    Arguments:
        beside: where they are, by their names relative to the notebook.
        target: the notebook's folder, which exists.
    """
    for relative, path in beside.items():
        (target / relative).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target / relative, follow_symlinks=False)


def fingerprint(folder: Path, names: dict[Path, os.stat_result]) -> str:
    """A hash of the names and contents of a submission's files."""
    digest = hashlib.sha256()
    for name in sorted(names):
        digest.update(f"{name}\0{names[name].st_size}\0".encode("utf-8", "surrogateescape"))
        with open(os.open(folder / name, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
            while block := file.read(2**20):
                digest.update(block)
    return digest.hexdigest()


def _source_cell(cell: dict[str, Any]) -> Cell:
    grader, opened = cell["metadata"].get("nbgrader", {}), notebooks.open_name(cell["metadata"])
    if grader.get("grade") and grader.get("solution"):
        role = ANSWER
    elif grader.get("task"):
        role = GIVEN if grader.get("locked") else ANSWER
    elif grader.get("grade"):
        role = TEST
    elif grader.get("solution") or opened:
        role = STUDENT
    else:
        role = GIVEN if grader.get("locked") else TEXT
    text = cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])
    return Cell(
        role,
        cell["cell_type"],
        text,
        float(grader.get("points", 0)),
        cell["metadata"],
        cell.get("id", grader.get("grade_id", "")),
        grader.get("grade_id", opened),
        attachments=cell.get("attachments", {}),
    )


def _submitted_cell(cell: dict[str, Any]) -> dict[str, Any]:
    source, metadata, attached = cell.get("source", ""), cell.get("metadata"), cell.get("attachments")
    text = "".join(map(str, source)) if isinstance(source, list) else str(source)
    return {
        "cell_type": "code" if cell.get("cell_type") == "code" else "markdown",
        "source": text.encode("utf-8", "replace").decode(),  # JSON can smuggle in lone surrogates
        "metadata": metadata if isinstance(metadata, dict) else {},
        "attachments": {
            name: {kind: data for kind, data in bundle.items() if isinstance(data, str)}
            for name, bundle in (attached.items() if isinstance(attached, dict) else ())
            if isinstance(bundle, dict)
        },
    }


def _grade_id(cell: dict[str, Any]) -> str:
    grader = cell["metadata"].get("nbgrader")
    grade_id = grader.get("grade_id") if isinstance(grader, dict) else None
    return grade_id if isinstance(grade_id, str) else notebooks.open_name(cell["metadata"])


def _added(cell: dict[str, Any]) -> Cell:
    role = STUDENT if cell["cell_type"] == "code" else TEXT
    name = hashlib.sha256(cell["source"].encode()).hexdigest()[:8]
    return Cell(role, cell["cell_type"], cell["source"], 0.0, {}, name, attachments=cell["attachments"])
