"""Finding things: search in English and Korean, the glossary, the index of functions, the maps."""

from __future__ import annotations

import json
import subprocess
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course_site import curriculum, graph, search_korean
from course_site.katex import NODE
from playwright.sync_api import Browser, expect
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace

ROOT = Path(__file__).parents[2]
COURSE = curriculum.load(ROOT)

# ------------------------------------------------------------------ Korean words

STEMS = {
    "예측": "예측",
    "예측이": "예측",
    "예측을": "예측",
    "예측에서는": "예측",
    "예측합니다": "예측",
    "예측된다": "예측",
    "합성곱으로": "합성곱",
    "커널로": "커널",  # 로, not 으로, after ㄹ
    "매개변수들을": "매개변수",
    "기울기의": "기울기",
    "값이": "값",
    "값에서": "값",
    "전문가": "전문가",  # 가 follows a vowel only: here it is part of the word
    "전문가가": "전문가",
    "정의": "정의",  # not 정 + 의
    "정도": "정도",
    "평가": "평가",
    "의": "의",
    "PyTorch의": "pytorch",
    "tensors": "tensor",  # as on the English site
    "conv2d는": "conv2d",
}
NOUNS = "예측 합성곱 기울기 함수 매개변수 패딩 스트라이드 편미분 미분 커널 필터 채널 배치 손실 정확도 회의"
ANY = "의 에 에서 에서는 까지 부터 마다 보다 처럼 도 만 들 들은 입니다"
WITH_CONSONANT, WITH_VOWEL = f"은 이 을 과 {ANY}", f"는 가 를 와 로 {ANY}"


def python_stem(word: str) -> str:
    """Return a word as the index holds it."""
    return search_korean.SearchKorean({}).stem(word)


def forms() -> list[str]:
    """Return nouns with every particle that fits their last sound."""
    found = []
    for noun in NOUNS.split():
        particles = WITH_CONSONANT if (ord(noun[-1]) - ord("가")) % 28 else WITH_VOWEL
        found += [noun + particle for particle in particles.split()]
    return found


@pytest.mark.parametrize(("word", "stem"), STEMS.items())
def test_korean_stem(word: str, stem: str) -> None:
    assert python_stem(word) == stem


def test_noun_and_its_forms_have_one_stem() -> None:
    stems = {noun: python_stem(noun) for noun in NOUNS.split()}
    for form in forms():
        noun = max((n for n in stems if form.startswith(n)), key=len)
        assert python_stem(form) == stems[noun], form


def test_syllables_typed_as_letters_are_the_same_word() -> None:
    assert python_stem(unicodedata.normalize("NFD", "예측이")) == "예측"


def test_browser_and_index_cut_words_in_the_same_way() -> None:
    words = [*STEMS, *forms(), *(unicodedata.normalize("NFD", form) for form in forms())]
    script = f"""{search_korean.SCRIPT}
        const stemmer = new Stemmer(), words = {json.dumps(words)};
        console.log(JSON.stringify(words.map((word) => stemmer.stemWord(word.toLowerCase()))));"""
    answer = subprocess.run([NODE, "-"], input=script, capture_output=True, text=True, check=True)
    assert json.loads(answer.stdout) == [python_stem(word) for word in words]


@pytest.fixture(scope="module")
def korean_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small site in Korean, built with the course's search."""
    folder = tmp_path_factory.mktemp("korean")
    (folder / "conf.py").write_text("extensions = ['course_site.search_korean']\nlanguage = 'ko'\n")
    (folder / "index.rst").write_text(
        "시작\n====\n\n모델의 예측이 맞습니다.\n\n.. toctree::\n\n   other\n", encoding="utf-8"
    )
    (folder / "other.rst").write_text("다른 쪽\n======\n\n전문가를 부릅니다.\n", encoding="utf-8")
    with docutils_namespace():
        app = Sphinx(folder, folder, folder / "out", folder / "trees", "html", status=None, warning=None)
        app.build()
    return folder / "out"


