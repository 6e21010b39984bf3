"""The batch counter on its page: numbers, drawing, typed numbers, keyboard, and narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import (
    choose,
    faults,
    on_a_desk,
    on_all_screens,
    opened,
    set_slider,
    type_number,
)

PAGE = "book/start.html"

page = on_a_desk(PAGE)
screen = on_all_screens(f"{PAGE}#explorer-batches=n:5000,batch:40,epochs:10")


def explorer(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: batch counter")


def numbers(page: Page) -> list[str]:
    """Return what the explorer computed: iterations, updates, last batch."""
    return explorer(page).locator("dd").all_text_contents()


def typed(page: Page, label: str) -> Locator:
    return explorer(page).get_by_role("spinbutton", name=f"{label}, typed")


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
    type_number(typed(page, "samples"), str(samples))
    type_number(typed(page, "batch size"), str(batch))
    set_slider(explorer(page), "epochs", epochs)
    choose(explorer(page), partial)
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
    type_number(typed(page, "batch size"), "1")
    expect(explorer(page).locator(".cell")).to_have_count(1)
    expect(explorer(page).locator("figcaption")).to_contain_text("too many batches")
    assert numbers(page) == ["2000", "2000", "1"]


def test_a_typed_number_and_its_slider_agree(page: Page) -> None:
    slider = explorer(page).get_by_role("slider", name="samples")
    for text, value in (("3000", "3000"), ("99999", "5000"), ("-5", "1"), ("12.4", "12"), ("", "1")):
        type_number(typed(page, "samples"), text)
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
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-batches").get_by_role("row", name="iterations per epoch")
        assert row.locator("td").all_inner_texts() == ["63", "32", "16"]


def test_ten_epochs_fit_and_are_accessible(screen: Page) -> None:
    assert numbers(screen) == ["125", "1250", "40"]
    assert not faults(screen)
    box = explorer(screen).locator(".explorer-scroll")
    assert box.evaluate("(box) => box.scrollWidth - box.clientWidth") <= 0
