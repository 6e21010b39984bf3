"""How fast the site is built, and how fast it is read. `scripts/bench-site` runs this module.

The builds are those of a copy of the repository in a temporary folder, so nothing here is touched.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from course_site import chromium

from . import lighthouse
from .server import served

ROOT = Path(__file__).parents[3]
SHARED = (".venv", "node_modules")
CHAPTERS = 13
REBUILDS = 3
RUNS = 5


def copy_repository(target: Path) -> None:
    """Copy what git knows of the repository, or would add to it; what is installed is shared."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    ).stdout.split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    for name in SHARED:
        if (ROOT / name).exists():
            (target / name).symlink_to(ROOT / name)


@dataclass(frozen=True)
class Duration:
    """Seconds on the clock, and seconds of work that all processors did together."""

    clock: float
    work: float

    def __str__(self) -> str:
        return f"{self.clock:.0f} s on the clock, {self.work:.0f} s of work"


def build(folder: Path) -> Duration:
    """Return how long `scripts/site` takes there; exit with its complaint if it fails."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    finished = subprocess.run([folder / "scripts" / "site"], capture_output=True, encoding="utf-8")
    if finished.returncode != 0:
        sys.exit(f"bench-site: {finished.stderr.strip()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    work = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Duration(time.perf_counter() - begun, work)


def builds(folder: Path, page: Path, chapters: int) -> None:
    """Print the time of a build from nothing, and of builds after a change to the prose of a page."""
    cold = build(folder)
    print(f"build from nothing, {chapters} of {CHAPTERS} chapters: {cold}", flush=True)
    warm = []
    for count in range(REBUILDS):
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\nSentence number {count}.\n")
        warm.append(build(folder))
    rebuild = Duration(median(one.clock for one in warm), median(one.work for one in warm))
    print(f"after a change to {page.name}, median of {REBUILDS}: {rebuild}")
    print(
        f"build from nothing, {CHAPTERS} chapters, extrapolated: {whole(cold, rebuild, chapters)}", flush=True
    )


def whole(cold: Duration, rebuild: Duration, chapters: int) -> Duration:
    """Return what a build from nothing of all chapters would take.

    What it takes longer than a rebuild is for executing and reading the chapters that are there.
    """
    more = CHAPTERS / chapters
    clock = rebuild.clock + (cold.clock - rebuild.clock) * more
    return Duration(clock, rebuild.work + (cold.work - rebuild.work) * more)


def performance(site: Path, executable: str, names: list[str]) -> None:
    """Print Lighthouse's mark for the performance of pages, on a phone."""
    with served(site) as base:
        for name in names:
            reports = [
                lighthouse.run(executable, f"{base}/{name}", [lighthouse.PERFORMANCE]) for _ in range(RUNS)
            ]
            mark = lighthouse.marks(reports)[lighthouse.PERFORMANCE]
            print(f"Lighthouse performance, mobile, median of {RUNS}: {mark:.0f}  {name}", flush=True)


def main(names: list[str]) -> None:
    """Measure builds and pages. names: the pages to measure: the front page, a chapter, an exercise."""
    executable = chromium.program()
    if executable is None or not lighthouse.PROGRAM.is_file():
        sys.exit("bench-site: Chromium or Lighthouse is missing: run scripts/setup --tests first")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary, "course")
        copy_repository(folder)
        chapters = len(list((folder / "solutions").iterdir()))
        builds(folder, (folder / names[1]).with_suffix(".md"), chapters)
        performance(folder / "_build" / "html", executable, names)


if __name__ == "__main__":
    main(sys.argv[1:])
