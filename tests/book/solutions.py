"""What the tests of solutions share: the functions of a chapter's notebook, and how close they must come."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple
from pathlib import Path
from typing import Any

import numpy as np

from autograder import source
from autograder.checks import compare

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"


def names_of(chapter: str, roles: Collection[str] = ("given", "solution")) -> dict[str, Any]:
    """What the cells of these roles in a chapter's notebook define."""
    names: dict[str, Any] = {}
    for cell in source.read(SOLUTIONS / chapter / f"{chapter}.py").cells:
        if cell.role in roles:
            exec(cell.source, names)
    return names


def tolerance(dtype: Any) -> compare.Tolerance:
    """How far the numbers of a result from arrays of a dtype may be off."""
    return compare.FLOAT32 if dtype is np.float32 else compare.FLOAT64


def assert_close(found: Any, expected: Any, dtype: Any) -> None:
    """Check the kind, the shape and the numbers of a result from arrays of a dtype."""
    assert found.dtype.kind == "f"
    assert found.shape == tuple(expected.shape)
    rtol, atol = astuple(tolerance(dtype))
    np.testing.assert_allclose(found, expected, rtol=rtol, atol=atol)
