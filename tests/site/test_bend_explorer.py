"""Explorer 4, bend the plane, in a browser: its vectors, its pictures, and how it is reached and read."""

from __future__ import annotations

import pytest
from course_site.explorers import ExplorerError, describe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import (
    MINUS,
    choose,
    faults,
    go,
    numbers,
    on_a_desk,
    on_all_screens,
    opened,
    set_slider,
)

PAGE = "book/linear.html"
ZERO, ONE = "\N{SUBSCRIPT ZERO}", "\N{SUBSCRIPT ONE}"

page = on_a_desk(PAGE, reduced_motion="no-preference")
screen = on_all_screens(PAGE)


def bend(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: bend the plane")


def heat(picture: Locator) -> list[float]:
    """Return how strong the tiles of a picture are."""
    return [float(tile) for tile in picture.locator(".cell-heat").evaluate_all(
        "tiles => tiles.map((tile) => tile.style.getPropertyValue('--heat'))"
    )]  # fmt: skip


def test_without_an_activation_nothing_can_be_told_apart(page: Page) -> None:
    shown = numbers(bend(page))
    assert shown["(0, 0) goes to"] == f"(0, {MINUS}1)"
    assert (shown["(1, 1) goes to"], shown["largest error"]) == ("(2, 1)", "0.5")
    before, after = bend(page).get_by_role("img").all()
    assert set(heat(before)) == set(heat(after)) == {0.5}


def test_relu_folds_the_plane_and_solves_it(page: Page) -> None:
    choose(bend(page), "ReLU")
    shown = numbers(bend(page))
    assert [shown[f"({a}, {b}) goes to"] for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))] == [
        "(0, 0)",
        "(1, 0)",
        "(1, 0)",
        "(2, 1)",
    ]
    assert shown["largest error"] == "0"
    expect(bend(page).get_by_role("status")).to_contain_text("It is right for all four.")
    before, after = bend(page).get_by_role("img").all()
    assert {0.0, 1.0} <= set(heat(before)) & set(heat(after))
    expect(after).to_have_accessible_name("Where the layer takes them")
    expect(after).to_have_accessible_description(
        "Target 0: (0, 0). Target 1: (1, 0). Target 1: (1, 0). Target 0: (2, 1)."
    )


@pytest.mark.parametrize("bias", [0, -2])
def test_a_fold_in_the_wrong_place_does_not_help(page: Page, bias: int) -> None:
    choose(bend(page), "ReLU")
    set_slider(bend(page), f"bias of h{ONE}", bias)
    assert numbers(bend(page))["largest error"] == "0.5"


def test_a_sigmoid_is_enough(page: Page) -> None:
    choose(bend(page), "sigmoid")
    assert numbers(bend(page))["largest error"] == "0"


def test_keyboard_alone_is_enough_and_the_address_follows(page: Page) -> None:
    slider = bend(page).get_by_role("slider", name=f"x{ONE} to h{ZERO}")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("-1.5")
    page.wait_for_function("location.hash.includes('w01:-1.5,')")
    page.reload()
    expect(bend(page).get_by_role("slider", name=f"x{ONE} to h{ZERO}")).to_have_value("-1.5")
    bend(page).get_by_role("button", name="Reset").click()
    page.wait_for_function("location.hash === ''")


def test_mistaken_option_is_refused() -> None:
    assert describe("bend", {"w01": "-0.5"})["values"]["w01"] == -0.5
    with pytest.raises(ExplorerError, match=r"b0 must be a number in steps of 0\.5 from -2 to 2"):
        describe("bend", {"b0": "0.3"})


def test_table_stands_in_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-bend").get_by_role("row", name="ReLU")
        assert row.locator("td").all_inner_texts() == ["(0, 0)", "(1, 0)", "(1, 0)", "(2, 1)", "0"]
        expect(page.locator("course-bend input:visible")).to_have_count(0)


STATES = {
    "w00:-2,w01:-2,b0:-2,w10:-2,w11:-2,b1:-2,activation:none": "cannot tell",
    "w00:2,w01:-1.5,b0:-2,w10:-0.5,w11:2,b1:0.5,activation:tanh": "Rounded",
    "w00:0,w01:0,b0:0,w10:0,w11:0,b1:0,activation:ReLU": "come to the same place",
}


def test_it_fits_and_is_accessible(screen: Page) -> None:
    for state, said in STATES.items():
        go(screen, f"explorer-bend={state}")
        expect(bend(screen).get_by_role("status")).to_contain_text(said)
        assert not faults(screen)
