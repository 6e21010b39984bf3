"""Puts the book's folder on the path, where it is when a page is executed, so tests import `figures` too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "book"))
