"""Lists that authors write in YAML: read with line numbers, so that a fault is named at its place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]
from sphinx.util import logging

logger = logging.getLogger(__name__)


class Entry(dict[str, Any]):
    """A mapping of the file, with the line where it begins."""

    line: int


@dataclass(frozen=True)
class Fault:
    """What is wrong in a file, and in which line."""

    line: int
    reason: str


class BadEntries(ValueError):
    """A file that cannot be used: where it is, and everything that is wrong in it."""

    def __init__(self, path: Path, faults: list[Fault]) -> None:
        super().__init__("\n".join(f"{path}:{fault.line}: {fault.reason}" for fault in faults))
        self.path = path
        self.faults = faults

    def report(self) -> None:
        """Warn about each fault, which stops the build."""
        for fault in self.faults:
            logger.warning(fault.reason, location=f"{self.path}:{fault.line}", type="course_site")


def read_entries(path: Path) -> list[Entry]:
    """Return the entries of a file, which holds one list of mappings.

    Raises BadEntries if the file is missing, is no YAML, has a key twice or holds anything else.
    """
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        root = loader.get_single_node()
        entries = root and _value(loader, root)
    except OSError as error:
        raise BadEntries(path, [Fault(1, f"cannot be read: {error.strerror}")]) from error
    except yaml.MarkedYAMLError as error:
        reason = " ".join(filter(None, (error.context, error.problem)))
        raise BadEntries(path, [Fault(error.problem_mark.line + 1, reason)]) from error
    if not entries or not isinstance(entries, list) or not all(isinstance(e, Entry) for e in entries):
        raise BadEntries(path, [Fault(1, "must be a list of entries, each beginning with `- id: `")])
    return entries


def _value(loader: Any, node: Any) -> Any:
    """Return what a node of the YAML tree stands for."""
    if isinstance(node, yaml.SequenceNode):
        return [_value(loader, item) for item in node.value]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node)
    entry = Entry()
    entry.line = node.start_mark.line + 1
    for key, value in node.value:
        if key.value in entry:  # YAML itself would let the second one win
            raise yaml.MarkedYAMLError(problem=f"`{key.value}` stands twice", problem_mark=key.start_mark)
        entry[key.value] = _value(loader, value)
    return entry


def key_faults(entry: Entry, required: Collection[str], allowed: Collection[str] = ()) -> Iterator[str]:
    """Say which keys an entry lacks, and which of its keys mean nothing."""
    yield from (f"lacks `{key}`" for key in required if key not in entry)
    yield from (f"has an unknown key `{key}`" for key in entry if key not in (*required, *allowed))


def text_faults(entry: Entry, keys: Collection[str]) -> Iterator[str]:
    """Say which of these keys, as far as they are there, hold no text."""
    for key in keys:
        if key in entry and not (isinstance(entry[key], str) and entry[key].strip()):
            yield f"`{key}` must be a text; put it in quotes if YAML takes it for something else"
