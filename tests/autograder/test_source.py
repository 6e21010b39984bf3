"""A chapter's source: what is read from it, and a complaint with path and line for each rule it breaks."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder import source
from autograder.errors import UserError


def line_of(text: str, beginning: str) -> int:
    """The number of the first line that begins so."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(beginning))


def test_a_source_is_read_in_order(tiny: Any) -> None:
    read = source.read(tiny.source())
    text = tiny.source().read_text("utf-8")
    assert (read.chapter, read.path) == ("tiny", tiny.source())
    assert [(cell.role, cell.name, cell.grade_id, cell.points) for cell in read.cells] == [
        ("text", "", "text-0", 0),
        ("given", "setup", "setup", 0),
        ("text", "", "text-2", 0),
        ("solution", "double", "double", 0),
        ("visible", "double", "double-visible", 1),
        ("hidden", "double", "double-hidden", 2),
    ]
    assert [text.split("\n")[cell.line - 1][:4] for cell in read.cells] == ["# %%"] * 6
    assert [cell.name for cell in read.given] == ["setup"]
    (exercise,) = read.exercises
    assert (exercise.function, exercise.difficulty, exercise.points) == ("double", 2, 3)
    assert (exercise.solution, exercise.visible, exercise.hidden) == read.cells[3:]
    assert exercise.hidden_checks == 3
    assert exercise.coverage == "random numbers; integers; a negative number"


def test_every_source_of_the_course_keeps_the_rules(repository: Path) -> None:
    paths = [p for p in (repository / "solutions").glob("*/*.py") if p.stem == p.parent.name]
    assert paths
    for path in paths:
        assert source.read(path).exercises


SOLUTION = '# %% solution="double" difficulty=2'
HIDDEN = '# %% hidden="double" points=2'
VISIBLE = '# %% visible="double" points=1'
GIVEN = '# %% given="setup"'
DOCSTRING = '    """Twice x.\n\n    x: array (n,).\n    Returns a float array (n,).\n    """\n'
CODE = "import numpy as np\n\n# %% [markdown]"

WORDS = """
# %% [markdown] manual="why" points=4
# In your own words:
#
# ### BEGIN SOLUTION
# Because 2 is even.
# ### END SOLUTION
"""


def test_an_answer_in_words_is_a_cell_of_its_own(tiny: Any) -> None:
    before = source.read(tiny.source())
    tiny.source().write_text(tiny.source().read_text("utf-8") + WORDS, "utf-8")
    read = source.read(tiny.source())
    assert before.manual == ()
    assert read.cells[:-1] == before.cells
    assert read.exercises == before.exercises
    assert read.manual == read.cells[-1:]
    (why,) = read.manual
    assert (why.role, why.name, why.grade_id, why.points) == ("manual", "why", "why", 4)
    assert why.source.startswith("In your own words:\n\n### BEGIN SOLUTION\nBecause")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("points=4", "points=0", "points=0: a whole number, at least 1"),
        ("points=4", 'points="4"', "points='4': a whole number, at least 1"),
        (" points=4", "", "manual= takes points beside its name, not nothing"),
        ('manual="why"', 'manual="Why"', "manual='Why': the name must be made of small letters"),
        ('manual="why"', 'manual="double"', "a second cell with the grade_id 'double'; the first is at line"),
        (
            'manual="why" points=4',
            'points="4"',
            "a Markdown cell that is no prose and no answer; mark it manual=",
        ),
        ("# ### END SOLUTION\n", "", "a manual cell needs `### BEGIN SOLUTION` and, after it, `### END"),
        ("[markdown] ", "", "a code cell without a role; mark it given="),
    ],
)
def test_a_broken_answer_in_words_is_named_with_path_and_line(
    tiny: Any, old: str, new: str, rule: str
) -> None:
    assert WORDS.count(old) == 1
    text = tiny.source().read_text("utf-8")
    tiny.source().write_text(text + WORDS.replace(old, new), "utf-8")
    with pytest.raises(UserError) as caught:
        source.read(tiny.source())
    line = text.count("\n") + 2
    assert str(caught.value).startswith(f"{tiny.source()}:{line}: {rule}")


