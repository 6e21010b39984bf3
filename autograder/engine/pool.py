"""Worker processes: they take submissions as long as there are any, and may die."""

from __future__ import annotations

import atexit
import contextlib
import itertools
import math
import multiprocessing
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.queues import SimpleQueue
from pathlib import Path

from autograder.engine import forkserver
from autograder.engine.assignment import Assignment, Task
from autograder.engine.worker import Graded, Worker
from autograder.errors import UserError
from autograder.wire.forks import die_with_parent

MOST_BROKEN_POOLS = 5
WINDOW = 3  # submissions handed out for each worker: it need not wait for the recorder
NICENESS = 10  # of workers: neither the recorder nor whoever sits at the machine waits for them
SECONDS_HELD = 0.5  # that a result may wait for others, to be recorded with them

_SCRATCH = "autograder-scratch-"


def graded(assignment: Assignment, tasks: Sequence[Task], workers: int) -> Iterator[list[Graded]]:
    """Has submissions graded in worker processes; a worker that is killed costs only time.

    Arguments:
        assignment: what to grade.
        tasks: the submissions.
        workers: how many processes.

    Yields:
        What became of them, a few at a time, within half a second of being known.

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


class Standing:
    """A worker process that takes one submission after the other, until the program ends."""

    def __init__(self, assignment: Assignment) -> None:
        """Gets ready; the process starts with the first submission.

        Arguments:
            assignment: what to grade.
        """
        _remove_leftovers()
        self._assignment = assignment
        self._scratch = Path(tempfile.mkdtemp(prefix=f"{_SCRATCH}{os.getpid()}-"))
        self._executor = executor(assignment, self._scratch, 1)
        atexit.register(self.close)

    def graded(self, task: Task) -> Graded:
        """Has a submission graded.

        Arguments:
            task: the submission.

        Returns:
            What became of it.

        Raises:
            UserError: the worker was killed again and again.
        """
        for _ in range(MOST_BROKEN_POOLS):
            try:
                with _uninterrupted():
                    future = self._executor.submit(work, task)
                return future.result()
            except BrokenProcessPool:
                self._executor = executor(self._assignment, self._scratch, 1)
            except KeyboardInterrupt:
                _kill_workers()
                raise
        raise UserError(
            f"worker processes died {MOST_BROKEN_POOLS} times on the submission of {task.student}"
        )

    def close(self) -> None:
        """Ends the process."""
        atexit.unregister(self.close)
        self._executor.shutdown()
        shutil.rmtree(self._scratch, ignore_errors=True)


def executor(assignment: Assignment, scratch: Path, workers: int) -> ProcessPoolExecutor:
    """Worker processes, each with a `Worker` of its own, for calls of `work`.

    Arguments:
        assignment: what they grade.
        scratch: an existing folder for the folders that notebooks run in.
        workers: how many.

    Returns:
        The executor; closing it ends them.
    """
    context = forkserver.start()
    cores: SimpleQueue[int] = context.SimpleQueue()
    for core in itertools.islice(itertools.cycle(sorted(os.sched_getaffinity(0))), workers):
        cores.put(core)
    return ProcessPoolExecutor(workers, context, _start, (assignment, scratch, cores))


def work(task: Task) -> Graded:
    """Grades a submission in a worker process; see `executor`."""
    return _worker.grade(task)


_worker: Worker


def _start(assignment: Assignment, scratch: Path, cores: SimpleQueue[int]) -> None:
    global _worker
    # a student's process and its checker take turns: to wake one on another core takes longer than most calls
    os.sched_setaffinity(0, {cores.get()})
    os.nice(NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the batch's business
    die_with_parent()
    _worker = Worker(assignment, scratch)


def _graded(
    assignment: Assignment, scratch: Path, tasks: Sequence[Task], workers: int
) -> Iterator[list[Graded]]:
    waiting = list(reversed(tasks))
    broken = 0
    while waiting:
        running: dict[Future[Graded], Task] = {}
        held: list[Graded] = []
        due = math.inf
        with executor(assignment, scratch, min(workers, len(waiting))) as pool:
            try:
                while waiting or running:
                    # a window: memory does not grow with the class
                    while waiting and len(running) < WINDOW * workers:
                        task = waiting.pop()
                        with _uninterrupted():
                            running[pool.submit(work, task)] = task
                    left = None if math.isinf(due) else max(0.0, due - time.monotonic())
                    for future in wait(running, left, return_when=FIRST_COMPLETED).done:
                        held.append(future.result())
                        del running[future]
                        due = min(due, time.monotonic() + SECONDS_HELD)
                    if time.monotonic() >= due:
                        yield held
                        held, due = [], math.inf
            except BrokenProcessPool:
                broken += 1  # a worker was killed: what it had is graded anew
                if broken > MOST_BROKEN_POOLS:
                    safe = "what is graded is safe: run the same command again"
                    raise UserError(f"worker processes died {broken} times; {safe}") from None
                waiting += running.values()
            except BaseException:
                _kill_workers()
                raise
        if held:
            yield held


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Has Ctrl-C wait for the block's end: a worker that is just being started could not be ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _kill_workers() -> None:
    """Ends what is running: it is given up, and nobody waits for it."""
    for process in multiprocessing.active_children():
        process.kill()


def _remove_leftovers() -> None:
    """Removes the scratch folders of batches that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        pid = folder.name.removeprefix(_SCRATCH).partition("-")[0]
        if folder.owner() == Path.home().owner() and pid.isdigit() and not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)
