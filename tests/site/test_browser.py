"""The built site in a browser: what it loads, how it fits, what can be done on it."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from site_tools.visits import Watch, load

EXERCISE = "exercises/padding/padding"


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """Return the site's address: from a server, and opened as files."""
    return address if request.param == "http" else site.as_uri()


def test_no_page_leaves_the_folder_or_complains(browser: Browser, site: Path, pages: list[str]) -> None:
    """The same from a server is a gate of scripts/check-site."""
    faults = {}
    with browser.new_context() as context:
        for name in pages:
            page = context.new_page()
            watch = Watch(site.as_uri())
            watch.follow(page)
            load(page, f"{site.as_uri()}/{name}")
            if watch.outside or watch.complaints:
                faults[name] = [*watch.outside, *watch.complaints]
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
        watch = Watch(base)
        watch.follow(page)
        page.goto(f"{base}/book/index.html")
        page.keyboard.press("Control+k")
        page.keyboard.type("padding")
        page.keyboard.press("Enter")
        expect(page.locator("#search-results a").first).to_be_visible()
        assert not watch.outside


def test_colour_mode_changes_by_keyboard(browser: Browser, base: str) -> None:
    with browser.new_context(color_scheme="light") as context:
        page = context.new_page()
        page.goto(f"{base}/book/index.html")
        seen = set()
        for _ in range(3):
            page.get_by_role("button", name="Color mode").press("Enter")
            seen.add(page.locator("html").get_attribute("data-theme"))
        assert seen == {"light", "dark"}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_colours_are_the_readers_before_the_page_is_drawn(browser: Browser, base: str, mode: str) -> None:
    with browser.new_context(color_scheme=mode) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.route("**/*.js*", lambda route: route.abort())  # the theme's own script comes too late
        page.goto(f"{base}/book/index.html")
        expect(page.locator("html")).to_have_attribute("data-theme", mode)


def test_without_scripts_colours_are_light_and_complete(browser: Browser, base: str) -> None:
    with browser.new_context(color_scheme="dark", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{base}/book/index.html")
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        expect(page.get_by_role("heading", level=1)).to_have_css("color", "rgb(41, 49, 61)")


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
