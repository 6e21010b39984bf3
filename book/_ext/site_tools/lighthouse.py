"""Lighthouse's marks for a page, as a phone of medium speed sees it."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from course_site import chromium
from course_site.katex import NODE

PROGRAM = Path(__file__).parents[3] / "node_modules" / "lighthouse" / "cli" / "index.js"
ATTEMPTS = 3  # on a busy machine Chromium's answers may come too late for Lighthouse
PERFORMANCE, *QUALITIES = CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def run(executable: str, url: str, categories: Sequence[str]) -> dict[str, Any]:
    """Return the report of one run of Lighthouse, in a Chromium of its own.

    executable: Chromium. url: the page. Raises RuntimeError if Lighthouse fails, and fails again.
    """
    flags = ["--headless=new", *([] if chromium.can_be_shut_in() else ["--no-sandbox"])]
    command: list[str | Path] = [
        NODE,
        PROGRAM,
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(categories)}",
        f"--chrome-flags={' '.join(flags)}",
    ]
    for _ in range(ATTEMPTS):
        finished = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": executable}, capture_output=True, encoding="utf-8"
        )
        if finished.returncode == 0:
            report: dict[str, Any] = json.loads(finished.stdout)
            return report
    raise RuntimeError(f"Lighthouse failed on {url}: {finished.stderr.strip()[-500:]}")


def marks(reports: Sequence[dict[str, Any]]) -> dict[str, float]:
    """Return the median mark of each category, 0 to 100, over several reports of one page."""
    return {
        name: 100 * median(report["categories"][name]["score"] or 0 for report in reports)
        for name in reports[0]["categories"]
    }


def shortcomings(report: dict[str, Any], category: str) -> list[str]:
    """Return the audits that cost a category marks, each with what Lighthouse calls it."""
    found = []
    for part in report["categories"][category]["auditRefs"]:
        audit = report["audits"][part["id"]]
        if part["weight"] and audit["score"] is not None and audit["score"] < 1:
            found.append(f"{audit['id']}: {audit['title']}")
    return found
