"""The test of the tests: right answers must earn everything, wrong ones must lose what they should."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import nbformat

from autograder import build, mistakes, terminal
from autograder.cells import Result, Runner
from autograder.checks import recognise, seeds
from autograder.course import Course
from autograder.errors import UserError
from autograder.source import Cell, Exercise, Source

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
        UserError: a source breaks a rule, or a file of `right` or `wrong` names no graded function.
    """
    sources = [course.source(chapter) for chapter in chapters]
    graded = {
        exercise.function for chapter in course.chapters() for exercise in course.source(chapter).exercises
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
        scores, problems, lost, hinted = [], [], [], []
        for seed in range(SEEDS):
            runner.reset({**self._environment, seeds.KEY_VARIABLE: f"verify-{seed}"})
            results = self._trial(runner, source, exercise, candidate)
            points = {cell: _points(exercise, cell, result) for cell, result in results.items()}
            cells = frozenset(cell for cell in points if points[cell] < _test(exercise, cell).points)
            problem = _problem(candidate, cells, results)
            scores.append(sum(points.values()))
            problems.append(problem and f"{candidate}, seed {seed}: {problem}")
            lost.append(cells)
            hinted.append((candidate.hint or "\nHint: ") in results["hidden"].message)
            if any(result.ended_process for result in results.values()):
                break  # the other seeds would end alike, and take as long
        if candidate.foreign:
            runner.close()
        return Verdict(
            candidate=candidate,
            least=min(scores),
            most=max(scores),
            caught=all(lost) if candidate.loses is None else all(cells == candidate.loses for cells in lost),
            caught_by_visible=all("visible" in cells for cells in lost),
            hinted=all(hinted),
            problem=next(filter(None, problems), ""),
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

    def _trial(
        self, runner: Runner, source: Source, exercise: Exercise, candidate: Candidate
    ) -> dict[str, Result]:
        """Runs a notebook with the candidate in it; what its two test cells gave."""
        others = [other.solution for other in source.exercises if other is not exercise]
        for cell in [*source.given, *others]:
            result = runner.run(cell.source, CELL_SECONDS)
            if not result.passed:
                raise UserError(
                    f"{source.path}:{cell.line}: the cell fails: {result.error}: {result.message}"
                )
        answer = runner.run(candidate.source, CELL_SECONDS)
        if answer.ended_process:
            return dict.fromkeys(mistakes.CELLS, answer)
        results = {}
        for test in mistakes.CELLS:
            results[test] = runner.run(_test(exercise, test).source, CELL_SECONDS)
            if results[test].ended_process:
                return dict.fromkeys(mistakes.CELLS, results[test]) | results
        return results


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


def _points(exercise: Exercise, cell: str, result: Result) -> float:
    """Points as nbgrader gives them: all, none, or the number that the cell ends with."""
    full = float(_test(exercise, cell).points)
    if not result.passed:
        return 0.0
    return full if result.value is None else min(max(result.value, 0.0), full)


def _test(exercise: Exercise, cell: str) -> Cell:
    return exercise.visible if cell == "visible" else exercise.hidden


def _problem(candidate: Candidate, cells: frozenset[str], results: dict[str, Result]) -> str:
    """How one trial fell short of what the candidate should get; empty when it did not."""
    if candidate.loses is None:
        return "" if cells else "passes every test"
    for cell in mistakes.CELLS:
        if cell in cells and cell not in candidate.loses:
            return f"loses its {cell} cell: {results[cell].error}: {results[cell].message.strip()}"
        if cell not in cells and cell in candidate.loses:
            return f"passes its {cell} cell"
    if candidate.hint is not None and candidate.hint not in results["hidden"].message:
        return f"its hint is not given: {results['hidden'].message.strip()}"
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
