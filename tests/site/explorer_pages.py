"""What the tests of explorers share: their page in a browser, its controls, and a search for its faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from site_tools.visits import violations

MINUS = "\N{MINUS SIGN}"
SLOW = 120_000  # milliseconds
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}


@contextmanager
def opened(browser: Browser, address: str, **options: Any) -> Iterator[Page]:
    """Open an address as a new reader does; the options are those of a browser's context."""
    with browser.new_context(**options) as context:
        context.set_default_timeout(SLOW)
        page = context.new_page()
        page.goto(address)
        yield page


def on_a_desk(name: str, **options: Any) -> Any:
    """Make a fixture that opens a page of the site on a wide screen, without motion unless options say so."""

    @pytest.fixture
    def desk(browser: Browser, address: str) -> Iterator[Page]:
        with opened(browser, f"{address}/{name}", **DESK | options) as page:
            yield page

    return desk


def on_all_screens(name: str) -> Any:
    """Make a fixture that opens a page of the site on a narrow and a wide screen, in light and in dark."""

    @pytest.fixture(params=["320-light", "320-dark", "1280-light", "1280-dark"])
    def screen(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Page]:
        width, mode = request.param.split("-")
        viewport = {"width": int(width), "height": 800}
        with opened(browser, f"{address}/{name}", viewport=viewport, color_scheme=mode) as page:
            yield page

    return screen


def go(page: Page, state: str) -> None:
    """Open a state of an explorer as a link on the page does."""
    page.evaluate("(state) => { location.hash = state }", state)


def choose(explorer: Locator, name: str) -> None:
    explorer.get_by_role("radio", name=name).check()


def set_slider(explorer: Locator, label: str, value: float) -> None:
    explorer.get_by_role("slider", name=label).fill(str(value))


def type_number(field: Locator, text: str) -> None:
    field.fill(text)
    field.press("Enter")


def numbers(explorer: Locator) -> dict[str, str]:
    """Return what the explorer computed, by name."""
    names, values = explorer.locator("dt"), explorer.locator("dd")
    return dict(zip(names.all_text_contents(), values.all_text_contents(), strict=True))


TOO_WIDE = """[document.documentElement, ...document.querySelectorAll(".explorer-slider")]
    .filter((part) => part.scrollWidth > part.clientWidth)
    .map((part) => `too wide: ${part.outerHTML.slice(0, 200)}`)"""

TOO_SMALL = """[...document.querySelectorAll(
        ".explorer :is(button, select, input:not([type=radio]), .explorer-buttons label)")]
    .filter((control) => control.checkVisibility())
    .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < 44 || height < 44;
    }).map((control) => `too small: ${control.outerHTML}`)"""

OVERLAPPING = """[...document.querySelectorAll(".explorer :is(svg, dl)")].flatMap((part) => {
    const texts = [...part.querySelectorAll("text, dd")].map((text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        return [text.textContent, range.getBoundingClientRect()];
    });
    return texts.flatMap(([name, a], i) => texts.slice(0, i)
        .filter(([, b]) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
        .map(([other]) => `${name} is written over ${other}`));
})"""


def faults(page: Page) -> list[str]:
    """Return what axe finds in the explorers of a page, what is too wide, and what too small for a finger."""
    return [*violations(page, ".course-explorer"), *page.evaluate(TOO_WIDE), *page.evaluate(TOO_SMALL)]


def overlapping(page: Page) -> list[str]:
    """Return which texts of a page's explorers are written over one another."""
    found: list[str] = page.evaluate(OVERLAPPING)
    return found