@pytest.mark.parametrize(("query", "page"), [("예측", "index"), ("예측은", "index"), ("전문가가", "other")])
def test_korean_search_finds_words_with_other_particles(
    browser: Browser, korean_site: Path, query: str, page: str
) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{korean_site.as_uri()}/search.html?q={query}")
        expect(tab.locator("#search-results li a")).to_have_count(1)
        assert f"{page}.html" in str(tab.locator("#search-results li a").get_attribute("href"))


# ------------------------------------------------------------------ search in the English site


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("paddings", "book/padding.html"),  # stemmed to the same word
        ("convolutional", "book/padding.html"),
        ("패딩", "book/padding.html"),
        ("패딩", "book/glossary.html"),
        ("합성곱", "book/glossary.html"),
        ("pad2d", "exercises/padding/padding.html"),
        ("window_counts", "book/functions.html"),
        ("learning rate", "book/glossary.html"),
    ],
)
def test_search_finds(browser: Browser, address: str, query: str, found: str) -> None:
    with browser.new_context() as context:
        tab = context.new_page()
        tab.goto(f"{address}/search.html?q={query}")
        tab.wait_for_function(
            "document.querySelector('#search-summary, .search-summary')?.textContent.match(/\\d/)"
        )
        links = [str(link.get_attribute("href")) for link in tab.locator("#search-results li a").all()]
        assert any(found in link for link in links)


# ------------------------------------------------------------------ glossary


@pytest.fixture(scope="module")
def glossary(site: Path) -> BeautifulSoup:
    """Return the page of the glossary."""
    return BeautifulSoup((site / "book" / "glossary.html").read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("convolution", "합성곱"),
        ("gradient", "기울기"),
        ("loss function", "손실 함수"),
        ("parameter", "매개변수"),
        ("padding", "패딩"),
        ("stride", "스트라이드"),
        ("partial derivative", "편미분"),
        ("numerical differentiation", "수치 미분"),
    ],
)
def test_term_has_its_korean_word(glossary: BeautifulSoup, english: str, korean: str) -> None:
    (term,) = [
        dt for dt in glossary.select("dl.glossary dt") if dt.find(string=True, recursive=False) == english
    ]
    words = []
    for sibling in term.find_next_siblings():
        if sibling.name != "dt":
            break
        words.append(sibling)
    assert korean in [word.find(string=True, recursive=False) for word in words]
    assert all(word["lang"] == "ko" for word in words if any("가" <= c <= "힣" for c in word.get_text()))


def test_pages_link_to_terms(site: Path, glossary: BeautifulSoup) -> None:
    symbols = BeautifulSoup((site / "book" / "symbols.html").read_text(encoding="utf-8"), "html.parser")
    anchors = [str(a["href"]).partition("#")[2] for a in symbols.select('a[href^="glossary.html#term-"]')]
    assert anchors
    assert all(glossary.find(id=anchor) for anchor in anchors)


# ------------------------------------------------------------------ functions


def test_every_graded_function_is_in_the_index(site: Path) -> None:
    index = BeautifulSoup((site / "book" / "functions.html").read_text(encoding="utf-8"), "html.parser")
    rows = {row.select("td")[0].get_text().strip(): row for row in index.select(".function-table tbody tr")}
    tasks = {name: exercise.task for name, exercise in COURSE.exercises.items() if exercise.task}
    assert list(rows) == sorted(tasks)
    for name, task in tasks.items():
        cells = [cell.get_text(" ", strip=True) for cell in rows[name].select("td")]
        chapter = COURSE.chapter_of(name)
        assert cells[1] == f"{chapter.number} {chapter.title}"
        assert cells[2:4] == [str(task.points), f"{task.difficulty} of 5"]
        assert all(user.function in cells[4] for user in COURSE.users(name))
        page, _, anchor = str(rows[name].select("a")[0]["href"]).partition("#")
        target = (site / "book" / page).read_text(encoding="utf-8")
        assert f'id="{anchor}"' in target


# ------------------------------------------------------------------ maps


def box(name: str, *needs: str, title: str = "", url: str = "") -> graph.Box:
    """Return a box."""
    return graph.Box(name, "1", title or name, "", url, needs)


