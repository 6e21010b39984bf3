"""A student's process, seen from the trusted side: every answer of it may be a lie or missing."""

from __future__ import annotations

import builtins
import contextlib
import os
import re
import select
import signal
import time
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from autograder.checks.calling import Call, Outcome
from autograder.engine.zygotes import Child
from autograder.wire import plain
from autograder.wire.calls import Raised, by_key, exception
from autograder.wire.frames import Channel, Closed, Function, TimedOut, WireError

LARGEST_PART = 2**20  # bytes of arguments; a frame has room for results many times as large
SECONDS_TO_START = 60.0  # a machine may be busy
SECONDS_TO_TELL = 0.2  # why a process has ended: who knows it may be ending, too
GRACE_SECONDS = 2.0  # for an interrupted cell to end before its process is ended


class Unanswered(BaseException):
    """The student's process gave no answer. No `except Exception` of a test may take it for one."""


class TooSlow(Unanswered):
    """It took longer than the cell may."""


class Crashed(Unanswered):
    """It ended, or sent what is no answer."""


class TooLarge(Unanswered):
    """It was ended because it, or all that it had started, took more memory than they may."""


class Gone(Unanswered):
    """It had ended before."""


class CannotCross(BaseException):
    """A test wants a value that cannot cross: never a zero, unless the class's own value would cross.

    Attributes:
        what: which value it is.
        name: the student's name for it, or for the function that returned it; empty for the test's own.
        call: the function's arguments; None when the value was not returned.
    """

    def __init__(self, what: str, name: str = "", call: Call | None = None) -> None:
        super().__init__(f"{what}, which cannot cross to the checker")
        self.what, self.name, self.call = what, name, call


