"""Worker processes: they take submissions as long as there are any, and may die."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from autograder.engine.assignment import Assignment
from autograder.engine.worker import Graded, Task, Worker
from autograder.errors import UserError
from autograder.wire.forks import die_with_parent

MOST_BROKEN_POOLS = 5

_SCRATCH = "autograder-scratch-"


def graded(assignment: Assignment, tasks: Sequence[Task], workers: int) -> Iterator[Graded]:
    """Has submissions graded in worker processes; a worker that is killed costs only time.

    Arguments:
        assignment: what to grade.
        tasks: the submissions.
        workers: how many processes.

    Yields:
        What became of each, as soon as it is known.

    Raises:
        UserError: workers were killed again and again.
    """
    if not tasks:
        return
    _remove_leftovers()
    scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-"))
    try:
        yield from _graded(assignment, scratch, tasks, workers)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def executor(assignment: Assignment, scratch: Path, workers: int) -> ProcessPoolExecutor:
    """Worker processes, each with a `Worker` of its own, for calls of `work`.

    Arguments:
        assignment: what they grade.
        scratch: an existing folder for the folders that notebooks run in.
        workers: how many.

    Returns:
        The executor; closing it ends them.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])  # torch is imported once, not by every worker
    return ProcessPoolExecutor(workers, context, _start, (assignment, scratch))


def work(task: Task) -> Graded:
    """Grades a submission in a worker process; see `executor`."""
    return _worker.grade(task)


_worker: Worker


def _start(assignment: Assignment, scratch: Path) -> None:
    global _worker
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business
    die_with_parent()
    _worker = Worker(assignment, scratch)


def _graded(assignment: Assignment, scratch: Path, tasks: Sequence[Task], workers: int) -> Iterator[Graded]:
    waiting = list(reversed(tasks))
    broken = 0
    while waiting:
        running: dict[Future[Graded], Task] = {}
        with executor(assignment, scratch, min(workers, len(waiting))) as pool:
            try:
                while waiting or running:
                    # a window: memory does not grow with the class
                    while waiting and len(running) < 2 * workers:
                        task = waiting.pop()
                        running[pool.submit(work, task)] = task
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        result = future.result()
                        del running[future]
                        yield result
            except BrokenProcessPool:
                broken += 1  # a worker was killed: what it had is graded anew
                if broken > MOST_BROKEN_POOLS:
                    safe = "what is graded is safe: run the same command again"
                    raise UserError(f"worker processes died {broken} times; {safe}") from None
                waiting += running.values()
            except BaseException:  # the batch is given up: nobody waits for what is running
                for process in multiprocessing.active_children():
                    process.kill()
                raise


def _remove_leftovers() -> None:
    """Removes the scratch folders of batches that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        pid = folder.name.removeprefix(_SCRATCH).partition("-")[0]
        if folder.owner() == Path.home().owner() and pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)
