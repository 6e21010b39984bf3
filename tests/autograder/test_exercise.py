"""Hidden checks as their author writes them and as a learner reads them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder import checks, mistakes
from autograder.checks import calling, recognise


def open_exercise(
    function: Callable[..., Any] | None,
    reference: Callable[..., Any] | None = None,
    *,
    name: str = "chapter.f",
    shape: str = "",
    strict: bool = False,
) -> checks.Exercise:
    """The checks of a function that a notebook defines under the exercise's name, or does not define."""
    return checks.Exercise(name, reference, shape, strict, {name.rpartition(".")[2]: function})


def failure(
    make: Callable[[checks.Exercise], None], function: Any, reference: Any = None, **options: Any
) -> str:
    """What a learner reads when these checks fail; empty when they do not."""
    try:
        with open_exercise(function, reference, **options) as check:
            make(check)
    except checks.CheckFailed as error:
        return str(error)
    return ""


def twice(x: Any) -> Any:
    return x * 2.0


X = np.array([1.5, -2.5])


def expect_x(check: checks.Exercise) -> None:
    check.expect(X, what="two numbers")


def test_a_right_function_passes_and_checks_are_counted() -> None:
    with open_exercise(lambda x: x + x, twice) as check:
        expect_x(check)
        check.equals(3.0, 1.5, what="a number")
        check.that(True, "anything", "never told")
    assert check.checks == 3


def test_a_cell_finds_the_functions_of_its_own_notebook() -> None:
    notebook: dict[str, Any] = {"checks": checks}
    exec("def f(x):\n    return x", notebook)
    exec("with checks.exercise('chapter.f') as check:\n    check.equals(1, 1, what='one')", notebook)
    with pytest.raises(checks.CheckFailed, match=r"g is missing: no cell of the notebook defines it\."):
        exec("with checks.exercise('chapter.g') as check:\n    pass", notebook)


@pytest.mark.parametrize("unfit", [None, 3, "f"])
def test_what_is_not_a_function_is_missing(unfit: Any) -> None:
    assert failure(expect_x, unfit, twice) == "f is missing: no cell of the notebook defines it."


def stub(x: Any) -> Any:
    raise NotImplementedError()


def fails(x: Any) -> Any:
    raise KeyError(repr(x))


def changes(x: np.ndarray) -> Any:
    result = x * 2.0
    x[:] = 0
    return result


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (stub, "two numbers: f is not written yet: it raises NotImplementedError."),
        (fails, "two numbers: it raised KeyError in your line `raise KeyError(repr(x))`."),
        (changes, "two numbers: it changed its argument number 1; work on a copy."),
        (lambda x: {1.0}, "two numbers: the result must be plain data, not a set."),
        (lambda x: None, "two numbers: the result must be a NumPy array, not None."),
        (lambda x: x[:1], "two numbers: the result has shape (1,), it must be (2,): that of x."),
        (lambda x: x * 3, "is wrong in 2 of 2 elements; the largest error is 2.5, at index (1,)."),
    ],
    ids=["stub", "raises", "changes its argument", "no plain data", "None", "shape", "values"],
)
def test_a_failed_check_says_what_was_tried_and_what_is_wrong(function: Any, message: str) -> None:
    told = failure(expect_x, function, twice, shape="that of x")
    assert told.startswith("f: the check failed. First: two numbers: ")
    assert told.endswith(message)


def test_the_message_counts_the_failed_checks_and_names_the_first() -> None:
    def make(check: checks.Exercise) -> None:
        check.expect(0.0, what="zero")
        check.expect(1.0, what="one")
        check.expect(2.0, what="two")

    told = failure(make, lambda x: x, twice)
    assert told == "f: 2 of 3 checks failed. First: one: the result is wrong; the largest error is 1."


def test_a_changed_keyword_argument_is_named() -> None:
    def changes_key(*, key: list[int]) -> None:
        key.clear()

    told = failure(lambda check: check.equals(None, key=[1], what="a key"), changes_key)
    assert told.endswith("it changed its argument 'key'; work on a copy.")


def refuses(x: Any) -> Any:
    raise ValueError(f"bad: {x}")


class OwnError(ValueError):
    pass


def refuses_its_own_way(x: Any) -> Any:
    raise OwnError


def empties_and_refuses(x: Any) -> Any:
    x.clear()
    raise ValueError


@pytest.mark.parametrize(
    ("function", "message"),
    [
        (refuses, ""),
        (refuses_its_own_way, ""),
        (lambda x: None, "it must raise ValueError, but it returned a value."),
        (stub, "it must raise ValueError, but it raised NotImplementedError in your line `raise "),
        (lambda x: x[1], "it must raise ValueError, but it raised IndexError in your line `"),
        (empties_and_refuses, "it changed its argument number 1; work on a copy."),
    ],
    ids=["raises it", "raises a subclass", "returns", "stub", "raises another", "changes its argument"],
)
def test_bad_input_must_be_refused_with_the_right_exception(function: Any, message: str) -> None:
    told = failure(lambda check: check.raises(ValueError, [7], what="a list of one"), function)
    assert (message in told) if message else told == ""


