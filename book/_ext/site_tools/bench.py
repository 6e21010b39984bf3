"""How fast the site is built, and how fast it is read. `scripts/bench-site` runs this module.

The builds are those of a copy of the repository in a temporary folder, so nothing here is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
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


def build(folder: Path) -> float:
    """Return how many seconds `scripts/site` takes there; exit with its complaint if it fails."""
    begun = time.perf_counter()
    finished = subprocess.run([folder / "scripts" / "site"], capture_output=True, encoding="utf-8")
    if finished.returncode != 0:
        sys.exit(f"bench-site: {finished.stderr.strip()}")
    return time.perf_counter() - begun


def builds(folder: Path, page: Path, chapters: int) -> None:
    """Print the time of a build from nothing, and of builds after a change to the prose of a page."""
    cold = build(folder)
    print(f"build from nothing, {chapters} of {CHAPTERS} chapters: {cold:.1f} s", flush=True)
    warm = []
    for count in range(REBUILDS):
        with page.open("a", encoding="utf-8") as file:
            file.write(f"\nSentence number {count}.\n")
        warm.append(build(folder))
    rebuild = median(warm)
    # What a build from nothing takes longer is for executing and reading the chapters.
    whole = rebuild + (cold - rebuild) * CHAPTERS / chapters
    print(f"after a change to {page.name}, median of {REBUILDS}: {rebuild:.1f} s")
    print(f"build from nothing, {CHAPTERS} chapters, extrapolated: {whole:.0f} s", flush=True)


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
