"""The system's Chromium, driven by Playwright: it prints the book, and looks at the site in its tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


def program() -> str | None:
    """Return where Chromium is installed, or None."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


def can_be_shut_in() -> bool:
    """Tell whether Chromium can build its sandbox; not when root starts it, as in containers."""
    return os.name == "nt" or os.geteuid() != 0


@contextmanager
def launched(executable: str) -> Iterator[Browser]:
    """Start Chromium without a window, and end it afterwards. The pages it is to show are our own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, chromium_sandbox=can_be_shut_in())
        yield chromium
        chromium.close()
