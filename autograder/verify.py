"""The test of the tests: right answers must earn everything, wrong ones must lose what they should."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from autograder import build, mistakes, terminal
from autograder.cells import START_SECONDS, Result, Runner
from autograder.checks import recognise, seeds
from autograder.course import Course
from autograder.errors import UserError
from autograder.source import Exercise, Source

SEEDS = 25
CELL_SECONDS = 10.0


@dataclass(frozen=True)
class Candidate:
    """An answer to one exercise, and what must become of it.

    Attributes:
        kind: "stub", "solution", "alternative" or "mistake".
        function: the exercise.
        name: what to call it in a report.
        source: the text of the solution cell.
        loses: the cells it must lose; None for "at least one", when its author did not say.
        hint: the hint that it must be given; None when any will do.
        foreign: whether it comes from outside the course: it gets a process of its own.
    """

    kind: str
    function: str
    name: str
    source: str
    loses: frozenset[str] | None
    hint: str | None = None
    foreign: bool = False

    def __str__(self) -> str:
        return f"{self.function}, {self.kind} {self.name}"


@dataclass(frozen=True)
class Trial:
    """What the two test cells of an exercise gave a candidate under one seed."""

    candidate: Candidate
    exercise: Exercise
    visible: Result
    hidden: Result

    @property
    def results(self) -> dict[str, Result]:
        """The results by the names in mistakes.CELLS."""
        return {"visible": self.visible, "hidden": self.hidden}

    @property
    def points(self) -> float:
        """All points of the trial."""
        return sum(self._points().values())

    @property
    def loses(self) -> frozenset[str]:
        """The cells that did not give all their points."""
        return frozenset(cell for cell, points in self._points().items() if points < self._full()[cell])

    def _full(self) -> dict[str, int]:
        return {"visible": self.exercise.visible.points, "hidden": self.exercise.hidden.points}

    def _points(self) -> dict[str, float]:
        """Points as nbgrader gives them: all, none, or the number that the cell ends with."""
        return {
            cell: 0.0
            if not result.passed
            else full
            if result.value is None
            else min(max(result.value, 0.0), full)
            for (cell, result), full in zip(self.results.items(), self._full().values(), strict=True)
        }


@dataclass(frozen=True)
class Verdict:
    """What became of a candidate under all seeds.

    Attributes:
        candidate: the answer.
        least, most: its lowest and highest points under any seed.
        caught: whether it lost what it should, and nothing else, under every seed.
        caught_by_visible: whether it failed the visible cell under every seed.
        hinted: whether the hidden cell gave its hint (any hint, if it names none) under every seed.
        problem: how it fell short, under the first seed where it did; empty when it never did.
    """

    candidate: Candidate
    least: float
    most: float
    caught: bool
    caught_by_visible: bool
    hinted: bool
    problem: str


@dataclass(frozen=True)
class Report:
    """The counts of one exercise; the fields of `autograder verify --json`."""

    name: str
    chapter: str
    points: int
    stub_score: float
    solution_score: float
    alternatives: int
    alternatives_accepted: int
    mistakes: int
    mistakes_caught: int
    mistakes_caught_by_visible: int
    hints_recognised: int


@dataclass(frozen=True)
class Verification:
    """All reports, and a line for everything that fell short."""

    reports: list[Report]
    problems: list[str]

    def as_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {"exercises": [asdict(report) for report in self.reports]}

    def as_text(self) -> str:
        """A table for people: a row an exercise, then what fell short."""
        rows = [
            [
                "exercise",
                "points",
                "stub",
                "solution",
                "right accepted",
                "wrong caught",
                "by visible",
                "hints",
            ]
        ]
        for r in self.reports:
            rows.append(
                [
                    f"{r.chapter}.{r.name}",
                    f"{r.points}",
                    f"{r.stub_score:g}",
                    f"{r.solution_score:g}",
                    f"{r.alternatives_accepted} of {r.alternatives}",
                    f"{r.mistakes_caught} of {r.mistakes}",
                    f"{r.mistakes_caught_by_visible}",
                    f"{r.hints_recognised}",
                ]
            )
        return "\n".join([terminal.columns(rows), *map(terminal.plain, self.problems)])


def verify(
    course: Course, chapters: list[str], right: Path | None = None, wrong: Path | None = None
) -> Verification:
    """Tries the tests of some chapters on known answers.

    Arguments:
        course: the course.
        chapters: their names.
        right, wrong: folders of more answers, a file each, named `function__what.py`.

    Returns:
        Counts for each exercise, and what fell short.

    Raises:
        UserError: a source breaks a rule, two grade functions of one name, or a file of `right` or
            `wrong` names no graded function.
    """
    sources = course.sources(chapters)
    graded = {
        exercise.function for source in course.sources(course.chapters()) for exercise in source.exercises
    }
    foreign = [*_from_folder(right, "alternative", graded), *_from_folder(wrong, "mistake", graded)]
    exercises = {exercise.function: (source, exercise) for source in sources for exercise in source.exercises}
    known = [candidate for source in sources for candidate in _candidates(course, source)]
    candidates = [candidate for candidate in [*known, *foreign] if candidate.function in exercises]
    trier = _Trier(course)
    try:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            verdicts = list(pool.map(lambda c: trier.verdict(*exercises[c.function], c), candidates))
    finally:
        trier.close()
    reports = [
        _report(source, exercise, [verdict for verdict in verdicts if verdict.candidate.function == function])
        for function, (source, exercise) in exercises.items()
    ]
    return Verification(reports, [verdict.problem for verdict in verdicts if verdict.problem])


class _Trier:
    """Tries candidates, each thread with a child process of its own."""

    def __init__(self, course: Course) -> None:
        self._environment = {recognise.SOLUTIONS_VARIABLE: str(course.solutions)}
        self._own = threading.local()
        self._runners: list[Runner] = []

    def verdict(self, source: Source, exercise: Exercise, candidate: Candidate) -> Verdict:
        """Tries one candidate under every seed."""
        runner = self._runner()
        if candidate.foreign:
            runner.close()
        trials = list(self._trials(runner, source, exercise, candidate))
        if candidate.foreign:
            runner.close()
        return Verdict(
            candidate=candidate,
            least=min(trial.points for trial in trials),
            most=max(trial.points for trial in trials),
            caught=all(
                trial.loses if candidate.loses is None else trial.loses == candidate.loses for trial in trials
            ),
            caught_by_visible=all("visible" in trial.loses for trial in trials),
            hinted=all((candidate.hint or "\nHint: ") in trial.results["hidden"].message for trial in trials),
            problem=next(
                (f"{candidate}, seed {i}: {p}" for i, t in enumerate(trials) if (p := _problem(t))), ""
            ),
        )

    def close(self) -> None:
        for runner in self._runners:
            runner.close()

    def _runner(self) -> Runner:
        if not hasattr(self._own, "runner"):
            self._own.runner = Runner()
            self._runners.append(self._own.runner)
        runner: Runner = self._own.runner
        return runner

    def _trials(
        self, runner: Runner, source: Source, exercise: Exercise, candidate: Candidate
    ) -> Iterator[Trial]:
        """Runs a notebook with the candidate in it, and its hidden cell once for each seed."""
        runner.run("import autograder.checks", START_SECONDS)  # and with it torch: at no test cell's expense
        runner.reset()
        others = [other.solution for other in source.exercises if other is not exercise]
        for cell in [*source.given, *others]:
            result = runner.run(cell.source, START_SECONDS)
            if not result.passed:
                raise UserError(
                    f"{source.path}:{cell.line}: the cell fails: {result.error}: {result.message}"
                )
        first = runner.run(candidate.source, CELL_SECONDS)
        visible = first if first.ended_process else runner.run(exercise.visible.source, CELL_SECONDS)
        if visible.ended_process:
            yield Trial(candidate, exercise, visible, visible)
            return
        for seed in range(SEEDS):
            environment = {**self._environment, seeds.KEY_VARIABLE: f"verify-{seed}"}
            hidden = runner.run(exercise.hidden.source, CELL_SECONDS, environment)
            yield Trial(candidate, exercise, visible, hidden)
            if candidate.kind == "solution" and hidden.passed:
                self._check_announcement(runner, source, exercise)
            if hidden.ended_process:
                return  # the other seeds would end alike, and take as long

    def _check_announcement(self, runner: Runner, source: Source, exercise: Exercise) -> None:
        """Learners are told how many hidden checks there are: it must be true."""
        made = runner.run("check.checks", CELL_SECONDS).value
        if made != exercise.hidden_checks:
            cell = f"{source.path}:{exercise.hidden.line}"
            raise UserError(f"{cell}: announces {exercise.hidden_checks} checks, but makes {made:g}")


def _candidates(course: Course, source: Source) -> list[Candidate]:
    """Everything that a chapter's own files say about its exercises."""
    stubs = _stubs(source)
    everything, nothing = frozenset(mistakes.CELLS), frozenset[str]()
    found = []
    for exercise in source.exercises:
        found.append(
            Candidate("stub", exercise.function, "(untouched)", stubs[exercise.function], everything)
        )
        found.append(
            Candidate("solution", exercise.function, "(the source's)", exercise.solution.source, nothing)
        )
    path = course.mistakes(source.chapter)
    for right in mistakes.load_alternatives(path):
        found.append(Candidate("alternative", right.function, right.name, right.source, nothing))
    for wrong in mistakes.load(path):
        found.append(
            Candidate("mistake", wrong.function, wrong.name, wrong.source, frozenset(wrong.loses), wrong.hint)
        )
    for candidate in found:
        if candidate.function not in stubs:
            raise UserError(
                f"{path}: {candidate.function}__{candidate.name}: {source.path} has no such exercise"
            )
    return found


