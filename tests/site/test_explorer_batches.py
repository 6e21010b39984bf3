"""The batch counter on its page: numbers, drawing, typed numbers, keyboard, and narrow screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from site_tools.visits import violations

PAGE = "book/start.html"


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the chapter with the batch counter."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        context.set_default_timeout(20000)
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        yield page


def explorer(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: batch counter")


def numbers(page: Page) -> list[str]:
    """Return what the explorer computed: iterations, updates, last batch."""
    return explorer(page).locator("dd").all_text_contents()


def typed(page: Page, label: str) -> Locator:
    return explorer(page).get_by_role("spinbutton", name=f"{label}, typed")


def type_number(page: Page, label: str, value: str) -> None:
    typed(page, label).fill(value)
    typed(page, label).press("Enter")


@pytest.mark.parametrize(
    ("samples", "batch", "epochs", "partial", "shown"),
    [
        (2000, 200, 1, "keep", ["10", "10", "200"]),
        (2000, 64, 3, "keep", ["32", "96", "16"]),
        (100, 30, 1, "drop", ["3", "3", "30"]),
        (3, 10, 2, "drop", ["0", "0", "none"]),
    ],
)
def test_vectors(page: Page, samples: int, batch: int, epochs: int, partial: str, shown: list[str]) -> None:
    type_number(page, "samples", str(samples))
    type_number(page, "batch size", str(batch))
    explorer(page).get_by_role("slider", name="epochs").fill(str(epochs))
    explorer(page).get_by_role("radio", name=partial).check()
    assert numbers(page) == shown
    whole = samples // batch
    expect(explorer(page).locator(".cell-given")).to_have_count(epochs * whole)
    rest = explorer(page).locator(".cell-added" if partial == "keep" else ".cell-dropped")
    expect(rest).to_have_count(epochs * (samples % batch > 0))


def test_bars_are_as_long_as_their_batches(page: Page) -> None:
    widths = (
        explorer(page)
        .locator(".cell rect")
        .evaluate_all("(shapes) => shapes.map((shape) => Number(shape.getAttribute('width')))")
    )
    assert sum(widths) == pytest.approx(16)
    assert widths[-1] / widths[0] == pytest.approx(16 / 64)


def test_many_batches_are_one_bar(page: Page) -> None:
    type_number(page, "batch size", "1")
    expect(explorer(page).locator(".cell")).to_have_count(1)
    expect(explorer(page).locator("figcaption")).to_contain_text("too many batches")
    assert numbers(page) == ["2000", "2000", "1"]


def test_a_typed_number_and_its_slider_agree(page: Page) -> None:
    slider = explorer(page).get_by_role("slider", name="samples")
    for text, value in (("3000", "3000"), ("99999", "5000"), ("-5", "1"), ("12.4", "12"), ("", "1")):
        type_number(page, "samples", text)
        expect(typed(page, "samples")).to_have_value(value)
        expect(slider).to_have_value(value)
    slider.fill("500")
    expect(typed(page, "samples")).to_have_value("500")


def test_keyboard_alone_is_enough(page: Page) -> None:
    explorer(page).get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    expect(typed(page, "samples")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("End")  # samples: 5000
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("End")  # batch size: 512
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # epochs: 2
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from keep to drop
    assert numbers(page) == ["9", "18", "512"]
    expect(explorer(page).get_by_role("status")).to_contain_text("the other 392 are dropped")


def test_table_without_javascript(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        row = page.locator("course-batches").get_by_role("row", name="iterations per epoch")
        assert row.locator("td").all_inner_texts() == ["63", "32", "16"]


TOO_SMALL = """[...document.querySelectorAll(
        ".explorer :is(button, input:not([type=radio]), .explorer-buttons label)")]
    .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < 44 || height < 44;
    }).map((control) => control.outerHTML)"""

TOO_NARROW = """[...document.querySelectorAll(".explorer-slider")]
    .filter((slider) => slider.scrollWidth > slider.clientWidth).map((slider) => slider.outerHTML)"""


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_ten_epochs_fit_and_are_accessible(browser: Browser, address: str, mode: str, width: int) -> None:
    with browser.new_context(color_scheme=mode, viewport={"width": width, "height": 800}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/{PAGE}#explorer-batches=n:5000,batch:40,epochs:10")
        assert numbers(page) == ["125", "1250", "40"]
        assert not violations(page, ".course-explorer")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(TOO_SMALL)
        assert not page.evaluate(TOO_NARROW)
        box = explorer(page).locator(".explorer-scroll")
        assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 0
