"""Misconception boxes: what many believe, why it is tempting, code that shows it fail, and what is true.

A chapter's boxes are written in `solutions/CHAPTER/misconceptions.yml`, beside its known mistakes, which may
name the misconception they come from. The directive `misconception` shows one on the page of that chapter,
`book/CHAPTER`; `misconception-index` lists those of all chapters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.locale import _
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from .elements import element
from .entries import BadEntries, Fault, key_faults, read_entries, text_faults
from .markdown import MarkdownDirective
from .snippets import outcomes

logger = logging.getLogger(__name__)

ID = re.compile(r"M\d+")
KEYS = ("id", "title", "belief", "tempting", "code", "right")


@dataclass(frozen=True)
class Misconception:
    """A misconception; all but `id`, `code` and `line` are Markdown.

    Attributes:
        id: M and a number, one in the whole course.
        title: what is believed, in a few words.
        belief: what is believed, in a sentence.
        tempting: why, and what the code will show.
        code: a few lines of Python that print what speaks against it.
        right: what is true.
        line: where it stands in its file.
    """

    id: str
    title: str
    belief: str
    tempting: str
    code: str
    right: str
    line: int

    @property
    def anchor(self) -> str:
        """The name of its box on the page."""
        return f"misconception-{self.id.lower()}"


def setup(app: Sphinx) -> None:
    """Offer the two directives, and links to boxes."""
    app.add_directive("misconception", MisconceptionDirective)
    app.add_directive("misconception-index", IndexDirective)
    app.connect("missing-reference", link_to_box)


def file_of(root: Path, chapter: str) -> Path:
    """Return where the misconceptions of a chapter are written."""
    return root / "solutions" / chapter / "misconceptions.yml"


def read_misconceptions(path: Path) -> list[Misconception]:
    """Return the misconceptions of a file; raise BadEntries with everything that is wrong in it."""
    entries = read_entries(path)
    faults = []
    for number, entry in enumerate(entries, 1):
        name = entry.get("id", number)
        reasons = [*key_faults(entry, KEYS), *text_faults(entry, KEYS)]
        if "id" in entry and not ID.fullmatch(str(name)):
            reasons.append("`id` must be M and a number")
        if name in [earlier.get("id") for earlier in entries[: number - 1]]:
            reasons.append("another misconception has the same id")
        faults += [Fault(entry.line, f"misconception {name}: {reason}") for reason in reasons]
    if faults:
        raise BadEntries(path, faults)
    return [Misconception(**entry, line=entry.line) for entry in entries]


class _BoxDirective(MarkdownDirective):
    def quoted(self, box: Misconception) -> nodes.inline:
        """Return a misconception's title in quotation marks."""
        title = self.phrase(box.title, box.line)
        return nodes.inline("", "", nodes.Text("“"), title, nodes.Text("”"))


class MisconceptionDirective(_BoxDirective):
    """```` ```{misconception} M40 ``` ````: the box of a misconception of this chapter."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the box; nothing, and a warning, if there is none or its file is not right."""
        self.path = file_of(Path(self.env.srcdir), PurePosixPath(self.env.docname).name)
        self.env.note_dependency(str(self.path))
        try:
            known = read_misconceptions(self.path)
            position = [box.id for box in known].index(self.arguments[0])
            return [self.box(known[position], self.printed(known, position))]
        except BadEntries as error:
            error.report()
        except ValueError:
            self.complain(f"there is no misconception {self.arguments[0]} in {self.path}")
        return []

    def printed(self, known: list[Misconception], position: int) -> str:
        """Return what a misconception's code prints; a chapter's codes run together, which saves time."""
        cache = Path(self.env.srcdir, ".jupyter_cache")
        outcome = outcomes(tuple(box.code for box in known), cache)[position]
        fault = outcome.fault or ("" if outcome.printed.strip() else "prints nothing")
        if fault:
            box = known[position]
            self.complain(f"the code of misconception {box.id} ({self.path}:{box.line}): {fault}")
        return outcome.printed

    def complain(self, reason: str) -> None:
        """Warn at the directive's place on the page."""
        logger.warning(reason, location=self.get_location(), type="course_site")

    def box(self, box: Misconception, printed: str) -> nodes.admonition:
        """Return the box as nodes: an admonition with a list of its parts."""
        heading = nodes.title("", "", nodes.Text(_("Misconception:") + " "), self.quoted(box))
        parts = nodes.definition_list(
            "",
            part(_("What many believe"), self.blocks(box.belief, box.line)),
            part(_("Why it is tempting"), [*self.blocks(box.tempting, box.line), cell(box.code, printed)]),
            part(_("What is true"), self.blocks(box.right, box.line)),
        )
        admonition = nodes.admonition("", heading, parts, classes=["misconception"], names=[box.anchor])
        self.state.document.note_explicit_target(admonition)
        return admonition


