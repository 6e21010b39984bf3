"""Text of others must not be able to rewrite a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.terminal import columns, plain


@given(st.text(st.characters(exclude_categories=())))
def test_any_text_becomes_one_printable_line(text: str) -> None:
    assert plain(text).isprintable()
    assert len(plain(text).splitlines()) <= 1


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("two\nlines\r\nand\tmore", "two lines and more"),
        ("\x1b[2J\x1b]0;title\x07", "?[2J?]0;title?"),
        ("a\bb\x00c\x9bd", "a?b?c?d"),
        ("\u202eright to left", "?right to left"),
        ("zero\u200bwidth, \u2066isolate\u2069", "zero?width, ?isolate?"),
        ("line\u2028separator", "line separator"),
        ("\ud800", "?"),
        ("합성곱 é", "합성곱 é"),
        ("", ""),
    ],
)
def test_control_characters_are_neutralised_and_letters_kept(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_columns_line_up_and_lines_do_not_end_in_spaces() -> None:
    assert columns([["name", "n"], ["a", ""], ["longer", "10"]]) == "name    n\na\nlonger  10"
