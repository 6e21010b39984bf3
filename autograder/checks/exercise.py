"""One exercise's hidden checks: a list of cases, and one message about the first that fails."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self

import numpy as np

from autograder.checks import calling, compare, recognise, seeds
from autograder.checks.calling import Call, Outcome
from autograder.wire import plain
from autograder.wire.calls import Raised


class CheckFailed(AssertionError):
    """At least one hidden check failed; the text is what the learner reads."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback through the hidden tests."""
        return [str(self)]


class BrokenTest(RuntimeError):
    """The test itself is at fault; no learner may pay for it."""


def exercise(
    name: str,
    reference: Callable[..., Any] | None = None,
    *,
    shape: str = "",
    strict: bool = False,
) -> Exercise:
    """Opens the hidden checks of one exercise; use it in a `with` statement.

    Arguments:
        name: "chapter.function", for example "padding.pad2d".
        reference: computes the expected values, from copies of the same arguments. Its warnings are
            silenced: under plain nbgrader a warning would cost the learner the cell.
        shape: the rule behind the result's shape, for the message about a wrong one.
        strict: NumPy's overflow, divide and invalid warnings count as errors.

    Returns:
        The exercise. Leaving the `with` block raises CheckFailed when any check failed.
    """
    return Exercise(name, reference, shape, strict, sys._getframe(1).f_globals)


def score(earned: float, *, of: float) -> float:
    """Partial credit, as the last expression of a test cell: nbgrader reads the number shown.

    Arguments:
        earned: points, from 0 to `of`.
        of: the cell's points.

    Returns:
        The points as a float.

    Raises:
        ValueError: the points are not between 0 and `of`, or not a number.
    """
    if not 0 <= earned <= of:
        raise ValueError(f"score({earned}, of={of}): the points must lie between 0 and {of}")
    return float(earned)


