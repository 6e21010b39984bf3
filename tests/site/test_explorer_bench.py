"""The filter bench on its page: numbers, a kernel typed, an output chosen, painting, keys, narrow screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from site_tools.visits import violations

PAGE = "book/convolution.html"
MINUS = "\N{MINUS SIGN}"
FIRST_ROW = ["46", "42", "-17", "-3", "-11", "-42"]  # of digit 0 under Sobel x


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Return the chapter with the filter bench."""
    with browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce") as context:
        context.set_default_timeout(20000)
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        yield page


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
    explorer(page).get_by_role("radio", name="flat").check()
    explorer(page).get_by_role("radio", name="edge").check()
    assert set(cells(page, "Output")) == {"0"}
    explorer(page).get_by_role("radio", name="step").check()
    explorer(page).get_by_role("radio", name="blur").check()
    assert cells(page, "Output")[:6] == ["0", "0", "3", "6", "9", "9"]


def test_a_kernel_of_ones_own(page: Page) -> None:
    explorer(page).get_by_role("radio", name="blur").check()
    weight(page, 1, 1).fill("99")
    weight(page, 1, 1).press("Enter")
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
    explorer(page).get_by_role("radio", name="painted").check()
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
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{PAGE}")
        row = page.locator("course-bench").get_by_role("row", name="row 0")
        assert [text.replace(MINUS, "-") for text in row.locator("td").all_inner_texts()] == FIRST_ROW


TOO_SMALL = """[...document.querySelectorAll(
        ".explorer :is(button, input:not([type=radio]), .explorer-buttons label)")]
    .filter((control) => control.getClientRects().length)
    .filter((control) => {
        const { width, height } = control.getBoundingClientRect();
        return width < 43.9 || height < 43.9;
    }).map((control) => control.outerHTML)"""


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_is_accessible(browser: Browser, address: str, mode: str, width: int) -> None:
    with browser.new_context(color_scheme=mode, viewport={"width": width, "height": 800}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/{PAGE}#explorer-bench=picture:painted,kernel:own,turn:turned")
        assert not violations(page, ".course-explorer")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(TOO_SMALL)
