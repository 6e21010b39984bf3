"""Reads notebook files that students had in their hands: nothing in them can be relied on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.errors import UserError


def cells(path: Path) -> list[dict[str, Any]]:
    """Reads the cells of a notebook.

    Arguments:
        path: the .ipynb file.

    Returns:
        Each as {"cell_type": "code", "markdown" or "raw", "source": str, "grader": nbgrader's metadata as a
        dict, "outputs": a list of dicts, "count": its execution count or None}.

    Raises:
        UserError: there is no such file, or it is no notebook.
    """
    try:
        notebook = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"{path}: not a notebook: {error}; save it again from Jupyter, or download it anew"
        ) from error
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list):
        raise UserError(
            f"{path}: not a notebook: it has no list of cells; save it again from Jupyter (format 4)"
        )
    return [_cell(cell) for cell in found if isinstance(cell, dict)]


def code_cells(path: Path) -> list[dict[str, Any]]:
    """Reads the code cells of a notebook; arguments, result and exceptions as for `cells`."""
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    source, metadata, outputs = cell.get("source", ""), cell.get("metadata"), cell.get("outputs")
    grader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kind, count = cell.get("cell_type"), cell.get("execution_count")
    return {
        "cell_type": kind if kind in ("code", "markdown") else "raw",
        "source": "".join(map(str, source)) if isinstance(source, list) else str(source),
        "grader": grader if isinstance(grader, dict) else {},
        "outputs": [output for output in outputs if isinstance(output, dict)]
        if isinstance(outputs, list)
        else [],
        "count": count if type(count) is int else None,
    }
