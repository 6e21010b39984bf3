"""The recorder: the only writer. Files first, under a temporary name; then one transaction."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sql
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.build import KERNEL
from autograder.engine import submission
from autograder.engine.released import Fingerprint
from autograder.engine.results import TABLE, cell_name
from autograder.engine.rows import Rows, Scores, Standing
from autograder.engine.submission import Refused
from autograder.engine.verdicts import Verdict
from autograder.engine.worker import Graded, GradedNotebook


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


class Recorder:
    """Writes grades of one assignment as nbgrader would."""

    def __init__(
        self, class_directory: Path, assignment: str, db_url: str, course_id: str, config: Config
    ) -> None:
        self._directory, self._assignment = class_directory, assignment
        self._book = Gradebook(db_url, course_id)
        TABLE.create(self._book.engine, checkfirst=True)
        self._rows = Rows(self._book, assignment, config)
        for leftover in (class_directory / "autograded").glob("*/.[no][el][wd]-*"):
            shutil.rmtree(leftover)  # of a batch that was killed while it wrote

    def close(self) -> None:
        """Closes the gradebook."""
        self._book.close()

    def recorded(self) -> dict[str, Recorded]:
        """What has been recorded of each student's submission of the assignment."""
        scores = self._rows.scores()
        with self._book.engine.connect() as connection:
            return {
                row.student: Recorded(
                    json.loads(row.fingerprint), json.loads(row.report), scores.get(row.student, {})
                )
                for row in connection.execute(sql.select(TABLE).where(TABLE.c.assignment == self._assignment))
            }

    def has_files(self, student: str) -> bool:
        """Whether a student's autograded notebooks are in place."""
        return self._target(student).is_dir()

    def standings(self, students: Sequence[str]) -> dict[str, Standing]:
        """Where students stand: manual scores, extra credit and late penalties as nbgrader counts them."""
        return self._rows.standings(students)

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
        submissions = [entry.graded for entry in entries]
        students = [graded.student for graded in submissions]
        timestamps = {entry.graded.student: entry.timestamp for entry in entries if entry.timestamp}
        with self._book.engine.begin() as connection:
            known = (TABLE.c.assignment == self._assignment, TABLE.c.student.in_(students))
            connection.execute(sql.delete(TABLE).where(*known))  # first: it waits for a locked gradebook
            scores = self._rows.write(connection, submissions, timestamps)
            recorded = [
                self._recorded(entry, of_notebooks, scores.get(entry.graded.student, {}))
                for entry, of_notebooks in zip(entries, hashes, strict=True)
            ]
            rows = zip(students, recorded, strict=True)
            connection.execute(sql.insert(TABLE), [self._row(*pair) for pair in rows])
        return recorded

    def _recorded(self, entry: Entry, hashes: dict[str, str], scores: Scores) -> Recorded:
        report = report_of(entry.graded, len(self._rows.notebooks))
        return Recorded(entry.fingerprint, {**report, "notebooks": hashes, "scores": scores}, scores)

    def _row(self, student: str, recorded: Recorded) -> dict[str, str]:
        return {
            "assignment": self._assignment,
            "student": student,
            "fingerprint": json.dumps(recorded.fingerprint),
            "report": json.dumps(recorded.report),
        }

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