def test_a_property_is_stated_about_what_a_call_did() -> None:
    def make(check: checks.Exercise) -> None:
        outcome = check.call(lambda x: x, 3)
        check.that(outcome.callback_calls == (2,), "a function", "it must be called twice")
        check.that("done" in outcome.printed, "a function", "it must print `done`")

    def calls_once(f: Any, x: Any) -> Any:
        print("done")
        return f(x)

    told = failure(make, calls_once)
    assert told == "f: 1 of 2 checks failed. First: a function: it must be called twice."


def test_a_call_alone_is_no_check() -> None:
    with open_exercise(twice) as check:
        assert check.call(2).value == 4.0
    assert check.checks == 0


def test_a_fresh_result_must_not_share_memory() -> None:
    def make(check: checks.Exercise) -> None:
        check.expect(X, what="nothing to do", fresh=True)

    told = failure(make, lambda x: x, lambda x: x.copy())
    assert told.endswith("nothing to do: the result shares memory with an argument; return a new array.")
    assert failure(make, lambda x: x.copy(), lambda x: x.copy()) == ""
    assert failure(expect_x, lambda x: x, lambda x: x.copy()) == ""


@pytest.mark.parametrize(
    ("dtype", "error", "options", "passes"),
    [
        (np.float64, 1e-8, {}, True),
        (np.float64, 1e-6, {}, False),
        (np.float32, 1e-5, {}, True),
        (np.float32, 1e-3, {}, False),
        (np.float64, 1e-3, {"rtol": 1e-2}, True),
        (np.float64, 1e-3, {"atol": 1e-2}, True),
        (np.float64, 1e-8, {"rtol": 0.0, "atol": 0.0}, False),
    ],
)
def test_tolerances_are_the_courses_or_the_checks_own(
    dtype: Any, error: float, options: Any, passes: bool
) -> None:
    def make(check: checks.Exercise) -> None:
        check.expect(np.ones(2, dtype), what="ones", **options)

    told = failure(make, lambda x: np.asarray(x, float) + error, lambda x: np.asarray(x, float))
    assert passes == (told == "")

    def state(check: checks.Exercise) -> None:
        check.equals(np.ones(2), np.ones(2, dtype), what="ones", **options)

    assert passes == (failure(state, lambda x: np.asarray(x, float) + error) == "")


def test_strict_makes_numpys_warnings_the_learners_errors_but_not_the_references() -> None:
    def make(check: checks.Exercise) -> None:
        check.expect(np.zeros(1), what="zeros")

    def divides(x: Any) -> Any:
        return 1 / x

    assert failure(make, divides, divides) == ""
    assert "it raised FloatingPointError in your line `return 1 / x`" in failure(
        make, divides, divides, strict=True
    )


def test_learner_and_reference_get_copies_of_the_same_input() -> None:
    def spoils(x: np.ndarray) -> Any:
        result = x * 2.0
        x[:] = 99.0
        return result

    x = X.copy()
    assert failure(lambda check: check.expect(x, what="x"), twice, spoils) == ""
    assert x.tolist() == X.tolist()


def broken_reference(x: Any) -> Any:
    raise ValueError("of the reference")


def ending_reference(x: Any) -> Any:
    raise SystemExit


@pytest.mark.parametrize(
    "reference",
    [broken_reference, ending_reference, lambda x: {1}],
    ids=["raises", "ends the program", "no plain data"],
)
def test_a_reference_that_fails_is_nobodys_failed_check(reference: Any) -> None:
    with pytest.raises(checks.BrokenTest, match=r"the reference of chapter\.f failed on 'two numbers'"):
        failure(expect_x, twice, reference)
    assert not issubclass(checks.BrokenTest, checks.CheckFailed)


def test_a_function_that_changes_its_argument_changes_a_copy_of_the_references() -> None:
    def emptied(x: Any) -> float:
        total = float(x.sum())
        x[...] = 0
        return total

    def twice_the_total(f: Any, x: Any) -> float:
        return float(f(x) + f(x))

    assert calling.value(twice_the_total, calling.Call((emptied, np.ones(3)), {})) == 6.0


def test_expecting_without_a_reference_is_the_authors_error() -> None:
    with pytest.raises(TypeError, match=r"exercise\('chapter\.f'\) has no reference"):
        failure(expect_x, twice)


def test_an_error_of_the_test_itself_is_not_hidden_by_failed_checks() -> None:
    def make(check: checks.Exercise) -> None:
        check.equals(0, 1, what="one")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failure(make, twice)


def test_no_check_at_all_passes_and_counts_as_none() -> None:
    with open_exercise(twice) as check:
        pass
    assert check.checks == 0


def test_inputs_are_random_for_the_student_and_the_same_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(name: str) -> list[float]:
        return open_exercise(twice, name=name).rng.normal(size=3).tolist()

    public = draw("chapter.f")
    assert draw("chapter.f") == public
    assert draw("chapter.g") != public
    monkeypatch.setenv("AUTOGRADER_SEED_KEY", "of a student")
    assert draw("chapter.f") != public


SECRET = np.array([1234.5678, -8765.4321])


def quotes(x: Any) -> Any:
    raise ValueError(repr(x), x.tolist())


