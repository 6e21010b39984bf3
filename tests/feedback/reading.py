"""Reads a page as a browser does: its tags, its attributes and its text."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

# All that a page may be made of. Whatever else is in it was put there by somebody.
TAGS = """
    html head meta title style body header main section div h1 h2 h3 h4 h5 h6 p span strong em s a bdi ul ol
    li table thead tbody tr th td details summary pre code img blockquote hr br
"""
ATTRIBUTES = """
    lang charset http-equiv content name class id href title scope aria-label aria-hidden src alt start
    style tabindex
"""
STYLES = {"text-align:left", "text-align:right", "text-align:center"}  # of Markdown's table cells


class Page(HTMLParser):
    """A page.

    Attributes:
        text: all that is to be read in it.
        addresses: what it leads to or loads.
        wrong: tags and attributes that have no place in it.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.html = path.read_text("utf-8")
        self.text, self.addresses, self.wrong = "", list[str](), list[str]()
        self._in_style = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag not in TAGS.split():
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.split() or (name == "style" and value not in STYLES):
                self.wrong.append(f"{tag} {name}={value}")
            if name in ("href", "src"):
                self.addresses.append(value or "")

    def handle_data(self, data: str) -> None:
        if not self._in_style:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False