def test_each_box_stands_right_after_what_it_needs() -> None:
    boxes = [box("a"), box("b", "a"), box("c"), box("d", "b", "c")]
    assert [[b.name for b in layer] for layer in graph.layers(boxes)] == [["a", "c"], ["b"], ["d"]]


def test_steps_go_on_in_the_next_row() -> None:
    where = graph.places([box("a"), box("b", "a"), box("c", "b")], columns=2)
    assert [(place.row, place.column) for place in where.values()] == [(0, 0), (0, 1), (1, 0)]
    assert where["c"].y > where["a"].y + graph.BOX_HEIGHT


def test_boxes_do_not_overlap() -> None:
    where = graph.places([box("a"), box("b"), box("c", "a"), box("d", "c")], columns=2).values()
    for one in where:
        for other in where:
            if one is not other:
                beside = abs(one.x - other.x) >= graph.BOX_WIDTH
                assert beside or abs(one.y - other.y) >= graph.BOX_HEIGHT


def test_drawing_escapes_and_links() -> None:
    svg = graph.drawing([box("a", title="<b>", url="a.html?x&y"), box("c", "a")], 2, 'say "a"')
    assert "&lt;b&gt;" in svg
    assert 'href="a.html?x&amp;y"' in svg
    assert 'aria-label="say &quot;a&quot;"' in svg
    assert svg.count('class="graph-line"') == 1


def test_titles_of_the_course_fit_into_their_boxes() -> None:
    for title in [*(chapter.title for chapter in COURSE.chapters), *COURSE.exercises]:
        lines = graph.title_lines(title)
        assert max(map(len, lines)) <= graph.CHARACTERS_A_LINE, title
        assert graph.LINE * len(lines) + 5 <= graph.BOX_HEIGHT - 9 - 12, title


@pytest.fixture(scope="module")
def map_page(site: Path) -> BeautifulSoup:
    """Return the page of the maps."""
    return BeautifulSoup(
        (site / "book" / "map.md").with_suffix(".html").read_text(encoding="utf-8"), "html.parser"
    )


def test_map_shows_every_chapter_and_links_to_the_written_ones(site: Path, map_page: BeautifulSoup) -> None:
    boxes = map_page.select("svg")[0].select(".graph-box")
    assert len(boxes) == len(COURSE.chapters)
    for drawn, chapter in zip(boxes, COURSE.chapters, strict=True):
        assert chapter.title.split()[0] in drawn.get_text()
        if (site / f"{chapter.page}.html").exists():
            assert drawn.name == "a"
            assert (site / "book" / str(drawn["href"])).exists()
        else:
            assert "not written yet" in drawn.get_text()


def test_map_of_exercises_links_to_each(site: Path, map_page: BeautifulSoup) -> None:
    written = [exercise for exercise in COURSE.exercises.values() if exercise.task]
    links = {str(a["href"]) for svg in map_page.select("svg")[1:] for a in svg.select("a.graph-box")}
    assert len(links) >= len(written)
    for link in links:
        page, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in (site / "book" / page).read_text(encoding="utf-8")


def test_lists_say_what_the_maps_show(map_page: BeautifulSoup) -> None:
    chapters, *exercises = map_page.select("ul.graph-list")
    items = [item.get_text(" ", strip=True) for item in chapters.select("li")]
    assert len(items) == len(COURSE.chapters)
    assert "after 4 Linear layers and activations" in items[5]
    assert "before 6 Padding" in items[5]
    assert "not written yet" in items[12]
    assert len(exercises) == len([chapter for chapter in COURSE.chapters if chapter.source])


def test_map_scrolls_in_its_own_box_on_a_phone(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 320, "height": 640}) as context:
        tab = context.new_page()
        tab.goto(f"{address}/book/map.html")
        scrolling = tab.locator(".graph-scroll").first
        inner, outer = scrolling.evaluate("(box) => [box.scrollWidth, box.clientWidth]")
        assert inner > 600
        assert outer <= 320