def quotes_in_a_type(x: Any) -> Any:
    raise KeyError(x.tolist())


def returns_a_string(x: Any) -> Any:
    return repr(x.tolist())


def prints_and_returns_nothing(x: Any) -> Any:
    print(x.tolist())


@pytest.mark.parametrize(
    "function",
    [quotes, quotes_in_a_type, returns_a_string, prints_and_returns_nothing, lambda x: x, lambda x: x * 9],
)
def test_no_message_shows_a_hidden_input_or_an_expected_value(function: Any) -> None:
    told = failure(lambda check: check.expect(SECRET, what="secret numbers"), function, twice)
    assert told
    for number in [*SECRET, *twice(SECRET)]:
        assert str(abs(number)) not in told


def test_ipython_shows_the_message_and_no_line_of_the_hidden_tests() -> None:
    assert checks.CheckFailed("f: told")._render_traceback_() == ["f: told"]
    assert issubclass(checks.CheckFailed, AssertionError)


@pytest.mark.parametrize("earned", [0, 1.5, 2, np.float32(0.5)])
def test_a_score_within_bounds_is_shown_as_a_float(earned: Any) -> None:
    assert type(checks.score(earned, of=2)) is float
    assert checks.score(earned, of=2) == earned


@pytest.mark.parametrize("earned", [-0.1, 2.1, float("nan"), float("inf")])
def test_a_score_out_of_bounds_is_refused(earned: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 2"):
        checks.score(earned, of=2)


def check_pad2d(check: checks.Exercise) -> None:
    check.expect(np.ones((2, 3)), (0, 1, 2, 3), what="an uneven frame")
    check.expect(np.ones((2, 2)), (1, 1, 1, 1), 2.0, what="an even frame")
    check.expect(np.ones((2, 2)), (0, 0, 0, 0), what="no frame", fresh=True)
    check.raises(ValueError, np.ones(3), (1, 1, 1, 1), what="x with one axis")


def pad2d(x: Any, pad: Any, value: float = 0.0) -> Any:
    x = np.asarray(x, float)
    if x.ndim < 2:
        raise ValueError
    top, bottom, left, right = pad
    return np.pad(x, ((top, bottom), (left, right)), constant_values=value)


class TestHints:
    """Whoever makes a known mistake is told so, where the course's solutions are at hand."""

    @pytest.fixture
    def solutions(self, repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setenv(recognise.SOLUTIONS_VARIABLE, str(repository / "solutions"))
        return repository / "solutions"

    @staticmethod
    def torch_order(x: Any, pad: Any, value: float = 0.0) -> Any:
        left, right, top, bottom = pad
        return pad2d(x, (top, bottom, left, right), value)

    def told(self, function: Any) -> str:
        return failure(check_pad2d, function, pad2d, name="padding.pad2d")

    def test_behaving_like_a_known_mistake_adds_its_hint(self, solutions: Path) -> None:
        known = mistakes.load(solutions / "padding" / "mistakes.py")
        hint = next(m.hint for m in known if (m.function, m.name) == ("pad2d", "torch_order"))
        message, _, added = self.told(self.torch_order).partition("\nHint: ")
        assert message.startswith("pad2d: 1 of 4 checks failed. First: an uneven frame: ")
        assert added == hint

    def test_without_the_solutions_there_is_no_hint(self) -> None:
        assert recognise.SOLUTIONS_VARIABLE not in os.environ
        assert "Hint" not in self.told(self.torch_order)

    @pytest.mark.parametrize(
        "differently",
        [
            lambda x, pad, value=0.0: TestHints.torch_order(x, pad, value) + (value == 2.0),
            lambda x, pad, value=0.0: TestHints.torch_order(x, pad, value) if np.ndim(x) > 1 else None,
            lambda x, pad, value=0.0: (TestHints.torch_order(x, pad, value), x.fill(0))[0],
            lambda x, pad, value=0.0: TestHints.torch_order(x, pad, value) if any(pad) else x,
            lambda x, pad, value=0.0: [TestHints.torch_order(x, pad, value)],
            lambda x, pad, value=0.0: x.shape[5],
        ],
        ids=[
            "in one value",
            "in what it refuses",
            "in what it changes",
            "in what it shares",
            "in type",
            "by raising",
        ],
    )
    def test_behaving_differently_in_anything_gets_no_hint(self, solutions: Path, differently: Any) -> None:
        told = self.told(differently)
        assert told
        assert "Hint" not in told

    def test_a_right_answer_passes_and_a_stub_gets_no_hint(self, solutions: Path) -> None:
        assert self.told(pad2d) == ""
        assert "Hint" not in self.told(stub)

    def test_mistakes_of_another_exercise_or_chapter_are_not_tried(self, solutions: Path) -> None:
        for name in ("padding.frame", "missing.pad2d"):
            assert "Hint" not in failure(check_pad2d, self.torch_order, pad2d, name=name)

    def test_rounding_does_not_hide_a_known_mistake(self, solutions: Path) -> None:
        told = self.told(lambda *arguments: self.torch_order(*arguments) * (1 + 1e-12))
        assert "\nHint: " in told
