"""The whole book as one page, and as the PDF that Chromium prints of it. `scripts/pdf` runs this module.

It is put together from the built site, so that the PDF shows what the site shows. No script runs in it:
explorers stand as their tables, and what is folded on the site is open.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from html import escape
from itertools import chain
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from urllib.parse import unquote, urldefrag, urlsplit

import yaml  # type: ignore[import-untyped]
from bs4 import BeautifulSoup, Tag

from . import chromium

ONLY_ON_SCREEN = ".notebook-bar, .headerlink, .copybtn, script, noscript, .prev-next-footer"
BOOK = """<!DOCTYPE html>
<html lang="{language}" data-theme="light" data-mode="light">
<head>
<meta charset="utf-8" />
<title>{title}</title>
{styles}
</head>
<body class="printed-book">
<main class="bd-main"><div class="bd-content bd-article-container">
{articles}
</div></main>
</body>
</html>
"""
REFERENCES = ("for", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns")


def page_names(toc: Path) -> list[str]:
    """Return the names of the book's pages in the order of its table of contents."""
    contents = yaml.safe_load(toc.read_text(encoding="utf-8"))
    return [contents["root"], *_files(contents)]


def _files(entry: dict[str, list[dict[str, object]]]) -> Iterator[str]:
    for key in ("parts", "chapters", "sections"):
        for child in entry.get(key, []):
            if "file" in child:
                yield str(child["file"])
            yield from _files(child)  # type: ignore[arg-type]


def whole_book(site: Path, names: list[str], target: Path) -> str:
    """Return all pages as one.

    site: the folder of the built site. names: its pages, in order. target: where the page will be, from which
    it takes the site's styles and images.
    """
    to_site = relpath(site.resolve(), target.resolve().parent)
    pages = {name: read_page(site / f"{name}.html") for name in names}
    articles = [article(page, name, set(names), to_site) for name, page in pages.items()]
    articles[0].append(contents(articles[1:]))
    sheets = (stylesheets(page, name, to_site) for name, page in pages.items())
    styles = dict.fromkeys(chain.from_iterable(sheets))
    title = pages[names[0]].select_one("h1")
    assert title, "the front page has a title"
    return BOOK.format(
        language=pages[names[0]].select_one("html")["lang"],  # type: ignore[index]
        title=escape(title.get_text().strip()),
        styles="\n".join(styles),
        articles="\n".join(map(str, articles)),
    )


def read_page(path: Path) -> BeautifulSoup:
    """Return a page of the site."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def stylesheets(page: BeautifulSoup, name: str, to_site: str) -> Iterator[str]:
    """Return the links to a page's styles, as they read from the book; some pages have their own."""
    for sheet in page.select("link[rel=stylesheet]"):
        sheet["href"] = from_site(str(sheet["href"]), name, to_site)
        yield str(sheet)


def contents(articles: Iterable[Tag]) -> BeautifulSoup:
    """Return the book's table of contents, which the front page ends with."""
    titles = {str(text["id"]): text.select_one("h1") for text in articles}
    items = "".join(
        f'<li><a href="#{place}">{escape(title.get_text().strip())}</a></li>'
        for place, title in titles.items()
        if title
    )
    nav = f'<nav class="printed-contents"><h2>Contents</h2><ol>{items}</ol></nav>'
    return BeautifulSoup(nav, "html.parser")


def article(page: BeautifulSoup, name: str, names: set[str], to_site: str) -> Tag:
    """Return a page's text, ready to stand beside others: unfolded, its names and links made unique."""
    text = page.select_one("article.bd-article")
    assert text, f"{name} has no article"
    for part in text.select(ONLY_ON_SCREEN):
        part.decompose()
    for folded in text.select("details"):
        folded["open"] = ""
    for tag in text.find_all(True):
        if "id" in tag.attrs:
            tag["id"] = place(name, str(tag["id"]))
        for attribute in REFERENCES:
            if attribute in tag.attrs:
                tag[attribute] = " ".join(place(name, word) for word in _words(tag[attribute]))
        if "src" in tag.attrs:
            tag["src"] = from_site(str(tag["src"]), name, to_site)
        if tag.name == "a" and "href" in tag.attrs:
            turn_link(tag, name, names)
    text["id"] = place(name, "")
    return text


def _words(value: str | Iterable[str]) -> list[str]:
    return value.split() if isinstance(value, str) else list(value)


def place(name: str, anchor: str) -> str:
    """Return what a place on a page is called in the book, where many pages have the same names."""
    return f"{name.replace('/', '-')}.{anchor}"


def turn_link(link: Tag, name: str, names: set[str]) -> None:
    """Let a link lead within the book, or out of it; one to the site's other files becomes text."""
    url, anchor = urldefrag(str(link["href"]))
    if urlsplit(url).scheme:
        return
    goal = normpath(str(PurePosixPath(name).parent / unquote(url))).removesuffix(".html") if url else name
    if goal in names:
        link["href"] = f"#{place(goal, anchor)}"
    else:
        del link["href"]


def from_site(url: str, name: str, to_site: str) -> str:
    """Return an address that a page of the site uses, as it reads from the book."""
    if urlsplit(url).scheme or url.startswith("#"):
        return url
    return f"{to_site}/{normpath(str(PurePosixPath(name).parent / url))}"


def print_book(browser: str, page: Path, pdf: Path) -> None:
    """Print a page with Chromium: tagged for screen readers, and with an outline made of its headings."""
    footer = '<div style="width: 100%; font-size: 8px; text-align: center" class="pageNumber"></div>'
    with chromium.launched(browser) as running:
        tab = running.new_page()
        tab.goto(page.resolve().as_uri(), wait_until="load")
        tab.evaluate("document.fonts.ready")
        tab.pdf(
            path=pdf,
            prefer_css_page_size=True,
            print_background=True,
            display_header_footer=True,
            header_template="<span></span>",
            footer_template=footer,
            tagged=True,
            outline=True,
        )


def main(arguments: list[str]) -> None:
    """Print the book.

    arguments: the site, where to put the book as a page and as a PDF, and the table of contents.
    """
    site, page, pdf, toc = map(Path, arguments)
    browser = chromium.program()
    assert browser, "scripts/pdf made sure that there is one"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(whole_book(site, page_names(toc), page), encoding="utf-8")
    print_book(browser, page, pdf)
    print(f"pdf: {pdf.resolve()}")


if __name__ == "__main__":
    main(sys.argv[1:])
