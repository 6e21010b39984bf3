"""Pieces of code, run in a child process when the site is built: the site shows what they print.

Importing torch takes seconds, so what they printed is kept beside the executed pages.
"""

from __future__ import annotations

import functools
import hashlib
import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

WORKER = Path(__file__).with_name("snippet_worker.py")
SECONDS = 600  # for all pieces of a chapter together: a bound for code that never ends, on a busy machine too


@dataclass(frozen=True)
class Outcome:
    """What a piece of code printed, and what went wrong: an exception, or text on stderr; else empty."""

    printed: str
    fault: str


def outcomes(codes: tuple[str, ...], cache: Path) -> tuple[Outcome, ...]:
    """Return what pieces of code print; they are run if their outcomes are not in the folder `cache` yet."""
    made_of = [WORKER.read_text(encoding="utf-8"), version("numpy"), version("torch"), codes]
    kept = cache / f"snippets-{hashlib.sha256(json.dumps(made_of).encode()).hexdigest()}.json"
    if kept.is_file():
        return tuple(Outcome(**outcome) for outcome in json.loads(kept.read_text(encoding="utf-8")))
    found = run_snippets(codes)
    if not any(outcome.fault for outcome in found):
        cache.mkdir(exist_ok=True)
        kept.write_text(json.dumps([asdict(outcome) for outcome in found]), encoding="utf-8")
    return found


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
