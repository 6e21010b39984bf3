"""Measures the engine against plain nbgrader and against the floor, and its memory.

    scripts/bench                 30, 300 and 3,000 submissions
    scripts/bench --quick         under ten minutes: not 3,000
    scripts/bench --quick --json  one JSON object
    scripts/bench --scale         also 10,000

Every ratio is taken side by side in one run, turn and turn about: what else the machine is busy with
touches both sides. Start-up is left out on all sides, and reported apart. Ratios are those at 300
submissions: in a smaller class it shows that results wait for each other to be recorded, while workers are
at the next.
"""

from __future__ import annotations

import argparse
import json
import operator
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import classes

CHAPTER = "padding"
CALLBACKS = "gradients"  # the chapter whose tests are called back thousands of times
UNSAFE = "--unsafe-no-sandbox"
ROUNDS = 3  # of what is compared; medians are reported
FEW, MANY, MOST, SCALE = 30, 300, 3000, 10_000
CORES = len(os.sched_getaffinity(0))


def main() -> None:
    """Runs the benchmark and prints what came out."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__.partition("\n")[0])
    extent = parser.add_mutually_exclusive_group()
    extent.add_argument("--quick", action="store_true", help="under ten minutes: no class of 3,000")
    extent.add_argument("--scale", action="store_true", help="also a class of 10,000")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="autograder-bench-") as folder:
        sizes = [] if options.quick else [MOST, SCALE] if options.scale else [MOST]
        report = measure(Path(folder), sizes)
    print(json.dumps(report, indent=2) if options.json else as_text(report))


def measure(folder: Path, sizes: list[int]) -> dict[str, Any]:
    """Makes classes and measures everything on them.

    Arguments:
        folder: an empty folder for the classes.
        sizes: of classes with more than `MANY` submissions.

    Returns:
        The figures, as `--json` prints them; times in the units that their names end with.
    """
    few = _class(folder, CHAPTER, FEW)
    parts = _run("parts", few, CHAPTER)  # first: in a class's first batch no file is in the recorder's way
    plain = _run("plain", few, CHAPTER)["each"]
    at_few = _run("engine", few, CHAPTER, CORES)
    many = _class(folder, CHAPTER, MANY)
    floors, engines, unsafe = _in_turns(many, CHAPTER, ["floor"], ["engine"], ["engine", UNSAFE])
    back_floors, back_engines = _in_turns(_class(folder, CALLBACKS, FEW), CALLBACKS, ["floor"], ["engine"])
    alone = _run("engine", many, CHAPTER, 1)
    middle = sorted(engines, key=lambda engine: engine["each"])[ROUNDS // 2]
    larger = {size: _run("engine", _class(folder, CHAPTER, size), CHAPTER, CORES) for size in sizes}
    by_size = {FEW: at_few, MANY: middle, **larger}
    largest = by_size[max(by_size)]
    return {
        "times_nbgrader": round(plain / middle["each"], 1),
        "times_floor": round(statistics.median(_each(engines, operator.truediv, floors)), 2),
        "gradebook_ms": round(1000 * parts["recorder"], 2),
        "peak_pss_mb": round(largest["memory"] / 2**20),
        "submissions_per_minute": round(60 / largest["each"]),
        "cores": CORES,
        "nbgrader_s_each": round(plain, 2),
        "nbgrader_s_for_3000_extrapolated": round(plain * MOST),
        "engine_ms_each": round(1000 * middle["each"], 1),
        "floor_ms_each": round(1000 * statistics.median(floor["each"] for floor in floors), 1),
        "engine_ms_each_by_class_size": {n: round(1000 * run["each"], 1) for n, run in by_size.items()},
        "sandbox_ms": round(1000 * statistics.median(_each(engines, operator.sub, unsafe)), 1),
        "peak_pss_mb_by_class_size": {n: round(run["memory"] / 2**20) for n, run in by_size.items()},
        "most_by_class_size": {
            n: {what: run[what] for what in ("processes", "descriptors", "temporary_files")}
            for n, run in by_size.items()
        },
        "ms_each_by_part": {name: round(1000 * seconds, 1) for name, seconds in parts.items()},
        "gradebook_ms_while_workers_work": round(
            1000 * statistics.median(engine["gradebook"] for engine in engines), 1
        ),
        "start_up_s": round(statistics.median(engine["start_up"] for engine in engines), 1),
        "times_one_worker": round(alone["each"] / middle["each"], 2),
        "times_floor_with_callbacks": round(
            statistics.median(_each(back_engines, operator.truediv, back_floors)), 2
        ),
        "engine_ms_each_with_callbacks": round(
            1000 * statistics.median(engine["each"] for engine in back_engines), 1
        ),
    }


def as_text(report: dict[str, Any]) -> str:
    """The figures for people: one a line."""
    width = max(map(len, report))
    return "\n".join(f"{name:{width}}  {value}" for name, value in report.items())


def _class(folder: Path, chapter: str, count: int) -> Path:
    path = folder / f"{chapter}-{count}"
    classes.make(path, chapter, count)
    return path


def _in_turns(path: Path, chapter: str, *sides: list[str]) -> list[list[dict[str, float]]]:
    """Measures what is to be compared, turn and turn about; for each side what came out, by round."""
    rounds = [[_run(what, path, chapter, CORES, *options) for what, *options in sides] for _ in range(ROUNDS)]
    return list(map(list, zip(*rounds, strict=True)))


def _each(
    left: list[dict[str, float]], compare: Callable[[float, float], float], right: list[dict[str, float]]
) -> list[float]:
    """Compares the time for each submission, round by round."""
    return [compare(one["each"], other["each"]) for one, other in zip(left, right, strict=True)]


def _run(what: str, *arguments: object) -> dict[str, float]:
    """Runs one measurement in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{what}", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"bench: `{' '.join(command[1:])}` failed:\n{done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    main()
