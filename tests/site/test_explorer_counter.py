"""The network counter on its page: numbers, layers changed, added and removed, keyboard, narrow screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import choose, faults, on_a_desk, on_all_screens, opened, type_number

PAGE = "book/parameter_counting.html"

page = on_a_desk(PAGE)
screen = on_all_screens(f"{PAGE}#explorer-counter=network:own,side:200,layers:conv-1024-11-1-5;linear-10")


def explorer(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: network counter")


def totals(page: Page) -> list[str]:
    """Return parameters and multiply-accumulates of the whole network."""
    return [text.replace("\u202f", "") for text in explorer(page).locator("dd").all_text_contents()]


def shapes(page: Page) -> list[str]:
    return explorer(page).locator(".explorer-counts").locator(".explorer-shape").all_text_contents()


def layers(page: Page) -> list[str]:
    """Return the kinds of the layers."""
    return explorer(page).get_by_role("combobox").evaluate_all("(all) => all.map((select) => select.value)")


@pytest.mark.parametrize(
    ("network", "numbers"),
    [
        ("digits", ["1898", "23680"]),
        ("photos", ["85012355", "504992256"]),
        ("LeNet", ["62006", "651720"]),
    ],
)
def test_vectors(page: Page, network: str, numbers: list[str]) -> None:
    choose(explorer(page), network)
    assert totals(page) == numbers
    expect(explorer(page).get_by_role("slider")).to_have_count(0)
    choose(explorer(page), "own")
    assert totals(page) == numbers  # it begins with the network that was shown
    expect(explorer(page).get_by_role("slider")).to_have_count(2)


def test_a_changed_layer_makes_a_network_of_ones_own(page: Page) -> None:
    filters = explorer(page).get_by_role("spinbutton", name="filters").first
    type_number(filters, "4")
    expect(explorer(page).get_by_role("radio", name="own")).to_be_checked()
    assert shapes(page) == ["4x8x8", "4x8x8", "4x4x4", "16x4x4", "16x4x4", "16x2x2", "64", "10"]
    assert totals(page)[0] == str(40 + 16 * (4 * 9 + 1) + 650)
    explorer(page).get_by_role("button", name="Reset").click()
    assert totals(page) == ["1898", "23680"]


def test_a_number_out_of_range_becomes_the_nearest(page: Page) -> None:
    kernel = explorer(page).get_by_role("spinbutton", name="kernel").first
    for typed, shown in (("99", "11"), ("-3", "1"), ("", "1"), ("3", "3")):
        type_number(kernel, typed)
        expect(kernel).to_have_value(shown)


def test_layers_are_removed_added_and_exchanged(page: Page) -> None:
    choose(explorer(page), "photos")
    explorer(page).get_by_role("button", name="remove layer 6").click()  # the second pooling
    assert totals(page)[0] == str(1792 + 73856 + 512 * (128 * 72 * 72 + 1) + 1539)
    expect(explorer(page).get_by_role("button", name="remove layer 6")).to_be_focused()
    explorer(page).get_by_role("button", name="Add a layer").click()
    assert layers(page)[-1] == "relu"
    explorer(page).get_by_role("combobox", name="layer 10").focus()
    explorer(page).get_by_role("combobox", name="layer 10").select_option("linear")
    expect(explorer(page).get_by_role("combobox", name="layer 10")).to_be_focused()
    assert shapes(page)[-1] == "10"


def test_the_list_has_a_shortest_and_a_longest_length(page: Page) -> None:
    add = explorer(page).get_by_role("button", name="Add a layer")
    for _ in range(8):
        add.click()
    expect(add).to_be_disabled()
    assert len(layers(page)) == 16
    for _ in range(15):
        explorer(page).get_by_role("button", name="remove layer 1", exact=True).click()
    expect(explorer(page).get_by_role("button", name="remove layer 1", exact=True)).to_be_disabled()
    assert layers(page) == ["relu"]


def test_a_layer_that_does_not_fit_is_marked_and_explained(page: Page) -> None:
    explorer(page).get_by_role("button", name="remove layer 7").click()  # flatten
    expect(explorer(page).locator(".explorer-problem .explorer-counts")).to_have_text("does not fit")
    expect(explorer(page).get_by_role("status")).to_contain_text(
        "Layer 7, linear 10, does not fit: It needs a row"
    )


def test_bars_are_shares(page: Page) -> None:
    widths = (
        explorer(page)
        .locator(".explorer-share-params")
        .evaluate_all(
            "(bars) => bars.map((bar) => bar.getBoundingClientRect().width / bar.parentElement.clientWidth)"
        )
    )
    assert widths == pytest.approx([80 / 1898, 1168 / 1898, 650 / 1898], abs=0.01)


def test_without_biases_and_a_larger_image(page: Page) -> None:
    choose(explorer(page), "without")
    assert totals(page) == [str(1898 - 34), "23680"]
    choose(explorer(page), "own")
    side = explorer(page).get_by_role("spinbutton", name="side of the image, typed")
    type_number(side, "16")
    assert shapes(page)[0] == "8x16x16"
    assert totals(page) == [str(72 + 1152 + 2560), str(4 * (4608 + 18432) + 2560)]


def test_keyboard_alone_is_enough(page: Page) -> None:
    explorer(page).get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from digits to photos
    assert totals(page)[0] == "85012355"
    page.keyboard.press("Tab")  # biases
    page.keyboard.press("Tab")  # layer 1
    page.keyboard.press("ArrowDown")  # from conv to relu
    assert layers(page)[0] == "relu"
    expect(explorer(page).get_by_role("combobox", name="layer 1", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # removed
    assert len(layers(page)) == 9
    expect(explorer(page).get_by_role("button", name="remove layer 1", exact=True)).to_be_focused()


def test_a_link_holds_a_network(page: Page, address: str) -> None:
    page.goto(
        f"{address}/{PAGE}#explorer-counter=network:own,channels:2,side:6,layers:conv-3-3-1-0;gap;linear-4"
    )
    assert layers(page) == ["conv", "gap", "linear"]
    assert totals(page) == [str(3 * 19 + 16), str(3 * 16 * 18 + 12)]


def test_table_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-counter").get_by_role("row", name="in all")
        assert [text.replace("\u202f", "") for text in row.locator("td").all_inner_texts()] == [
            "\N{EN DASH}",
            "1898",
            "23680",
        ]


def test_it_fits_and_is_accessible(screen: Page) -> None:
    assert not faults(screen)
