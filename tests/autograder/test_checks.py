"""The surface of `autograder.checks`: its names, and that it works where functions live elsewhere."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest

from autograder import checks


def test_the_exported_names_are_these() -> None:
    assert sorted(checks.__all__) == [
        "Backend",
        "BrokenTest",
        "Call",
        "CheckFailed",
        "Exercise",
        "LocalBackend",
        "NotPlain",
        "Outcome",
        "Raised",
        "exercise",
        "score",
        "use",
    ]
    assert all(hasattr(checks, name) for name in checks.__all__)


def encode(value: Any) -> Any:
    """Plain data as what JSON can carry."""
    if isinstance(value, np.ndarray):
        return {"dtype": value.dtype.str, "shape": value.shape, "bytes": value.tobytes().hex()}
    if isinstance(value, (list, tuple)):
        return {type(value).__name__: [encode(item) for item in value]}
    return value


def decode(value: Any) -> Any:
    """The other way."""
    if not isinstance(value, dict):
        return value
    if "dtype" in value:
        raw = bytearray.fromhex(value["bytes"])
        return np.frombuffer(raw, value["dtype"]).reshape(value["shape"])
    (kind, items), *_ = value.items()
    return {"list": list, "tuple": tuple}[kind](map(decode, items))


class FarSide:
    """Where the learner's functions live. Only JSON text comes in and goes out."""

    def __init__(self, functions: Mapping[str, Callable[..., Any]]) -> None:
        self._functions = functions

    def answer(self, text: str, call_back: Callable[[str], str]) -> str:
        request = json.loads(text)
        if request["ask"] == "names":
            return json.dumps(sorted(self._functions))

        def argument(value: Any) -> Any:
            if not (isinstance(value, dict) and "callback" in value):
                return decode(value)

            def callback(*args: Any) -> Any:
                sent = json.dumps([value["callback"], encode(args)])
                return decode(json.loads(call_back(sent)))

            return callback

        args = tuple(map(argument, request["args"]))
        kwargs = {key: argument(value) for key, value in request["kwargs"].items()}
        call = checks.Call(args, kwargs)
        outcome = checks.LocalBackend().call(self._functions[request["name"]], call, strict=request["strict"])
        return json.dumps({**dataclasses.asdict(outcome), "value": encode(outcome.value)})


class RemoteBackend:
    """The tests' side: knows a learner's function by its name only."""

    def __init__(self, far_side: FarSide) -> None:
        self._far_side = far_side

    def find(self, name: str, namespace: Mapping[str, Any]) -> Callable[..., Any] | None:
        def remote() -> None:
            raise AssertionError("lives elsewhere and cannot be called here")

        remote.__name__ = name
        return remote if name in json.loads(self._ask({"ask": "names"})) else None

    def calls(
        self, function: Callable[..., Any], calls: Sequence[checks.Call], *, strict: bool
    ) -> list[checks.Outcome]:
        return [self._call(function.__name__, call, strict) for call in calls]

    def _call(self, name: str, call: checks.Call, strict: bool) -> checks.Outcome:
        callbacks: list[Callable[..., Any]] = []

        def sent(value: Any) -> Any:
            if not callable(value):
                return encode(value)
            callbacks.append(value)
            return {"callback": len(callbacks) - 1}

        def call_back(text: str) -> str:
            index, given = json.loads(text)
            return json.dumps(encode(callbacks[index](*decode(given))))

        request = {
            "ask": "call",
            "name": name,
            "args": [sent(arg) for arg in call.args],
            "kwargs": {key: sent(arg) for key, arg in call.kwargs.items()},
            "strict": strict,
        }
        answer = json.loads(self._ask(request, call_back))
        raised = answer["raised"] and checks.Raised(
            tuple(answer["raised"]["type_names"]), answer["raised"]["message"], answer["raised"]["line"]
        )
        return checks.Outcome(
            value=decode(answer["value"]),
            raised=raised,
            changed=tuple(answer["changed"]),
            aliased=answer["aliased"],
            printed=answer["printed"],
            callback_calls=tuple(answer["callback_calls"]),
            not_plain=answer["not_plain"],
        )

    def _ask(self, request: Any, call_back: Callable[[str], str] = str) -> str:
        return self._far_side.answer(json.dumps(request), call_back)


def mean_of(f: Any, x: Any, *, times: int = 1) -> Any:
    return sum(f(x) for _ in range(times)) / times


def stub(f: Any, x: Any, *, times: int = 1) -> Any:
    raise NotImplementedError


def in_place(f: Any, x: Any, *, times: int = 1) -> Any:
    print("careless")
    result = mean_of(f, x, times=times)
    x[:] = 0
    return result


FUNCTIONS = {
    "right": mean_of,
    "stub": stub,
    "changes its argument": in_place,
    "never calls back": lambda f, x, *, times=1: 2.0 * x,
    "gives the argument back": lambda f, x, *, times=1: x,
    "wrong type": lambda f, x, *, times=1: x.tolist(),
    "no plain data": lambda f, x, *, times=1: {1},
    "divides by zero": lambda f, x, *, times=1: mean_of(f, x / np.zeros(1), times=times),
    "missing": None,
}


def run_checks(namespace: dict[str, Any]) -> str:
    """The same hidden tests for every backend; gives what the learner reads."""
    hidden = """
with checks.exercise("chapter.mean_of", reference, shape="that of x", strict=True) as check:
    for size in (1, 3):
        check.expect(lambda x: 2.0 * x, check.rng.normal(size=size), what="an array")
    check.expect(lambda x: 2.0 * x, np.ones(2), times=4, what="four times", fresh=True)
    check.raises(ZeroDivisionError, lambda x: x, np.ones(2), times=0, what="no times")
    outcome = check.call(lambda x: x, np.ones(2), times=3)
    check.that(outcome.callback_calls == (3,), "three times", f"it called back {outcome.callback_calls}")
    check.that(not outcome.printed, "three times", f"it printed {outcome.printed!r}")
"""
    try:
        exec(hidden, {"checks": checks, "np": np, "reference": mean_of, **namespace})
    except checks.CheckFailed as error:
        return str(error)
    return ""


@pytest.fixture
def use_remote() -> Iterator[Callable[[FarSide], None]]:
    yield lambda far_side: checks.use(RemoteBackend(far_side))
    checks.use(checks.LocalBackend())


@pytest.mark.parametrize("kind", FUNCTIONS)
def test_a_function_that_lives_elsewhere_is_judged_alike(kind: str, use_remote: Any) -> None:
    function = FUNCTIONS[kind]
    defined = {"mean_of": function} if function else {}
    here = run_checks(defined)
    use_remote(FarSide(defined))
    assert run_checks({}) == here
    assert (here == "") == (kind == "right")
