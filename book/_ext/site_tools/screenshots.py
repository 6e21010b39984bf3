"""How the pages look: a picture for each kind of page, in four views. `scripts/screenshots` runs this."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from course_site import chromium
from PIL import Image
from playwright.sync_api import Browser

from .server import served
from .visits import MODES

KINDS = {
    "front": "book/index.html",
    "chapter": "book/padding.html#padding-frame",
    "exercise": "exercises/padding/padding.html",
    "glossary": "book/glossary.html",
    "map": "book/map.html",
}
SCREENS = {"desk": (1280, 800), "phone": (360, 800)}
HEIGHT = 400  # of a view in the picture, half of what the screen shows
GAP = 12


def views(browser: Browser, url: str) -> list[Image.Image]:
    """Return what the screens show of a page, in light, then in dark colours."""
    found = []
    for mode in MODES:
        for width, height in SCREENS.values():
            with browser.new_context(
                color_scheme=mode, viewport={"width": width, "height": height}
            ) as context:
                page = context.new_page()
                page.goto(url, wait_until="networkidle")
                page.evaluate("document.fonts.ready")
                view = Image.open(BytesIO(page.screenshot(animations="disabled")))
                found.append(view.resize((width * HEIGHT // height, HEIGHT), Image.Resampling.LANCZOS))
    return found


def side_by_side(images: list[Image.Image]) -> Image.Image:
    """Return one picture of images of the same height."""
    width = sum(image.width for image in images) + GAP * (len(images) - 1)
    sheet = Image.new("RGB", (width, HEIGHT), "#8a949d")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + GAP
    return sheet


def main(arguments: list[str]) -> None:
    """Take the pictures. arguments: the site, and the folder where they go."""
    site, target = map(Path, arguments)
    executable = chromium.program()
    if executable is None:
        sys.exit("screenshots: Chromium is missing: run scripts/setup --tests first")
    target.mkdir(parents=True, exist_ok=True)
    with served(site) as base, chromium.launched(executable) as browser:
        for kind, page in KINDS.items():
            path = target / f"{kind}.webp"
            side_by_side(views(browser, f"{base}/{page}")).save(path, quality=40, method=6)
            print(f"screenshots: {path}, {path.stat().st_size / 1000:.0f} KB")


if __name__ == "__main__":
    main(sys.argv[1:])
