"""Fewer and smaller files: a page's styles in one file, its scripts in two, and only the icons that are used.

A page of the theme asks for thirty files. When the site is written, this puts together what each page links.
Pages with the same list share a bundle: styles; scripts that run at once; scripts that run when the page is
there (`defer`). The icon font loses what no page shows.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from fontTools import subset  # type: ignore[import-untyped]
from sphinx.application import Sphinx

FONTS = "vendor/fontawesome/webfonts"
STYLE = re.compile(r'<link\b[^>]*\brel="stylesheet"[^>]*>\n?')
SCRIPT = re.compile(r"<script\b[^>]*\bsrc=[^>]*></script>\n?")
PRELOAD = re.compile(r'<link\b[^>]*\brel="preload"[^>]*>\n?')
ADDRESS = re.compile(r'\b(?:href|src)="([^"]+)"')
URL = re.compile(r"""url\((['"]?)(?!data:|#)([^'")]+)\1\)""")
ICON = re.compile(r"((?:\.fa-[\w-]+:{1,2}before,?)+)\{content:\"[^\"]*\"\}")
FONT = re.compile(rf'url\([^)]*{FONTS}/([\w-]+)\.woff2\) format\("woff2"\),url\([^)]*\) format\("truetype"\)')


def setup(app: Sphinx) -> None:
    """Bundle when everything else is written (default priority 500)."""
    app.connect("build-finished", bundle, priority=900)


def bundle(app: Sphinx, exception: Exception | None) -> None:
    """Put the bundles into the site, and links to them into its pages."""
    if exception is not None or app.builder.format != "html":
        return
    site = Path(app.outdir)
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] != "_static"
    }
    icons = set(re.findall(r"\bfa-[\w-]+", "\n".join(pages.values())))
    bundles = _Bundles(site, icons)
    for path, html in pages.items():
        base = path.parent.relative_to(site).as_posix()
        path.write_text(bundles.into(html, base), encoding="utf-8")


class _Bundles:
    """The bundles of a site, each made when the first page asks for it."""

    def __init__(self, site: Path, icons: set[str]) -> None:
        self.site = site
        self.icons = icons
        self.made: dict[tuple[str, ...], str] = {}

    def into(self, html: str, base: str) -> str:
        """Return a page with bundles in the place of what it links; base: its folder in the site."""
        html = PRELOAD.sub("", html)
        scripts = SCRIPT.findall(html)
        at_once = [tag for tag in scripts if "defer" not in tag]
        later = [tag for tag in scripts if "defer" in tag]
        html = self._replaced(html, STYLE.findall(html), base, '<link rel="stylesheet" href="{}"{} />')
        html = self._replaced(html, at_once, base, '<script src="{}"{}></script>')
        return self._replaced(html, later, base, '<script defer src="{}"{}></script>')

    def _replaced(self, html: str, tags: Sequence[str], base: str, form: str) -> str:
        """Return a page with one tag of this form, which names its parts, in the place of several."""
        if not tags:
            return html
        parts = tuple(_linked(tag, base) for tag in tags)
        names = " ".join(map(posixpath.basename, parts))
        url = posixpath.relpath(self._bundle(parts, tags), base)
        html = html.replace(tags[0], form.format(url, f' data-parts="{names}"') + "\n", 1)
        for tag in tags[1:]:
            html = html.replace(tag, "", 1)
        return html

    def _bundle(self, parts: tuple[str, ...], tags: Sequence[str]) -> str:
        """Return the name of the bundle of these files; tags: what links each of them."""
        if parts not in self.made:
            suffix = parts[0].rpartition(".")[2]
            if suffix == "css":
                sheets = zip(parts, tags, strict=True)
                text = self._with_icons("\n".join(self._style(part, tag) for part, tag in sheets))
            else:
                text = ";\n".join(self._read(part) for part in parts)
            name = f"_static/bundle-{hashlib.sha256(text.encode()).hexdigest()[:12]}.{suffix}"
            (self.site / name).write_text(text, encoding="utf-8")
            self.made[parts] = name
        return self.made[parts]

    def _read(self, name: str) -> str:
        text = (self.site / name).read_text(encoding="utf-8")
        return re.sub(r"(?m)^//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/", "", text)

    def _style(self, name: str, tag: str = "") -> str:
        """Return a style sheet as it reads in `_static`: addresses turned, imports put in."""
        folder = posixpath.dirname(name)

        def turned(match: re.Match[str]) -> str:
            return f"url({posixpath.relpath(posixpath.join(folder, match[2]), '_static')})"

        def imported(match: re.Match[str]) -> str:
            return self._style(posixpath.normpath(posixpath.join(folder, match[1])))

        text = URL.sub(turned, self._read(name).replace('@charset "UTF-8";', ""))
        text = re.sub(r'@import "([^"]+)";', imported, text)
        return f"@media print {{\n{text}\n}}" if 'media="print"' in tag else text

    def _with_icons(self, css: str) -> str:
        """Return the style without the icons that no page shows, and make fonts of those that are left."""

        def kept(match: re.Match[str]) -> str:
            return match[0] if self.icons & set(re.findall(r"fa-[\w-]+", match[1])) else ""

        css = ICON.sub(kept, css)
        points = [int(code, 16) for code in re.findall(r'"\\([ef][0-9a-f]{3})"', css)]
        points += map(ord, re.findall("[\ue000-\uf8ff]", css))

        def smaller(match: re.Match[str]) -> str:
            write_subset(
                self.site / "_static" / FONTS / f"{match[1]}.ttf",
                self.site / "_static" / f"{match[1]}.woff",
                points,
            )
            return f'url({match[1]}.woff) format("woff")'

        return FONT.sub(smaller, css)


def _linked(tag: str, base: str) -> str:
    """Return the file that a tag of a page links, by its name in the site; base: the page's folder."""
    address = ADDRESS.search(tag)
    assert address, f"{tag} links nothing"
    return posixpath.normpath(posixpath.join(base, urlsplit(address[1]).path))


def write_subset(font: Path, target: Path, points: Sequence[int]) -> None:
    """Write the glyphs of a font that these code points have."""
    options = subset.Options(flavor="woff", layout_features=[], notdef_outline=False)
    loaded = subset.load_font(font, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=points)
    subsetter.subset(loaded)
    subset.save_font(loaded, target, options)
