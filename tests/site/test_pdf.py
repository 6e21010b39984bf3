"""The book as a PDF: complete, with an outline, and links that lead within it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course_site import chromium
from course_site.printing import article, from_site, page_names, place
from pypdf import PdfReader
from pypdf.generic import Destination

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.xdist_group("pdf")


@pytest.fixture(scope="module")
def book(site: Path) -> PdfReader:
    """Return the book, printed from the built site."""
    if chromium.program() is None:
        pytest.skip("no Chromium on this machine: install the system's package `chromium`")
    printed = subprocess.run(
        [ROOT / "scripts" / "pdf", "--no-build"], capture_output=True, text=True, timeout=120
    )
    assert printed.returncode == 0, printed.stderr
    return PdfReader(printed.stdout.strip().removeprefix("pdf: "))


@pytest.fixture(scope="module")
def texts(book: PdfReader) -> list[str]:
    """Return what each page says, with single spaces; of formulas pypdf sees nothing in this way."""
    return [squeezed(page.extract_text()) for page in book.pages]


@pytest.fixture(scope="module")
def text(texts: list[str]) -> str:
    """Return all that the book says."""
    return " ".join(texts)


def squeezed(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def titles(outline: Sequence[object], depth: int = 0) -> list[tuple[int, str]]:
    """Return the depth and title of each entry of an outline."""
    found: list[tuple[int, str]] = []
    for entry in outline:
        if isinstance(entry, Destination):
            found.append((depth, str(entry.title)))
        elif isinstance(entry, list):
            found += titles(entry, depth + 1)
    return found


def test_outline_has_chapters_sections_and_exercises(book: PdfReader) -> None:
    outline = titles(book.outline)
    for entry in [(0, "6 Padding"), (1, "Two losses"), (0, "Padding: exercises"), (0, "Glossary")]:
        assert entry in outline
    assert (1, "6.2 padding_for: how much") in outline
    assert len([title for depth, title in outline if depth == 0]) == len(page_names(ROOT / "book/_toc.yml"))


def test_text_has_headings_and_exercises(text: str) -> None:
    for heading in ("A window, in one minute", "The PyTorch twin", "Map of the course", "Symbols"):
        assert heading in text
    for function in ("pad2d", "padding_for", "pad1d", "window_counts", "conv2d_same"):
        assert function in text
    assert "패딩" in text


def test_formulas_are_printed(book: PdfReader, texts: list[str]) -> None:
    (number,) = [n for n, text in enumerate(texts) if "So all the padding together must be" in text]
    page = book.pages[number].extract_text(extraction_mode="layout")
    assert "Hout = H + pt + pb" in squeezed(page)


def test_answers_and_explorers_tables_are_printed(text: str) -> None:
    assert "Two row positions times two column positions" in text  # the answer to the first question
    assert text.count("Explorer:") >= 1


def test_links_lead_within_the_book(book: PdfReader) -> None:
    addresses = [
        str(note.get_object()["/A"]["/URI"])
        for page in book.pages
        for note in page.get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert addresses
    assert not [address for address in addresses if address.startswith("file:")]


def test_book_is_tagged_and_has_a_title(book: PdfReader) -> None:
    assert book.root_object["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert str(book.root_object["/Lang"]) == "en"
    assert book.metadata
    assert book.metadata.title == "Deep Learning from First Principles"


def test_missing_chromium_is_named(tmp_path: Path) -> None:
    for program in ("bash", "env", "dirname"):
        found = shutil.which(program)
        assert found
        os.symlink(found, tmp_path / program)
    printed = subprocess.run(
        [ROOT / "scripts" / "pdf"], capture_output=True, text=True, env={"PATH": str(tmp_path)}
    )
    assert printed.returncode == 1
    assert printed.stderr.startswith("pdf: Chromium is missing: install the system's package chromium")


PAGE = """<article class="bd-article"><section id="a"><h1>A<a class="headerlink" href="#a">#</a></h1>
<details><summary aria-controls="b">more</summary><p id="b">text</p></details>
<a href="other.html#b">in</a> <a href="../genindex.html">out</a> <a href="#b">here</a>
<a href="https://example.org/x">far</a> <img src="../_images/x.svg"></section></article>"""


def test_pages_side_by_side_keep_their_names_apart() -> None:
    page = BeautifulSoup(PAGE, "html.parser")
    text = article(page, "book/one", {"book/one", "book/other"}, "../html")
    links = [link.get("href") for link in text.select("a")]
    assert links == ["#book-other.b", None, "#book-one.b", "https://example.org/x"]
    assert text.select_one("details[open] summary[aria-controls='book-one.b']")
    assert text.select_one("img[src='../html/_images/x.svg']")
    assert text["id"] == place("book/one", "")


def test_addresses_elsewhere_stay() -> None:
    assert from_site("data:x", "book/a", "../html") == "data:x"
    assert from_site("../_static/a.css?v=1", "book/a", "../html") == "../html/_static/a.css?v=1"


def test_pages_come_in_the_order_of_the_contents(tmp_path: Path) -> None:
    toc = tmp_path / "_toc.yml"
    toc.write_text(
        "root: r\nparts: [{chapters: [{file: a, sections: [{file: b}]}]}, {chapters: [{file: c}]}]"
    )
    assert page_names(toc) == ["r", "a", "b", "c"]
