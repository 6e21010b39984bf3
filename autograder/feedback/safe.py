"""Makes what a student wrote fit for a page: text that cannot act, code, formatted text and pictures.

Functions that return Markup escape everything themselves; all other text is escaped by the template.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from ipython_pygments_lexers import IPython3Lexer
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter

LARGEST_PICTURE = 2_000_000  # characters of base64

_ESCAPE_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")
_PATH = re.compile(r"(?<![\w./:])/(?:[\w.+@-]+/)+(?=[\w.+@-])")
_BACKTICKS = re.compile(r"`([^`\n]+)`")
_SIGNATURES = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


def text(written: str) -> str:
    """Text without colours, overwritten lines, and characters that are invisible or turn the line around."""
    lines = _ESCAPE_SEQUENCE.sub("", written).replace("\r\n", "\n").split("\n")
    shown = "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)
    return "".join(map(_visible, shown))


def without_paths(written: str) -> str:
    """The same text with only the last part of every absolute path: no word on whose machine it was."""
    return _PATH.sub("", written)


def cut(written: str, most: int) -> str:
    """The beginning of a text, and how much is left out."""
    if len(written) <= most:
        return written
    return f"{written[:most]}\n… and {len(written) - most:,} more characters"


def code(source: str) -> Markup:
    """Python code with coloured words."""
    return Markup(highlight(text(source), IPython3Lexer(stripnl=False), HtmlFormatter(nowrap=True)))


def markdown(source: str) -> Markup:
    """Formatted text without pictures; HTML in it is shown as it was typed. Formulas stay as TeX."""
    return Markup(_markdown().render(text(source)))


def message(written: str) -> Markup:
    """A message of the grader's: what stands between backticks is code."""
    parts = _BACKTICKS.split(without_paths(text(written)))
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if odd % 2 else Markup.escape(part)
        for odd, part in enumerate(parts)
    )


def picture(mime: str, data: str) -> str | None:
    """The address of a PNG or JPEG picture that an output holds.

    Arguments:
        mime: the type that it claims to have.
        data: base64 of the file.

    Returns:
        A data: URL; None for another type, a file of another type, or one that is too large.
    """
    signature = _SIGNATURES.get(mime)
    if signature is None or len(data) > LARGEST_PICTURE:
        return None
    try:
        contents = base64.b64decode("".join(data.split()), validate=True)
    except ValueError:
        return None
    if not contents.startswith(signature):
        return None
    return f"data:{mime};base64,{base64.b64encode(contents).decode()}"


def _visible(character: str) -> str:
    if character.isprintable() or character in "\n\t":
        return character
    return " " if character.isspace() else "\N{REPLACEMENT CHARACTER}"


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_space=False, allow_labels=False, renderer=_formula)
    parser.add_render_rule("image", _no_picture)
    parser.core.ruler.push("below the page's title", _lower_headings)
    return parser


def _formula(source: str, options: dict[str, bool]) -> str:
    return str(Markup("<code>{}</code>").format(source))


def _no_picture(renderer: RendererHTML, tokens: Sequence[Token], index: int, *rest: Any) -> str:
    return str(Markup("[picture: {}]").format(tokens[index].content))


def _lower_headings(state: StateCore) -> None:
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 1)}"
