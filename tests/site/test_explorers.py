"""The explorers: their arithmetic in node, how they get into a page, and what they do in a browser."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from course_site.explorers import ExplorerError, describe
from course_site.katex import NODE
from course_site.modules import as_script
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.explorer_pages import (
    choose,
    faults,
    go,
    numbers,
    on_a_desk,
    on_all_screens,
    opened,
    set_slider,
)

HERE = Path(__file__).parent / "explorers"
SOURCES = Path(__file__).parents[2] / "book" / "_static" / "explorers"
PAGE = "book/padding.html"
LARGE = "explorer-frame=n:10,kernel:7,mode:full&explorer-fit=n:20,kernel:7,before:4,after:4"
IMPOSSIBLE = "explorer-frame=n:2,kernel:7,mode:free&explorer-fit=n:2,before:0,after:0"

Build = Callable[..., subprocess.CompletedProcess[str]]


# Without a browser


def test_arithmetic_and_facts_in_node() -> None:
    """Run what tests the modules themselves, above all against PyTorch's cases."""
    tests = sorted(HERE.glob("*.test.mjs"))
    run = subprocess.run([NODE, "--test", *tests], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr


def test_vectors_are_what_pytorch_computes() -> None:
    run = subprocess.run([sys.executable, HERE / "vectors.py", "--check"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_described_explorer_has_all_values_and_a_table() -> None:
    described = describe("frame", {"n": "6"})
    assert described["values"]["n"] == 6
    assert described["values"]["mode"] == "same"
    assert ["output", "4x4", "6x6", "8x8"] in described["table"]["rows"]


@pytest.mark.parametrize(
    ("kind", "options", "complaint"),
    [
        (
            "frames",
            {},
            "no explorer frames; there are axes, batches, bench, bend, counter, downhill, fit, frame, guess, "
            "secant",
        ),
        ("frame", {"size": "5"}, "no option size"),
        ("fit", {"stride": "6"}, 'stride must be a whole number from 1 to 5, not "6"'),
    ],
)
def test_mistaken_explorer_is_refused(kind: str, options: dict[str, str], complaint: str) -> None:
    with pytest.raises(ExplorerError, match=complaint):
        describe(kind, options)


ONE = """\
const own = 1;
export const ONE = own;
export function twice(x) {
  return 2 * x;
}
"""
TWO = """\
import { ONE, twice } from "./one.mjs";
const own = twice(ONE);
export class Two {
  x = own;
}
"""
MAIN = """\
import { ONE } from "./one.mjs";
import { Two } from "./two.mjs";
console.log(ONE, new Two().x);
"""


def write_modules(folder: Path, **sources: str) -> Path:
    """Write modules into a folder; return the last one."""
    for name, source in sources.items():
        (folder / f"{name}.mjs").write_text(source, encoding="utf-8")
    return folder / f"{name}.mjs"


def test_script_does_what_its_modules_do(tmp_path: Path) -> None:
    entrance = write_modules(tmp_path, one=ONE, two=TWO, main=MAIN)
    script = tmp_path / "script.js"
    script.write_text(as_script(entrance), encoding="utf-8")
    run = subprocess.run([NODE, script], capture_output=True, text=True)
    assert run.stdout == "1 2\n", run.stderr


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('import fs from "node:fs";\n', "import fs"),
        ("export default 1;\n", "export default"),
        ('import { a } from "./main.mjs";\n', "main -> main"),
    ],
)
def test_script_refuses_what_it_does_not_understand(tmp_path: Path, source: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        as_script(write_modules(tmp_path, main=source))


GOOD = """
# Explorers

```{explorer} frame
:kernel: 4
```

See [the second](#again).

```{explorer} frame
:name: again
```
"""

MISTAKEN = """
# Mistakes

```{explorer} frame
:kernel: 8
```
"""

TWINS = """
# Two of one name

```{explorer} fit
```

```{explorer} fit
```
"""


@pytest.fixture(scope="module")
def book(build_book: Build) -> subprocess.CompletedProcess[str]:
    """Return the build of a book with good explorers and with mistaken ones."""
    return build_book(index=GOOD, mistaken=MISTAKEN, twins=TWINS, plain="# No explorer\n")


def html_of(book: subprocess.CompletedProcess[str], page: str) -> str:
    """Return a page as it was built, faults or not."""
    root = Path(book.args[0]).parents[1]
    return (root / "_build" / "html" / "book" / f"{page}.html").read_text(encoding="utf-8")


def test_mistakes_stop_the_build_with_page_and_line(book: subprocess.CompletedProcess[str]) -> None:
    assert book.returncode != 0
    warnings = [line for line in book.stdout.splitlines() if "WARNING" in line]
    assert any(
        'book/mistaken.md:8: WARNING: explorer frame: kernel must be a whole number from 1 to 7, not "8"' in w
        for w in warnings
    ), warnings
    assert any("book/twins.md" in w and "explorer-fit" in w for w in warnings)
    assert not any("book/index.md" in w for w in warnings)


def test_only_pages_with_explorers_load_them(book: subprocess.CompletedProcess[str]) -> None:
    assert "explorers.js" in html_of(book, "index")
    assert "explorers.js" not in html_of(book, "plain")


def test_starting_values_are_attributes(book: subprocess.CompletedProcess[str]) -> None:
    html = html_of(book, "index")
    assert 'id="explorer-frame" kernel="4"' in html
    assert 'id="again" kernel="3"' in html
    assert 'href="#again"' in html


# In a browser


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, address: str) -> str:
    """Return the site's address: from a server, and opened as files."""
    return address if request.param == "http" else site.as_uri()


page = on_a_desk(PAGE)
screen = on_all_screens(f"{PAGE}#{LARGE}")


def frame(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: the frame")


def fit(page: Page) -> Locator:
    return page.get_by_role("group", name="Explorer: how many fit?")


@pytest.mark.parametrize(
    ("mode", "output", "corner", "windows"),
    [("valid", "3x3", "1", "9"), ("same", "5x5", "4", "25"), ("full", "7x7", "9", "49")],
)
def test_frame_vectors(page: Page, mode: str, output: str, corner: str, windows: str) -> None:
    choose(frame(page), mode)
    shown = numbers(frame(page))
    assert (shown["output"], shown["looks: corner"], shown["windows"]) == (output, corner, windows)
    assert shown["looks: most"] == "9"
    drawn = frame(page).locator(".cell-heat text").all_text_contents()
    assert len(drawn) == 25
    assert drawn[0] == corner
    assert drawn[12] == "9"
    assert mode != "full" or set(drawn) == {"9"}


def test_frame_puts_the_extra_cell_behind(page: Page) -> None:
    set_slider(frame(page), "kernel", 4)
    assert numbers(frame(page))["added"] == "(1, 2)"


def test_frame_with_free_numbers(page: Page) -> None:
    expect(frame(page).get_by_role("slider", name="top")).to_be_hidden()
    choose(frame(page), "free")
    set_slider(frame(page), "top", 3)
    set_slider(frame(page), "left", 0)
    assert numbers(frame(page))["output"] == "7x4"


def test_frame_fills(page: Page) -> None:
    for fill, first_row in (("replicate", "1 1 2 3 4 5 5"), ("reflect", "7 6 7 8 9 10 9")):
        choose(frame(page), fill)
        shown = frame(page).locator("svg").first.locator(".cell text").all_text_contents()
        assert " ".join(shown[:7]) == first_row


def test_frame_says_what_is_impossible(page: Page) -> None:
    explorer = frame(page)
    set_slider(explorer, "image", 2)
    choose(explorer, "valid")
    expect(explorer.get_by_role("status")).to_contain_text("no window fits")
    expect(explorer.get_by_role("slider", name="window")).to_be_hidden()
    choose(explorer, "full")
    choose(explorer, "reflect")
    expect(explorer.get_by_role("status")).to_contain_text("PyTorch refuses reflect here.")


@pytest.mark.parametrize(
    ("row", "span", "output", "left"),
    [
        ((7, 3, 2, 0, 1), "3", "3", "0"),
        ((8, 3, 2, 0, 1), "3", "3", "1"),
        ((9, 3, 1, 2, 4), "9", "5", "0"),
        ((10, 3, 3, 1, 2), "5", "3", "1"),
    ],
)
def test_fit_vectors(page: Page, row: tuple[int, ...], span: str, output: str, left: str) -> None:
    set_row(fit(page), row)
    shown = numbers(fit(page))
    assert (shown["span"], shown["output"], shown["left over"]) == (span, output, left)
    assert fit(page).locator(".cross").count() == int(left)
    assert fit(page).locator(".cell-tap").count() == row[1] * int(output)
    expect(fit(page).locator(".explorer-formula")).to_contain_text(f"({row[0]} + {row[3]} + {row[3]} ")
    expect(fit(page).locator(".explorer-formula")).to_contain_text(f"= {output}")


def test_fit_says_what_is_impossible(page: Page) -> None:
    set_row(fit(page), (2, 3, 1, 0, 1))
    expect(fit(page).get_by_role("status")).to_contain_text("no window fits, and PyTorch raises an error")
    assert numbers(fit(page))["output"] == "none"


def set_row(explorer: Locator, row: tuple[int, ...]) -> None:
    """Set n, k, s, p (on both sides) and d."""
    n, k, s, p, d = row
    labels = {"cells": n, "kernel": k, "stride": s, "padding before": p, "padding after": p, "dilation": d}
    for label, value in labels.items():
        set_slider(explorer, label, value)


def test_keyboard_alone_is_enough(page: Page) -> None:
    """Tab through the controls of the frame, and use each with its keys."""
    explorer = frame(page)
    explorer.get_by_role("button", name="Reset").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # image: 6
    page.keyboard.press("Tab")
    page.keyboard.press("End")  # kernel: 7
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from same to full
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")  # from zeros to replicate
    assert numbers(explorer)["output"] == "12x12"
    expect(explorer.get_by_role("radio", name="replicate")).to_be_checked()
    page.keyboard.press("Tab")
    window = explorer.get_by_role("slider", name="window")
    expect(window).to_be_focused()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    expect(window).to_have_attribute("aria-valuetext", "output (0, 2): reads 3 pixels and 46 added cells")
    expect(window).to_have_attribute("aria-valuenow", "3")
    page.keyboard.press("End")
    expect(window).to_have_attribute("aria-valuenow", "144")


def test_window_can_be_dragged_and_called(page: Page) -> None:
    explorer = frame(page)
    window = explorer.get_by_role("slider", name="window")
    window.scroll_into_view_if_needed()
    box = window.bounding_box()
    assert box is not None
    cell, middle = box["width"] / 3, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 2 * cell, middle[1] + cell, steps=4)
    page.mouse.up()
    expect(window).to_have_attribute("aria-valuetext", "output (1, 2): reads 9 pixels and 0 added cells")
    page.mouse.click(middle[0] + 4 * cell, middle[1] + 4 * cell)  # the last window has its middle there
    expect(window).to_have_attribute("aria-valuenow", "25")


def test_state_is_in_the_address_and_can_be_reset(browser: Browser, base: str) -> None:
    complaints: list[str] = []
    with browser.new_context() as context:
        context.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        page = context.new_page()
        page.goto(f"{base}/{PAGE}")
        set_slider(frame(page), "image", 6)
        set_slider(fit(page), "cells", 11)
        page.wait_for_function("/^#explorer-fit=n:11,.*&explorer-frame=n:6,/.test(location.hash)")
        other = context.new_page()
        other.goto(page.url)
        assert numbers(frame(other))["framed image"] == "8x8"
        assert numbers(fit(other))["padded row"] == "13"
        expect(fit(other)).to_be_in_viewport()
        frame(page).get_by_role("button", name="Reset").click()
        page.wait_for_function("location.hash.startsWith('#explorer-fit=n:11,')")
        assert numbers(frame(page))["framed image"] == "7x7"
        fit(page).get_by_role("button", name="Reset").click()
        page.wait_for_function("location.hash === ''")
    assert not complaints


def test_broken_link_does_no_harm(page: Page) -> None:
    page.goto(f"{page.url}#explorer-frame=n:99,kernel:4,size:3,row:20")
    assert numbers(frame(page))["added"] == "(1, 2)"
    assert numbers(frame(page))["framed image"] == "8x8"


@pytest.mark.parametrize("media", ["screen", "print"])
def test_table_stands_in(browser: Browser, address: str, media: str) -> None:
    """Without JavaScript, and on paper even with it, there is a table and no control."""
    with browser.new_context(java_script_enabled=media == "print") as context:
        page = context.new_page()
        page.emulate_media(media=media)  # type: ignore[arg-type]
        page.goto(f"{address}/{PAGE}")
        for name in ("frame", "fit"):
            table = page.locator(f"course-{name}").get_by_role("table")
            expect(table).to_be_visible()
            expect(page.locator(f"course-{name} input:visible")).to_have_count(0)
        row = page.locator("course-frame").get_by_role("row", name="windows")
        assert row.locator("td").all_inner_texts() == ["9", "25", "49"]


def test_table_steps_aside(page: Page) -> None:
    expect(page.locator("course-frame > .explorer")).to_be_visible()
    expect(page.locator("course-frame").get_by_role("table")).to_have_count(0)


def test_large_and_impossible_states_fit_and_are_accessible(screen: Page) -> None:
    for state in (LARGE, IMPOSSIBLE):
        go(screen, state)
        expect(frame(screen).get_by_role("status")).to_contain_text(
            "22x22" if state == LARGE else "no window fits"
        )
        assert not faults(screen)


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_window_glides_only_if_wanted(browser: Browser, address: str, motion: str) -> None:
    with opened(browser, f"{address}/{PAGE}", reduced_motion=motion) as page:
        duration = page.locator(".explorer-window").evaluate("(e) => getComputedStyle(e).transitionDuration")
        assert (duration == "0s") == (motion == "reduce")
