"""The gates of the built site. `scripts/check-site` runs this module."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from course_site import chromium

from . import lighthouse
from .links import broken_links
from .markup import markup_errors
from .server import page_names, served
from .visits import AXE, visit

MOST_KB = 550  # of a page with all that it loads, compressed
MOST_REQUESTS = 25
RUNS = 3  # of Lighthouse, for each page: performance differs from run to run


@dataclass
class Result:
    """What was found, in the numbers that `--json` prints, and the faults in words.

    The marks of Lighthouse are those of the page with the lowest, each the median of a few runs. Performance
    depends on the machine and is no gate (`scripts/bench-site` takes more runs).
    """

    pages: int
    axe_violations: int = 0
    outside_requests: int = 0
    broken_links: int = 0
    console_errors: int = 0
    markup_errors: int = 0
    gz_kb_max: int = 0
    requests_max: int = 0
    lighthouse_performance: float = 100
    lighthouse_accessibility: float = 100
    lighthouse_best_practices: float = 100
    lighthouse_seo: float = 100
    faults: list[str] = field(default_factory=list)


def check(site: Path, executable: str, examined: Sequence[str], runs: int) -> Result:
    """Check a built site.

    site: its folder. executable: Chromium. examined: the pages that Lighthouse marks, the slowest part.
    runs: how often it marks each.
    Raises RuntimeError if one of the programs fails that do the work.
    """
    names = page_names(site)
    result = Result(pages=len(names))
    links, markup = broken_links(site), markup_errors(site, names)
    result.broken_links, result.markup_errors = len(links), len(markup)
    result.faults += [*links, *markup]
    with served(site) as base:
        _visit_all(executable, base, names, result)
        for name in examined:
            _examine(executable, base, name, result, runs)
    return result


def _visit_all(executable: str, base: str, names: Sequence[str], result: Result) -> None:
    with chromium.launched(executable) as browser:
        for name in names:
            watch, violations = visit(browser, base, name)
            kilobytes = round(watch.bytes / 1000)
            result.axe_violations += len(violations)
            result.outside_requests += len(watch.outside)
            result.console_errors += len(watch.complaints)
            result.gz_kb_max = max(result.gz_kb_max, kilobytes)
            result.requests_max = max(result.requests_max, watch.requests)
            faults = [*violations, *(f"request to {url}" for url in watch.outside), *watch.complaints]
            if kilobytes > MOST_KB:
                faults.append(f"weighs {kilobytes} KB")
            if watch.requests > MOST_REQUESTS:
                faults.append(f"makes {watch.requests} requests")
            result.faults += [f"{name}: {fault}" for fault in faults]


def _examine(executable: str, base: str, name: str, result: Result, runs: int) -> None:
    reports = [lighthouse.run(executable, f"{base}/{name}", lighthouse.CATEGORIES) for _ in range(runs)]
    for category, mark in lighthouse.marks(reports).items():
        key = f"lighthouse_{category.replace('-', '_')}"
        setattr(result, key, min(getattr(result, key), mark))
        if category in lighthouse.QUALITIES and mark < 100:
            lost = {fault for report in reports for fault in lighthouse.shortcomings(report, category)}
            result.faults += [f"{name}: Lighthouse, {category}: {fault}" for fault in sorted(lost)]


def table(result: Result) -> str:
    """Return the result as people read it: a line for each gate, then the faults."""
    rows = [
        ("pages", result.pages, ""),
        ("axe violations (light, dark, desk, phone)", result.axe_violations, "0"),
        ("requests to other sites", result.outside_requests, "0"),
        ("broken links and anchors", result.broken_links, "0"),
        ("console messages, missing files", result.console_errors, "0"),
        ("markup against the HTML standard", result.markup_errors, "0"),
        ("heaviest page, KB compressed", result.gz_kb_max, f"at most {MOST_KB}"),
        ("most requests of a page", result.requests_max, f"at most {MOST_REQUESTS}"),
        ("Lighthouse accessibility", result.lighthouse_accessibility, "100"),
        ("Lighthouse best practices", result.lighthouse_best_practices, "100"),
        ("Lighthouse SEO", result.lighthouse_seo, "100"),
        ("Lighthouse performance, mobile", result.lighthouse_performance, ""),
    ]
    lines = [f"{name:42} {value:>6g}   {allowed}".rstrip() for name, value, allowed in rows]
    return "\n".join([*lines, *(f"fault: {fault}" for fault in result.faults)])


def main() -> None:
    """Check the site, print what was found, and exit with 1 if a gate is shut."""
    parser = argparse.ArgumentParser(prog="scripts/check-site", description="Check the built site.")
    parser.add_argument("--json", action="store_true", help="print one JSON object of numbers")
    parser.add_argument(
        "--once", action="store_true", help="run Lighthouse once a page: performance is a guess then"
    )
    parser.add_argument("site", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("examined", nargs="+", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    executable = chromium.program()
    if executable is None or not AXE.is_file():
        sys.exit("check-site: Chromium or a checker is missing: run scripts/setup --tests first")
    try:
        runs = 1 if arguments.once else RUNS
        result = check(arguments.site, executable, arguments.examined, runs)
    except RuntimeError as error:
        sys.exit(f"check-site: {error}")
    numbers = asdict(result)
    faults = numbers.pop("faults")
    print(json.dumps(numbers) if arguments.json else table(result))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
