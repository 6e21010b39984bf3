"""Calling a learner's function: nothing it does may escape, and everything it did is on record."""

from __future__ import annotations

import math
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch

from autograder.checks.calling import Call, LocalBackend, Outcome


def call(function: Callable[..., Any], *args: Any, strict: bool = False, **kwargs: Any) -> Outcome:
    return LocalBackend().call(function, Call(args, kwargs), strict=strict)


def test_a_function_is_found_by_name_among_the_notebooks_names() -> None:
    backend = LocalBackend()
    assert backend.find("f", {"f": math.sqrt}) is math.sqrt
    assert backend.find("f", {"g": math.sqrt}) is None
    assert backend.find("f", {"f": 3}) is None


def test_the_value_comes_back_as_a_copy() -> None:
    kept = [np.zeros(2)]
    outcome = call(lambda: kept)
    kept[0][0] = 1.0
    assert outcome.value[0].tolist() == [0, 0]
    assert outcome == Outcome(value=outcome.value)


def test_positional_and_keyword_arguments_arrive() -> None:
    assert call(lambda a, b, *, c: (a, b, c), 1, b=2, c=3).value == (1, 2, 3)


def raises_value_error(x: Any) -> None:
    raise ValueError(f"x is {x}")


def recurses(x: Any) -> Any:
    return recurses(x)


def ends_the_process(x: Any) -> None:
    sys.exit("bye")


def calls_one_that_raises(x: Any) -> Any:
    return raises_value_error(x)


def divides(x: Any) -> Any:
    return np.linalg.inv(x)  # raises inside NumPy


@pytest.mark.parametrize(
    ("function", "names", "message", "line"),
    [
        (raises_value_error, ("ValueError", "Exception"), "x is 1", 'raise ValueError(f"x is {x}")'),
        (calls_one_that_raises, ("ValueError",), "x is 1", 'raise ValueError(f"x is {x}")'),
        (ends_the_process, ("SystemExit", "BaseException"), "bye", 'sys.exit("bye")'),
        (recurses, ("RecursionError", "RuntimeError"), "recursion", "return recurses(x)"),
        (divides, ("LinAlgError",), "", "return np.linalg.inv(x)  # raises inside NumPy"),
    ],
)
def test_an_exception_is_described_with_the_learners_own_line(
    function: Callable[..., Any], names: tuple[str, ...], message: str, line: str
) -> None:
    outcome = call(function, 1)
    assert outcome.raised is not None
    assert outcome.raised.type_names[0] == names[0]
    assert set(names) <= set(outcome.raised.type_names)
    assert message in outcome.raised.message
    assert outcome.raised.line == line
    assert outcome.value is None


@pytest.mark.parametrize("trouble", [RuntimeError, SystemExit])
def test_an_exception_that_cannot_be_printed_is_described_without_its_text(trouble: type) -> None:
    class Unprintable(Exception):
        def __str__(self) -> str:
            raise trouble

    def fails() -> None:
        raise Unprintable

    raised = call(fails).raised
    assert raised is not None
    assert (raised.type_names[0], raised.message) == ("Unprintable", "")


def test_the_interrupt_by_which_a_kernel_stops_a_cell_passes_through() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupted)


def test_changed_arguments_are_found_and_the_callers_own_stay_as_they_were() -> None:
    def changes(first: Any, second: Any, third: Any, fourth: Any, *, key: Any) -> None:
        second[0] = 5.0
        third.append(1)
        fourth["inner"][0] += 1
        key.mul_(2)

    arguments: Any = (np.zeros(2), np.zeros(2), [], {"inner": [1]})
    tensor = torch.ones(2)
    outcome = call(changes, *arguments, key=tensor)
    assert outcome.changed == ("1", "2", "3", "key")
    assert [a.tolist() for a in arguments[:2]] == [[0, 0], [0, 0]]
    assert arguments[2:] == ([], {"inner": [1]})
    assert tensor.tolist() == [1, 1]


@pytest.mark.parametrize(
    "change",
    [
        lambda x: x.resize((1, 4), refcheck=False),
        lambda x: x.fill(-0.0),
        lambda x: setattr(x, "dtype", np.int64),
        lambda x: x.__setitem__(0, np.nan),
    ],
    ids=["shape", "the sign of zero", "dtype", "NaN"],
)
def test_a_change_that_comparing_numbers_would_miss_is_found(change: Callable[[Any], None]) -> None:
    assert call(change, np.zeros(4)).changed == ("0",)


def test_changes_are_found_when_the_function_raises_afterwards() -> None:
    def changes_and_raises(x: np.ndarray) -> None:
        x += 1
        raise ValueError

    outcome = call(changes_and_raises, np.zeros(2))
    assert outcome.changed == ("0",)
    assert outcome.raised is not None


