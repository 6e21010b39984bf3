"""Bundles: a page asks for few files, and they do what the many did, in the same order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from course_site.bundles import bundle_pages, script_runs
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from playwright.sync_api import Browser
from site_tools.server import served

PAGE = """<!DOCTYPE html>
<html lang="en"><head><title>A page</title><link rel="icon" href="data:,">
<link rel="preload" as="script" href="../_static/end.js" />
<link href="../_static/styles/a.css?v=1" rel="stylesheet" />
<link media="print" rel="stylesheet" href="../_static/print.css" />
<script src="../_static/one.js?v=1"></script>
<script data-prefix="p-" src="../_static/two.js"></script>
<script>said.push("written"); let later = "three";</script>
<script src="../_static/three.js"></script>
<script defer="defer" src="../_static/deferred.js"></script>
<script>said.push("end of head");</script>
</head><body><main><h1>A page</h1><i class="fa-solid fa-bars"></i></main>
<script src="../_static/four.js"></script>
<script defer src="../_static/end.js"></script>
</body></html>
"""
FILES = {
    "styles/a.css": '@charset "UTF-8";@import "b.css";h1{background:url("../img/x.svg?v=2")}',
    "styles/b.css": "h1{color:rgb(1, 2, 3);mask:url(data:image/png;base64,AA)}",
    "print.css": "h1{color:rgb(4, 5, 6)}",
    "one.js": '"use strict"; const said = ["one"];\n//# sourceMappingURL=one.js.map',
    "two.js": 'said.push("two " + document.currentScript.dataset.prefix)',
    "three.js": "said.push(later)",
    "four.js": 'said.push("four after " + document.querySelectorAll("h1").length)',
    "deferred.js": 'said.push("deferred")',
    "end.js": 'said.push("end " + document.readyState)',
}


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Return a site of two pages in a folder, bundled."""
    folder = tmp_path / "site"
    for name, text in FILES.items():
        (folder / "_static" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "_static" / name).write_text(text, encoding="utf-8")
    (folder / "book").mkdir()
    (folder / "book" / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "book" / "other.html").write_text(PAGE.replace("A page", "Another"), encoding="utf-8")
    bundle_pages(folder)
    return folder


def test_a_run_ends_where_a_script_is_written_on_the_page() -> None:
    found = [[re.findall(r"(\w+)\.js", tag)[0] for tag in run] for run in script_runs(PAGE)]
    assert found == [["one", "two"], ["three"], ["four"], ["deferred", "end"]]


def test_scripts_run_in_their_order(browser: Browser, small_site: Path) -> None:
    with served(small_site) as base, browser.new_context() as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{base}/book/page.html")
        assert page.evaluate("said") == [
            *("one", "two p-", "written", "three", "end of head", "four after 1", "deferred"),
            "end interactive",
        ]
        assert faults == []
        colour = "getComputedStyle(document.querySelector('h1')).color"
        assert page.evaluate(colour) == "rgb(1, 2, 3)"
        page.emulate_media(media="print")
        assert page.evaluate(colour) == "rgb(4, 5, 6)"


def test_pages_share_bundles_and_styles_find_their_pictures(small_site: Path) -> None:
    bundles = sorted((small_site / "_static").glob("bundle-*"))
    assert sorted(path.suffix for path in bundles) == [".css", ".js", ".js", ".js", ".js"]
    for name in ("page", "other"):
        html = (small_site / "book" / f"{name}.html").read_text(encoding="utf-8")
        assert sorted(re.findall(r"bundle-\w+\.\w+", html)) == sorted(path.name for path in bundles)
        assert "preload" not in html
    (style,) = (path.read_text(encoding="utf-8") for path in bundles if path.suffix == ".css")
    assert "url(img/x.svg?v=2)" in style
    assert "url(data:image/png;base64,AA)" in style
    assert "@import" not in style
    assert "sourceMappingURL" not in "".join(path.read_text(encoding="utf-8") for path in bundles)


def test_the_site_has_the_icons_that_it_shows_and_no_others(site: Path, pages: list[str]) -> None:
    html = "".join((site / name).read_text(encoding="utf-8") for name in pages)
    (style,) = (path.read_text(encoding="utf-8") for path in (site / "_static").glob("bundle-*.css"))
    font = TTFont(site / "_static" / "fa-solid-900.woff").getBestCmap()
    assert "fa-magnifying-glass" in html
    assert 0xF002 in font  # the magnifying glass
    assert 0xF071 in font  # the warning triangle, which the course's own style shows
    assert "fa-magnifying-glass" in style
    assert "fa-dragon" not in style
    assert len(font) < 100
