"""Explorer 3, downhill, in a browser: its vectors, its map, and how it is reached and read."""

from __future__ import annotations

import pytest
from course_site.explorers import ExplorerError, describe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import (
    MINUS,
    faults,
    go,
    numbers,
    on_a_desk,
    on_all_screens,
    opened,
    overlapping,
)

PAGE = "book/gradients.html"

page = on_a_desk(PAGE)
screen = on_all_screens(PAGE)


def downhill(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: downhill")


def start(page: Page) -> Locator:
    return downhill(page).get_by_role("slider", name="start of the walk")


@pytest.mark.parametrize(
    ("state", "end", "loss"),
    [
        ("lr:0.1,steps:10", (f"{MINUS}0.3221", "0.4295"), "0.2882"),
        ("lr:1,steps:5", ("3", f"{MINUS}4"), "25"),
        ("lr:1.1,steps:5", ("7.465", f"{MINUS}9.953"), "154.8"),
    ],
)
def test_vectors(page: Page, state: str, end: tuple[str, str], loss: str) -> None:
    go(page, f"explorer-downhill={state}")
    expect(downhill(page).locator("dd").first).to_have_text(end[0])
    shown = numbers(downhill(page))
    assert (shown["end: x\N{SUBSCRIPT ZERO}"], shown["end: x\N{SUBSCRIPT ONE}"]) == end
    assert (shown["start: loss"], shown["end: loss"]) == ("25", loss)


def test_pictures_show_the_walk(page: Page) -> None:
    chart, loss = downhill(page).get_by_role("img").all()
    expect(chart).to_have_accessible_name("Map, seen from above")
    expect(chart).to_have_accessible_description(
        f"Contour lines of the bowl, and the walk: step 0 ({MINUS}3, 4), step 1 ({MINUS}2.4, 3.2), "
        f"step 2 ({MINUS}1.92, 2.56), step 3 ({MINUS}1.536, 2.048), step 10 ({MINUS}0.3221, 0.4295)."
    )
    expect(loss).to_have_accessible_description(
        "step 0 (25), step 1 (16), step 2 (10.24), step 3 (6.554), step 10 (0.2882)."
    )
    assert chart.locator(".plot-contour").count() == 6
    for picture in (chart, loss):
        assert picture.locator(".dot-orange").count() == 11
    go(page, "explorer-downhill=lr:1.1,steps:20")  # places and losses outside of the pictures have no dots
    expect(loss.locator(".dot-orange")).to_have_count(3)
    expect(chart.locator(".dot-orange")).to_have_count(2)


def test_keyboard_alone_is_enough(page: Page) -> None:
    explorer = downhill(page)
    explorer.get_by_role("button", name="Reset").focus()
    for key in ("Tab", "ArrowRight", "Tab", "ArrowRight", "Tab", "ArrowLeft", "Tab"):
        page.keyboard.press(key)
    expect(explorer.get_by_role("radio", name="valley")).to_be_checked()
    expect(explorer.get_by_role("slider", name="learning rate")).to_have_attribute("aria-valuetext", "0.15")
    assert explorer.get_by_role("slider", name="steps").input_value() == "9"
    expect(start(page)).to_be_focused()
    for key in ("ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowDown"):  # the map ends at -5
        page.keyboard.press(key)
    expect(start(page)).to_have_attribute("aria-valuetext", f"({MINUS}5, 3), loss 10.25")
    page.keyboard.press("End")
    expect(start(page)).to_have_attribute("aria-valuetext", f"(5, {MINUS}5), loss 26.25")


def test_the_start_can_be_dragged_and_called(page: Page) -> None:
    start(page).scroll_into_view_if_needed()
    box = start(page).bounding_box()
    assert box is not None
    cell, middle = box["width"], (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 4 * cell, middle[1] + 3 * cell, steps=4)
    page.mouse.up()
    expect(start(page)).to_have_attribute("aria-valuetext", "(1, 1), loss 2")
    page.mouse.click(middle[0] + 7 * cell, middle[1] + 6 * cell)
    expect(start(page)).to_have_attribute("aria-valuetext", f"(4, {MINUS}2), loss 20")


def test_state_is_in_the_address_and_can_be_reset(page: Page) -> None:
    start(page).press("ArrowUp")
    page.wait_for_function("location.hash.startsWith('#explorer-downhill=')")
    assert page.evaluate("location.hash") == "#explorer-downhill=surface:bowl,lr:0.1,steps:10,x0:-3,x1:5"
    page.reload()
    expect(start(page)).to_have_attribute("aria-valuetext", f"({MINUS}3, 5), loss 34")
    downhill(page).get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")


def test_broken_link_does_no_harm(page: Page) -> None:
    go(page, "explorer-downhill=lr:0.12,x0:9,surface:hole,steps:1")
    expect(downhill(page).get_by_role("status")).to_contain_text(
        f"1 step with η = 0.1 leads to ({MINUS}2.4, 3.2)"
    )


def test_mistaken_option_is_refused() -> None:
    assert describe("downhill", {"lr": "0.95", "x0": "-5"})["values"]["x0"] == -5
    with pytest.raises(ExplorerError, match=r"lr must be one of 0\.001, 0\.002, "):
        describe("downhill", {"lr": "2"})


def test_table_stands_in_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-downhill").get_by_role("row").last  # the learning rate 1.1
        assert row.locator("td").all_inner_texts() == [f"{MINUS}18.58", "24.77", "25", "958.4", "61.92"]
        expect(page.locator("course-downhill input:visible")).to_have_count(0)


STATES = {
    "surface:bowl,lr:1.05,steps:60,x0:-5,x1:5": "The loss never falls.",
    "surface:saddle,lr:1.2,steps:60,x0:5,x1:-5": "flies off",
    "surface:slanted,lr:0.001,steps:0,x0:0,x1:0": "not moved yet",
}


def test_it_fits_and_is_accessible(screen: Page) -> None:
    for state, said in STATES.items():
        go(screen, f"explorer-downhill={state}")
        expect(downhill(screen).get_by_role("status")).to_contain_text(said)
        assert not faults(screen)
        assert not overlapping(screen)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_the_start_glides_only_if_wanted(browser: Browser, address: str, motion: str) -> None:
    with opened(browser, f"{address}/{PAGE}", reduced_motion=motion) as page:
        duration = page.locator(".explorer-place").evaluate("(e) => getComputedStyle(e).transitionDuration")
        assert (duration == "0s") == (motion == "reduce")