def _stubs(source: Source) -> dict[str, str]:
    """The text of each solution cell as students get it."""
    notebook = nbformat.reads(build.student_notebook(source).decode(), as_version=4)
    text = {cell.id: cell.source for cell in notebook.cells}
    return {exercise.function: text[exercise.solution.grade_id] for exercise in source.exercises}


def _from_folder(folder: Path | None, kind: str, graded: set[str]) -> list[Candidate]:
    """Answers from outside, a file each."""
    if folder is None:
        return []
    paths = sorted(folder.glob("*.py"))
    if not paths:
        raise UserError(f"{folder} holds no .py file; put one there for each answer, named function__what.py")
    found = []
    for path in paths:
        function, separator, name = path.stem.partition("__")
        if not separator or function not in graded:
            raise UserError(
                f"{path}: name it function__what.py, where function is one of {', '.join(sorted(graded))}"
            )
        loses = frozenset[str]() if kind == "alternative" else None
        found.append(
            Candidate(kind, function, name, path.read_text("utf-8", errors="replace"), loses, foreign=True)
        )
    return found


def _problem(trial: Trial) -> str:
    """How a trial fell short of what the candidate should get; empty when it did not."""
    candidate, loses = trial.candidate, trial.loses
    if candidate.loses is None:
        return "" if loses else "passes every test"
    for cell, result in trial.results.items():
        if cell in loses and cell not in candidate.loses:
            return f"loses its {cell} cell: {result.error}: {result.message}"
        if cell not in loses and cell in candidate.loses:
            return f"passes its {cell} cell"
    if candidate.hint is not None and candidate.hint not in trial.results["hidden"].message:
        return f"its hint is not given: {trial.results['hidden'].message}"
    return ""


def _report(source: Source, exercise: Exercise, verdicts: list[Verdict]) -> Report:
    def of(kind: str) -> list[Verdict]:
        return [verdict for verdict in verdicts if verdict.candidate.kind == kind]

    return Report(
        name=exercise.function,
        chapter=source.chapter,
        points=exercise.points,
        stub_score=of("stub")[0].most,
        solution_score=of("solution")[0].least,
        alternatives=len(of("alternative")),
        alternatives_accepted=sum(not verdict.problem for verdict in of("alternative")),
        mistakes=len(of("mistake")),
        mistakes_caught=sum(verdict.caught for verdict in of("mistake")),
        mistakes_caught_by_visible=sum(verdict.caught_by_visible for verdict in of("mistake")),
        hints_recognised=sum(verdict.hinted for verdict in of("mistake")),
    )
