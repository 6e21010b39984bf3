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

import psutil

from autograder import classroom, nbgrader
from autograder.engine import submission
from autograder.engine.assignment import Assignment, Limits, Task
from autograder.engine.recorder import Entry, Recorder
from autograder.engine.worker import Graded, Worker

TOGETHER = 10  # what two workers grade in the time that a result may wait to be recorded, or so


def measure(directory: Path, chapter: str) -> dict[str, float]:
    """Grades a class in this process, and records it then.

    Arguments:
        directory: the class directory.
        chapter: the assignment.

    Returns:
        For each submission but the first, on one core: `worker`, its processor time: files, the rebuilt
        notebook, forks; `checker`, that of the checkers; `student`, the rest of the time, in which the
        student's process runs, as it and its checker take turns. And for each, `recorder`, the time that
        its files and rows take when a few are recorded together and nothing else runs.
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
        graded = [worker.grade(first)]
        before, begin = _processor_seconds(worker), time.perf_counter()
        graded += [worker.grade(task) for task in tasks]
        whole = time.perf_counter() - begin
        after = _processor_seconds(worker)
        own, checkers = (later - earlier for later, earlier in zip(after, before, strict=True))
        worker.close()
    parts = {"worker": own, "checker": checkers, "student": whole - own - checkers}
    return {
        **{name: seconds / len(tasks) for name, seconds in parts.items()},
        "recorder": _recording(opened, chapter, graded) / len(graded),
    }


def _recording(opened: classroom.ClassDirectory, chapter: str, graded: list[Graded]) -> float:
    """How many seconds the recorder takes for submissions, a few at a time."""
    entries = [Entry(one, {"measured": "once"}, None) for one in graded]
    with nbgrader.api(opened.path, opened.config) as api:
        book = api.coursedir
        recorder = Recorder(opened.path, chapter, book.db_url, book.course_id, opened.config)
        begin = time.perf_counter()
        for first in range(0, len(entries), TOGETHER):
            recorder.record(entries[first : first + TOGETHER])
        seconds = time.perf_counter() - begin
        recorder.close()
    return seconds


def _processor_seconds(worker: Worker) -> tuple[float, float]:
    """This process's, and that of its checkers: those that have ended, and the one that is kept."""
    ended = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    kept = psutil.Process(worker.checker.pid).cpu_times() if worker.checker.pid else (0.0, 0.0)
    return time.process_time(), ended + kept[0] + kept[1]


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
