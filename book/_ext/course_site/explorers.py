"""Explorers: small interactive drawings, each a custom element of `book/_static/explorers`.

    ```{explorer} frame
    :kernel: 4
    :mode: same
    ```

places one; its options are the starting values. A table of the same facts is written beside it for readers
without JavaScript, for print and for other formats. The element's own modules check the options and compute
the table, in node: the arithmetic stands in one place.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .katex import NODE
from .modules import as_script

logger = logging.getLogger(__name__)

SOURCES = Path(__file__).parents[2] / "_static" / "explorers"
WORKER = Path(__file__).with_name("explorers_worker.mjs")
SCRIPT = "explorers.js"


class ExplorerError(ValueError):
    """An explorer that does not exist, or an option that it does not take; the message says why."""


class PlacedExplorer(nodes.General, nodes.Element):  # type: ignore[misc]  # docutils has no types
    """An explorer on a page; its children are what stands there without JavaScript."""


class ExplorerDirective(SphinxDirective):
    """`{explorer} name`, with starting values as options; `:name:` tells two of a kind on one page apart."""

    required_arguments = 1
    option_spec: ClassVar[dict[str, Any]] = defaultdict(
        lambda: directives.unchanged_required, name=directives.unchanged_required
    )

    def run(self) -> list[nodes.Node]:
        """Return the explorer, or warn about it at its place."""
        (kind,) = self.arguments
        options = dict(self.options)
        name = options.pop("name", f"explorer-{kind}")
        try:
            described = describe(kind, options)
        except ExplorerError as error:
            logger.warning(
                "explorer %s: %s",
                kind,
                error,
                location=self.get_location(),
                type="course_site",
                subtype="explorer",
            )
            return []
        placed = PlacedExplorer(
            kind=kind, values=described["values"], names=[nodes.fully_normalize_name(name)]
        )
        placed += table_of(described["table"])
        self.set_source_info(placed)
        self.state.document.note_explicit_target(placed, placed)
        return [placed]


def setup(app: Sphinx) -> None:
    """Offer the directive, and serve its style, and its script to the pages that use it."""
    as_is = (visit_as_is, visit_as_is)
    app.add_node(
        PlacedExplorer, html=(visit_html, depart_html), latex=as_is, text=as_is, man=as_is, texinfo=as_is
    )
    app.add_directive("explorer", ExplorerDirective)
    app.add_css_file("explorers.css")
    app.connect("builder-inited", write_script)
    app.connect("html-page-context", add_to_page)


def describe(kind: str, options: dict[str, str]) -> dict[str, Any]:
    """Return what the explorer says of itself: all its starting `values`, and the `table` for them.

    Raises ExplorerError if there is no such explorer, or if it does not take an option.
    """
    process = subprocess.run(
        [NODE, WORKER],
        input=json.dumps({"name": kind, "options": options}),
        stdout=subprocess.PIPE,
        check=True,
        text=True,
        encoding="utf-8",
    )
    answer: dict[str, Any] = json.loads(process.stdout)
    if "error" in answer:
        raise ExplorerError(answer["error"])
    return answer


def table_of(facts: dict[str, Any]) -> list[nodes.Node]:
    """Return the facts as a line of text and a table, whose first column names the rows."""
    head, rows = facts["head"], facts["rows"]
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1, **({"stub": 1} if i == 0 else {})) for i in range(len(head))]
    group += nodes.thead("", row_of(head))
    group += nodes.tbody("", *map(row_of, rows))
    return [nodes.rubric("", facts["caption"]), nodes.table("", group, classes=["colwidths-auto"])]


def row_of(texts: list[str]) -> nodes.row:
    """Return a row of a table."""
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", text)) for text in texts))


def visit_html(translator: HTML5Translator, node: PlacedExplorer) -> None:
    """Open the element: its attributes are the starting values."""
    values = {name: str(value) for name, value in node["values"].items()}
    translator.body.append(
        translator.starttag(node, f"course-{node['kind']}", CLASS="course-explorer", **values)
    )


def depart_html(translator: HTML5Translator, node: PlacedExplorer) -> None:
    """Close the element."""
    translator.body.append(f"</course-{node['kind']}>\n")


def visit_as_is(translator: nodes.NodeVisitor, node: PlacedExplorer) -> None:
    """Leave what stands inside alone: outside of HTML an explorer is its table."""


def write_script(app: Sphinx) -> None:
    """Write the explorers' script into the site."""
    if app.builder.format == "html":
        target = Path(app.outdir, "_static", SCRIPT)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_script(SOURCES / "explorers.mjs"), encoding="utf-8")


def add_to_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on a page with explorers, and on no other."""
    if doctree is not None and next(doctree.findall(PlacedExplorer), None) is not None:
        app.add_js_file(SCRIPT, loading_method="defer")