BROKEN = {
    "a code cell without a role": (
        GIVEN,
        '# %% title="setup"',
        "# %% title",
        "a code cell without a role; mark it given=, open=, solution=, visible= or hidden= with its name",
    ),
    "a role without a name": (GIVEN, "# %% given", "# %% given", "a code cell without a role"),
    "two roles": (
        VISIBLE,
        VISIBLE + ' hidden="double"',
        VISIBLE,
        "a code cell without a role",
    ),
    "a name in capitals": (
        GIVEN,
        '# %% given="Setup"',
        "# %% given",
        "given='Setup': the name must be",
    ),
    "a name that is no text": (GIVEN, "# %% given=3", "# %% given", "given=3: the name must be made of"),
    "an unknown key": (
        GIVEN,
        GIVEN + " points=1",
        GIVEN,
        "given= takes nothing beside its name, not points",
    ),
    "a missing key": (
        VISIBLE,
        '# %% visible="double"',
        "# %% visible",
        "visible= takes points beside its name, not nothing",
    ),
    "two cells of one grade_id": (
        "# ## `double`",
        '# ## `double`\n\n# %% given="double"\nx = 1',
        SOLUTION,
        "a second cell with the grade_id 'double'; the first is at line 10",
    ),
    "no marker of a solution": (
        "    ### BEGIN SOLUTION\n    return np.asarray(x, dtype=np.float64) * 2\n    ### END SOLUTION\n",
        "    return x\n",
        SOLUTION,
        "a solution cell needs `### BEGIN SOLUTION` and, after it, `### END SOLUTION`, once each",
    ),
    "a marker twice": (
        "    ### END SOLUTION\n",
        "    ### END SOLUTION\n    ### END SOLUTION\n",
        SOLUTION,
        "a solution cell needs `### BEGIN SOLUTION`",
    ),
    "markers the wrong way round": (
        "    ### BEGIN SOLUTION\n    return np.asarray(x, dtype=np.float64) * 2\n    ### END SOLUTION\n",
        "    ### END SOLUTION\n    return x\n    ### BEGIN SOLUTION\n",
        SOLUTION,
        "a solution cell needs `### BEGIN SOLUTION`",
    ),
    "no markers of hidden tests": (
        "### END HIDDEN TESTS\n",
        "",
        HIDDEN,
        "a hidden cell needs `### BEGIN HIDDEN TESTS` and, after it, `### END HIDDEN TESTS`, once each",
    ),
    "hidden tests in a visible cell": (
        'assert double(np.array([1.0, 2.0])).tolist() == [2, 4], "twice 1 2 is 2 4"',
        "### BEGIN HIDDEN TESTS\nassert 1\n### END HIDDEN TESTS",
        VISIBLE,
        "`### BEGIN HIDDEN TESTS` belongs in a hidden cell, this is a visible cell",
    ),
    "a solution in a given cell": (
        CODE,
        "### BEGIN SOLUTION\nx = 1\n### END SOLUTION\n\n# %% [markdown]",
        GIVEN,
        "`### BEGIN SOLUTION` belongs in a solution cell, this is a given cell",
    ),
    "points against the difficulty": (
        'hidden="double" points=2',
        'hidden="double" points=3',
        '# %% hidden="double"',
        "points=3, but difficulty 2 gives 2 to hidden tests",
    ),
    "visible points against the difficulty": (
        'visible="double" points=1',
        'visible="double" points=2',
        '# %% visible="double"',
        "points=2, but difficulty 2 gives 1 to visible tests",
    ),
    "a difficulty out of range": (
        "difficulty=2",
        "difficulty=6",
        "# %% sol",
        "difficulty=6: it goes from",
    ),
    "a difficulty of 0": ("difficulty=2", "difficulty=0", "# %% sol", "difficulty=0: it goes from"),
    "a difficulty in words": (
        "difficulty=2",
        'difficulty="2"',
        "# %% sol",
        "difficulty='2': it goes from",
    ),
    "a list of difficulties": (
        "difficulty=2",
        "difficulty=[2]",
        "# %% sol",
        "difficulty=[2]: it goes from",
    ),
    "no visible cell": (
        VISIBLE,
        '# %% given="nothing"',
        SOLUTION,
        "double has no cell marked visible='double'",
    ),
    "tests of nothing": (
        "# %% [markdown]\n# ## `double`",
        '# %% visible="triple" points=1\nassert 1\n\n# %% [markdown]\n# ## `double`',
        '# %% visible="triple"',
        "tests of 'triple', but no cell says solution='triple'",
    ),
    "two visible cells": (
        VISIBLE,
        VISIBLE + "\nassert 1\n\n# %%   visible='double' points=1",
        "# %%   visible",
        "a second cell with the grade_id 'double-visible'; the first is at line 22",
    ),
    "a hidden cell without its comment": (
        "# Hidden tests, 2 points, 3 checks: random numbers; integers; a\n# negative number.\n",
        "",
        HIDDEN,
        "a hidden cell begins with the comment `# Hidden tests, 2 points, N checks: what they cover.`",
    ),
    "a comment without a full stop": (
        "# negative number.",
        "# negative number",
        HIDDEN,
        "a hidden cell begins with the comment",
    ),
    "a comment with other points": (
        "# Hidden tests, 2 points",
        "# Hidden tests, 3 points",
        HIDDEN,
        "a hidden cell begins with the comment `# Hidden tests, 2 points,",
    ),
    "checks of another exercise": (
        'checks.exercise("tiny.double"',
        'checks.exercise("tiny.triple"',
        HIDDEN,
        'hidden tests are made inside `with checks.exercise("tiny.double", ...) as check:`',
    ),
    "another function in the solution": (
        "def double(x):",
        "def triple(x):",
        SOLUTION,
        "the cell must define the function double and nothing else",
    ),
    "more than the function in the solution": (
        "def double(x):",
        "import math\ndef double(x):",
        SOLUTION,
        "the cell must define the function double and nothing else",
    ),
    "no docstring": (
        DOCSTRING,
        "",
        SOLUTION,
        "double needs a docstring before `### BEGIN SOLUTION`: learners keep it",
    ),
    "a docstring within the solution": (
        DOCSTRING + "    ### BEGIN SOLUTION\n",
        "    ### BEGIN SOLUTION\n" + DOCSTRING,
        SOLUTION,
        "double needs a docstring before `### BEGIN SOLUTION`",
    ),
    "a package that students lack": (
        "import numpy as np\n\n# %% [markdown]",
        "import numpy as np, pandas.io\n\n# %% [markdown]",
        GIVEN,
        "imports pandas; a student notebook has only matplotlib, numpy, sklearn and torch",
    ),
    "the course's package, hidden in a function": (
        "    return np.asarray(x, dtype=np.float64) * 2",
        "    from autograder.wire import plain\n    return x",
        SOLUTION,
        "imports autograder; a student notebook has only",
    ),
    "no Python": ("import numpy as np", "import numpy as", "import numpy as", "not valid Python: "),
    "an open bracket": ("* 2\n", "* (2\n", "    return", "not valid Python: '(' was never closed"),
    "a magic": ("import numpy as np", "# %matplotlib inline", "# %matplotlib", "not valid Python: "),
    "code above hidden tests": (
        "### BEGIN HIDDEN TESTS",
        "import os\n### BEGIN HIDDEN TESTS",
        "import os",
        "code outside `### BEGIN HIDDEN TESTS` and `### END HIDDEN TESTS` is released to students; move it",
    ),
    "code below hidden tests": (
        "### END HIDDEN TESTS\n",
        "### END HIDDEN TESTS\n\nanswer = double(3)\n",
        "answer = ",
        "code outside `### BEGIN HIDDEN TESTS` and",
    ),
    "code in an open cell": (
        "import numpy as np\n\n# %% [markdown]",
        "def f(): ...\n\n# %% open='earlier'\n# mine\nx = 1\n\n# %% [markdown]",
        "# %% open",
        "an open cell may hold nothing but comments: it is released as it is",
    ),
    "an open cell with nothing to replace": (
        "import numpy as np\n\n# %% [markdown]",
        "x = 1\n\n# %% open='earlier'\n# mine\n\n# %% given='late'\ndef f(): ...\n\n# %% [markdown]",
        "# %% open",
        "no given cell above it defines a function that it could replace",
    ),
    "points in an open cell": (
        GIVEN,
        '# %% open="earlier" points=1',
        "# %% open",
        "open= takes nothing beside its name, not points",
    ),
    "no title": (
        "# # Tiny",
        "# Tiny",
        "# %%",
        "the first cell must be Markdown and begin with a title, `# ...`",
    ),
    "a title of lower rank": ("# # Tiny", "# ## Tiny", "# %%", "the first cell must be Markdown"),
    "a raw cell": (
        "# %% [markdown]\n# ## `double`",
        "# %% [raw]\n# ## `double`",
        "# %% [raw]",
        "a raw cell; use Markdown or code",
    ),
}


