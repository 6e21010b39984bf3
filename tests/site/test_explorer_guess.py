"""The explorer of the chapter on losses, in a browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import choose, faults, numbers, on_a_desk, on_all_screens, opened, set_slider

PAGE = "book/loss.html"
SURE_AND_WRONG = "explorer-guess=z1:-5,z2:5,z3:-4.9,right:1,softmax:twice"

page = on_a_desk(PAGE, reduced_motion="no-preference")
screen = on_all_screens(f"{PAGE}#{SURE_AND_WRONG}")


def guess(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: loss of one guess")


def set_scores(explorer: Locator, *scores: float) -> None:
    for number, score in enumerate(scores, 1):
        set_slider(explorer, f"class {number}", score)


def test_starts_with_the_pages_example(page: Page) -> None:
    shown = numbers(guess(page))
    assert (shown["p₁"], shown["p₂"], shown["p₃"]) == ("0.6590", "0.2424", "0.0986")
    assert (shown["cross-entropy"], shown["squared error"], shown["guess"]) == ("0.4170", "0.0616", "hit")


@pytest.mark.parametrize("right", ["1", "2", "3"])
def test_equal_scores_cost_the_same_for_every_class(page: Page, right: str) -> None:
    set_scores(guess(page), 0, 0, 0)
    choose(guess(page), right)
    assert numbers(guess(page))["cross-entropy"] == "1.0986"
    expect(guess(page).get_by_role("status")).to_contain_text("as much as a uniform guess")


def test_a_second_softmax_has_a_floor(page: Page) -> None:
    set_scores(guess(page), 5, -5, -5)
    assert numbers(guess(page))["cross-entropy"] == "0.0000908"
    choose(guess(page), "twice")
    assert numbers(guess(page))["cross-entropy"] == "0.5515"


def test_lamp_tells_hit_from_miss(page: Page) -> None:
    lamp = guess(page).locator(".explorer-lamp")
    expect(lamp).to_have_text("Hit: the right class, 1, has the largest probability")
    choose(guess(page), "2")
    expect(lamp).to_have_text("Miss: class 1 has the largest probability, and class 2 is right")


def test_bars_and_dot_follow_the_scores(page: Page) -> None:
    explorer = guess(page)
    heights = explorer.locator(".cell rect")
    dot = explorer.locator(".dot-blue")
    before = [float(bar.get_attribute("height") or 0) for bar in heights.all()]
    left, low = (float(dot.get_attribute(name) or 0) for name in ("cx", "cy"))
    assert before == sorted(before, reverse=True)
    set_scores(explorer, -2.5)
    after = [float(bar.get_attribute("height") or 0) for bar in heights.all()]
    assert after[0] < before[0]
    assert sum(after) == pytest.approx(sum(before))
    assert float(dot.get_attribute("cx") or 0) < left  # a smaller probability
    assert float(dot.get_attribute("cy") or 0) < low  # and y points down: a larger loss


def test_a_tenth_is_one_key_and_goes_into_the_address(page: Page) -> None:
    explorer = guess(page)
    slider = explorer.get_by_role("slider", name="class 3")
    slider.focus()
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    expect(slider).to_have_value("-0.2")
    expect(explorer.locator(".explorer-slider").nth(2)).to_contain_text("\N{MINUS SIGN}0.2")
    page.wait_for_function("location.hash.includes('z3:-0.2,')")
    page.reload()
    expect(guess(page).get_by_role("slider", name="class 3")).to_have_value("-0.2")


def test_table_stands_in(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-guess").get_by_role("row", name="cross-entropy")
        assert row.locator("td").all_inner_texts() == ["0.4170", "1.4170", "2.3170"]


def test_fits_and_is_accessible(screen: Page) -> None:
    expect(guess(screen).locator(".explorer-lamp")).to_contain_text("Miss")
    assert not faults(screen)