class StudentProcess:
    """Asks a student's process; after `begin`, all questions share one deadline.

    Attributes:
        orphaned: whether the process that it was forked from has ended, and it with that: nobody's fault.
    """

    def __init__(self, channel: Channel, child: Child, sources: Iterable[str] = ()) -> None:
        """Takes a process over.

        Arguments:
            channel: to the process.
            child: by which it is signalled, and says why it has ended.
            sources: the texts of the student's cells; no other text of the process's own is shown.
        """
        self._channel, self._child = channel, child
        self._lines = frozenset(line.strip() for source in sources for line in source.splitlines())
        self.orphaned = False
        self._deadline = 0.0
        self._questions = 0
        self._gone = False
        self._stand_ins: dict[str, Callable[..., Any]] = {}

    @property
    def gone(self) -> bool:
        """Whether the process has ended."""
        return self._gone

    def begin(self, seconds: float) -> None:
        """Sets the deadline for what is asked from now on."""
        self._deadline = time.monotonic() + seconds

    def wait_until_ready(self) -> None:
        """Waits until the process is shut in; nothing of the student's has run yet.

        Raises:
            WireError: it could not be.
        """
        self._channel.receive(SECONDS_TO_START)

    def write(self, path: str, file: Path) -> None:
        """Copies a file to where the notebook runs; nothing of the student's has run yet.

        Arguments:
            path: its name there, relative to the notebook's folder.
            file: the file.

        Raises:
            WireError: it cannot be written there.
        """
        self.begin(SECONDS_TO_START)
        with file.open("rb") as opened:
            data = opened.read(LARGEST_PART)
            while True:
                request = {"do": "write", "path": path, "data": np.frombuffer(data, np.uint8)}
                error = self._ask(request).get("error")
                if error != "":
                    raise WireError(f"{path} cannot be put beside the notebook: {error}")
                data = opened.read(LARGEST_PART)
                if not data:
                    return

    def run(self, source: str) -> tuple[list[dict[str, Any]], int | None]:
        """Runs a cell in the student's shell.

        Arguments:
            source: its text.

        Returns:
            Its outputs and its execution count.

        Raises:
            Unanswered: no answer came.
        """
        answer = self._ask({"do": "run", "source": source})
        outputs, count = answer.get("outputs"), answer.get("count")
        if not isinstance(outputs, list) or not all(type(output) is dict for output in outputs):
            raise self._lie()
        return outputs, count if type(count) is int else None

    def look_up(self, name: str) -> Any:
        """Finds what the notebook defines under a name.

        Arguments:
            name: the name.

        Returns:
            A `RemoteFunction`, or the plain value.

        Raises:
            KeyError: it defines nothing.
            Unanswered: no answer came.
            CannotCross: the value is not plain data.
        """
        found = self._ask({"do": "look up", "name": name})
        kind = found.get("kind")
        if kind == "function":
            return RemoteFunction(self, name)
        if kind == "value":
            return found.get("value")
        if kind == "missing":
            raise KeyError(name)
        if kind == "other":
            raise CannotCross(f"{name} is no plain data", name)
        raise self._lie()

    def stand_in(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        """Puts functions of the trusted side in the place of the student's own.

        They run here and are called back from there, so nothing of them but their results is seen.

        Arguments:
            functions: by the names that they take in the notebook.

        Raises:
            Unanswered: no answer came.
        """
        self._stand_ins.update(functions)
        self._ask({"do": "stand in", "names": list(functions)})

    def take_away(self, name: str) -> None:
        """Makes the notebook forget a name that it defines; as for `stand_in` if no answer comes."""
        self._ask({"do": "take away", "name": name})

    def put_back(self, name: str) -> None:
        """Lets the notebook have a name again that was taken away; as for `stand_in` if no answer comes."""
        self._ask({"do": "put back", "name": name})

    def calls(self, name: str, calls: Sequence[Call], *, strict: bool) -> list[Answer]:
        """Calls a function of the student's, once for each set of arguments.

        Arguments:
            name: its name.
            calls: the arguments.
            strict: as for checks.

        Returns:
            An answer for each call.

        Raises:
            Unanswered: no answer came.
            plain.NotPlain: an argument cannot cross.
        """
        return [answer for part in _parts(calls) for answer in self._calls(name, part, strict)]

    def _calls(self, name: str, calls: Sequence[Call], strict: bool) -> list[Answer]:
        functions: list[Callable[..., Any]] = []

        def crossing(value: Any, counts: list[int]) -> Any:
            if not callable(value):
                return value
            functions.append(plain.counted(value, counts))
            return Function(len(functions) - 1)

        counts: list[list[int]] = [[] for _ in calls]
        sent = [
            {
                "args": tuple(crossing(arg, count) for arg in call.args),
                "kwargs": {key: crossing(arg, count) for key, arg in call.kwargs.items()},
            }
            for call, count in zip(calls, counts, strict=True)
        ]
        request = {"do": "call", "name": name, "calls": sent, "strict": strict}
        answers = self._ask(request, functions).get("answers")
        if type(answers) is not list or len(answers) != len(calls):
            raise self._lie()
        return [
            Answer(answer, self._lines, self._lie, tuple(count))
            for answer, count in zip(answers, counts, strict=True)
        ]

    def _ask(self, request: dict[str, Any], functions: Sequence[Callable[..., Any]] = ()) -> dict[str, Any]:
        if self._gone:
            raise Gone("the notebook's process had ended before")
        self._questions += 1
        try:
            self._channel.send({"id": self._questions, **request}, self._left())
            with _alarm(self._left()) if functions or self._stand_ins else contextlib.nullcontext():
                while True:
                    message = self._message(self._left())
                    if "callback" in message:
                        self._call_back(message, functions)
                    elif message.get("id") == self._questions:
                        return message
        except TimedOut:
            self._interrupt()
            raise TooSlow("stopped at its time limit; a loop that does not end?") from None
        except Closed:
            self._gone = True
            raise self._why_gone() from None
        except WireError as error:
            raise self._lie(str(error)) from None

    def _message(self, seconds: float) -> dict[str, Any]:
        message = self._channel.receive(seconds)
        if type(message) is not dict:
            raise WireError("no answer at all")
        return message

    def _call_back(self, message: dict[str, Any], functions: Sequence[Callable[..., Any]]) -> None:
        number, args, kwargs = message["callback"], message.get("args"), message.get("kwargs")
        if type(args) is not tuple or type(kwargs) is not dict or not all(type(key) is str for key in kwargs):
            raise WireError("a call with bad arguments")
        if type(number) is int and 0 <= number < len(functions):
            function = functions[number]
        elif type(number) is str and number in self._stand_ins:
            function = self._stand_ins[number]
        else:
            raise WireError("a call of a function that was not passed")
        try:
            reply: dict[str, Any] = {"value": plain.copy(function(*args, **kwargs))}
        except TimedOut:
            raise
        except Exception as error:
            reply = {"raised": (type(error).__name__, str(error))}
        self._channel.send(reply, self._left())

    def _interrupt(self) -> None:
        """Ends the running cell as Ctrl-C would; ends the process if that does not help."""
        try:
            signal.pidfd_send_signal(self._child.pidfd, signal.SIGINT)
            end = time.monotonic() + GRACE_SECONDS
            while self._message(end - time.monotonic()).get("id") != self._questions:
                pass
        except (OSError, WireError):
            self._end()

    def _why_gone(self) -> Unanswered:
        if select.select([self._child.told], [], [], SECONDS_TO_TELL)[0]:
            if os.read(self._child.told, 1):
                return TooLarge("its processes took more memory together than they may, and were ended")
            self.orphaned = True
        return Crashed("the notebook's process ended")

    def _lie(self, what: str = "no answer to what was asked") -> Crashed:
        self._end()
        return Crashed(f"the notebook's process sent {what}")

    def _end(self) -> None:
        self._gone = True
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._child.pidfd, signal.SIGKILL)

    def _left(self) -> float:
        return max(0.0, self._deadline - time.monotonic())


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raises TimedOut in the block when it takes too long: a student chose what it works on."""

    def ring(*_: object) -> None:
        raise TimedOut("no end before the deadline")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


class Answer:
    """What a student's process said of a call, checked field by field."""

    def __init__(
        self,
        fields: Any,
        lines: frozenset[str],
        lie: Callable[[str], Crashed],
        callback_calls: tuple[int, ...],
    ) -> None:
        if type(fields) is not dict:
            raise lie("a malformed answer to a call")
        changed, printed = fields.get("changed", {}), fields.get("printed", "")
        not_plain = fields.get("not_plain", "")
        if type(changed) is not dict or type(not_plain) is not str or type(printed) is not str:
            raise lie("a malformed answer to a call")
        self.value, self.changed = fields.get("value"), changed
        self.not_plain, self.printed = _known_type(not_plain), printed
        self.aliased = fields.get("aliased") is True
        self.raised: Raised | None = None
        self.callback_calls = callback_calls
        raised = fields.get("raised")
        if raised is not None:
            names = raised[0] if type(raised) is tuple and len(raised) == 3 else None
            if (
                type(names) is not tuple
                or not names
                or not all(type(text) is str for text in (*names, *raised[1:]))
            ):
                raise lie("a malformed exception")
            self.raised = Raised(names, raised[1], raised[2] if raised[2] in lines else "")