class IndexDirective(_BoxDirective):
    """```` ```{misconception-index} ``` ````: all misconceptions, by chapter, each with a link to its box."""

    def run(self) -> list[nodes.Node]:
        """Return a list for each chapter, in the order of the course."""
        found: list[nodes.Node] = []
        for chapter in chapters(self.env):
            self.path = file_of(Path(self.env.srcdir), chapter)
            self.env.note_dependency(str(self.path))
            try:
                items = [self.item(box) for box in read_misconceptions(self.path)]
            except BadEntries as error:
                error.report()
                continue
            # No section: its title would stand in the page's contents before Sphinx knows the chapter's.
            link = reference(self.env, "doc", f"/book/{chapter}", nodes.inline())
            title = element("h2", nodes.inline("", "", link))
            found += [title, nodes.definition_list("", *items, classes=["misconceptions"])]
        return found

    def item(self, box: Misconception) -> nodes.definition_list_item:
        """Return what is believed, as a link to the box, and what is true."""
        link = reference(self.env, "misconception", box.anchor, self.quoted(box))
        item = part("", self.blocks(box.right, box.line))
        item[0] += link
        return item


def chapters(env: BuildEnvironment) -> list[str]:
    """Return the chapters with misconceptions, in the order of the table of contents."""
    order = list(getattr(env, "external_site_map", ()))
    names = [path.parent.name for path in Path(env.srcdir, "solutions").glob("*/misconceptions.yml")]
    return sorted(
        names, key=lambda name: (order.index(page) if (page := f"book/{name}") in order else -1, name)
    )


def reference(env: BuildEnvironment, kind: str, target: str, shown: nodes.Node) -> addnodes.pending_xref:
    """Return a link that Sphinx resolves when all pages are read: to a page (`doc`) or to a box."""
    is_page = kind == "doc"
    return addnodes.pending_xref(
        "",
        shown,
        refdomain="std" if is_page else "",
        reftype=kind,
        reftarget=target,
        refexplicit=not is_page,  # a page is shown by its title
        refdoc=env.docname,
        refwarn=True,
    )


def link_to_box(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, shown: nodes.TextElement
) -> nodes.reference | None:
    """Return the link to a box, as Sphinx asks for it; none, and Sphinx warns, if no page shows the box."""
    if node["reftype"] != "misconception":
        return None
    boxes: dict[str, tuple[str, str]] = env.get_domain("std").data["anonlabels"]
    page, anchor = boxes.get(node["reftarget"], ("", ""))
    return make_refnode(app.builder, node["refdoc"], page, anchor, shown) if page else None


def part(name: str, blocks: list[nodes.Node]) -> nodes.definition_list_item:
    """Return a part of a box under its name."""
    return nodes.definition_list_item("", nodes.term("", name), nodes.definition("", *blocks))


def cell(code: str, printed: str) -> nodes.container:
    """Return code and what it printed, as they look in a chapter."""
    code, printed = code.rstrip(), printed.rstrip()
    source = nodes.literal_block(code, code, language="python")
    output = nodes.literal_block(printed, printed, language="none", classes=["output", "stream"])
    return nodes.container(
        "",
        nodes.container("", source, classes=["cell_input"]),
        nodes.container("", output, classes=["cell_output"]),
        classes=["cell"],
    )
