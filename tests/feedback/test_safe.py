"""Text, code, Markdown and pictures of students', one at a time."""

from __future__ import annotations

import base64

import pytest

from autograder.feedback import safe


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x1b\\", "link"),
        ("10%\r50%\r100%\n", "100%\n"),
        ("a\r\nb", "a\nb"),
        ("left\u202eright\x00", "left\ufffdright\ufffd"),
        ("no\xa0break\ttab 합성곱", "no break\ttab 합성곱"),
        ("\ud800", "\ufffd"),
    ],
)
def test_text_is_what_a_reader_sees(written: str, shown: str) -> None:
    assert safe.text(written) == shown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("'/home/ada/course/data.csv'", "'data.csv'"),
        ("/tmp/ipykernel_12/3.py:1: UserWarning", "3.py:1: UserWarning"),
        ("1/2/3, a/b, /x, http://a.b/c/d", "1/2/3, a/b, /x, http://a.b/c/d"),
    ],
)
def test_of_a_path_only_the_file_is_left(written: str, shown: str) -> None:
    assert safe.without_paths(written) == shown


def test_markdown_is_formatted_and_html_in_it_is_text() -> None:
    assert safe.markdown("**a** `b` <b>") == "<p><strong>a</strong> <code>b</code> &lt;b&gt;</p>\n"
    assert "<h2>a</h2>" in safe.markdown("# a"), "below the title of the page"
    formula = safe.markdown("$x_0 * x_1$ costs $5 or $6")
    assert "<code>x_0 * x_1</code>" in formula
    assert "costs $5 or $6" in formula
    assert safe.markdown("![a *b*](http://x/y.png)") == "<p>[picture: a *b*]</p>\n"


def test_a_message_keeps_its_code_and_its_lines() -> None:
    assert safe.message("read `pad` <b>\nat /a/b/c.py") == "read <code>pad</code> &lt;b&gt;\nat c.py"


def test_pictures_are_png_or_jpeg() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n...").decode()
    assert safe.picture("image/png", png[:9] + "\n" + png[9:]) == f"data:image/png;base64,{png}"
    assert safe.picture("image/jpeg", png) is None
    assert safe.picture("image/svg+xml", png) is None
    assert safe.picture("image/png", base64.b64encode(b"<svg>").decode()) is None
    assert safe.picture("image/png", png + '" onerror="x') is None
    large = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(safe.LARGEST_PICTURE)).decode()
    assert safe.picture("image/png", large) is None
