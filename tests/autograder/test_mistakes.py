"""Known mistakes and alternatives: how they are marked, loaded and turned into a learner's cell."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from autograder import mistakes, source
from autograder.errors import UserError

HEAD = "from autograder.mistakes import alternative, mistake\n\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "chapter" / "mistakes.py"
    path.parent.mkdir(exist_ok=True)
    path.write_text(HEAD + text, "utf-8")
    return path


MARKED = """
def helper(x):
    return x

@mistake(loses=["visible", "hidden"], belief="Less is more.", hint="Add it.")
def f__half(x):
    return x / 2

@alternative("a sum")
def f__sum(x):
    return x + x

@mistake(
    loses=["hidden"],
    belief="Never.",
    hint="Look "
    "again.",
)
def g__many_lines(
    x,  # f__half
    *, key=(1, 2),
) -> int:
    text = '''
  not indented
'''
    return len(text)
"""


def test_mistakes_and_alternatives_are_loaded_in_the_order_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, MARKED)
    half, many_lines = mistakes.load(path)
    assert (half.function, half.name, half.belief, half.hint) == ("f", "half", "Less is more.", "Add it.")
    assert half.loses == ("visible", "hidden")
    assert half.run(4) == 2
    assert (many_lines.function, many_lines.name, many_lines.hint) == ("g", "many_lines", "Look again.")
    (right,) = mistakes.load_alternatives(path)
    assert (right.function, right.name, right.how) == ("f", "sum", "a sum")


def test_the_text_of_a_mistake_defines_the_graded_function_and_does_the_same(tmp_path: Path) -> None:
    half, many_lines = mistakes.load(write(tmp_path, MARKED))
    for known, argument in ((half, 4), (many_lines, 0)):
        namespace: dict[str, Any] = {}
        exec(known.source, namespace)
        assert set(namespace) - {"__builtins__"} == {known.function}
        assert namespace[known.function](argument) == known.run(argument)
    assert "@" not in half.source


def test_a_mistake_may_call_itself(tmp_path: Path) -> None:
    text = (
        '@mistake(loses=["hidden"], belief="", hint="")\ndef f__deep(n):\n    return n and f__deep(n - 1)\n'
    )
    (deep,) = mistakes.load(write(tmp_path, text))
    namespace: dict[str, Any] = {}
    exec(deep.source, namespace)
    assert namespace["f"](3) == deep.run(3) == 0


def test_a_chapter_without_the_file_has_no_known_mistakes(tmp_path: Path) -> None:
    assert mistakes.load(tmp_path / "mistakes.py") == ()
    assert mistakes.load_alternatives(tmp_path / "mistakes.py") == ()


def test_a_file_is_imported_once(tmp_path: Path) -> None:
    counter = tmp_path / "imports.txt"
    path = write(tmp_path, MARKED + f"\nwith open({str(counter)!r}, 'a') as file:\n    file.write('x')\n")
    assert mistakes.load(path) is mistakes.load(path)
    mistakes.load_alternatives(path)
    assert counter.read_text() == "x"


@pytest.mark.parametrize("loses", [[], ["all"], ["visible", "public"]])
def test_a_mistake_must_name_the_cells_it_loses(loses: list[str]) -> None:
    with pytest.raises(UserError, match="name one or both of 'visible', 'hidden'"):
        mistakes.mistake(loses=loses, belief="", hint="")


@pytest.mark.parametrize("name", ["f", "f__", "__f", "f_half"])
@pytest.mark.parametrize(
    "mark", [mistakes.mistake(loses=["hidden"], belief="", hint=""), mistakes.alternative("")]
)
def test_a_marked_function_is_named_function__what(name: str, mark: Any) -> None:
    def function() -> None:
        pass

    function.__name__ = name
    with pytest.raises(UserError, match=f"{name} must be named function__what"):
        mark(function)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("import a_module_that_nobody_has", "cannot be imported: ModuleNotFoundError: No module named"),
        ("x = 1 / 0", "cannot be imported: ZeroDivisionError: division by zero"),
        ("x = = 1", "cannot be imported: SyntaxError: invalid syntax"),
        ("x = '\0'", "cannot be imported: (SyntaxError|ValueError): "),  # by the version of Python
        (
            '@mistake(loses=[], belief="", hint="")\ndef f__x(): pass',
            r": @mistake\(loses=\[\]\): name one or both",
        ),
        ('@alternative("")\ndef f(): pass', ": f must be named function__what"),
        (MARKED + "\ndef helper(y):\n    pass\n", ": helper is defined twice; the second hides the first"),
    ],
    ids=["import", "error", "syntax", "null byte", "decorator", "name", "twice"],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason(tmp_path: Path, text: str, reason: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UserError, match=reason) as caught:
        mistakes.load(path)
    assert str(caught.value).startswith(str(path))


def chapters(repository: Path) -> list[Path]:
    return sorted((repository / "solutions").glob("*/mistakes.py"))


def test_every_exercise_of_the_course_has_four_mistakes_and_three_alternatives(
    repository: Path,
) -> None:
    assert chapters(repository)
    for path in chapters(repository):
        read = source.read(path.with_name(f"{path.parent.name}.py"))
        for exercise in read.exercises:
            wrong = [m for m in mistakes.load(path) if m.function == exercise.function]
            right = [a for a in mistakes.load_alternatives(path) if a.function == exercise.function]
            assert len(wrong) >= 4
            assert len(right) >= 3


def test_every_known_answer_of_the_course_is_one_function_with_the_signature_of_the_solution(
    repository: Path,
) -> None:
    for path in chapters(repository):
        read = source.read(path.with_name(f"{path.parent.name}.py"))
        signatures = {}
        for exercise in read.exercises:
            definition = ast.parse(exercise.solution.source).body[0]
            assert isinstance(definition, ast.FunctionDef)
            signatures[exercise.function] = ast.unparse(definition.args)
        answers: list[mistakes.Mistake | mistakes.Alternative] = []
        for known in [*answers, *mistakes.load(path), *mistakes.load_alternatives(path)]:
            (definition,) = ast.parse(known.source).body
            assert isinstance(definition, ast.FunctionDef)
            assert (definition.name, ast.unparse(definition.args)) == (
                known.function,
                signatures[known.function],
            )


def test_the_hints_of_an_exercise_are_sentences_and_all_different(repository: Path) -> None:
    for path in chapters(repository):
        known = mistakes.load(path)
        assert all(m.hint.endswith((".", "?", ".)")) and m.belief.endswith(".") for m in known)
        assert len({(m.function, m.hint) for m in known}) == len(known)
