"""The built site in a browser: what it loads, how it fits, what can be done on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

EXERCISE = "exercises/padding/padding"


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """Return the site's address: from a server, and opened as files."""
    return address if request.param == "http" else site.as_uri()


def watch(page: Page, base: str) -> list[str]:
    """Collect what a page must not do: leave the site, miss a file, or complain."""
    faults: list[str] = []
    inside = (base, "data:", "blob:")

    def note(fault: str) -> None:
        faults.append(f"{page.url.removeprefix(base)}: {fault}")

    page.on("request", lambda r: None if r.url.startswith(inside) else note(f"request to {r.url}"))
    page.on("requestfailed", lambda r: note(f"no answer from {r.url}: {r.failure}"))
    page.on("response", lambda r: note(f"{r.status} for {r.url}") if r.status >= 400 else None)
    page.on("console", lambda m: note(f"console: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: note(f"script: {error}"))
    return faults


def test_no_page_leaves_the_site_or_complains(browser: Browser, base: str, pages: list[str]) -> None:
    faults: list[str] = []
    with browser.new_context() as context:
        for address in pages:
            page = context.new_page()
            page_faults = watch(page, base)
            page.goto(f"{base}/{address}", wait_until="load")
            page.mouse.wheel(0, 100_000)  # what loads late loads now
            page.wait_for_load_state("networkidle")
            faults += page_faults
            page.close()
    assert not faults


def test_entrance_leads_to_the_front_page(browser: Browser, base: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{base}/index.html")
        page.wait_for_url("**/book/index.html")
        expect(page.get_by_role("heading", level=1)).to_contain_text("Deep Learning from First Principles")


def test_search_finds_a_page(browser: Browser, base: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        faults = watch(page, base)
        page.goto(f"{base}/book/index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("padding")
        page.keyboard.press("Enter")
        expect(page.locator("#search-results a").first).to_be_visible()
        assert not [fault for fault in faults if "request to" in fault]


def test_colour_mode_changes_by_keyboard(browser: Browser, base: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{base}/book/index.html")
        seen = set()
        for _ in range(3):
            page.get_by_role("button", name="Color mode").press("Enter")
            seen.add(page.locator("html").get_attribute("data-theme"))
        assert seen == {"light", "dark"}


def test_notebook_can_be_downloaded(browser: Browser, base: str, site: Path) -> None:
    with browser.new_context(accept_downloads=True) as context:
        page = context.new_page()
        page.goto(f"{base}/{EXERCISE}.html")
        with page.expect_download() as download:
            page.get_by_role("link", name="Download notebook").click()
        assert download.value.suggested_filename == "padding.ipynb"
        notebook = (site.parents[1] / f"{EXERCISE}.ipynb").read_bytes()
        assert Path(download.value.path()).read_bytes() == notebook


def test_only_exercise_pages_can_be_launched(browser: Browser, address: str, pages: list[str]) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        for name in pages:
            page.goto(f"{address}/{name}", wait_until="domcontentloaded")
            links = page.get_by_role("link", name="Open in")
            if name.startswith("exercises/"):
                targets = [link.get_attribute("href") or "" for link in links.all()]
                assert len(targets) == 2
                assert all(name.replace(".html", ".ipynb") in target for target in targets)
            else:
                assert links.count() == 0, name


def test_nothing_is_wider_than_a_small_phone(browser: Browser, address: str, pages: list[str]) -> None:
    wide = {}
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for name in pages:
            page.goto(f"{address}/{name}")
            width = page.evaluate("document.documentElement.scrollWidth")
            if width > 320:
                wide[name] = width
    assert not wide


def test_wide_formulas_can_be_scrolled_by_keyboard(browser: Browser, address: str, pages: list[str]) -> None:
    unreachable = """[...document.querySelectorAll(".math-scroll")]
        .filter((box) => (box.scrollWidth > box.clientWidth) !== (box.tabIndex === 0)).length"""
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        for name in pages:
            page.goto(f"{address}/{name}")
            page.wait_for_function(f"{unreachable} === 0")
