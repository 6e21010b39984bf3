"""The built pages as text: formulas are set, heads complete, and parts that need the network gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup


@pytest.fixture(scope="module")
def soups(site: Path, pages: list[str]) -> dict[str, BeautifulSoup]:
    """Return the parsed pages by address."""
    return {name: BeautifulSoup((site / name).read_text(encoding="utf-8"), "html.parser") for name in pages}


def test_every_formula_is_set(soups: dict[str, BeautifulSoup]) -> None:
    formulas = [formula for soup in soups.values() for formula in soup.select(".math")]
    assert formulas
    assert all(formula.select(".katex") for formula in formulas)


def test_no_formula_is_left_as_source(soups: dict[str, BeautifulSoup]) -> None:
    for name, soup in soups.items():
        for element in soup.select("pre, code, script, style, .katex"):
            element.extract()
        text = soup.get_text()
        assert not any(mark in text for mark in ("$", r"\(", r"\[", r"\begin", r"\frac")), name


def test_no_page_asks_for_mathjax_or_thebe(site: Path, pages: list[str]) -> None:
    unwanted = ("MathJax", "thebe", "cdn.jsdelivr", "unpkg", "fontawesome.js")
    for name in pages:
        html = (site / name).read_text(encoding="utf-8")
        assert not any(word in html for word in unwanted), name


def test_heads_are_complete(soups: dict[str, BeautifulSoup]) -> None:
    for name, soup in soups.items():
        assert soup.select('html[lang="en"]'), name
        assert soup.select_one("title:-soup-contains('Deep Learning')"), name
        assert soup.select('link[rel~="icon"]'), name
    for name in ("book/index.html", "exercises/padding/padding.html"):
        (description,) = soups[name].select('meta[name="description"]')
        assert 20 < len(str(description["content"])) <= 162, name


def test_fonts_of_formulas_are_woff2_and_there(site: Path) -> None:
    css = (site / "_static/katex/katex.css").read_text(encoding="utf-8")
    fonts = {p.name for p in (site / "_static/katex/fonts").iterdir()}
    assert fonts
    assert all(font.endswith(".woff2") and font in css for font in fonts)
    assert ".ttf" not in css
    assert ".woff)" not in css


def test_chapters_have_a_number_and_their_sections_have_none(soups: dict[str, BeautifulSoup]) -> None:
    padding = soups["book/padding.html"]
    assert len(padding.select("article .section-number")) == len(padding.select("h1 .section-number")) == 1
    title = padding.select_one("article h1")
    assert title is not None
    assert title.get_text().startswith("6 Padding")
    captions = [number.get_text() for number in padding.select("figcaption .caption-number")]
    assert captions[0] == "Fig. 6.1 "
    assert len(set(captions)) == len(captions)
