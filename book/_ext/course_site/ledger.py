"""Ledgers: tables that count a network, layer by layer, and that PyTorch has checked.

    ```{ledger} The network for digits
    input 1x8x8
    conv 8 kernel=3 padding=1
    relu
    flatten
    linear 10
    ```

The course counts with its own arithmetic (`networks`). While the page is read, a child process builds the
same network of PyTorch's modules, and a number that differs is an error. With `:blank:` the cells are left
empty, to be filled in with a pencil.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from .elements import HtmlElement, element, text
from .line_process import LineProcess
from .networks import Counts, Network, NetworkError, by, count, read_network

logger = logging.getLogger(__name__)

WORKER = Path(__file__).with_name("ledger_worker.py")
# -P: this folder has a `math` of its own
PYTORCH = LineProcess([sys.executable, "-P", WORKER])
CHECKED = ("shape", "params", "macs", "field")


def setup(app: Sphinx) -> None:
    """Offer the directive, and serve its style."""
    app.add_directive("ledger", LedgerDirective)
    app.add_css_file("ledger.css")
    app.connect("build-finished", lambda app, exception: PYTORCH.close())


class LedgerDirective(SphinxDirective):
    """`{ledger} title`: the network in its body, counted; with `:blank:`, a form to fill in."""

    has_content = True
    required_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[dict[str, Any]] = {"blank": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Return the table; nothing, and a warning at the line at fault, if the network cannot be counted."""
        try:
            network = read_network(self.content)
            counts = count(network)
            check(network, counts, Path(self.env.srcdir, ".jupyter_cache"))
        except NetworkError as error:
            line = self.lineno + self.content_offset + error.place + 1
            logger.warning(
                "ledger: %s",
                error.reason,
                location=(self.env.docname, line),
                type="course_site",
                subtype="ledger",
            )
            return []
        shown = None if "blank" in self.options else counts
        title = nodes.paragraph("", self.arguments[0])
        self.set_source_info(title)
        return [ledger(title, network, shown)]


def check(network: Network, counts: Sequence[Counts], cache: Path) -> None:
    """Compare counts with PyTorch's; raise NetworkError for the first layer whose counts are not the same."""
    answer = ask_pytorch(network, cache)
    if "error" in answer:
        raise NetworkError(network.layers[-1].place, f"PyTorch does not run this network: {answer['error']}")
    for layer, ours, theirs in zip(network.layers, counts, answer["counts"], strict=True):
        mine = json.loads(json.dumps(asdict(ours)))
        for name in CHECKED:
            if mine[name] != theirs[name]:
                reason = f"the {name} of `{layer.text}` is {mine[name]} here, and {theirs[name]} in PyTorch"
                raise NetworkError(layer.place, reason)


def ask_pytorch(network: Network, cache: Path) -> dict[str, Any]:
    """Return what PyTorch counts; it is asked if its answer is not in the folder `cache` yet."""
    made_of = [WORKER.read_text(encoding="utf-8"), version("torch"), asdict(network)]
    kept = cache / f"ledger-{hashlib.sha256(json.dumps(made_of).encode()).hexdigest()}.json"
    if kept.is_file():
        answer: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
        return answer
    answer = PYTORCH.ask(asdict(network))
    if "error" not in answer:
        cache.mkdir(exist_ok=True)
        kept.write_text(json.dumps(answer), encoding="utf-8")
    return answer


def ledger(title: nodes.paragraph, network: Network, counts: Sequence[Counts] | None) -> HtmlElement:
    """Return the table; without counts, a form whose cells are empty."""
    names = (_("layer"), _("shape"), _("formula"), _("parameters"), _("MACs"), _("receptive field"))
    layers = [
        (layer.text, *(cells(counts[place]) if counts else ("",) * 5))
        for place, layer in enumerate(network.layers)
    ]
    totals = (
        (grouped(sum(c.params for c in counts)), grouped(sum(c.macs for c in counts))) if counts else ("", "")
    )
    rows = [(_("input"), by(network.shape)), *layers, (_("in all"), "", "", *totals)]
    # On a phone a row becomes a card, and browsers would no longer call it a row: the roles say what it is.
    head = element("tr", *(text("th", name, scope="col", role="columnheader") for name in names), role="row")
    return element(
        "table",
        element("caption", title),
        element("thead", head, role="rowgroup"),
        element("tbody", *(table_row(names, row) for row in rows), role="rowgroup"),
        class_="ledger" if counts else "ledger ledger-blank",
        role="table",
    )


def cells(counts: Counts) -> tuple[str, ...]:
    """Return what stands beside a layer."""
    if counts.field is None:
        field = _("all")
    else:
        field = by(counts.field if len(set(counts.field)) > 1 else counts.field[:1])
    return by(counts.shape), counts.formula, grouped(counts.params), grouped(counts.macs), field


def table_row(names: Sequence[str], texts: Sequence[str]) -> HtmlElement:
    """Return a row; each cell knows its column's name, which stands before it on a phone."""
    first, *others = [*texts, *[""] * (len(names) - len(texts))]
    named = zip(names[1:], others, strict=True)
    return element(
        "tr",
        text("th", first, scope="row", role="rowheader"),
        *(text("td", content, role="cell", data_name=name) for name, content in named),
        role="row",
    )


def grouped(number: int) -> str:
    """Write a number; one of five digits or more in groups of three, which stay on one line."""
    return f"{number:,}".replace(",", "\N{NARROW NO-BREAK SPACE}") if number >= 10_000 else str(number)
