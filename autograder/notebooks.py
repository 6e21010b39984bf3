"""Notebook files that students had in their hands: nothing in them can be relied on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.errors import UserError

EARLIER = "earlier"  # the open cell for functions of earlier chapters

_SPACE = re.compile(r"[ \t\r\n]*")


def open_metadata(name: str) -> dict[str, Any]:
    """The metadata that mark an open cell.

    They are our own: nbgrader keeps no record of a cell that is neither graded nor locked nor a solution,
    and with `OverwriteCells.add_missing_cells` it fails on every notebook that has one.

    Arguments:
        name: the cell's name.
    """
    return {"autograder": {"open": name}}


def open_name(metadata: Any) -> str:
    """The name of an open cell, by its metadata; empty for any other cell."""
    own = metadata.get("autograder") if isinstance(metadata, dict) else None
    name = own.get("open") if isinstance(own, dict) else None
    return name if isinstance(name, str) else ""


def cells(path: Path) -> list[dict[str, Any]]:
    """Reads the cells of a notebook.

    Arguments:
        path: the .ipynb file.

    Returns:
        Each as {"index": its place among all cells, "cell_type": "code", "markdown" or "raw", "source": str,
        "grader": nbgrader's metadata as a dict, "open": its name if it is an open cell, "outputs": a list of
        dicts, "count": its execution count or None}.

    Raises:
        UserError: there is no such file, or it is no notebook.
    """
    return parsed(path, read_text(path))


def code_cells(path: Path) -> list[dict[str, Any]]:
    """Reads the code cells of a notebook; arguments, result and exceptions as for `cells`."""
    return [cell for cell in cells(path) if cell["cell_type"] == "code"]


def read_text(path: Path) -> str:
    """Reads a file as it is, line endings included.

    Arguments:
        path: the file.

    Returns:
        Its text.

    Raises:
        UserError: there is no such file, or it is not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise _no_notebook(path, error) from error


def parsed(path: Path, text: str) -> list[dict[str, Any]]:
    """The cells in the text of a notebook; `path` is named in complaints. See `cells`."""
    try:
        notebook = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _no_notebook(path, error) from error
    found = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(found, list):
        raise UserError(
            f"{path}: not a notebook: it has no list of cells; save it again from Jupyter (format 4)"
        )
    return [
        _cell(index, cell) for index, cell in enumerate(found) if isinstance(cell, dict) and "source" in cell
    ]


def with_source(text: str, index: int, source: str) -> str:
    """Replaces the source of one cell, and no other byte of a notebook.

    Arguments:
        text: the notebook.
        index: the place of one of its code cells among all cells.
        source: the new one.

    Returns:
        The notebook's new text.
    """
    start = _SPACE.match(text, 0).end()  # type: ignore[union-attr]
    for key in ("cells", index, "source"):
        start, end = dict(_entries(text, start))[key]
    lines = json.dumps(source.splitlines(keepends=True), indent=1, ensure_ascii=False)
    return text[:start] + lines.replace("\n", "\n   ") + text[end:]  # as deep as Jupyter writes it


def _entries(text: str, start: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
    """The entries of the JSON object or list that starts there: key or number, and where the value is."""
    decoder = json.JSONDecoder()

    def skip(place: int) -> int:
        return _SPACE.match(text, place).end()  # type: ignore[union-attr]

    place, number = skip(start + 1), 0
    while text[place] not in "]}":
        key: str | int = number
        if text[start] == "{":
            key, place = decoder.raw_decode(text, place)
            place = skip(skip(place) + 1)  # the colon
        _, end = decoder.raw_decode(text, place)
        yield key, (place, end)
        place = skip(end)
        place = skip(place + 1) if text[place] == "," else place
        number += 1


def _no_notebook(path: Path, error: Exception) -> UserError:
    return UserError(f"{path}: not a notebook: {error}; save it again from Jupyter, or download it anew")


def _cell(index: int, cell: dict[str, Any]) -> dict[str, Any]:
    source, metadata, outputs = cell.get("source", ""), cell.get("metadata"), cell.get("outputs")
    grader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    kind, count = cell.get("cell_type"), cell.get("execution_count")
    return {
        "index": index,
        "cell_type": kind if kind in ("code", "markdown") else "raw",
        "source": "".join(map(str, source)) if isinstance(source, list) else str(source),
        "grader": grader if isinstance(grader, dict) else {},
        "open": open_name(metadata),
        "outputs": [output for output in outputs if isinstance(output, dict)]
        if isinstance(outputs, list)
        else [],
        "count": count if type(count) is int else None,
    }
