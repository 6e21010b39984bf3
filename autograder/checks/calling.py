"""Calls a learner's function as a test needs it: on copies, in silence, with a record of what came back."""

from __future__ import annotations

import contextlib
import io
import types
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np

from autograder import tracebacks
from autograder.checks import plain


@dataclass(frozen=True)
class Raised:
    """An exception that left the learner's function.

    Attributes:
        type_names: the names of its class and all base classes, nearest first, so that "must raise
            ValueError" can be answered without the exception itself.
        message: its text. It may quote hidden inputs, so it is compared, never shown.
        line: the learner's own source line that was running; empty when unknown.
    """

    type_names: tuple[str, ...]
    message: str
    line: str


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


class Backend(Protocol):
    """Where a learner's functions live and how they are reached.

    The local backend calls them in this process. A remote one reaches them in another process;
    everything that crosses (arguments, `Outcome`) is plain data for that reason.
    """

    def find(self, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
        """Looks up a function that the learner defined; None when there is none of that name."""

    def call(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, strict: bool
    ) -> Outcome:
        """Calls it on copies of the arguments; `strict` turns NumPy's warnings into errors."""


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

    def call(
        self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, strict: bool
    ) -> Outcome:
        """Calls a function on copies of the arguments.

        Arguments:
            function: the learner's function.
            args, kwargs: plain data, and functions to be called back.
            strict: NumPy's overflow, divide and invalid warnings are raised as FloatingPointError.

        Returns:
            The outcome. No exception of the learner's leaves this method, except KeyboardInterrupt,
            by which a kernel is told that its time is up.
        """
        calls: list[int] = []
        given = plain.copy_arguments(args, calls)
        named = dict(zip(kwargs, plain.copy_arguments(tuple(kwargs.values()), calls), strict=True))
        held = plain.arrays((*given, *named.values()))
        printed = _Printed()
        value, raised = None, None
        trouble: Literal["raise", "ignore"] = "raise" if strict else "ignore"
        with (
            contextlib.redirect_stdout(printed),
            contextlib.redirect_stderr(printed),
            warnings.catch_warnings(),
            np.errstate(over=trouble, divide=trouble, invalid=trouble, under="ignore"),
        ):
            warnings.simplefilter("ignore")
            try:
                value = function(*given, **named)
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # SystemExit too: a learner's mistake, not the end of the tests
                raised = _describe(error, function)
        before = {**{str(i): arg for i, arg in enumerate(args)}, **kwargs}
        after = {**{str(i): arg for i, arg in enumerate(given)}, **named}
        try:
            copied, not_plain = plain.copy(value), ""
        except plain.NotPlain as error:
            copied, not_plain = None, str(error)
        except RecursionError:
            copied, not_plain = None, f"{plain.type_name(value)} that contains itself"
        return Outcome(
            value=copied,
            raised=raised,
            changed=tuple(key for key in before if not _unchanged(before[key], after[key])),
            aliased=not not_plain and _share_memory(value, held),
            printed=printed.getvalue(),
            callback_calls=tuple(calls),
            not_plain=not_plain,
        )


def use(backend: Backend) -> None:
    """Makes every following check of this process reach functions through `backend`."""
    global _backend
    _backend = backend


def backend() -> Backend:
    """The backend in use: the local one unless `use` was called."""
    return _backend


_backend: Backend = LocalBackend()


class _Printed(io.StringIO):
    """Keeps what was printed, also when the learner closes sys.stdout."""

    def close(self) -> None:
        pass


def _describe(error: BaseException, function: Callable[..., Any]) -> Raised:
    try:
        message = str(error)
    except (Exception, SystemExit):  # a learner's exception class may fail to print itself
        message = ""
    line = tracebacks.own_line(error, getattr(function, "__globals__", {}))
    return Raised(tuple(cls.__name__ for cls in type(error).__mro__), message, line)


def _unchanged(before: Any, after: Any) -> bool:
    return isinstance(before, types.FunctionType) or plain.same(before, after)


def _share_memory(value: Any, held: list[np.ndarray]) -> bool:
    return any(np.may_share_memory(result, array) for result in plain.arrays(value) for array in held)
