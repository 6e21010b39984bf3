"""The trusted and the untrusted side share the wire and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "autograder"


def imported(path: Path) -> set[str]:
    """The modules of the package that a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name for name in found if name.split(".")[0] == "autograder"}


@pytest.mark.parametrize("path", sorted((PACKAGE / "student").glob("*.py")), ids=lambda p: p.stem)
def test_the_untrusted_side_imports_only_itself_and_the_wire(path: Path) -> None:
    assert all(name.startswith(("autograder.student", "autograder.wire")) for name in imported(path))


@pytest.mark.parametrize("path", sorted((PACKAGE / "wire").glob("*.py")), ids=lambda p: p.stem)
def test_the_wire_imports_neither_side(path: Path) -> None:
    assert all(name.startswith("autograder.wire") for name in imported(path))


def test_nothing_imports_the_untrusted_side() -> None:
    others = [path for path in PACKAGE.rglob("*.py") if path.parent.name != "student"]
    assert not [path for path in others if any(n.startswith("autograder.student") for n in imported(path))]


def test_nothing_is_unpickled() -> None:
    names = {name for path in PACKAGE.rglob("*.py") for name in _all_names(path)}
    assert not names & {"pickle", "dill", "cloudpickle", "marshal", "shelve"}


def _all_names(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
