"""Grades a class of one with plain nbgrader and prints the score: run in a sandbox by `attacks`.

python -m benchmarks.attacked CLASS_DIRECTORY
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from autograder import classroom, nbgrader
from benchmarks.attacks import CHAPTER


def main() -> None:
    """Grades it, and prints the points that the gradebook then has."""
    directory = Path(sys.argv[1])
    (student,) = [path.name for path in (directory / "submitted").iterdir()]
    exporter = "--Autograde.exporter_class=nbconvert.exporters.NotebookExporter"  # nbgrader's own
    words = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER, "--student", student, exporter]
    subprocess.run(words, cwd=directory, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    with nbgrader.gradebook(directory, classroom.open_directory(directory).config) as book:
        print(book.find_submission(CHAPTER, student).score)


if __name__ == "__main__":
    main()
