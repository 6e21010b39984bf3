"""Pieces of code, run in a child process when the site is built: the site shows what they print."""

from __future__ import annotations

import functools
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("snippet_worker.py")
SECONDS = 60  # for all pieces of a chapter together; torch alone takes a few to import


@dataclass(frozen=True)
class Outcome:
    """What a piece of code printed, and what went wrong: an exception, or text on stderr; else empty."""

    printed: str
    fault: str


@functools.cache
def run_snippets(codes: tuple[str, ...]) -> tuple[Outcome, ...]:
    """Run pieces of code one after the other, each with names of its own; the same ones only once in a build.

    Returns an outcome for each. If the child process itself fails, all have the same fault.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-P", WORKER],  # -P: this folder has a `math` of its own
            input=json.dumps(codes),
            capture_output=True,
            encoding="utf-8",
            timeout=SECONDS,
        )
    except subprocess.TimeoutExpired:
        return (Outcome("", f"not finished after {SECONDS} s"),) * len(codes)
    if child.returncode != 0 or child.stderr:
        reason = (child.stderr.strip().splitlines() or ["without a word"])[-1]
        return (
            Outcome("", f"the process that runs the code ended with {child.returncode}: {reason}"),
        ) * len(codes)
    return tuple(Outcome(**outcome) for outcome in json.loads(child.stdout))
