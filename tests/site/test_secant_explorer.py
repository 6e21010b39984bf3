"""Explorer 2, secant to tangent, in a browser: its vectors, its sliders, and how it is reached and read."""

from __future__ import annotations

import pytest
from course_site.explorers import ExplorerError, describe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import MINUS, faults, go, on_a_desk, on_all_screens, opened, overlapping

PAGE = "book/numerical_differentiation.html"

page = on_a_desk(PAGE)
screen = on_all_screens(PAGE)


def secant(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: secant to tangent")


def numbers(explorer: Locator) -> list[str]:
    """Return the slopes of secant and tangent, and the error."""
    assert explorer.locator("dt").all_text_contents() == ["secant", "tangent", "error"]
    return explorer.locator("dd").all_text_contents()


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("function:cubic,x:2,h:0.5,rule:forward", ["15.25", "12", "3.25"]),
        ("function:cubic,x:2,h:0.5,rule:backward", ["9.25", "12", "2.75"]),
        ("function:cubic,x:2,h:0.5,rule:central", ["12.25", "12", "0.25"]),
        ("function:abs,x:0,h:0.2,rule:forward", ["1", "none", "none"]),
        ("function:abs,x:0,h:0.2,rule:backward", [f"{MINUS}1", "none", "none"]),
        ("function:abs,x:0,h:0.2,rule:central", ["0", "none", "none"]),
        ("function:square,x:3,h:1e-16,rule:forward", ["0", "6", "6"]),
    ],
)
def test_vectors(page: Page, state: str, shown: list[str]) -> None:
    go(page, f"explorer-secant={state}")
    expect(secant(page).locator("dd").first).to_have_text(shown[0])
    assert numbers(secant(page)) == shown


def test_pictures_show_lines_and_points(page: Page) -> None:
    explorer = secant(page)
    curve, errors = explorer.get_by_role("img").all()
    expect(curve).to_have_accessible_name("Curve, secant and tangent")
    expect(curve).to_have_accessible_description(
        "The function sin. The forward secant has slope 0.312048. The tangent at 1 has slope 0.540302."
    )
    assert curve.locator(".curve, .curve-blue, .curve-guide").count() == 3
    assert curve.locator(".dot-blue").count() == 2
    assert errors.locator(".dot-orange").count() == 49
    expect(errors).to_have_accessible_description(
        "Step 1e-16: error 0.54. Step 1e-12: error 4.3e-5. Step 1e-8: error 3e-9. Step 1e-4: error 4.2e-5. "
        "Step 1: error 0.47."
    )
    go(page, "explorer-secant=function:abs,x:0,rule:central")
    assert curve.locator(".curve-guide").count() == 0
    assert errors.locator(".dot-orange").count() == 0


def test_keyboard_alone_is_enough(page: Page) -> None:
    explorer = secant(page)
    explorer.get_by_role("button", name="Reset").focus()
    for key in ("Tab", "ArrowLeft", "Tab", "End", "Tab", "Home"):  # cubic, x = 3, h = 1e-16
        page.keyboard.press(key)
    step = explorer.get_by_role("slider", name="step")
    expect(step).to_be_focused()
    expect(step).to_have_attribute("aria-valuetext", "1e-16")
    page.keyboard.press("ArrowRight")
    expect(step).to_have_attribute("aria-valuetext", "2e-16")
    for key in ("Tab", "ArrowRight", "ArrowRight", "Tab", "ArrowRight"):
        page.keyboard.press(key)
    assert numbers(explorer) == ["0", "27", "27"]
    expect(explorer.get_by_role("status")).to_contain_text(
        "In float32, the two places are one and the same number"
    )
    expect(explorer.get_by_role("radio", name="central")).to_be_checked()


def test_state_is_in_the_address_and_can_be_reset(page: Page) -> None:
    explorer = secant(page)
    explorer.get_by_role("slider", name="place").fill("9")
    explorer.get_by_role("slider", name="step").fill("3")
    state = "#explorer-secant=function:sin,x:-0.75,h:1e-15,rule:forward,precision:float64"
    page.wait_for_function("(state) => location.hash === state", arg=state)
    page.reload()
    expect(explorer.get_by_role("slider", name="place")).to_have_attribute("aria-valuetext", f"{MINUS}0.75")
    expect(explorer.locator(".explorer-value")).to_have_text([f"{MINUS}0.75", "1e-15"])
    explorer.get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")


def test_broken_link_does_no_harm(page: Page) -> None:
    go(page, "explorer-secant=h:0.3,x:2,rule:both,function:square")
    expect(secant(page).locator("dd").first).to_have_text("4.5")


def test_mistaken_option_is_refused() -> None:
    assert describe("secant", {"h": "1e-05", "x": "-2"})["values"]["h"] == 1e-5
    with pytest.raises(ExplorerError, match=r"x must be one of -3, -2\.75, "):
        describe("secant", {"x": "0.3"})


def test_table_stands_in_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-secant").get_by_role("row", name="1e-6")
        assert row.locator("td").all_inner_texts() == ["4.2e-7", "4.2e-7", "2.8e-11"]
        expect(page.locator("course-secant input:visible")).to_have_count(0)


STATES = {
    "function:exp,x:3,h:1,rule:central,precision:float32": "truncation",
    "function:abs,x:0,h:2e-16,rule:forward,precision:float32": "kink",
    "function:exp,x:-2.75,h:1e-05,rule:forward,precision:float32": "rounding",
    "function:cubic,x:-2.75,h:1e-16,rule:backward,precision:float32": "does not move",
}


def test_it_fits_and_is_accessible(screen: Page) -> None:
    for state, said in STATES.items():
        go(screen, f"explorer-secant={state}")
        expect(secant(screen).get_by_role("status")).to_contain_text(said)
        assert not faults(screen)
        assert not overlapping(screen)