def test_one_array_given_twice_arrives_as_two() -> None:
    def adds_into_the_first(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        a += 1
        return b

    x = np.zeros(2)
    assert call(adds_into_the_first, x, x).value.tolist() == [0, 0]


@pytest.mark.parametrize(
    ("function", "aliased"),
    [
        (lambda x, y: x, True),
        (lambda x, y: y[::-1], True),
        (lambda x, y: [1, {"a": x.T}], True),
        (lambda x, y: torch.from_numpy(x), True),
        (lambda x, y: x.copy(), False),
        (lambda x, y: x + y, False),
        (lambda x, y: 1.0, False),
        (lambda x, y: x[:0], False),
    ],
)
def test_a_result_that_shares_memory_with_an_argument_is_found(function: Any, aliased: bool) -> None:
    assert call(function, np.ones(3), y=np.ones(3)).aliased is aliased


def test_printed_text_is_kept_and_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    def prints() -> None:
        print("out")
        print("err", file=sys.stderr)

    assert call(prints).printed == "out\nerr\n"
    assert capfd.readouterr() == ("", "")


def test_a_learner_may_close_stdout() -> None:
    def closes() -> int:
        print("last words")
        sys.stdout.close()
        return 1

    outcome = call(closes)
    assert (outcome.value, outcome.printed) == (1, "last words\n")
    assert not sys.stdout.closed


def test_warnings_are_silent_even_where_they_are_errors() -> None:
    def warns() -> float:
        warnings.warn("careful", stacklevel=1)
        return float(np.float64(1) / np.float64(0))

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        outcome = call(warns)
    assert (outcome.value, outcome.printed, outcome.raised) == (math.inf, "", None)


@pytest.mark.parametrize(
    ("function", "allowed"),
    [
        (lambda x: x / 0, False),
        (lambda x: np.exp(x * 1000), False),
        (lambda x: np.log(-x), False),
        (lambda x: x * 1e-300 * 1e-300, True),
    ],
    ids=["divide", "overflow", "invalid", "underflow"],
)
def test_strict_makes_numpys_warnings_errors_except_underflow(function: Any, allowed: bool) -> None:
    x = np.ones(2)
    assert call(function, x).raised is None
    raised = call(function, x, strict=True).raised
    assert raised is None if allowed else raised is not None and raised.type_names[0] == "FloatingPointError"


def test_settings_that_a_learner_changes_do_not_outlive_the_call() -> None:
    before = np.geterr()

    def changes_settings() -> None:
        np.seterr(all="raise")
        warnings.simplefilter("error")

    call(changes_settings)
    assert np.geterr() == before
    assert call(lambda: warnings.warn("x", stacklevel=1)).raised is None


def test_functions_among_the_arguments_are_called_back_and_counted() -> None:
    def uses(f: Any, x: Any, *, g: Any, h: Any) -> Any:
        return f(x) + g(x) + g(x)

    outcome = call(uses, lambda x: x + 1, 1, g=lambda x: x * 10, h=lambda x: x)
    assert outcome.value == 22
    assert outcome.callback_calls == (1, 2, 0)
    assert outcome.changed == ()


def test_a_callback_is_given_copies_of_plain_data() -> None:
    def spoils(x: np.ndarray) -> float:
        x[0] = 99.0
        return 1.0

    def keeps(f: Any) -> Any:
        x = np.zeros(2)
        f(x)
        return x

    assert call(keeps, spoils).value.tolist() == [0, 0]
    raised = call(lambda f: f(object()), spoils).raised
    assert raised is not None
    assert raised.type_names[0] == "NotPlain"


def test_an_exception_of_a_callback_reaches_the_learners_function() -> None:
    def catches(f: Any) -> str:
        try:
            return str(f(0))
        except ZeroDivisionError:
            return "caught"

    assert call(catches, lambda x: 1 / x).value == "caught"


class Liar:
    __class__ = np.ndarray  # type: ignore[assignment]


class Claims(np.ndarray):
    def __eq__(self, other: object) -> Any:
        return np.ones(self.shape, bool)

    __hash__ = None


def contains_itself() -> list[Any]:
    items: list[Any] = []
    items.append(items)
    return items


@pytest.mark.parametrize(
    ("value", "named"),
    [
        (Liar(), "Liar"),
        (np.zeros(2).view(Claims), "Claims"),
        ([1, np.zeros(2).view(Claims)], "Claims"),
        ((i for i in "ab"), "generator"),
        (contains_itself(), "a list that contains itself"),
        (torch.zeros(2, requires_grad=True), "requires grad"),
    ],
)
def test_a_result_that_is_not_plain_data_is_named_and_not_handed_on(value: Any, named: str) -> None:
    outcome = call(lambda: value)
    assert named in outcome.not_plain
    assert outcome.value is None
    assert not outcome.aliased


def test_a_learner_may_put_anything_into_an_argument() -> None:
    def spoils(x: list[Any]) -> np.ndarray:
        x.extend([x, Liar(), np.zeros(2).view(Claims), torch.zeros(2).to_sparse()])
        return np.zeros(2)

    outcome = call(spoils, [np.zeros(2)])
    assert outcome.changed == ("0",)
    assert not outcome.aliased
