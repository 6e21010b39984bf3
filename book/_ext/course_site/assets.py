"""KaTeX's style and fonts: copied from the npm package into the site, so that no page needs the network."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx

KATEX = Path(__file__).parents[3] / "node_modules" / "katex" / "dist"


def setup(app: Sphinx) -> None:
    """Serve KaTeX's style with every page."""
    app.connect("builder-inited", copy_katex)
    app.add_css_file("katex/katex.css")


def copy_katex(app: Sphinx) -> None:
    """Write KaTeX's stylesheet and woff2 fonts into the site's `_static/katex`."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir, "_static", "katex")
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    for font in KATEX.glob("fonts/*.woff2"):
        shutil.copyfile(font, target / "fonts" / font.name)
    css = (KATEX / "katex.min.css").read_text(encoding="utf-8")
    (target / "katex.css").write_text(only_woff2(css), encoding="utf-8")


def only_woff2(css: str) -> str:
    """Return the stylesheet without its older font formats, which no browser of today asks for."""
    return re.sub(r',url\([^)]*\) format\("(?:woff|truetype)"\)', "", css)
