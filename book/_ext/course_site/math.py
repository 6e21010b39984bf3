"""Sphinx's formulas, set by KaTeX while the site is built: readers' browsers run no script for them."""

from __future__ import annotations

import re
from html import escape

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number
from sphinx.writers.html5 import HTML5Translator

from .katex import FormulaError, Katex

logger = logging.getLogger(__name__)


def setup(app: Sphinx) -> None:
    """Offer `html_math_renderer: katex`."""
    katex = Katex()

    def visit_inline(translator: HTML5Translator, node: nodes.math) -> None:
        html = set_formula(katex, node.astext(), node, display=False)
        translator.body.append(f'<span class="math notranslate nohighlight">{html}</span>')
        raise nodes.SkipNode

    def visit_block(translator: HTML5Translator, node: nodes.math_block) -> None:
        html = set_formula(katex, display_tex(node.astext()), node, display=True)
        translator.body.append(translator.starttag(node, "div", CLASS="math notranslate nohighlight"))
        translator.body.append(f'<div class="math-scroll">{html}</div>')
        if node.get("number"):
            translator.body.append(f'<span class="eqno">({get_node_equation_number(translator, node)})')
            translator.add_permalink_ref(node, "Link to this equation")
            translator.body.append("</span>")
        translator.body.append("</div>\n")
        raise nodes.SkipNode

    app.add_html_math_renderer("katex", (visit_inline, None), (visit_block, None))
    app.connect("build-finished", lambda app, exception: katex.close())


def display_tex(tex: str) -> str:
    """Return `tex` in the form that KaTeX sets on a line of its own.

    Numbers come from Sphinx, so that references agree with them: numbered environments lose KaTeX's own
    number. Lines that are broken with a bare `\\\\` are aligned, as Sphinx does with every math renderer.
    """
    if numbered := re.match(r"\s*\\begin{(equation|align|alignat|gather)}", tex):
        name = numbered[1]
        return re.sub(rf"\\(begin|end){{{name}}}", rf"\\\1{{{name}*}}", tex)
    if r"\\" in tex and r"\begin{" not in tex:
        return r"\begin{split}" + tex + r"\end{split}"
    return tex


def set_formula(katex: Katex, tex: str, node: nodes.Node, *, display: bool) -> str:
    """Return the formula's HTML; warn at the node's place if KaTeX refuses it, and show its source."""
    try:
        return katex.render(tex, display=display)
    except FormulaError as error:
        logger.warning("formula %r: %s", tex, error, location=node, type="course_site", subtype="math")
        return f"<code>{escape(tex)}</code>"