class RemoteFunction:
    """A student's function, as an unchanged test cell calls it."""

    def __init__(self, process: StudentProcess, name: str) -> None:
        self._process = process
        self.__name__ = name

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        call = Call(args, kwargs)
        try:
            (answer,) = self._process.calls(self.__name__, [call], strict=False)
        except plain.NotPlain as error:
            raise CannotCross(f"the test gives {self.__name__} {error}") from None
        print(answer.printed, end="")
        if answer.not_plain:
            raise CannotCross(f"{self.__name__} returned {answer.not_plain}", self.__name__, call)
        for key, arg in by_key(args, kwargs).items():
            if key in answer.changed:
                _change_in_place(arg, answer.changed[key])
        if answer.raised:
            raise rebuilt(answer.raised)
        return answer.value


class RemoteBackend:
    """Where `autograder.checks` finds a learner's functions when they live in another process."""

    def __init__(self, process: StudentProcess) -> None:
        self._process = process

    def find(self, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
        """Looks a function up in the student's process; `namespace` is the checker's and does not matter."""
        try:
            found = self._process.look_up(name)
        except KeyError:
            return None
        return found if callable(found) else None

    def calls(self, function: Callable[..., Any], calls: Sequence[Call], *, strict: bool) -> list[Outcome]:
        """Calls it in the student's process; arguments and result as for `checks.LocalBackend`."""
        answers = self._process.calls(function.__name__, calls, strict=strict)
        return [
            Outcome(
                value=answer.value,
                raised=answer.raised,
                changed=tuple(key for key in by_key(call.args, call.kwargs) if key in answer.changed),
                aliased=answer.aliased,
                printed=answer.printed,
                callback_calls=answer.callback_calls,
                not_plain=answer.not_plain,
            )
            for call, answer in zip(calls, answers, strict=True)
        ]


def _parts(calls: Sequence[Call]) -> Iterator[list[Call]]:
    """Divides calls so that no part's arguments, nor its results with them, fill a frame."""
    part: list[Call] = []
    size = 0
    for call in calls:
        part.append(call)
        size += sum(array.nbytes for array in plain.arrays((*call.args, *call.kwargs.values())))
        if size > LARGEST_PART:
            yield part
            part, size = [], 0
    if part:
        yield part


def rebuilt(raised: Raised) -> Exception:
    """An exception of the same name, base classes and text, for a test that expects one.

    Arguments:
        raised: what the student's process said.

    Returns:
        The exception, with what was said as its attribute `of_student`.
    """
    error = exception(raised.type_names[0], raised.message, raised.type_names[1:])
    error.of_student = raised  # type: ignore[attr-defined]
    return error


def _known_type(text: str) -> str:
    """What a process calls a type, if there is one: a name that it made up could quote a hidden input."""
    match = re.fullmatch(r"an? (?:(torch|numpy)\.)?(\w+)", text)
    if not text or (match and match[2] in _TYPES[match[1]]):
        return text
    return next((kind for kind in _REFUSED if text.startswith(kind)), "an object of another kind")


_REFUSED = (  # how the texts of `plain.NotPlain` begin
    "a tensor that still requires grad",
    "a tensor that NumPy cannot hold",
    "a NumPy array of dtype object",
)


def _names_of_types(module: Any) -> frozenset[str]:
    return frozenset(value.__name__ for value in vars(module).values() if isinstance(value, type))


_TYPES = {
    None: _names_of_types(builtins) | _names_of_types(types),
    "torch": _names_of_types(torch),
    "numpy": _names_of_types(np),
}


def _change_in_place(before: Any, after: Any) -> None:
    """Does to a test's own argument what the function did to its copy."""
    if type(before) is not type(after):
        return
    if isinstance(before, np.ndarray) and before.shape == after.shape:
        before[...] = after
    elif isinstance(before, list):
        before[:] = after
    elif isinstance(before, dict):
        before.clear()
        before.update(after)
    elif hasattr(before, "copy_"):
        before.copy_(after)
