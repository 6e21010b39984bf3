"""Ledgers: how a network is written, that the counts are PyTorch's, and the table on the page."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course_site import ledger
from course_site.networks import FORMS, Counts, Network, NetworkError, count, read_network
from playwright.sync_api import Browser, expect
from site_tools.visits import violations

Build = Callable[..., tuple[Path, list[str]]]

DIGITS = """
input 1x8x8
conv 8 kernel=3 padding=1
relu
maxpool 2
conv 16 kernel=3 padding=1
relu
maxpool 2
flatten
linear 10
"""
TEXTS = """
input 100
embedding 8000 64
conv 128 kernel=5
relu
gap
linear 64
relu
linear 1
sigmoid
"""
UNEVEN = """
input 2x9x17
conv 4 kernel=3x5 stride=2x1 padding=1x2 dilation=1x2 groups=2 bias=no
avgpool 2 stride=1
tanh
flatten
softmax
"""
VOLUME = """
input 1x9x9x9
conv 4 kernel=3 stride=2
maxpool 2
flatten
linear 3 bias=no
"""


@pytest.fixture(scope="module", autouse=True)
def pytorch() -> Iterator[None]:
    """End the child process that counts with PyTorch."""
    yield
    ledger.PYTORCH.close()


def counts(text: str) -> list[Counts]:
    return count(read_network(text.splitlines()))


def checked(text: str, cache: Path) -> list[Counts]:
    """Return the counts of a network with which PyTorch agrees."""
    network = read_network(text.splitlines())
    found = count(network)
    ledger.check(network, found, cache)
    return found


# How a network is written


def test_the_network_for_digits_is_counted() -> None:
    found = counts(DIGITS)
    assert [c.shape for c in found][::3] == [(8, 8, 8), (16, 4, 4), (64,)]
    assert [c.params for c in found] == [80, 0, 0, 1168, 0, 0, 0, 650]
    assert [c.macs for c in found] == [4608, 0, 0, 18432, 0, 0, 0, 640]
    assert [c.field and c.field[0] for c in found] == [3, 3, 4, 8, 8, 10, 10, None]
    assert found[3].formula == "16·(8·3·3 + 1)"
    assert [layer.text for layer in read_network(DIGITS.splitlines()).layers][:3] == [
        "conv 8, kernel 3, padding 1",
        "relu",
        "maxpool 2",
    ]


def test_formulas_are_true() -> None:
    for text in (DIGITS, TEXTS, UNEVEN, VOLUME):
        for found in counts(text):
            assert eval((found.formula or "0").replace("·", "*")) == found.params


@pytest.mark.parametrize(
    ("lines", "place", "reason"),
    [
        ("", 0, "a network begins with its input"),
        ("conv 3 kernel=3", 0, "a network begins with its input"),
        ("input 1x8x0", 0, "the input is one to four sizes"),
        ("input 1x8x8\n\nconf 3", 2, "unknown layer `conf`; there are conv, linear,"),
        ("input 1x8x8\nconv 3", 1, "conv is written `conv filters kernel=…`"),
        ("input 1x8x8\nmaxpool 2x2", 1, "maxpool is written `maxpool window`"),
        ("input 1x8x8\nrelu 4", 1, "relu is written `relu`"),
        (
            "input 1x8x8\nconv 3 kernel=3 size=2",
            1,
            "takes each of these settings once: kernel, .*not `size=2`",
        ),
        ("input 1x8x8\nconv 3 kernel=3 kernel=3", 1, "takes each of these settings once"),
        ("input 1x8x8\nconv 3 kernel=three", 1, "`kernel=three` is no size"),
        ("input 1x8x8\nconv 3 kernel=3 bias=3", 1, "`bias=3` is no size, .*bias is yes or no"),
        ("input 1x8x8\nconv 3 kernel=0", 1, "sizes must be at least 1"),
        ("input 2x8x8\nconv 4 kernel=3 groups=2x2", 1, "groups is one number"),
        ("input 1x8x8\nconv 3 kernel=3x3x3", 1, "kernel has 3 numbers for 2 sides"),
        ("input 2x8x8\nconv 3 kernel=3 groups=2", 1, "2 channels and 3 filters do not split into 2 groups"),
        ("input 1x8x8\nrelu\nconv 3 kernel=9", 2, "a window of 9x9 does not fit into 1x8x8"),
        ("input 1x8x8\nlinear 3", 1, "linear needs a row, not 1x8x8; flatten it first"),
        ("input 1x8x8\nsoftmax", 1, "softmax needs a row, not 1x8x8"),
        ("input 1x8x8\nembedding 3 4", 1, "embedding needs a row of words, not 1x8x8"),
        ("input 5\ngap", 1, "gap needs channels and sides, not a row of 5"),
    ],
)
def test_a_line_that_cannot_be_is_named(lines: str, place: int, reason: str) -> None:
    with pytest.raises(NetworkError, match=reason) as caught:
        counts(lines)
    assert caught.value.place == place


# PyTorch


@pytest.mark.parametrize("text", [DIGITS, TEXTS, UNEVEN, VOLUME], ids=["digits", "texts", "uneven", "volume"])
def test_counts_are_those_of_pytorch(text: str, tmp_path: Path) -> None:
    assert checked(text, tmp_path)
    assert len(list(tmp_path.iterdir())) == 1  # the next build need not ask


def drawn(rng: random.Random) -> list[str]:
    """Return a network of a few layers on a row, an image or a volume; a window may not fit."""
    shape = [rng.randint(1, 4), *rng.choices(range(8, 20), k=rng.randint(1, 3))]
    lines = ["input " + "x".join(map(str, shape))]
    for _ in range(rng.randint(1, 4)):
        limits = {"stride": (1, 2), "padding": (0, 2), "dilation": (1, 2)}
        settings = " ".join(f"{name}={rng.randint(*limit)}" for name, limit in limits.items())
        conv = f"conv {rng.randint(1, 6)} kernel={rng.randint(1, 3)} {settings}"
        pool = f"{rng.choice(['maxpool', 'avgpool'])} {rng.randint(1, 2)}"
        lines.append(rng.choice([conv, conv, pool, "relu"]))
    return [*lines, *rng.choice([["gap"], ["flatten"], ["flatten", f"linear {rng.randint(1, 9)}"]])]


def test_random_networks_are_counted_as_pytorch_counts_them(tmp_path: Path) -> None:
    rng, used = random.Random(9), set()
    for lines in (drawn(rng) for _ in range(60)):
        network = read_network(lines)
        try:
            found = count(network)
        except NetworkError:  # a map has become smaller than a window
            continue
        ledger.check(network, found, tmp_path)
        used |= {line.split()[0] for line in lines}
    assert used >= {"conv", "relu", "maxpool", "avgpool", "gap", "flatten", "linear"}


def test_every_kind_of_layer_is_tried() -> None:
    tried = {line.split()[0] for text in (DIGITS, TEXTS, UNEVEN, VOLUME) for line in text.split("\n") if line}
    assert tried == {*FORMS, "input"}


@pytest.mark.parametrize("name", ledger.CHECKED)
def test_a_count_that_differs_from_pytorchs_is_found(name: str, tmp_path: Path) -> None:
    network = read_network(DIGITS.splitlines())
    ledger.check(network, count(network), tmp_path)
    (kept,) = tmp_path.iterdir()
    answer = json.loads(kept.read_text())
    answer["counts"][3][name] = [7] if isinstance(answer["counts"][3][name], list) else 7
    kept.write_text(json.dumps(answer))
    with pytest.raises(
        NetworkError, match=f"the {name} of `conv 16, .* here, and .*7.* in PyTorch"
    ) as caught:
        ledger.check(network, count(network), tmp_path)
    assert DIGITS.splitlines()[caught.value.place].startswith("conv 16")


def test_what_pytorch_refuses_is_said_and_not_kept(tmp_path: Path) -> None:
    network = read_network(["input 1x8x8", "conv 3 kernel=3"])
    broken = Network((4,), network.layers)
    with pytest.raises(NetworkError, match="PyTorch does not run this network: "):
        ledger.check(broken, count(network), tmp_path)
    assert not list(tmp_path.iterdir())


# The page


@pytest.mark.parametrize(("options", "line"), [("", 6), (":blank:\n", 7), ("---\nblank:\n---\n", 9)])
def test_a_fault_is_a_warning_at_its_line(build_pages: Build, options: str, line: int) -> None:
    page = f"# Page\n\n```{{ledger}} A network\n{options}input 1x8x8\nrelu\nlinear 3\n```\n"
    _, warnings = build_pages("elements", "ledger", files={"page.md": page})
    (warning,) = warnings
    assert warning.startswith(f"page.md:{line}: WARNING: ledger: linear needs a row, not 1x8x8")


def test_table_and_form(build_pages: Build) -> None:
    network = "input 1x8x8\nconv 128 kernel=3\n"
    page = (
        f"# Page\n\n```{{ledger}} Counted\n{network}```\n\n```{{ledger}} To fill in\n:blank:\n{network}```\n"
    )
    folder, warnings = build_pages("elements", "ledger", files={"page.md": page})
    assert not warnings
    soup = BeautifulSoup((folder / "page.html").read_text("utf-8"), "html.parser")
    counted, form = soup.select("table.ledger")
    assert [caption.get_text().strip() for caption in soup.select("caption")] == ["Counted", "To fill in"]
    rows = [[cell.get_text() for cell in row.select("th, td")] for row in counted.select("tr")]
    assert rows[0] == ["layer", "shape", "formula", "parameters", "MACs", "receptive field"]
    assert rows[1:] == [
        ["input", "1x8x8", "", "", "", ""],
        ["conv 128, kernel 3", "128x6x6", "128·(1·3·3 + 1)", "1280", "41\u202f472", "3"],
        ["in all", "", "", "1280", "41\u202f472", ""],
    ]
    assert [cell["data-name"] for cell in counted.select("tbody tr:last-child td")] == rows[0][1:]
    assert "ledger-blank" in form["class"]
    assert [cell.get_text() for cell in form.select("td") if cell.get_text()] == ["1x8x8"]
    assert [cell.get_text() for cell in form.select("tbody th")] == ["input", "conv 128, kernel 3", "in all"]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_every_number_is_on_the_screen(browser: Browser, address: str, mode: str, width: int) -> None:
    with browser.new_context(color_scheme=mode, viewport={"width": width, "height": 900}) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/book/parameter_counting.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert not page.evaluate(CUT)
        assert not violations(page, "table.ledger")
        photos = page.get_by_role("table", name="A small image classifier written for Keras")
        row = photos.get_by_role("row").filter(has_text="linear 512")
        expect(row.get_by_role("cell")).to_have_count(5)
        parameters = row.get_by_role("cell").nth(2)
        expect(parameters).to_have_text("84\u202f935\u202f168")
        expect(parameters).to_be_visible()
        shown_name = parameters.evaluate("(cell) => getComputedStyle(cell, '::before').content")
        assert (shown_name == '"parameters"') == (width < 640)


CUT = """[...document.querySelectorAll(".ledger :is(td, th)")].filter((cell) => {
    const { left, right, width } = cell.getBoundingClientRect();
    const outside = left < 0 || right > document.documentElement.clientWidth + 1;
    return width > 1 && (outside || cell.scrollWidth > cell.clientWidth + 1);
}).map((cell) => cell.outerHTML)"""


def test_a_printed_form_has_room_for_a_pencil(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 700, "height": 1000}) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        page.goto(f"{address}/book/parameter_counting.html")
        box = page.locator(".ledger-blank tbody tr").nth(1).locator("td").nth(1).bounding_box()
        assert box
        assert box["height"] > 28
        assert box["width"] > 40
