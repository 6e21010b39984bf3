"""axe-core finds nothing of weight on any page, light or dark, on a desk or on a phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RUN_AXE = """async () => (await axe.run({resultTypes: ["violations"]})).violations
    .filter((v) => ["moderate", "serious", "critical"].includes(v.impact))
    .flatMap((v) => v.nodes.map((n) => `${v.id}: ${n.target}`))"""


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_violation(browser: Browser, address: str, pages: list[str], mode: str, width: int) -> None:
    violations: dict[str, list[str]] = {}
    viewport = {"width": width, "height": 900}
    # Reduced motion: a colour that axe meets halfway through a transition has a contrast of its own.
    with browser.new_context(color_scheme=mode, viewport=viewport, reduced_motion="reduce") as context:  # type: ignore[arg-type]
        page = context.new_page()
        for name in pages:
            page.goto(f"{address}/{name}")
            page.add_script_tag(path=AXE)
            if found := page.evaluate(RUN_AXE):
                violations[name] = found
    assert not violations
