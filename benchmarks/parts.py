"""Where the engine's time goes: its parts, one submission after the other; prints seconds as JSON.

python -m benchmarks.parts CLASS_DIRECTORY CHAPTER
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from autograder import classroom
from autograder.engine import submission
from autograder.engine.assignment import Assignment, Limits
from autograder.engine.worker import Task, Worker


def measure(directory: Path, chapter: str) -> dict[str, float]:
    """Grades a class in this process, without recording it.

    Arguments:
        directory: the class directory.
        chapter: the assignment.

    Returns:
        For each submission but the first, on one core: `worker`, its processor time: files, the rebuilt
        notebook, forks; `checker`, that of the checkers; `student`, the rest of the time, in which the
        student's process runs, as it and its checker take turns.
    """
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # as workers do
    opened, folder = classroom.open_directory(directory), directory / "source" / chapter
    notebooks = {chapter: submission.read_source(folder / f"{chapter}.ipynb")}
    first, *tasks = [
        Task(student, directory / "submitted" / student / chapter, student)
        for student in opened.students(chapter)
    ]
    with tempfile.TemporaryDirectory() as scratch:
        worker = Worker(Assignment(chapter, notebooks, folder, opened.solutions(), Limits()), Path(scratch))
        worker.grade(first)
        before, begin = _processor_seconds(), time.perf_counter()
        for task in tasks:
            worker.grade(task)
        whole = time.perf_counter() - begin
        own, checkers = (after - earlier for after, earlier in zip(_processor_seconds(), before, strict=True))
        worker.close()
    parts = {"worker": own, "checker": checkers, "student": whole - own - checkers}
    return {name: seconds / len(tasks) for name, seconds in parts.items()}


def _processor_seconds() -> tuple[float, float]:
    """This process's, and that of its children that have ended: the checkers."""
    return time.process_time(), sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
