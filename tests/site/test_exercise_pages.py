"""Exercise pages: the overview that is made of the exercises' source, and the course's data behind it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from course_site.curriculum import CurriculumError, load

from autograder import source

ROOT = Path(__file__).parents[2]
COURSE = load(ROOT)
WRITTEN = [chapter for chapter in COURSE.chapters if chapter.source]


@pytest.fixture(params=WRITTEN, ids=lambda chapter: chapter.slug)
def exercises(request: pytest.FixtureRequest) -> source.Source:
    """Return the source of each written chapter."""
    assert isinstance(request.param.source, source.Source)
    return request.param.source


@pytest.fixture
def page(site: Path, exercises: source.Source) -> BeautifulSoup:
    """Return the exercise page of the chapter."""
    path = site / "exercises" / exercises.chapter / f"{exercises.chapter}.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(tag: Tag | None) -> str:
    """Return what a part of a page says, without line breaks and curly quotes."""
    assert tag is not None
    return " ".join(tag.get_text(" ").split()).replace("‘", "'").replace("’", "'")  # noqa: RUF001


def test_overview_tells_each_exercise(page: BeautifulSoup, exercises: source.Source) -> None:
    rows = page.select(".exercise-table tbody tr")
    assert len(rows) == len(exercises.exercises)
    for row, exercise in zip(rows, exercises.exercises, strict=True):
        name, points, difficulty, covered = (words(cell) for cell in row.select("td"))
        assert exercise.function in name
        assert points == f"{exercise.visible.points} + {exercise.hidden.points}"
        assert difficulty == f"{exercise.difficulty} of 5"
        assert covered == f"{exercise.hidden_checks} checks: {exercise.coverage}."
        link = row.select_one("a")
        assert link
        assert page.find(id=str(link["href"]).removeprefix("#"))


def test_overview_tells_hours_points_and_what_comes_before(
    page: BeautifulSoup, exercises: source.Source
) -> None:
    chapter = COURSE.chapter(exercises.chapter)
    assert chapter
    facts = words(page.select_one(".exercise-facts"))
    in_words = sum(question.points for question in exercises.manual)
    assert f"= {sum(exercise.points for exercise in exercises.exercises) + in_words:g}" in facts
    assert f"about {chapter.hours:g} hours" in facts
    for need in chapter.needs:
        before = COURSE.chapter(need)
        assert before
        assert before.title in facts


def test_there_is_one_table_of_exercises(page: BeautifulSoup, exercises: source.Source) -> None:
    first = exercises.exercises[0].function
    tables = [table for table in page.select("table") if first in table.get_text()]
    assert len(tables) == 1


def test_overview_stands_between_title_and_text(page: BeautifulSoup) -> None:
    section = page.select_one("article section")
    assert section
    names = [child.name for child in section.find_all(recursive=False)]
    assert names[:4] == ["h1", "div", "dl", "p"]


def test_course_has_the_thirteen_chapters() -> None:
    assert [chapter.number for chapter in COURSE.chapters] == list(range(13))
    assert len(COURSE.exercises) == 71


def course_yml(exercises: str) -> str:
    """Return a course of one chapter with these exercises."""
    return f"chapters: [{{number: 6, slug: a, title: A, hours: 1, needs: [], exercises: {exercises}}}]"


@pytest.mark.parametrize(
    ("exercises", "complaint"),
    [
        ("{f: {needs: [g], reuse: x}}", "f needs g, which nothing before it is called"),
        ("{f: {needs: [g], reuse: x}, g: {reuse: x}}", "f needs g"),
    ],
)
def test_need_that_nothing_meets_is_refused(tmp_path: Path, exercises: str, complaint: str) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "course.yml").write_text(course_yml(exercises))
    with pytest.raises(CurriculumError, match=complaint):
        load(tmp_path)


def test_course_that_contradicts_a_source_is_refused(tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    (tmp_path / "book" / "course.yml").write_text(course_yml("{f: {reuse: x}}"))
    (tmp_path / "solutions").mkdir()
    (tmp_path / "solutions" / "a").mkdir()
    text = (ROOT / "solutions" / "padding" / "padding.py").read_text(encoding="utf-8")
    (tmp_path / "solutions" / "a" / "a.py").write_text(text.replace('"padding.', '"a.'), encoding="utf-8")
    with pytest.raises(CurriculumError, match="chapter a lists f; its source has pad2d, "):
        load(tmp_path)


def test_book_without_course_has_no_chapters(tmp_path: Path) -> None:
    assert load(tmp_path).chapters == ()
