"""The filter bench on its page: numbers, a kernel typed, an output chosen, painting, keys, narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import MINUS, choose, faults, on_a_desk, on_all_screens, opened, type_number

PAGE = "book/convolution.html"
FIRST_ROW = ["46", "42", "-17", "-3", "-11", "-42"]  # of digit 0 under Sobel x

page = on_a_desk(PAGE)
screen = on_all_screens(f"{PAGE}#explorer-bench=picture:painted,kernel:own,turn:turned")


def explorer(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: filter bench")


def cells(page: Page, name: str) -> list[str]:
    """Return the texts of a drawing, row by row."""
    drawn = explorer(page).get_by_role("img", name=name, exact=True)
    return [text.replace(MINUS, "-") for text in drawn.locator("text").all_text_contents()]


def weight(page: Page, row: int, column: int) -> Locator:
    return explorer(page).get_by_role("spinbutton", name=f"weight in row {row}, column {column}")


def test_a_digit_under_sobel_x(page: Page) -> None:
    assert cells(page, "Output")[:6] == FIRST_ROW
    assert explorer(page).locator("dd").all_text_contents()[0] == "0"
    explorer(page).get_by_role("radio", name="turned", exact=True).check()
    assert cells(page, "Output")[:6] == ["-46", "-42", "17", "3", "11", "42"]
    assert cells(page, "Kernel, turned by half a turn") == ["1", "0", "-1", "2", "0", "-2", "1", "0", "-1"]


def test_a_flat_wall_and_a_step(page: Page) -> None:
    choose(explorer(page), "flat")
    choose(explorer(page), "edge")
    assert set(cells(page, "Output")) == {"0"}
    choose(explorer(page), "step")
    choose(explorer(page), "blur")
    assert cells(page, "Output")[:6] == ["0", "0", "3", "6", "9", "9"]


def test_a_kernel_of_ones_own(page: Page) -> None:
    choose(explorer(page), "blur")
    type_number(weight(page, 1, 1), "99")
    expect(weight(page, 1, 1)).to_have_value("9")  # the largest there is
    expect(explorer(page).get_by_role("radio", name="own")).to_be_checked()
    expect(explorer(page).get_by_role("slider", name="divided by")).to_have_value("9")
    assert explorer(page).locator("dd").first.text_content() == "1.9"  # 17 / 9


def test_the_chosen_output_shows_its_window(page: Page) -> None:
    chosen = explorer(page).get_by_role("slider", name="output cell")
    chosen.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(chosen).to_have_attribute("aria-valuenow", "3")
    expect(explorer(page).locator(".explorer-caption")).to_have_text(
        "Output (0, 2) = -5 + 0 + 9 - 26 + 0 + 20 - 15 + 0 + 0 = -17".replace("-", MINUS)
    )
    assert cells(page, "Nine products") == ["-5", "0", "9", "-26", "0", "20", "-15", "0", "0"]
    window = explorer(page).get_by_role("img", name="Picture", exact=True).locator(".outline")
    assert float(window.get_attribute("x") or 0) == pytest.approx(2.05)
    box = explorer(page).get_by_role("img", name="Output", exact=True).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 5.5 / 6, box["y"] + box["height"] * 0.5 / 6)
    expect(chosen).to_have_attribute("aria-valuenow", "6")


def test_painting_with_a_pointer_and_with_keys(page: Page) -> None:
    choose(explorer(page), "painted")
    picture = explorer(page).get_by_role("img", name="Picture", exact=True)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    cell = box["width"] / 8
    page.mouse.move(box["x"] + 4.5 * cell, box["y"] + 0.5 * cell)
    page.mouse.down()
    page.mouse.move(box["x"] + 6.5 * cell, box["y"] + 0.5 * cell, steps=8)
    page.mouse.up()
    assert cells(page, "Picture")[:8] == ["16", "0", "0", "0", "16", "16", "16", "0"]
    brush = explorer(page).get_by_role("slider", name="brush")
    brush.focus()
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    assert cells(page, "Picture")[0] == "0"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert cells(page, "Picture")[:2] == ["0", "16"]
    page.wait_for_function("location.hash.includes('pixels:0g')")
    explorer(page).get_by_role("button", name="Reset").click()
    expect(brush).to_be_hidden()


def test_table_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-bench").get_by_role("row", name="row 0")
        assert [text.replace(MINUS, "-") for text in row.locator("td").all_inner_texts()] == FIRST_ROW


def test_it_fits_and_is_accessible(screen: Page) -> None:
    assert not faults(screen)
