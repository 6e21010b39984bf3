"""The modules of `course_site`, without a build."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from course_site.alt_text import images_without_alt
from course_site.assets import only_woff2
from course_site.exercises import as_download, launch_links
from course_site.katex import FormulaError, Katex
from course_site.math import display_tex
from course_site.pages import description, without_script
from docutils.core import publish_doctree


@pytest.fixture(scope="module")
def katex() -> Iterator[Katex]:
    """Return a running KaTeX."""
    process = Katex()
    yield process
    process.close()


def test_katex_sets_formulas_for_eyes_and_for_screen_readers(katex: Katex) -> None:
    html = katex.render("x^2", display=False)
    assert "<math" in html
    assert 'class="katex-html" aria-hidden="true"' in html
    assert "katex-display" not in html
    assert "katex-display" in katex.render("x^2", display=True)


@pytest.mark.parametrize("tex", [r"\frac{a", r"\nosuchcommand", "é", "가"])
def test_katex_refuses_what_is_wrong_or_doubtful(katex: Katex, tex: str) -> None:
    with pytest.raises(FormulaError):
        katex.render(tex, display=True)
    assert katex.render("x", display=False)  # the process goes on


def test_katex_takes_korean_words(katex: Katex) -> None:
    assert "손실" in katex.render(r"\text{손실}", display=False)


@pytest.mark.parametrize(
    ("tex", "expected"),
    [
        ("a = b", "a = b"),
        (r"a &= b \\ c &= d", r"\begin{split}a &= b \\ c &= d\end{split}"),
        (r"\begin{align} a \\ b \end{align}", r"\begin{align*} a \\ b \end{align*}"),
        (r"\begin{align*} a \end{align*}", r"\begin{align*} a \end{align*}"),
        (r"\begin{cases} a \\ b \end{cases}", r"\begin{cases} a \\ b \end{cases}"),
    ],
)
def test_display_tex_leaves_numbers_to_sphinx(tex: str, expected: str) -> None:
    assert display_tex(tex) == expected


def test_only_woff2_keeps_the_newest_format() -> None:
    css = 'src:url(f/A.woff2) format("woff2"),url(f/A.woff) format("woff"),url(f/A.ttf) format("truetype")'
    assert only_woff2(css) == 'src:url(f/A.woff2) format("woff2")'


def test_images_without_alt() -> None:
    html = '<img src="a.png"><img src="b.png" alt="b"><IMG src="c.png"><img alt="" src="d.png">'
    assert images_without_alt(html) == ['<img src="a.png">', '<IMG src="c.png">']


SERVICES = {
    "colab_url": "https://colab.example/",
    "binderhub_url": "https://binder.example",
    "jupyterhub_url": "https://hub.example",
    "notebook_interface": "jupyterlab",
}


def test_launch_links_open_the_notebook_of_the_repository() -> None:
    links = launch_links(SERVICES, "https://github.com/us/course/", "main", "exercises/a/a.ipynb")
    assert dict(links) == {
        "Colab": "https://colab.example/github/us/course/blob/main/exercises/a/a.ipynb",
        "Binder": "https://binder.example/v2/gh/us/course/main?urlpath=lab/tree/exercises/a/a.ipynb",
        "JupyterHub": "https://hub.example/hub/user-redirect/git-pull?repo=https%3A//github.com/us/course"
        "&branch=main&urlpath=lab/tree/course/exercises/a/a.ipynb",
    }


def test_launch_links_leave_out_what_is_not_there() -> None:
    elsewhere = launch_links(SERVICES, "https://git.example/us/course", "main", "a.ipynb")
    assert [link.text for link in elsewhere] == ["Binder", "JupyterHub"]  # Colab opens GitHub only
    assert "/v2/git/https%3A%2F%2Fgit.example%2Fus%2Fcourse/main?" in elsewhere[0].url
    assert launch_links({"colab_url": ""}, "https://github.com/us/course", "main", "a.ipynb") == []


def test_download_holds_the_file(tmp_path: Path) -> None:
    notebook = tmp_path / "a.ipynb"
    notebook.write_bytes(b'{"cells": []}')
    name, url = as_download(notebook)
    assert name == "a.ipynb"
    assert b64decode(url.partition(",")[2]) == notebook.read_bytes()


def test_description_is_the_first_paragraph_cut_after_a_word() -> None:
    page = publish_doctree("Title\n=====\n\nOne *line*\nof text.\n\nMore.")
    assert description(page) == "One line of text."
    long = description(publish_doctree("word " * 100))
    assert len(long) <= 162
    assert long.endswith("word …")


def test_without_script_takes_one_script_out() -> None:
    html = '<script defer src="_static/a.js?digest=1"></script><script src="_static/b.js"></script>'
    assert without_script(html, "a.js", "b.js") == ""
    assert without_script(html, "a.js") == '<script src="_static/b.js"></script>'


def test_table_heads_and_choices_have_a_word(build_pages: Callable[..., tuple[Path, list[str]]]) -> None:
    tables = "# Page\n\n| rate $x$ | factor |\n|---|---|\n| $a$ | |\n\n| | $y$ |\n|---|---|\n| a | b |\n"
    question = "\n```{questions} a.yml\n```\n"
    choices = (
        "- {id: a, kind: single, ask: Which, answers: [{right: $1$, why: Yes.}, {wrong: a $2$, why: No.}]}"
    )
    _, warnings = build_pages(
        "elements", "questions", "names", files={"page.md": tables + question, "a.yml": choices}
    )
    assert [line.partition(": WARNING: ")[2].partition(" without")[0] for line in warnings] == [
        "table head",
        "table head",
        "choice",
    ]
    assert {line.partition(":")[0] for line in warnings} == {"page.md"}
