"""The gates of the site find what they are for: a small site with one fault of each kind."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from site_tools import lighthouse
from site_tools.check import Result, table
from site_tools.links import broken_links
from site_tools.markup import markup_errors
from site_tools.server import page_names, served
from site_tools.visits import visit

PAGE = """<!DOCTYPE html>
<html lang="en" data-theme="light"><head><title>A page</title><link rel="icon" href="data:,">{head}</head>
{body}</html>
"""
FOLLOW_MODE = """<script>
const dark = matchMedia("(prefers-color-scheme: dark)");
const show = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
dark.onchange = show;
show();
</script>"""
GOOD = '<body><main><h1 id="a">A page</h1><p><a href="#a">There</a></p></main></body>'


@pytest.fixture
def small_site(tmp_path: Path) -> Path:
    """Return a site of one page without faults, to which tests add theirs."""
    folder = tmp_path / "site"
    folder.mkdir()
    write(folder, "index", GOOD)
    write(folder, "good", GOOD)
    return folder


def write(folder: Path, name: str, body: str) -> None:
    """Write a page."""
    (folder / f"{name}.html").write_text(PAGE.format(head=FOLLOW_MODE, body=body), encoding="utf-8")


def test_links(small_site: Path) -> None:
    body = (
        '<a href="good.html#a">1</a><a href="good.html#b">2</a><a href="../site/none.html">3</a>'
        '<a href="#nowhere">4</a><a href="#">5</a><a href="mailto:a@b.example">6</a>'
        '<img src="none.png" alt="">'
    )
    write(small_site, "links", body)
    assert broken_links(small_site) == [
        "links.html: good.html#b: no such place on the page",
        "links.html: ../site/none.html: no such file",
        "links.html: #nowhere: no such place on the page",
        "links.html: none.png: no such file",
    ]


def test_markup(small_site: Path) -> None:
    write(small_site, "markup", '<body><p id="a"><div id="a">A block in a paragraph</div></p></body>')
    errors = markup_errors(small_site, page_names(small_site))
    assert all(error.startswith("markup.html:8: ") for error in errors)
    assert "Duplicate ID" in " ".join(errors)
    assert "Stray end tag" in " ".join(errors)


def test_a_good_page_has_no_fault(browser: Browser, small_site: Path) -> None:
    assert broken_links(small_site) == []
    assert markup_errors(small_site, ["good.html"]) == []
    with served(small_site) as base:
        watch, violations = visit(browser, base, "good.html")
    assert (watch.outside, watch.complaints, violations) == ([], [], [])
    assert watch.requests == 1


def test_a_bad_page_is_seen_through(browser: Browser, small_site: Path) -> None:
    (small_site / "large.css").write_bytes(bytes(range(256)) * 100)
    body = (
        '<body><main><h1>Bad</h1><img src="http://other.example/a.png" alt="a">'
        '<link rel="stylesheet" href="large.css"><script src="none.js"></script>'
        "<script>console.error('a complaint')</script>"
        "<style>[data-theme=dark] p { color: #111; background: #000 }</style>"
        "<p>Dark on dark</p></main></body>"
    )
    write(small_site, "bad", body)
    with served(small_site) as base:
        watch, violations = visit(browser, base, "bad.html")
    assert watch.outside == ["http://other.example/a.png"]
    complaints = " ".join(watch.complaints)
    assert "a complaint" in complaints
    assert f"404 for {base}/none.js" in complaints
    assert violations == [f"{screen}, dark: color-contrast: p" for screen in ("desk", "phone")]
    assert watch.requests >= 4
    assert 250 < watch.bytes < 25600  # what is sent is compressed


def test_marks_are_medians_and_lost_ones_are_explained() -> None:
    def report(score: float, title: float) -> dict[str, object]:
        refs = [{"id": "document-title", "weight": 7}, {"id": "hint", "weight": 0}]
        audits = {
            "document-title": {"id": "document-title", "title": "No title", "score": title},
            "hint": {"id": "hint", "title": "A hint", "score": 0},
        }
        return {"categories": {"seo": {"score": score, "auditRefs": refs}}, "audits": audits}

    reports = [report(0.9, 0), report(1, 1), report(0.5, 0)]
    assert lighthouse.marks(reports) == {"seo": 90}
    assert lighthouse.shortcomings(reports[0], "seo") == ["document-title: No title"]
    assert lighthouse.shortcomings(reports[1], "seo") == []


def test_table_ends_with_the_faults() -> None:
    lines = table(Result(pages=3, gz_kb_max=312, faults=["a.html: weighs 600 KB"])).splitlines()
    assert lines[0].split() == ["pages", "3"]
    assert any(line.startswith("heaviest page") and "312   at most 550" in line for line in lines)
    assert lines[-1] == "fault: a.html: weighs 600 KB"
