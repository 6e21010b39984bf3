"""What every page carries in its head, and the site's first page."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

DESCRIPTION_LENGTH = 160  # what search engines show


def setup(app: Sphinx) -> None:
    """Complete each page's head, and write the site's entrance before others do (default priority 500)."""
    app.connect("html-page-context", complete_head)
    app.connect("build-finished", write_entrance, priority=400)


def complete_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the page's description, and hand the template what it needs to drop a script of the theme."""
    context["without_script"] = without_script
    if doctree is not None and 'name="description"' not in context["metatags"]:
        text = escape(description(doctree), quote=True)
        context["metatags"] += f'\n<meta name="description" content="{text}" />'


def description(doctree: nodes.document) -> str:
    """Return the page's first paragraph as plain text, cut after a whole word."""
    first = next((p for p in doctree.findall(nodes.paragraph)), None)
    text = " ".join(first.astext().split()) if first else doctree.get("title", "")
    if len(text) <= DESCRIPTION_LENGTH:
        return text
    return text[:DESCRIPTION_LENGTH].rsplit(" ", 1)[0] + " …"


def without_script(html: str, *names: str) -> str:
    """Return `html` without the script elements whose address ends in one of `names` (or `name?digest`)."""
    ends = "|".join(map(re.escape, names))
    return re.sub(rf'<script\b[^>]*\bsrc="[^"]*({ends})(\?[^"]*)?"[^>]*></script>', "", html)


def write_entrance(app: Sphinx, exception: Exception | None) -> None:
    """Write the `index.html` at the top of the site, which leads to the front page."""
    if exception is not None or app.builder.format != "html":
        return
    target = app.builder.get_target_uri(app.config.root_doc)
    page = f"""<!DOCTYPE html>
<html lang="{app.config.language}">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta http-equiv="refresh" content="0; url={target}" />
<title>{escape(app.config.html_title)}</title>
</head>
<body><main><h1><a href="{target}">{escape(app.config.html_title)}</a></h1></main></body>
</html>
"""
    Path(app.outdir, "index.html").write_text(page, encoding="utf-8")
