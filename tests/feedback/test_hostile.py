"""Whatever a student writes, a feedback page runs nothing, loads nothing, and shows no hidden test."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from autograder.feedback import page
from autograder.feedback.known import Known, KnownCell
from tests.feedback import hostile
from tests.feedback.reading import Page

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as BrowserPage

pytestmark = pytest.mark.xdist_group("feedback")

CLASSES = ("graded", "plainly_graded")


def pages(class_directory: Path) -> dict[str, Page]:
    """The pages of a class, by student."""
    found = {
        path.parent.parent.name: Page(path) for path in class_directory.glob("feedback/*/padding/*.html")
    }
    assert hostile.STUDENT in found
    return found


@pytest.mark.parametrize("graded_by", CLASSES)
def test_pages_are_made_of_plain_tags_only(graded_by: str, request: pytest.FixtureRequest) -> None:
    for student, found in pages(request.getfixturevalue(graded_by)).items():
        assert found.wrong == [], student
        for address in found.addresses:
            assert re.match(r"#|http://a\.b$|data:image/png;base64,[\w+/=]+$", address), (
                student,
                address[:80],
            )
        assert hostile.SCRIPT not in found.html
        if student == hostile.STUDENT:
            assert hostile.SCRIPT in found.text, "shown as text"
            assert student in found.text


@pytest.mark.parametrize("with_policy", [True, False])
@pytest.mark.parametrize("graded_by", CLASSES)
def test_nothing_of_the_students_runs_or_loads_in_a_browser(
    graded_by: str, with_policy: bool, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    browser: Browser = request.getfixturevalue("browser")
    hostile_pages = [
        found
        for student, found in pages(request.getfixturevalue(graded_by)).items()
        if student in (hostile.STUDENT, "copies")
    ]
    for number, found in enumerate(hostile_pages):
        html = found.html
        if not with_policy:  # the page must be safe without its second line of defence
            html = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", html, count=1)
            assert html != found.html
        path = tmp_path / f"{number}.html"
        path.write_text(html, "utf-8")
        tab = browser.new_page()
        requests, complaints = watched(tab)
        tab.goto(path.as_uri())
        for link in tab.locator("summary").all():
            link.click()
        tab.wait_for_timeout(300)
        assert tab.evaluate("document.documentElement.dataset.ran") is None
        assert tab.evaluate("document.scripts.length") == 0
        assert [url for url in requests if not url.startswith("data:image/png")] == [path.as_uri()]
        assert complaints == []
        tab.close()


def watched(tab: BrowserPage) -> tuple[list[str], list[str]]:
    """What a page asks for, and what it says: both lists fill as it does."""
    requests: list[str] = []
    said: list[str] = []
    tab.on("request", lambda request: requests.append(request.url))
    tab.on("dialog", lambda dialog: said.append(dialog.message))
    tab.on("console", lambda message: said.append(message.text))
    return requests, said


@pytest.mark.parametrize("graded_by", CLASSES)
def test_no_line_of_a_hidden_test_is_shown(
    graded_by: str, hidden_lines: set[str], request: pytest.FixtureRequest
) -> None:
    for student, found in pages(request.getfixturevalue(graded_by)).items():
        assert [line for line in hidden_lines if line in found.text] == [], student
        assert "# Hidden tests, 2 points, 15 checks" in found.text or "is no notebook" in found.text


@pytest.mark.parametrize("graded_by", CLASSES)
def test_no_path_of_the_machine_is_shown(graded_by: str, request: pytest.FixtureRequest) -> None:
    class_directory: Path = request.getfixturevalue(graded_by)
    for student, found in pages(class_directory).items():
        for folder in (
            "/tmp/",
            "site-packages",
            str(class_directory),
            os.environ["HOME"] + "/",
            "ipykernel_",
        ):
            assert folder not in found.text.replace("open('/home/teacher/class/secret.csv')", ""), student
        if student == hostile.STUDENT:
            assert "No such file or directory: 'secret.csv'" in found.text
            assert "LinAlgError: Last 2 dimensions of the array must be square\nin [" in found.text
            assert "line 2: numpy.linalg.inv(numpy.zeros((2, 3)))" in found.text


@pytest.mark.parametrize("graded_by", CLASSES)
def test_what_a_hidden_test_hands_over_is_not_shown(graded_by: str, request: pytest.FixtureRequest) -> None:
    found = pages(request.getfixturevalue(graded_by))[hostile.STUDENT]
    hidden = found.text[found.text.index("pad1d-hidden: ") :]
    assert re.search(r"First: .*: it raised ValueError in your line", hidden[: hidden.index("The test")])
    assert "[[" not in found.text[found.text.index("pad2d-hidden: ") : found.text.index("padding_for")]


def test_a_page_stays_small_however_much_a_cell_puts_out(graded: Path) -> None:
    found = pages(graded)[hostile.STUDENT]
    assert len(found.html) < 300_000
    assert "995,000 more characters" in found.text
    assert found.html.count("data:image/png") == 1, "an honest picture is shown"


HIDDEN = "assert f(1) == 'the secret value'"
CELLS = {
    "f": KnownCell("f", "student", "code", None, False, None, None, False, ""),
    "f-hidden": KnownCell("f-hidden", "test", "code", "# Hidden", True, 3.0, 0.0, False, ""),
}


def rendered(cells: list[dict[str, object]], tmp_path: Path) -> Page:
    known = Known("ada", "ps", "nb", 0.0, 3.0, 0.0, CELLS, {}, [])
    usual: dict[str, object] = {"cell_type": "code", "grader": {}, "outputs": [], "count": None}
    path = tmp_path / "page.html"
    path.write_text(page.render(known, [{**usual, **cell} for cell in cells], "0"), "utf-8")
    return Page(path)


@pytest.mark.parametrize("kind", ["code", "markdown", "raw"])
def test_the_notebooks_own_text_of_a_test_is_never_shown(kind: str, tmp_path: Path) -> None:
    cell: dict[str, object] = {"cell_type": kind, "grader": {"grade_id": "f-hidden"}, "source": HIDDEN}
    marked = {**cell, "source": f"### END HIDDEN TESTS\n{HIDDEN}\n### BEGIN HIDDEN TESTS"}
    error = {"output_type": "error", "ename": "AssertionError", "evalue": HIDDEN, "traceback": [HIDDEN]}
    printed = {"output_type": "stream", "name": "stdout", "text": HIDDEN}
    found = rendered([cell, marked, {**cell, "outputs": [printed, error]}, cell], tmp_path)
    assert "secret" not in found.text
    assert found.text.count("# Hidden") == 1
    assert found.text.count("f-hidden: ") == 1
    alone = rendered([{**cell, "outputs": [printed, error]}], tmp_path)
    assert "secret" not in alone.text
    assert "A hidden test does not hold." in alone.text


def test_a_traceback_quotes_only_what_is_on_the_page(tmp_path: Path) -> None:
    frames = [
        "\x1b[36mCell\x1b[39m\x1b[36m \x1b[39m\x1b[32mIn[1]\x1b[39m\x1b[32m, line 2\x1b[39m\n-> 2 forged",
        f"Cell In[2], line 1\n----> 1 {HIDDEN}",
        "Cell In[7], line 1\n",
        "Cell In[1], line 99999999999999999999\n",
        "File /usr/lib/python3.11/secret.py:3, in f\n----> 3 secret",
    ]
    error = {"output_type": "error", "ename": "E", "evalue": "at /home/teacher/x.py", "traceback": frames}
    test = {"grader": {"grade_id": "f-hidden"}, "source": HIDDEN, "count": 2}
    found = rendered(
        [test, {"source": "def f():\n    return 1 / 0", "count": 1, "outputs": [error]}], tmp_path
    )
    assert "E: at x.py\nin [1], line 2: return 1 / 0" in found.text
    for wrong in ("secret", "forged", "in [2]", "in [7]", "99999", "/home"):
        assert wrong not in found.text


def test_many_cells_fill_no_page(tmp_path: Path) -> None:
    found = rendered([{"source": f"x = {number}" * 1000} for number in range(2000)], tmp_path)
    assert len(found.html) < 2_000_000
