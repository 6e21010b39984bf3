"""The pages' markup, held against the HTML standard by html-validate. Nothing of the theme is excepted."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from course_site.katex import NODE

PROGRAM = Path(__file__).parents[3] / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
SETTINGS = Path(__file__).with_name("html-validate.json")


def markup_errors(site: Path, names: Sequence[str]) -> list[str]:
    """Return what the standard does not allow in the pages of these names, each with page and line.

    Raises RuntimeError if html-validate itself fails.
    """
    finished = subprocess.run(
        [NODE, PROGRAM, "--config", SETTINGS, "--formatter", "json", *names],
        cwd=site,
        capture_output=True,
        encoding="utf-8",
    )
    try:
        pages = json.loads(finished.stdout)
    except json.JSONDecodeError as error:
        raise RuntimeError(f"html-validate failed: {finished.stderr.strip()[-500:]}") from error
    errors = []
    for page in pages:
        name = Path(page["filePath"]).relative_to(site.resolve())
        errors += [f"{name}:{fault['line']}: {fault['message']}" for fault in page["messages"]]
    return errors
