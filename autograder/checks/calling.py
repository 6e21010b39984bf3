"""Calls a learner's function as a test needs it: on copies, in silence, with a record of what came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from autograder.wire import plain
from autograder.wire.calls import Raised, given, perform, silence


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
        args = tuple(_called_back(arg, counts) for arg in call.args)
        kwargs = {name: _called_back(arg, counts) for name, arg in call.kwargs.items()}
        performed = vars(perform(function, args, kwargs, strict=strict))
        return Outcome(**{**performed, "changed": tuple(performed["changed"])}, callback_calls=tuple(counts))


def value(function: Callable[..., Any], call: Call) -> Any:
    """What a function of the course's own returns, called in silence on copies of the arguments.

    Arguments:
        function: it; whatever it raises leaves this function.
        call: its arguments.

    Returns:
        A copy of its result.

    Raises:
        plain.NotPlain: the result is no plain data.
    """
    args = [given(_called_back(arg, [])) for arg in call.args]
    kwargs = {name: given(_called_back(arg, [])) for name, arg in call.kwargs.items()}
    with silence(strict=False):
        return plain.copy(function(*args, **kwargs))


def _called_back(arg: Any, counts: list[int]) -> Any:
    """An argument; a function becomes one that counts its calls."""
    return plain.counted(arg, counts) if callable(arg) else arg


def use(backend: Backend) -> None:
    """Makes every following check of this process reach functions through `backend`."""
    global _backend
    _backend = backend


def backend() -> Backend:
    """The backend in use: the local one unless `use` was called."""
    return _backend


_backend: Backend = LocalBackend()
