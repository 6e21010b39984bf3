"""The recorder: the only writer. Files first, under a temporary name; then one transaction."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from nbformat import from_dict
from nbgrader import utils
from nbgrader.api import Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from traitlets.config import Config

from autograder.build import KERNEL
from autograder.engine.results import TABLE
from autograder.engine.submission import ANSWER, STUDENT, TEST, Cell
from autograder.engine.verdicts import CellResult, Verdict
from autograder.engine.worker import Graded, GradedNotebook


@dataclass(frozen=True)
class Recorded:
    """What the gradebook knows of a graded submission.

    Attributes:
        fingerprint: of everything its grade depends on.
        report: for each test cell its verdict and message, the remarks, and the hash of each autograded
            notebook that it speaks of, as JSON has them.
    """

    fingerprint: str
    report: dict[str, Any]

    @property
    def settled(self) -> bool:
        """Whether nothing failed through the grader's fault: then the same work has the same grade."""
        return all(cell["verdict"] != Verdict.GRADER_ERROR for cell in self.report["cells"].values())


class Recorder:
    """Writes grades of one assignment as nbgrader would."""

    def __init__(
        self, class_directory: Path, assignment: str, db_url: str, course_id: str, config: Config
    ) -> None:
        self._directory, self._assignment = class_directory, assignment
        self._book = Gradebook(db_url, course_id)
        self._penalties = AssignLatePenalties(config=config)
        self._penalties.init_plugin()
        TABLE.create(self._book.engine, checkfirst=True)
        for leftover in (class_directory / "autograded").glob("*/.[no][el][wd]-*"):
            shutil.rmtree(leftover)  # of a batch that was killed while it wrote

    def close(self) -> None:
        """Closes the gradebook."""
        self._book.close()

    def recorded(self) -> dict[str, Recorded]:
        """What has been recorded of each student's submission of the assignment."""
        query = sql.select(TABLE).where(TABLE.c.assignment == self._assignment)
        rows = self._book.db.execute(query).all()
        return {row.student: Recorded(row.fingerprint, json.loads(row.report)) for row in rows}

    def has_files(self, student: str) -> bool:
        """Whether a student's autograded notebooks are in place."""
        return self._target(student).is_dir()

    def score(self, student: str) -> tuple[float, float]:
        """A student's points, late penalties included, and how many there are."""
        submission = self._book.find_submission(self._assignment, student)
        return submission.score, submission.max_score

    def record(self, graded: Graded, fingerprint: str, timestamp: str | None) -> Recorded:
        """Writes one graded submission: its autograded notebooks, then all of its rows at once.

        Arguments:
            graded: the submission.
            fingerprint: of everything its grade depends on.
            timestamp: when it was handed in, as its timestamp.txt says.

        Returns:
            What the gradebook now knows of it.
        """
        recorded = Recorded(fingerprint, _report(graded))
        self._write_files(graded)
        self._book.update_or_create_student(graded.student)
        when = {} if timestamp is None else {"timestamp": timestamp}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", sql.exc.SAWarning)  # nbgrader's own, on every new submission
            submission = self._book.update_or_create_submission(self._assignment, graded.student, **when)
        for notebook in submission.notebooks:
            self._record_notebook(submission, notebook, graded.notebooks.get(notebook.name))
        self._book.db.execute(
            sql.delete(TABLE).where(TABLE.c.assignment == self._assignment, TABLE.c.student == graded.student)
        )
        self._book.db.execute(
            sql.insert(TABLE).values(
                assignment=self._assignment,
                student=graded.student,
                fingerprint=fingerprint,
                report=json.dumps(recorded.report),
            )
        )
        self._book.db.commit()
        return recorded

    def _record_notebook(
        self, submission: SubmittedAssignment, notebook: SubmittedNotebook, graded: GradedNotebook | None
    ) -> None:
        results = {} if graded is None else _by_grade_id(graded)
        for grade in notebook.grades:
            if graded is None:
                grade.auto_score, grade.needs_manual_grade = 0, False
                continue
            cell, result = results[grade.name]
            grade.auto_score = result.score if cell.role == TEST else _score_of_answer(cell)
            grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None
        for comment in notebook.comments:
            if graded is not None:
                cell, _ = results[comment.name]
                comment.auto_comment = "No response." if _untouched(cell) else None
        notebook.late_submission_penalty = None
        self._book.db.flush()
        late = submission.total_seconds_late
        if graded is not None and late > 0:
            penalty = self._penalties.plugin_inst.late_submission_penalty(
                submission.student.id, notebook.score, late
            )
            if penalty is not None:
                notebook.late_submission_penalty = min(max(penalty, 0), notebook.score)

    def _target(self, student: str) -> Path:
        return self._directory / "autograded" / student / self._assignment

    def _write_files(self, graded: Graded) -> None:
        """Puts the autograded notebooks in place, in one step."""
        target = self._target(graded.student)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
        try:
            new.chmod(0o755)
            for name, notebook in graded.notebooks.items():
                (new / f"{name}.ipynb").write_bytes(_notebook_bytes(notebook))
            timestamp = self._directory / "submitted" / graded.student / self._assignment / "timestamp.txt"
            if timestamp.is_file() and not timestamp.is_symlink():
                shutil.copyfile(timestamp, new / "timestamp.txt")
            old = target.with_name(f".old-{self._assignment}")
            shutil.rmtree(old, ignore_errors=True)
            if target.exists():
                target.rename(old)
            new.rename(target)
            shutil.rmtree(old, ignore_errors=True)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise


def _by_grade_id(graded: GradedNotebook) -> dict[str, tuple[Cell, CellResult]]:
    pairs = zip(graded.cells, graded.results, strict=True)
    return {cell.grade_id: (cell, result) for cell, result in pairs if cell.grade_id}


def _score_of_answer(cell: Cell) -> float | None:
    """Nothing for an answer that was left as it was; else it waits for a person."""
    return 0.0 if _untouched(cell) else None


def _untouched(cell: Cell) -> bool:
    """Whether a solution or answer cell is as it was handed out."""
    if cell.role not in (STUDENT, ANSWER):
        return False
    notebook_cell = from_dict({"cell_type": cell.cell_type, "source": cell.source, "metadata": cell.metadata})
    return bool(cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(notebook_cell))


def _notebook_bytes(notebook: GradedNotebook) -> bytes:
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
        cells.append(written)
    whole = {"cells": cells, "metadata": KERNEL, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1, ensure_ascii=False, sort_keys=True) + "\n").encode("utf-8", "replace")


def _report(graded: Graded) -> dict[str, Any]:
    cells = {
        cell.grade_id: {"verdict": result.verdict, "score": result.score, "message": result.message}
        for notebook in graded.notebooks.values()
        for cell, result in zip(notebook.cells, notebook.results, strict=True)
        if result.verdict is not None
    }
    notebooks = {
        name: hashlib.sha256(_notebook_bytes(notebook)).hexdigest()
        for name, notebook in graded.notebooks.items()
    }
    return {"cells": cells, "remarks": graded.remarks, "notebooks": notebooks}
