"""The public edition gives nothing away; the instructor's has all answers, and says so on every page."""

from __future__ import annotations

import fcntl
import html
import json
import re
import subprocess
from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from autograder import mistakes, source

# One worker builds the editions; others would wait for it.
pytestmark = pytest.mark.xdist_group("editions")

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for path in (ROOT / "solutions").glob("*/*.py") if path.stem == path.parent.name)
MARKED = re.compile(r"### BEGIN (?:SOLUTION|HIDDEN TESTS)\n(.*?)### END", re.DOTALL)
MARKS = ("###BEGINSOLUTION", "###BEGINHIDDENTESTS")
TEXT_FILES = {".html", ".js", ".json", ".txt", ".md", ".ipynb", ".py", ".css", ".xml", ".yml", ".inv"}


@pytest.fixture(scope="module")
def instructor(site: Path) -> Path:
    """Return the folder of the instructor's edition; build it if the public one or an answer is newer."""
    folder = ROOT / "_build" / "instructor"
    with open(folder.parent / "site.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entrance = folder / "index.html"
        older = [site / "index.html", *(ROOT / "solutions").glob("*/*.py")]
        newest = max(path.stat().st_mtime for path in older)
        if not entrance.exists() or newest > entrance.stat().st_mtime:
            build = subprocess.run(
                [ROOT / "scripts" / "site", "--edition", "instructor"], capture_output=True, text=True
            )
            assert build.returncode == 0, build.stderr
    return folder


def squeezed(text: str) -> str:
    """Return a text without any white space, so that line breaks and indentation do not matter."""
    return "".join(text.split())


def secrets() -> set[str]:
    """Return pieces, squeezed, of what only instructors may see: two lines that follow each other.

    One line may be a coincidence, such as `x = np.asarray(x, dtype=np.float64)`; only a long one counts.
    """
    secret: list[str] = []
    public = ""
    for path in SOURCES:
        for cell in source.read(path).cells:
            secret += MARKED.findall(cell.source)
            public += squeezed(MARKED.sub("", cell.source))
        known = path.with_name("mistakes.py")
        secret += [wrong.source for wrong in mistakes.load(known)]
        secret += [right.source for right in mistakes.load_alternatives(known)]
    pieces = set()
    for text in secret:
        lines = [squeezed(line) for line in text.splitlines() if line.strip()]
        pieces |= {line for line in lines if len(line) > 60}
        pieces |= {first + second for first, second in pairwise(lines) if len(first + second) > 40}
    return {piece for piece in pieces if piece not in public}


def shown(path: Path) -> Iterator[str]:
    """Return what a file of the site says: its bytes, its text without tags, and what its links carry."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    yield text
    if path.suffix == ".html":
        yield BeautifulSoup(text, "html.parser").get_text()
        for content in re.findall(r"data:[^,\"]*;base64,([A-Za-z0-9+/=]+)", text):
            yield b64decode(content).decode("utf-8", errors="replace")
    if path.suffix == ".ipynb":
        yield "\n".join("".join(cell["source"]) for cell in json.loads(text)["cells"])


def leaks(folder: Path, pattern: str) -> list[str]:
    """Return where files of a built site show a secret, or the mark of one."""
    known = secrets()
    assert len(known) > 20
    found = []
    for path in folder.glob(pattern):
        if path.suffix in TEXT_FILES and path.is_file():
            for text in shown(path):
                plain = squeezed(html.unescape(text).replace("\\n", " ").replace('\\"', '"'))
                name = str(path.relative_to(folder))
                found += [f"{name}: {piece}" for piece in known if piece in plain]
                if path.stem != "authors":  # that page explains the marks
                    found += [f"{name}: {mark}" for mark in MARKS if mark in plain]
    return found


def test_public_edition_gives_nothing_away(site: Path) -> None:
    assert not leaks(site, "**/*")


def test_leaks_are_found(instructor: Path) -> None:
    """The search above finds what the instructor's edition shows."""
    found = " ".join(leaks(instructor, "exercises/*/*.html"))
    assert "check.raises(" in found
    assert "exercises/padding/padding.html" in found


def test_public_search_has_no_word_from_the_answers(site: Path) -> None:
    index = (site / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(index.removeprefix("Search.setIndex(").rstrip().removesuffix(")"))["terms"]
    assert "pad" in terms
    for path in SOURCES:
        names = [wrong.name for wrong in mistakes.load(path.with_name("mistakes.py"))]
        assert not [name for name in names if "_" in name and name in terms]


def test_public_pages_do_not_claim_to_be_the_instructors(site: Path, pages: list[str]) -> None:
    for name in pages:
        assert 'class="edition"' not in (site / name).read_text(encoding="utf-8"), name


def test_every_page_says_that_it_is_the_instructors(instructor: Path, pages: list[str]) -> None:
    for name in pages:
        page = BeautifulSoup((instructor / name).read_text(encoding="utf-8"), "html.parser")
        assert "Instructor's edition" in " ".join(band.get_text() for band in page.select(".edition")), name
        assert page.select('meta[name="robots"][content="noindex"]'), name
        assert page.title
        assert "instructor's edition" in page.title.get_text(), name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_instructors_see_solution_tests_and_known_mistakes(instructor: Path, path: Path) -> None:
    chapter = source.read(path)
    page = instructor / "exercises" / chapter.chapter / f"{chapter.chapter}.html"
    boxes = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").select(".answers")
    assert len(boxes) == len(chapter.exercises) + len(chapter.manual)
    known = path.with_name("mistakes.py")
    for box, cell in zip(boxes[len(chapter.exercises) :], chapter.manual, strict=True):
        (answer,) = MARKED.findall(cell.source)
        words = re.sub(r"^- |[*`]", "", answer, flags=re.MULTILINE)
        assert squeezed(words) in squeezed(box.get_text())
    for box, exercise in zip(boxes, chapter.exercises, strict=False):
        text = squeezed(box.get_text())
        for cell in (exercise.solution, exercise.hidden):
            (answer,) = MARKED.findall(cell.source)
            assert squeezed(answer) in text
        for wrong in mistakes.load(known):
            if wrong.function == exercise.function:
                assert squeezed(wrong.source) in text
                titles = [title.get_text() for title in box.select(".admonition-title")]
                assert f"Known mistake: {wrong.name}" in titles
        for right in mistakes.load_alternatives(known):
            if right.function == exercise.function:
                assert squeezed(right.source) in text


def test_unknown_edition_is_refused() -> None:
    build = subprocess.run(
        [ROOT / "scripts" / "site", "--edition", "teacher"], capture_output=True, text=True
    )
    assert build.returncode == 2
    assert build.stderr == "site: --edition is public or instructor, not teacher\n"
