"""Links within the site: each leads to a file that is there, and to a place that is on its page."""

from __future__ import annotations

import posixpath
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit


class _Places(HTMLParser):
    """Collects where a page leads, and the places that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.places = {"", "top"}  # the page itself, and what browsers call its top

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src") and value is not None:
                self.targets.append(value)
            elif value and (name == "id" or (tag == "a" and name == "name")):
                self.places.add(value)


def broken_links(site: Path) -> list[str]:
    """Return the links of a site that lead to nothing, each with its page; other sites are not asked."""
    pages = {
        path.relative_to(site).as_posix(): _read(path)
        for path in sorted(site.rglob("*.html"))
        if path.relative_to(site).parts[0] != "_static"  # there lie templates of the theme
    }
    broken = []
    for name, page in pages.items():
        for target in dict.fromkeys(page.targets):
            url, place = urldefrag(target)
            if urlsplit(url).scheme or url.startswith("//"):
                continue
            path = urlsplit(url).path
            goal = (
                posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
            )
            if not (site / goal).is_file():
                broken.append(f"{name}: {target}: no such file")
            elif place and goal in pages and unquote(place) not in pages[goal].places:
                broken.append(f"{name}: {target}: no such place on the page")
    return broken


def _read(path: Path) -> _Places:
    page = _Places()
    page.feed(path.read_text(encoding="utf-8"))
    return page
