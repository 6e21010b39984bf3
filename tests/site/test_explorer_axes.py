"""The explorer of the three convolutions, on its page: numbers, blocks, arrows, keyboard, narrow screens."""

from __future__ import annotations

from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import choose, faults, on_a_desk, on_all_screens, opened, set_slider

PAGE = "book/convolution_3d.html"

page = on_a_desk(PAGE)
screen = on_all_screens(f"{PAGE}#explorer-axes=layer:Conv3d,channels:4,depth:12,padding:1")


def explorer(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: which axes slide?")


def numbers(page: Page) -> list[str]:
    """Return what the explorer computed: input, weight, output, parameters, multiply-accumulates."""
    return explorer(page).locator("dd").all_text_contents()


def block(page: Page, name: str) -> Locator:
    return explorer(page).get_by_role("img", name=name, exact=True)


def test_a_colour_picture_as_channels_and_as_depth(page: Page) -> None:
    assert numbers(page) == ["(1, 3, 8, 8)", "(6, 3, 3, 3)", "(1, 6, 6, 6)", "168", "5832"]
    expect(block(page, "input").locator(".arrow")).to_have_count(2)
    choose(explorer(page), "Conv3d")
    set_slider(explorer(page), "channels", 0)  # the first of the scale: 1
    assert numbers(page) == ["(1, 1, 3, 8, 8)", "(6, 1, 3, 3, 3)", "(1, 6, 1, 6, 6)", "168", "5832"]
    expect(block(page, "input").locator(".arrow")).to_have_count(2)  # the kernel is as deep as the volume
    set_slider(explorer(page), "depth", 8)
    expect(block(page, "input").locator(".arrow")).to_have_count(3)
    expect(explorer(page).locator("figcaption").nth(2)).to_have_text("output, 1 of 6 maps")


def test_a_text(page: Page) -> None:
    choose(explorer(page), "Conv1d")
    expect(explorer(page).get_by_role("slider", name="height")).to_be_hidden()
    expect(explorer(page).get_by_role("slider", name="depth")).to_be_hidden()
    page.goto(
        f"{page.url.partition('#')[0]}#explorer-axes=layer:Conv1d,channels:64,filters:128,width:20,kernel:5"
    )
    assert numbers(page) == ["(1, 64, 20)", "(128, 64, 5)", "(1, 128, 16)", "41088", "655360"]
    expect(block(page, "input").locator(".arrow")).to_have_count(1)
    expect(block(page, "input").locator("desc")).to_have_text(
        "C 64, L 20; the coloured part: C 64, L 5. The window moves along L."
    )


def test_what_does_not_fit_is_said_and_has_no_output(page: Page) -> None:
    set_slider(explorer(page), "groups", 1)  # 2 groups of 3 channels
    expect(explorer(page).get_by_role("status")).to_contain_text("cannot be cut into 2 equal groups")
    expect(block(page, "output")).to_be_hidden()
    set_slider(explorer(page), "groups", 2)  # 3 groups
    expect(block(page, "output")).to_be_visible()
    expect(block(page, "one filter").locator("desc")).to_contain_text("C 1")


def test_keyboard_alone_is_enough(page: Page) -> None:
    explorer(page).get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")  # from Conv2d to Conv1d
    page.keyboard.press("Tab")
    page.keyboard.press("Home")  # 1 channel
    assert numbers(page) == ["(1, 1, 8)", "(6, 1, 3)", "(1, 6, 6)", "24", "108"]


def test_table_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, f"{address}/{PAGE}", java_script_enabled=False) as page:
        row = page.locator("course-axes").get_by_role("row", name="output")
        assert row.locator("td").all_inner_texts() == ["(1, 6, 6)", "(1, 6, 6, 6)", "(1, 6, 1, 6, 6)"]


def test_it_fits_and_is_accessible(screen: Page) -> None:
    assert numbers(screen)[2] == "(1, 6, 12, 8, 8)"
    assert not faults(screen)