@pytest.mark.parametrize(("old", "new", "place", "rule"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_rule_is_named_with_path_and_line(
    tiny: Any, old: str, new: str, place: str, rule: str
) -> None:
    tiny.edit(old, new)
    line = line_of(tiny.source().read_text("utf-8"), place.split("\n")[0])
    with pytest.raises(UserError) as caught:
        source.read(tiny.source())
    assert str(caught.value).startswith(f"{tiny.source()}:{line}: {rule}")


def test_no_hidden_cell_is_reported_at_the_solution(tiny: Any) -> None:
    text = tiny.source().read_text("utf-8")
    tiny.source().write_text(text[: text.index(HIDDEN)], "utf-8")
    with pytest.raises(UserError, match=r"tiny\.py:10: double has no cell marked hidden='double'"):
        source.read(tiny.source())


def test_tests_that_stand_before_the_solution_are_found(tiny: Any) -> None:
    text = tiny.source().read_text("utf-8")
    start, end = text.index(VISIBLE), text.index(HIDDEN)
    moved = text[:start] + text[end:]
    moved = moved.replace(SOLUTION, text[start:end] + SOLUTION)
    tiny.source().write_text(moved, "utf-8")
    with pytest.raises(UserError, match=r":10: the visible tests of double stand before its solution"):
        source.read(tiny.source())


@pytest.mark.parametrize("first", ["x = 1\n", "# a comment\n", '"""A docstring."""\n'])
def test_text_before_the_first_marker_is_refused(tiny: Any, first: str) -> None:
    tiny.source().write_text(first + tiny.source().read_text("utf-8"), "utf-8")
    with pytest.raises(UserError, match=r"tiny\.py: text before the first cell marker"):
        source.read(tiny.source())


@pytest.mark.parametrize("marker", ['#%% given="setup"', '  # %% given="setup"', "# %%time"])
def test_a_marker_of_another_form_is_refused(tiny: Any, marker: str) -> None:
    tiny.edit(GIVEN, marker)
    with pytest.raises(UserError, match=r"a marker that is not `# %%` at the beginning of a line"):
        source.read(tiny.source())


@pytest.mark.parametrize("content", [b"", b"# %% [markdown]\n"])
def test_a_file_without_a_title_is_refused(tiny: Any, content: bytes) -> None:
    tiny.source().write_bytes(content)
    with pytest.raises(UserError, match=r"tiny\.py:1: the first cell must be Markdown"):
        source.read(tiny.source())


def test_a_file_that_is_not_utf8_is_refused(tiny: Any) -> None:
    tiny.source().write_bytes(b"# %% [markdown]\n# # T\xe9\n")
    with pytest.raises(UserError, match=r"tiny\.py: not UTF-8: "):
        source.read(tiny.source())


@given(
    blank=st.integers(0, 3),
    prose=st.lists(st.sampled_from(["", "# words", "# words\x0cand a form feed", "# a\u2028b"]), max_size=4),
    code=st.lists(
        st.sampled_from(["", "x = 1", "# a comment", "if x:\n    x = 2", 's = """\n\n"""']), max_size=4
    ),
)
def test_the_line_of_a_syntax_error_is_right(
    tmp_path_factory: pytest.TempPathFactory, blank: int, prose: list[str], code: list[str]
) -> None:
    lines = ["# %% [markdown]", "# # Title", *prose, *[""] * blank, '# %% given="setup"', "y = 1", *code]
    text = "\n".join([*lines, "here is = an error", "z = 1"])
    path = tmp_path_factory.mktemp("line") / "chapter.py"
    path.write_text(text, "utf-8", newline="\n")
    with pytest.raises(UserError) as caught:
        source.read(path)
    where = re.fullmatch(rf"{re.escape(str(path))}:(\d+): not valid Python: .*", str(caught.value))
    assert where
    assert text.split("\n")[int(where[1]) - 1] == "here is = an error"


@pytest.mark.parametrize(
    ("cell", "announced"),
    [
        ("# Hidden tests, 2 points, 14 checks: words.", (2, 14, "words")),
        ("# Hidden tests, 1 point, 1 check: a: b, (c).\n### BEGIN HIDDEN TESTS", (1, 1, "a: b, (c)")),
        ("# Hidden tests, 2 points, 3 checks: two\n# lines.\nassert 1", (2, 3, "two lines")),
        ("\n# Hidden tests, 2 points, 3 checks: words.", None),
        ("assert 1\n# Hidden tests, 2 points, 3 checks: words.", None),
        ("# Hidden tests, two points, 3 checks: words.", None),
        ("# Hidden tests, 2 points, 3 checks: .", None),
        ("# Hidden tests, 2 points, 3 checks", None),
        ("", None),
    ],
)
def test_the_comment_of_a_hidden_cell_is_read(cell: str, announced: tuple[int, int, str] | None) -> None:
    found = source.coverage(cell)
    assert (found and (found.points, found.checks, found.words)) == announced


@pytest.mark.parametrize("comment", ["", "# Optional: your own f.", "# one\n\n    # two"])
def test_an_open_cell_holds_comments_or_nothing(tiny: Any, comment: str) -> None:
    opened = f"def f(): ...\n\n# %% open='earlier'\n{comment}\n\n# %% [markdown]\n# ##"
    tiny.edit("\n# %% [markdown]\n# ##", opened)
    cell = next(cell for cell in source.read(tiny.source()).cells if cell.role == "open")
    assert (cell.name, cell.grade_id, cell.points) == ("earlier", "earlier", 0)
    assert cell.source == comment.strip()
