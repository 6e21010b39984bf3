"""Fewer and smaller files: one style for a page, one script for many, and only the icons that are used.

A page of the theme asks for thirty files. When the site is written, this puts together what each page links,
and pages with the same list share a bundle. The order of scripts stays: where one is written on the page
itself, a bundle ends and another begins: it may need what stands before, and be needed behind.
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
PRELOAD = re.compile(r'<link\b[^>]*\brel="preload"[^>]*>\n?')
SCRIPT_OR_BODY = re.compile(r"<script\b[^>]*>.*?</script>\n?|<body\b", re.DOTALL)
LINKED = re.compile(r"<script\b[^>]*\bsrc=")
ADDRESS = re.compile(r'\b(?:href|src)="([^"]+)"')
DATA = re.compile(r'\bdata-[\w-]+="[^"]*"')
URL = re.compile(r"""url\((['"]?)(?!data:|#)([^'")]+)\1\)""")
ICON = re.compile(r"((?:\.fa-[\w-]+:{1,2}before,?)+)\{content:\"[^\"]*\"\}")
FONT = re.compile(rf'url\([^)]*{FONTS}/([\w-]+)\.woff2\) format\("woff2"\),url\([^)]*\) format\("truetype"\)')


def setup(app: Sphinx) -> None:
    """Bundle when everything else is written (default priority 500)."""
    app.connect("build-finished", bundle, priority=900)


def bundle(app: Sphinx, exception: Exception | None) -> None:
    """Bundle the site that was built."""
    if exception is None and app.builder.format == "html":
        bundle_pages(Path(app.outdir))


def bundle_pages(site: Path) -> None:
    """Put the bundles into a site, and links to them into its pages."""
    pages = {
        path: path.read_text(encoding="utf-8")
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] != "_static"
    }
    bundles = _Bundles(site, _icons(site, pages))
    for path, html in pages.items():
        base = path.parent.relative_to(site).as_posix()
        path.write_text(bundles.into(html, base), encoding="utf-8")


def script_runs(html: str) -> list[list[str]]:
    """Return the scripts that a page links, by the bundle that they go into.

    Those that wait for the page (`defer`) run last, in their order, and are one bundle. The others run where
    they stand.
    """
    waiting: list[str] = []
    runs: list[list[str]] = [[]]
    for tag in SCRIPT_OR_BODY.findall(html):
        if not LINKED.match(tag):
            runs.append([])
        elif "defer" in tag:
            waiting.append(tag)
        else:
            runs[-1].append(tag)
    return [run for run in (*runs, waiting) if run]


class _Bundles:
    """The bundles of a site, each made when the first page asks for it."""

    def __init__(self, site: Path, icons: set[str]) -> None:
        self.site = site
        self.icons = icons
        self.made: dict[tuple[str, ...], str] = {}

    def into(self, html: str, base: str) -> str:
        """Return a page with bundles in the place of what it links; base: its folder in the site."""
        html = PRELOAD.sub("", html)
        for run in script_runs(html):
            defer = " defer" if "defer" in run[0] else ""
            html = self._replaced(html, run, base, f'<script{defer} src="{{}}" {{}}></script>')
        return self._replaced(html, STYLE.findall(html), base, '<link rel="stylesheet" href="{}" {} />')

    def _replaced(self, html: str, tags: Sequence[str], base: str, form: str) -> str:
        """Return a page with one tag of this form, which names its parts, in the place of several."""
        if not tags:
            return html
        parts = tuple(_linked(tag, base) for tag in tags)
        data = [f'data-parts="{" ".join(map(posixpath.basename, parts))}"', *DATA.findall(" ".join(tags))]
        url = posixpath.relpath(self._bundle(parts, tags), base)
        html = html.replace(tags[0], form.format(url, " ".join(data)) + "\n", 1)
        for tag in tags[1:]:
            html = html.replace(tag, "", 1)
        return html

    def _bundle(self, parts: tuple[str, ...], tags: Sequence[str]) -> str:
        """Return the name of the bundle of these files; tags: what links each of them."""
        if parts not in self.made:
            suffix = posixpath.splitext(parts[0])[1]
            if suffix == ".css":
                sheets = zip(parts, tags, strict=True)
                text = self._with_icons("\n".join(self._style(part, tag) for part, tag in sheets))
            else:
                text = ";\n".join(_read(self.site / part) for part in parts)
            name = f"_static/bundle-{hashlib.sha256(text.encode()).hexdigest()[:12]}{suffix}"
            (self.site / name).write_text(text, encoding="utf-8")
            self.made[parts] = name
        return self.made[parts]

    def _style(self, name: str, tag: str = "") -> str:
        """Return a style sheet as it reads in `_static`: addresses turned, imports put in."""
        folder = posixpath.dirname(name)

        def turned(match: re.Match[str]) -> str:
            return f"url({posixpath.relpath(posixpath.join(folder, match[2]), '_static')})"

        def imported(match: re.Match[str]) -> str:
            return self._style(posixpath.normpath(posixpath.join(folder, match[1])))

        text = URL.sub(turned, _read(self.site / name).replace('@charset "UTF-8";', ""))
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
            font = self.site / "_static" / FONTS / f"{match[1]}.ttf"
            write_subset(font, self.site / "_static" / f"{match[1]}.woff", points)
            return f'url({match[1]}.woff) format("woff")'

        return FONT.sub(smaller, css)


def _icons(site: Path, pages: dict[Path, str]) -> set[str]:
    """Return the names of icons on the pages, and in the scripts that they link."""
    scripts = {
        site / _linked(tag, path.parent.relative_to(site).as_posix())
        for path, html in pages.items()
        for run in script_runs(html)
        for tag in run
    }
    texts = [*pages.values(), *map(_read, scripts)]
    return {name for text in texts for name in re.findall(r"\bfa-[\w-]+", text)}


def _read(path: Path) -> str:
    """Return the text of a style or script, without the address of its source map."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"(?m)^//# sourceMappingURL=.*|/\*# sourceMappingURL=.*?\*/", "", text)


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
