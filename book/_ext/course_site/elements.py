"""HTML elements that docutils has no nodes for; ordinary nodes, translated and searched, stand inside."""

from __future__ import annotations

from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

VOID = ("input",)  # without an end tag

Value = str | int | float | bool


class HtmlElement(nodes.General, nodes.Element):  # type: ignore[misc]
    """An HTML element: `tag`, `attributes` as a mapping (True: only the name), and what is inside."""


def setup(app: Sphinx) -> None:
    """Let HTML be written from the elements."""
    app.add_node(HtmlElement, html=(open_element, close_element))


def open_element(translator: HTML5Translator, node: HtmlElement) -> None:
    """Write the start tag."""
    written = [
        f' {name}="{escape(str(value))}"' if value is not True else f" {name}"
        for name, value in node["attributes"].items()
    ]
    translator.body.append(f"<{node['tag']}{''.join(written)}>")


def close_element(translator: HTML5Translator, node: HtmlElement) -> None:
    """Write the end tag, where there is one."""
    if node["tag"] not in VOID:
        translator.body.append(f"</{node['tag']}>\n")


def element(tag: str, *children: nodes.Node, **attributes: Value) -> HtmlElement:
    """Return an HTML element; `class_` and `data_kind` become `class` and `data-kind`, False is left out."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return HtmlElement("", *children, tag=tag, attributes={k: v for k, v in named.items() if v is not False})


def text(tag: str, content: str, **attributes: Value) -> HtmlElement:
    """Return an HTML element with nothing but words in it."""
    return element(tag, nodes.Text(content), **attributes)
