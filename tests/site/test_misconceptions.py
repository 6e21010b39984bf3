"""Misconception boxes: what their file must hold, and that their code prints what they show."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml  # type: ignore[import-untyped]
from bs4 import BeautifulSoup
from course_site.entries import BadEntries
from course_site.misconceptions import Misconception, read_misconceptions
from course_site.snippet_worker import PRELUDE
from course_site.snippets import outcomes, run_snippets

from autograder import mistakes

Build = Callable[..., tuple[Path, list[str]]]

ROOT = Path(__file__).parents[2]
FILES = sorted(ROOT.glob("solutions/*/misconceptions.yml"))
BOXES = [(path.parent.name, box) for path in FILES for box in read_misconceptions(path)]


@pytest.fixture(scope="module")
def soups(site: Path) -> dict[str, BeautifulSoup]:
    """Return the parsed pages of all chapters with boxes, and the index under "misconceptions"."""
    names = {path.parent.name for path in FILES} | {"misconceptions"}
    pages = {name: site / "book" / f"{name}.html" for name in names}
    return {name: BeautifulSoup(path.read_text("utf-8"), "html.parser") for name, path in pages.items()}


# The site


@pytest.mark.parametrize(("chapter", "box"), BOXES, ids=lambda value: getattr(value, "id", value))
def test_box_shows_what_its_code_prints(
    soups: dict[str, BeautifulSoup], chapter: str, box: Misconception
) -> None:
    shown = soups[chapter].find(id=box.anchor)
    assert shown
    source, output = (part.get_text() for part in shown.select(".cell_input pre, .cell_output pre"))
    alone = subprocess.run(
        [sys.executable, "-W", "error", "-c", PRELUDE + box.code], capture_output=True, text=True, check=True
    )
    assert alone.stderr == ""
    assert (source.strip(), output.strip()) == (box.code.strip(), alone.stdout.strip())


@pytest.mark.parametrize(("chapter", "box"), BOXES, ids=lambda value: getattr(value, "id", value))
def test_code_is_short_and_gives_no_exercise_away(chapter: str, box: Misconception) -> None:
    lines = box.code.splitlines()
    assert len(lines) <= 10
    assert max(map(len, lines)) <= 62  # fits the box
    assert not any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in ast.walk(ast.parse(box.code)))


def test_index_lists_every_box_with_a_link_that_leads_to_it(soups: dict[str, BeautifulSoup]) -> None:
    links = [str(link["href"]) for link in soups["misconceptions"].select("dl.misconceptions dt a")]
    course = yaml.safe_load((ROOT / "book" / "course.yml").read_text("utf-8"))
    slugs = [chapter["slug"] for chapter in course["chapters"]]
    in_order = sorted(BOXES, key=lambda pair: slugs.index(pair[0]))
    assert links == [f"{chapter}.html#{box.anchor}" for chapter, box in in_order]
    for chapter, box in BOXES:
        assert soups[chapter].find(id=box.anchor), box.id


def test_ids_are_unique_in_the_course() -> None:
    ids = [box.id for _, box in BOXES]
    assert len(set(ids)) == len(ids)


def test_known_mistakes_name_misconceptions_of_their_chapter() -> None:
    named = 0
    for path in ROOT.glob("solutions/*/mistakes.py"):
        ids = {box.id for chapter, box in BOXES if chapter == path.parent.name}
        for known in mistakes.load(path):
            assert not known.misconception or known.misconception in ids, f"{known.function}__{known.name}"
            named += bool(known.misconception)
    assert named


# The file


GOOD = """
- id: M1
  title: "*same* is the same"
  belief: It is.
  tempting: The name says so.
  code: |
    print("no")
  right: It is not.
"""


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("id: M1", "id: first", "misconception first: `id` must be M and a number"),
        ("  right: It is not.\n", "", "misconception M1: lacks `right`"),
        ("belief: It is.", "believe: It is.", "misconception M1: has an unknown key `believe`"),
        ("belief: It is.", "belief: 3", "misconception M1: `belief` must be a text"),
        (GOOD, GOOD + GOOD, "misconception M1: another misconception has the same id"),
    ],
)
def test_fault_is_named(tmp_path: Path, old: str, new: str, reason: str) -> None:
    path = tmp_path / "misconceptions.yml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BadEntries, match=reason):
        read_misconceptions(path)


# The code


def test_pieces_of_code_have_names_of_their_own_and_faults_of_their_own() -> None:
    expectations = {
        "a = 1\nprint(a, end='')": ("1", ""),
        "print(2)\n\nprint(a)": ("2\n", "line 3: NameError: name 'a' is not defined"),
        "raise SystemExit": ("", "line 1: SystemExit"),
        "print('x'); print(": ("", "line 1: File \"<snippet>\", line 1 print('x'); print( ^"),
        "import warnings; warnings.warn('careful')": ("", "<snippet>:1: UserWarning: careful"),
    }
    for outcome, expected in zip(run_snippets(tuple(expectations)), expectations.values(), strict=True):
        printed, fault = expected
        assert outcome.printed == printed
        assert outcome.fault.startswith(fault)
        assert bool(outcome.fault) == bool(fault)


def test_random_numbers_are_the_same_in_every_build() -> None:
    code = "print(np.random.rand(), torch.rand(1))"
    first, second = run_snippets((code, code))
    assert first == second


def test_outcomes_are_kept_for_the_next_build_unless_one_is_a_fault(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first = outcomes(("import time; print(time.time_ns())",), cache)
    run_snippets.cache_clear()  # as in another build
    assert outcomes(("import time; print(time.time_ns())",), cache) == first
    (fault,) = outcomes(("1 / 0",), cache)
    assert fault.fault
    assert len(list(cache.iterdir())) == 1


def test_child_process_that_ends_early_is_a_fault() -> None:
    (outcome,) = run_snippets(("import os; os._exit(3)",))
    assert outcome.fault == "the process that runs the code ended with 3: without a word"


@pytest.mark.parametrize(
    ("code", "complaint"),
    [("1 / 0", "line 1: ZeroDivisionError: division by zero"), ("x = 1", "prints nothing")],
)
def test_code_that_fails_stops_the_build_at_its_place(build_pages: Build, code: str, complaint: str) -> None:
    files = {
        "a.md": "# A\n\n```{misconception} M1\n```\n",
        "solutions/a/misconceptions.yml": GOOD.replace('print("no")', code),
    }
    (warning,) = build_pages("elements", "misconceptions", files=files)[1]
    assert warning.startswith("a.md:3: WARNING: the code of misconception M1 (")
    assert warning.endswith(f"solutions/a/misconceptions.yml:2): {complaint}")


def test_box_that_does_not_exist_stops_the_build(build_pages: Build) -> None:
    files = {"a.md": "# A\n\n```{misconception} M2\n```\n", "solutions/a/misconceptions.yml": GOOD}
    (warning,) = build_pages("elements", "misconceptions", files=files)[1]
    assert warning.startswith("a.md:3: WARNING: there is no misconception M2 in ")


def test_box_that_no_page_shows_stops_the_build(build_pages: Build) -> None:
    files = {"book/a.md": "# A\n", "all.md": "# All\n\n```{misconception-index}\n```\n"}
    (warning,) = build_pages(
        "elements", "misconceptions", files={**files, "solutions/a/misconceptions.yml": GOOD}
    )[1]
    assert warning == "all.md:3: WARNING: 'misconception' reference target not found: misconception-m1"
