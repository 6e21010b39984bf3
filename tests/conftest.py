"""What tests of web pages share: a browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "book" / "_ext"))  # where `course_site` is

from course_site import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return the system's Chromium, without a window."""
    program = chromium.program()
    if program is None:
        pytest.skip("no Chromium on this machine: install the system's package `chromium`")
    with chromium.launched(program) as running:
        yield running