class Exercise:
    """The checks of one exercise; made by `exercise`.

    Attributes:
        rng: a NumPy Generator for hidden inputs, seeded for this student and exercise.
        checks: how many checks have been made so far.
    """

    def __init__(
        self,
        name: str,
        reference: Callable[..., Any] | None,
        shape: str,
        strict: bool,
        namespace: dict[str, Any],
    ) -> None:
        self.rng = np.random.default_rng(seeds.exercise_seed(name))
        self.checks = 0
        self._name, self._reference, self._shape, self._strict = name, reference, shape, strict
        self._function_name = name.rpartition(".")[2]
        self._namespace = namespace
        self._failures: list[str] = []
        self._trials: list[recognise.Trial] = []
        self._waiting: list[tuple[Call, Callable[[Outcome], None]]] = []

    def __enter__(self) -> Self:
        function = calling.backend().find(self._function_name, self._namespace)
        if function is None:
            raise CheckFailed(f"{self._function_name} is missing: no cell of the notebook defines it.")
        self._function = function
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        self._make_calls()
        if not self._failures:
            return
        count = f"{len(self._failures)} of {self.checks} checks" if self.checks > 1 else "the check"
        text = f"{self._function_name}: {count} failed. First: {self._failures[0]}"
        hint = recognise.hint(self._name, self._trials)
        raise CheckFailed(f"{text}\nHint: {hint}" if hint else text)

    def expect(
        self,
        *args: Any,
        what: str,
        fresh: bool = False,
        rtol: float | None = None,
        atol: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Checks that the learner's function returns what the reference returns, and changes no argument.

        Arguments:
            args, kwargs: given to both; plain data, and functions to be called back.
            what: the kind of input in words; the only thing about it that a learner is told.
            fresh: the result must not share memory with an argument.
            rtol, atol: instead of the course's tolerance.
        """
        if self._reference is None:
            raise TypeError(f"exercise({self._name!r}) has no reference to expect values from")
        try:
            expected = calling.value(self._reference, Call(args, kwargs))
        except (Exception, SystemExit) as error:
            why = f"{type(error).__name__}: {error}"
            raise BrokenTest(f"the reference of {self._name} failed on {what!r}: {why}") from error
        self._expect(expected, Call(args, kwargs), what, fresh, _tolerance(args, kwargs, rtol, atol))

    def equals(
        self,
        expected: Any,
        *args: Any,
        what: str,
        fresh: bool = False,
        rtol: float | None = None,
        atol: float | None = None,
        **kwargs: Any,
    ) -> None:
        """Checks against a value instead of the reference; otherwise like `expect`.

        Arguments:
            expected: the right result, plain data.
            args, kwargs, what, fresh, rtol, atol: as for `expect`.
        """
        self._expect(expected, Call(args, kwargs), what, fresh, _tolerance(args, kwargs, rtol, atol))

    def raises(self, error: type[Exception], *args: Any, what: str, **kwargs: Any) -> None:
        """Checks that bad input is refused.

        Arguments:
            error: the class that must be raised; a subclass will do.
            args, kwargs: the bad input.
            what: what is bad about it, in words.
        """

        def judge(outcome: Outcome) -> None:
            if outcome.raised is None:
                self._record(what, f"it must raise {error.__name__}, but it returned a value")
            elif error.__name__ not in outcome.raised.type_names:
                self._record(what, f"it must raise {error.__name__}, but it {_raised(outcome.raised)}")
            else:
                self._record(what, _changed(outcome))

        self._later(Call(args, kwargs), judge)

    def call(self, *args: Any, **kwargs: Any) -> Outcome:
        """Calls the learner's function, for a property that `that` then states.

        Arguments:
            args, kwargs: plain data, and functions to be called back.

        Returns:
            What happened: value, exception, changed arguments, printed text, number of callbacks.
        """
        outcomes: list[Outcome] = []
        self._later(Call(args, kwargs), outcomes.append)
        self._make_calls()
        return outcomes[0]

    def that(self, holds: bool, what: str, problem: str) -> None:
        """Checks a property.

        Arguments:
            holds: whether it holds.
            what: the kind of input, in words.
            problem: what is wrong when it does not, without hidden values.
        """
        self._make_calls()
        self._record(what, "" if holds else problem)

    def _expect(
        self, expected: Any, call: Call, what: str, fresh: bool, tolerance: compare.Tolerance
    ) -> None:
        def judge(outcome: Outcome) -> None:
            problem = _refusal(outcome, self._function_name)
            if not problem:
                problem = compare.difference(expected, outcome.value, tolerance, shape_rule=self._shape)
            if not problem and fresh and outcome.aliased:
                problem = "the result shares memory with an argument; return a new array"
            self._record(what, problem or _changed(outcome))

        self._later(call, judge)

    def _later(self, call: Call, judge: Callable[[Outcome], None]) -> None:
        """Puts a call off: many calls in one go cost one exchange with the learner's process.

        The test may change its variables in the meantime: the arguments are copied. A function among
        them may depend on those variables: it is called before the test goes on.
        """
        has_functions = any(map(callable, (*call.args, *call.kwargs.values())))
        if not has_functions:
            call = Call(plain.copy(call.args), plain.copy(call.kwargs))
        self._waiting.append((call, judge))
        if has_functions:
            self._make_calls()

    def _make_calls(self) -> None:
        """Makes the calls that were put off, and judges them in order."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        outcomes = calling.backend().calls(self._function, [call for call, _ in waiting], strict=self._strict)
        for (call, judge), outcome in zip(waiting, outcomes, strict=True):
            self._trials.append(recognise.Trial(call, self._strict, outcome))
            judge(outcome)

    def _record(self, what: str, problem: str) -> None:
        self.checks += 1
        if problem:
            self._failures.append(f"{what}: {problem}.")


def _tolerance(
    args: tuple[Any, ...], kwargs: dict[str, Any], rtol: float | None, atol: float | None
) -> compare.Tolerance:
    """The course's tolerance for these arguments, where the test gives no other."""
    usual = compare.tolerance_for((*args, *kwargs.values()))
    return compare.Tolerance(usual.rtol if rtol is None else rtol, usual.atol if atol is None else atol)


def _refusal(outcome: Outcome, name: str) -> str:
    if outcome.raised:
        if outcome.raised.type_names[0] == "NotImplementedError":
            return f"{name} is not written yet: it raises NotImplementedError"
        return f"it {_raised(outcome.raised)}"
    return f"the result must be plain data, not {outcome.not_plain}" if outcome.not_plain else ""


def _raised(raised: Raised) -> str:
    where = f" in your line `{raised.line}`" if raised.line else ""
    return f"raised {raised.shown_name}{where}"


def _changed(outcome: Outcome) -> str:
    if not outcome.changed:
        return ""
    names = [f"number {int(key) + 1}" if key.isdigit() else repr(key) for key in outcome.changed]
    return f"it changed its argument {' and '.join(names)}; work on a copy"
