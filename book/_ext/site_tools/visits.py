"""Every page in a browser: what it asks for, what it weighs, what it complains of, whether all can use it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, Response

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async (part) => (await axe.run(part, {resultTypes: ["violations"], preload: false})).violations
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target}`))"""
WIDTHS = {"desk": 1280, "phone": 360}
MODES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@dataclass
class Watch:
    """What a page did since it is watched.

    outside: its requests to other places than the site. complaints: files that are missing, errors and
    warnings of its scripts. requests: how many files it asked for. bytes: what they weigh, as they were sent.
    """

    base: str
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    requests: int = 0
    bytes: int = 0

    def follow(self, page: Page) -> None:
        """Note what this page does from now on."""
        page.on("request", lambda request: self._request(request.url))
        page.on("response", self._response)
        page.on("requestfailed", lambda r: self.complaints.append(f"no answer from {r.url}: {r.failure}"))
        page.on("console", lambda m: self._say(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._say(str(error)))

    def _request(self, url: str) -> None:
        if url.startswith(("data:", "blob:")):
            return
        self.requests += 1
        if not url.startswith(self.base):
            self.outside.append(url)

    def _response(self, response: Response) -> None:
        self.bytes += int(response.headers.get("content-length", 0))
        if response.status >= 400:
            self.complaints.append(f"{response.status} for {response.url}")

    def _say(self, text: str) -> None:
        self.complaints.append(f"console: {text}")


def load(page: Page, url: str) -> None:
    """Open a page and let it load what it loads late."""
    page.goto(url, wait_until="load")
    page.mouse.wheel(0, 100_000)
    page.wait_for_load_state("networkidle")


def violations(page: Page, part: str = "html") -> list[str]:
    """Return what axe-core finds on a page that is open, or in the parts of it that a selector names."""
    if not page.evaluate("'axe' in window"):
        page.add_script_tag(path=AXE)
    found: list[str] = page.evaluate(RUN_AXE, part)
    return found


def visit(browser: Browser, base: str, name: str) -> tuple[Watch, list[str]]:
    """Open a page as a new reader does, then check it with axe-core, wide and narrow, light and dark.

    base: the site's address. name: the page's, in the site.
    Returns what it did while it was loaded, and axe's violations.
    """
    watch, found = Watch(base), []
    # Reduced motion: a colour that axe meets halfway through a transition has a contrast of its own.
    with browser.new_context(reduced_motion="reduce", color_scheme="light") as context:
        for screen, width in WIDTHS.items():
            page = context.new_page()
            page.set_viewport_size({"width": width, "height": 900})
            if screen == "desk":
                watch.follow(page)
            load(page, f"{base}/{name}")
            for mode in MODES:
                page.emulate_media(color_scheme=mode)
                page.wait_for_selector(f"html[data-theme={mode}]")
                found += [f"{screen}, {mode}: {fault}" for fault in violations(page)]
            page.close()
    return watch, found
