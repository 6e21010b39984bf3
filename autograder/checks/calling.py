"""Calls a learner's function as a test needs it: on copies, in silence, with a record of what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.wire import plain
from autograder.wire.calls import Raised, perform


@dataclass(frozen=True)
class Outcome:
    """What one call of a learner's function did.

    Attributes:
        value: what it returned, as plain data; None when it raised.
        raised: the exception that left it, if any.
        changed: positions (or keywords) of the arguments that are different after the call.
        aliased: whether the result shares memory with an argument.
        printed: what it wrote to stdout and stderr.
        callback_calls: for each function among the arguments, how often it was called back.
        not_plain: the type of a result that is not plain data; empty for plain data.
    """

    value: Any = None
    raised: Raised | None = None
    changed: tuple[str, ...] = ()
    aliased: bool = False
    printed: str = ""
    callback_calls: tuple[int, ...] = ()
    not_plain: str = ""


@dataclass(frozen=True)
class Call:
    """The arguments of a call: plain data, and functions to be called back."""

    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Backend(Protocol):
    """Where a learner's functions live and how they are reached.

    The local backend calls them in this process. A remote one reaches them in another process;
    everything that crosses (arguments, `Outcome`) is plain data for that reason.
    """

    def find(self, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
        """Looks up a function that the learner defined; None when there is none of that name."""

    def calls(self, function: Callable[..., Any], calls: Sequence[Call], *, strict: bool) -> list[Outcome]:
        """Calls it on copies of the arguments, once for each; `strict` turns NumPy's warnings into errors."""


class LocalBackend:
    """Calls functions that live in this process (plain nbgrader, `autograder verify`)."""

    def find(self, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
        """Looks up a function by name.

        Arguments:
            name: the function's name.
            namespace: the globals of the test cell, which are the notebook's.

        Returns:
            The function, or None when the name is not defined or not callable.
        """
        function = namespace.get(name)
        return function if callable(function) else None

    def calls(self, function: Callable[..., Any], calls: Sequence[Call], *, strict: bool) -> list[Outcome]:
        """Calls a function on copies of the arguments, once for each; see `call`."""
        return [self.call(function, call, strict=strict) for call in calls]

    def call(self, function: Callable[..., Any], call: Call, *, strict: bool) -> Outcome:
        """Calls a function on copies of the arguments.

        Arguments:
            function: the learner's function.
            call: its arguments.
            strict: NumPy's overflow, divide and invalid warnings are raised as FloatingPointError.

        Returns:
            The outcome. No exception of the learner's leaves this method, except KeyboardInterrupt,
            by which a kernel is told that its time is up.
        """
        counts: list[int] = []
        given = Call(
            plain.copy_arguments(call.args, counts),
            dict(zip(call.kwargs, plain.copy_arguments(tuple(call.kwargs.values()), counts), strict=True)),
        )
        performed = perform(function, given.args, given.kwargs, strict=strict)
        return Outcome(
            **vars(performed), changed=changed_arguments(call, given), callback_calls=tuple(counts)
        )


def changed_arguments(given: Call, left: Call) -> tuple[str, ...]:
    """The positions and keywords of the arguments that a call has changed.

    Arguments:
        given, left: the arguments before and after it; functions do not count.

    Returns:
        Positions, as text, and keywords of those that differ.
    """
    before = {**{str(i): arg for i, arg in enumerate(given.args)}, **given.kwargs}
    after = {**{str(i): arg for i, arg in enumerate(left.args)}, **left.kwargs}
    return tuple(
        key for key in before if not callable(before[key]) and not plain.same(before[key], after.get(key))
    )


def use(backend: Backend) -> None:
    """Makes every following check of this process reach functions through `backend`."""
    global _backend
    _backend = backend


def backend() -> Backend:
    """The backend in use: the local one unless `use` was called."""
    return _backend


_backend: Backend = LocalBackend()
