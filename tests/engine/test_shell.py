"""The student's shell takes short cuts that IPython does not take: they lead to the same place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from autograder.student.shell import Transformer

# What lines of IPython's language and of Python's are made of.
PARTS = [
    *("%time f(1)", "!ls", "?", "??", "x", " = ", "=", "\\\n", "\n", "    ", "\t", "if x:\n", "f", "(", ")"),
    *(
        ",f a b",
        ";f a b",
        "/f 1 2",
        "%",
        "!",
        "!=",
        " % ",
        "# why?\n",
        "'a?'",
        '"""',
        "'",
        "\x0c",
        "\u2028",
        ";",
    ),
    *("%%time\n", ">>> ", "In [1]: ", "a.b", "λ", "await g()", "[", "]", "1", "@", "\r"),
]


@pytest.mark.filterwarnings("ignore:`make_tokens_by_line` received a list")  # of lines that end with U+2028
@given(st.lists(st.sampled_from(PARTS), max_size=12).map("".join))
@example("x = %time f(1)")
@example("lines = \\\n  !ls")
@example("a = (b\n%c)")
@example("print?")
@example("if x:\n    !ls\n    y = 1")
@example("x\x0c%time 1")
def test_a_cell_becomes_the_python_that_ipython_makes_of_it(cell: str) -> None:
    def transformed(manager: Callable[[], TransformerManager]) -> str:
        try:
            return str(manager().transform_cell(cell))
        except SyntaxError as error:
            return repr(error)

    assert transformed(Transformer) == transformed(TransformerManager)
