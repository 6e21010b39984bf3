"""What a test may leave behind in its process, where the next notebook's tests would come across it."""

from __future__ import annotations

import ast
import os
import random
import signal
import sys
from typing import Any

import numpy as np
import torch

from autograder.engine import compiled

_MODULES = {  # whose state `taken` knows, or that have none
    *("autograder", "collections", "contextlib", "copy", "dataclasses", "fractions", "functools", "inspect"),
    *("itertools", "json", "math", "numpy", "operator", "random", "re", "statistics", "string", "torch"),
    *("typing", "warnings"),
}
_SETTERS = {"setattr", "delattr", "exec", "eval", "vars", "globals", "__dict__", "__import__"}


def could_hide(source: str) -> bool:
    """Whether a cell could leave something behind that `taken` does not see.

    Arguments:
        source: its text.

    Returns:
        True when it sets an attribute, or an item of one, as `numpy.sum = mine` does, names what can do so
        without showing it, or imports a module whose state is not known here.
    """
    try:
        nodes = list(ast.walk(ast.parse(compiled.without_magics(source))))
    except SyntaxError:
        return False
    return any(
        _sets_an_attribute(node) or _names(node) & _SETTERS or _imports(node) - _MODULES for node in nodes
    )


def taken() -> dict[str, Any]:
    """Takes down the state of the process: what two calls give is equal if nothing was left in between."""
    return {
        "random numbers": (
            random.getstate(),
            [part.tobytes() if isinstance(part, np.ndarray) else part for part in np.random.get_state()],
            torch.get_rng_state().numpy().tobytes(),
        ),
        "NumPy": (np.geterr(), np.geterrcall(), np.get_printoptions()),
        "PyTorch": (
            torch.get_default_dtype(),
            torch.is_grad_enabled(),
            torch.get_num_threads(),
            torch.are_deterministic_algorithms_enabled(),
        ),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "paths": list(sys.path),
        "signals": [signal.getsignal(number) for number in (signal.SIGALRM, signal.SIGINT, signal.SIGTERM)],
    }


def _sets_an_attribute(node: ast.AST) -> bool:
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, (ast.Store, ast.Del)):
        return isinstance(node.value, ast.Attribute)
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, (ast.Store, ast.Del))


def _imports(node: ast.AST) -> set[str]:
    """The packages that a statement imports from."""
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    return {(node.module or "").partition(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def _names(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Name):
        return {node.id}
    return {node.attr} if isinstance(node, ast.Attribute) else set()
