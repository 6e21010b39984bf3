"""A log for each submission: what became of every cell, and how long it took."""

from __future__ import annotations

from pathlib import Path

from autograder.engine.submission import STUDENT
from autograder.engine.worker import Graded
from autograder.terminal import columns, plain


def write(folder: Path, graded: Graded) -> None:
    """Writes the log of a submission, in one step.

    Arguments:
        folder: of the assignment's logs; it is made.
        graded: the submission.
    """
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{graded.student}.new"
    temporary.write_text(text(graded), "utf-8")
    temporary.replace(folder / f"{graded.student}.log")


def text(graded: Graded) -> str:
    """What the log says: a line for each cell that ran, then what was put right or refused.

    Arguments:
        graded: the submission.

    Returns:
        The text; nothing in it can harm a terminal.
    """
    rows = [["seconds", "notebook", "cell", "verdict", "score", "message"]]
    for name, notebook in graded.notebooks.items():
        for cell, result in zip(notebook.cells, notebook.results, strict=True):
            if not result.seconds:
                continue
            cell_name = cell.grade_id or ("(added)" if cell.role == STUDENT else "")
            score = "" if result.score is None else f"{result.score:g}"
            verdict = result.verdict or ""
            rows.append(
                [f"{result.seconds:.3f}", name, plain(cell_name), verdict, score, plain(result.message)]
            )
    return "\n".join([columns(rows), *map(plain, graded.remarks)]) + "\n"
