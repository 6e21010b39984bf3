"""Reads notebook files that students had in their hands: nothing in them can be relied on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from autograder.errors import UserError


def code_cells(path: Path) -> list[dict[str, Any]]:
    """Reads the code cells of a notebook.

    Arguments:
        path: the .ipynb file.

    Returns:
        Each as {"source": str, "grader": nbgrader's metadata as a dict, "outputs": a list of dicts}.

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
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list):
        raise UserError(
            f"{path}: not a notebook: it has no list of cells; save it again from Jupyter (format 4)"
        )
    return [_code_cell(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]


def _code_cell(cell: dict[str, Any]) -> dict[str, Any]:
    source, metadata, outputs = cell.get("source", ""), cell.get("metadata"), cell.get("outputs")
    grader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    return {
        "source": "".join(map(str, source)) if isinstance(source, list) else str(source),
        "grader": grader if isinstance(grader, dict) else {},
        "outputs": [output for output in outputs if isinstance(output, dict)]
        if isinstance(outputs, list)
        else [],
    }
