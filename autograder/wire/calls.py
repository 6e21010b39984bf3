"""What calling a learner's function means: in silence, with a record of what it did."""

from __future__ import annotations

import builtins
import contextlib
import io
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from autograder.wire import plain, tracebacks

LONGEST_TEXT = 100_000  # characters of printed text and of messages that are kept


@dataclass(frozen=True)
class Raised:
    """An exception that left a learner's function.

    Attributes:
        type_names: the names of its class and all base classes, nearest first, so that "must raise
            ValueError" can be answered without the exception itself.
        message: its text. It may quote hidden inputs: it is compared, never shown by hidden tests.
        line: the learner's own source line that was running; empty when unknown.
    """

    type_names: tuple[str, ...]
    message: str
    line: str

    @property
    def shown_name(self) -> str:
        """The nearest built-in class's name: one that a learner made up could quote a hidden input."""
        return next((name for name in self.type_names if _is_exception(name)), "Exception")


@dataclass(frozen=True)
class Performed:
    """What one call did.

    Attributes:
        value: what it returned, as plain data; None when it raised.
        not_plain: the type of a result that is not plain data; empty for plain data.
        raised: the exception that left it, if any.
        aliased: whether the result shares memory with an argument.
        printed: what it wrote to stdout and stderr.
        changed: those arguments that are different after the call, under the keys of `by_key`; None in
            the place of one that is no plain data any more.
    """

    value: Any
    not_plain: str
    raised: Raised | None
    aliased: bool
    printed: str
    changed: dict[str, Any]


def by_key(args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call by their positions, as text, and keywords."""
    return {**{str(position): arg for position, arg in enumerate(args)}, **kwargs}


def given(value: Any) -> Any:
    """An argument as a function gets it: a copy of plain data, a function itself."""
    return value if callable(value) else plain.copy(value)


def perform(
    function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any], *, strict: bool
) -> Performed:
    """Calls a learner's function on copies of the arguments.

    Arguments:
        function: it.
        args, kwargs: plain data, and functions, which it gets as they are.
        strict: NumPy's overflow, divide and invalid warnings are raised as FloatingPointError.

    Returns:
        What it did. No exception of the learner's leaves this function, except KeyboardInterrupt,
        by which a process is told that its time is up.

    Raises:
        plain.NotPlain: an argument is neither.
    """
    before = by_key(args, kwargs)
    after = {key: given(value) for key, value in before.items()}
    positional = [after[str(position)] for position in range(len(args))]
    held = plain.arrays(after)  # before the call: the function may put others in their place
    value, raised, not_plain = None, None, ""
    with silence(strict=strict) as printed:
        try:
            value = function(*positional, **{name: after[name] for name in kwargs})
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # SystemExit too: a learner's mistake, not the end of the tests
            raised = describe(error, getattr(function, "__globals__", {}))
    aliased = False
    try:
        copied = plain.copy(value)
        aliased = any(np.may_share_memory(result, array) for result in plain.arrays(value) for array in held)
    except plain.NotPlain as error:
        copied, not_plain = None, str(error)
    except RecursionError:
        copied, not_plain = None, f"{plain.type_name(value)} that contains itself"
    changed = {
        key: _changed(after[key])
        for key, value in before.items()
        if not callable(value) and not plain.same(value, after[key])
    }
    return Performed(copied, not_plain, raised, aliased, printed.getvalue()[:LONGEST_TEXT], changed)


@contextlib.contextmanager
def silence(*, strict: bool) -> Iterator[io.StringIO]:
    """Nothing is printed in the block, and nobody is warned.

    Arguments:
        strict: NumPy's overflow, divide and invalid warnings are raised as FloatingPointError.

    Yields:
        What is written to stdout and stderr.
    """
    printed = _Printed()
    trouble: Literal["raise", "ignore"] = "raise" if strict else "ignore"
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        warnings.catch_warnings(),
        np.errstate(over=trouble, divide=trouble, invalid=trouble, under="ignore"),
    ):
        warnings.simplefilter("ignore")
        yield printed


def _changed(value: Any) -> Any:
    """An argument that a call has changed; None when something was put into it that is no plain data."""
    try:
        return plain.copy(value)
    except (plain.NotPlain, RecursionError):
        return None


def describe(error: BaseException, namespace: dict[str, Any]) -> Raised:
    """Says what an exception is without the exception.

    Arguments:
        error: the exception, just caught.
        namespace: the globals of the learner's notebook.

    Returns:
        Its description; an exception whose class fails to print itself has an empty message.
    """
    try:
        message = str(error)[:LONGEST_TEXT]
    except (Exception, SystemExit):
        message = ""
    type_names = tuple(cls.__name__ for cls in type(error).__mro__)
    return Raised(type_names, message, tracebacks.own_line(error, namespace))


def exception(name: str, message: str, bases: tuple[str, ...] = ()) -> Exception:
    """An exception of a given name and text, for one that was raised on the other side.

    Arguments:
        name: its class's name.
        message: its text.
        bases: the names of its base classes, nearest first.

    Returns:
        An exception of the nearest built-in class, or of a class of that name made on it. Nothing is
        looked up but the names of built-in exceptions.
    """
    base = next((base for base in (name, *bases) if _is_exception(base)), "Exception")
    found: type[Exception] = getattr(builtins, base)
    try:
        return found(message) if found.__name__ == name else type(name, (found,), {})(message)
    except TypeError:  # UnicodeError's children want more than a text
        return type(name, (Exception,), {})(message)


def _is_exception(name: str) -> bool:
    """Whether a built-in exception has this name, other than those that end a process."""
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, Exception)


class _Printed(io.StringIO):
    """Keeps what was printed, also when the learner closes sys.stdout."""

    def close(self) -> None:
        pass
