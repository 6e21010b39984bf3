"""Questions: what their file must hold, that the padding chapter's are true, and how they are answered."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from course_site.entries import BadEntries
from course_site.question_file import Question, number, plain, read_questions
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from site_tools.visits import violations

FILE = Path(__file__).parents[2] / "book" / "padding.questions.yml"
QUESTIONS = {question.id: question for question in read_questions(FILE)}
CHAPTER = "book/padding.html"


# The file


GOOD = """
- id: size
  kind: number
  ask: How many?
  tolerance: 0.1
  answers:
    - {right: 4, why: So it is.}
    - {wrong: 9/2, why: Too much.}
  otherwise: Count again.
"""


def faults(tmp_path: Path, text: str) -> list[tuple[int, str]]:
    """Return the lines and reasons for which a file of questions is refused."""
    path = tmp_path / "some.questions.yml"
    path.write_text(text, encoding="utf-8")
    try:
        read_questions(path)
    except BadEntries as error:
        return [(fault.line, fault.reason) for fault in error.faults]
    return []


def test_good_file_is_read(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []
    (question,) = read_questions(tmp_path / "some.questions.yml")
    assert (question.id, question.kind, question.tolerance, question.line) == ("size", "number", 0.1, 2)
    assert [(a.right, a.texts, a.line) for a in question.answers] == [(True, ("4",), 7), (False, ("9/2",), 8)]


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("id: size", "id: A size", 2, "question A size: `id` must be lower-case letters, digits and hyphens"),
        ("- id: size\n ", "-", 2, "question 1: lacks `id`"),
        ("kind: number", "kind: essay", 2, "`kind` must be one of single, multiple, number, text"),
        ("ask: How many?", "ask: 7", 2, "`ask` must be a text"),
        ("ask: How many?", "aks: How many?", 2, "has an unknown key `aks`"),
        ("ask: How many?", "ask: How\n  ask: many?", 5, "`ask` stands twice"),
        ("0.1", "-1", 2, "`tolerance` must be a number, 0 or more"),
        ("  otherwise: Count again.\n", "", 2, "lacks `otherwise`"),
        ("right: 4, why: So it is.", "right: 4", 7, "an answer lacks `why`"),
        ("why: Too much.", "why:", 8, "`why` must be a text"),
        ("wrong: 9/2", "false: 9/2", 8, "an answer is either `right` or `wrong`"),
        ("{wrong: 9/2", "{wrong: 9/2, right: 3", 8, "an answer is either `right` or `wrong`"),
        ("right: 4", "right: four", 7, "'four' is not a number"),
        ("right: 4", "right: yes", 7, "True is not a number"),
        ("right: 4", "right: 1/0", 7, "'1/0' is not a number"),
        ("wrong: 9/2", "right: 9/2", 2, "needs exactly one right answer, and has 2"),
        ("wrong: 9/2", "right: 9/2", 2, "needs a wrong answer"),
        ("right: 4", "wrong: 4", 2, "needs exactly one right answer, and has 0"),
        ("9/2", "4.1", 8, "4.1 cannot be told from the answer in line 7"),
        ("kind: number", "kind: text", 2, "has an unknown key `tolerance`"),
        ("kind: number\n", "kind: single\n", 2, "has an unknown key `otherwise`"),
        (GOOD, "just words", 1, "must be a list of entries"),
        (GOOD, "- {id: [}", 1, "expected"),
        (GOOD, GOOD + GOOD, 11, "question size: another question has the same id"),
    ],
)
def test_fault_is_named_with_line_and_question(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new, 1))
    assert any(place == line and reason in said for place, said in found), found


@pytest.mark.parametrize(
    ("kind", "answers", "reason"),
    [
        ("single", ["right: a", "wrong: A"], "A cannot be told from"),
        ("single", ["right: a", "right: b", "wrong: c"], "needs exactly one right answer, and has 2"),
        ("single", ["right: [a, b]", "wrong: c"], "['a', 'b'] is not a text"),
        ("multiple", ["wrong: a", "wrong: b"], "needs a right answer"),
        ("multiple", ["right: a", "right: b"], "needs a wrong answer"),
        ("text", ["right: [a, b]", "wrong: [c, ' B']"], "B cannot be told from"),
        ("text", ["right: 20", "wrong: a"], "20 is not a text; put it in quotes"),
        ("text", ["right: []", "wrong: a"], "[] is not a text"),
    ],
)
def test_fault_of_choices_and_texts(tmp_path: Path, kind: str, answers: list[str], reason: str) -> None:
    lines = [f"    - {{{answer}, why: x}}\n" for answer in answers]
    last = "  otherwise: y\n" if kind == "text" else ""
    text = f"- id: a\n  kind: {kind}\n  ask: Which?\n  answers:\n{''.join(lines)}{last}"
    assert reason in " ".join(said for _, said in faults(tmp_path, text))


def test_missing_file_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(BadEntries, match=r"none\.yml:1: cannot be read"):
        read_questions(tmp_path / "none.yml")


def test_digest_changes_with_the_question(tmp_path: Path) -> None:
    digests = set()
    for text in (GOOD, GOOD.replace("Too much", "Too many"), GOOD.replace("id: size", "id: size ")):
        assert faults(tmp_path, text) == []
        digests.add(read_questions(tmp_path / "some.questions.yml")[0].digest)
    assert len(digests) == 2


def test_fault_stops_the_build_at_its_place(build_pages: Callable[..., tuple[Path, list[str]]]) -> None:
    page = "# A page\n\n```{questions} page.questions.yml\n```\n"
    _, warnings = build_pages(
        "elements",
        "questions",
        files={"page.md": page, "page.questions.yml": GOOD.replace("wrong: 9/2", "wrong: nine")},
    )
    assert warnings == [
        "page.questions.yml:8: WARNING: question size: 'nine' is not a number such as 20, 0.5 or 4/9"
    ]


def test_choice_is_a_single_paragraph(build_pages: Callable[..., tuple[Path, list[str]]]) -> None:
    answers = "    - {right: '- a', why: x}\n    - {wrong: b, why: y}\n"
    text = f"- id: a\n  kind: single\n  ask: Which?\n  answers:\n{answers}"
    page = "# A page\n\n```{questions} a.yml\n```\n"
    _, warnings = build_pages("elements", "questions", files={"page.md": page, "a.yml": text})
    assert warnings == ["a.yml:5: WARNING: must be a single paragraph: '- a'"]


# What the padding chapter's questions say


def rows(size: int, kernel: int, padding: int = 0, dilation: int = 1) -> int:
    """Return how many rows PyTorch's convolution makes of `size` rows."""
    image, weight = torch.zeros(1, 1, size, size), torch.ones(1, 1, kernel, kernel)
    return F.conv2d(image, weight, padding=padding, dilation=dilation).shape[-2]


def windows(row: int, column: int, padding: int) -> int:
    """Return how many 3x3 windows contain a pixel of a 5x5 image."""
    image = torch.zeros(1, 1, 5, 5)
    image[..., row, column] = 1
    return int(F.conv2d(image, torch.ones(1, 1, 3, 3), padding=padding).sum())


def numbers(name: str) -> tuple[float, set[float]]:
    """Return the right number of a question, and the wrong ones."""
    question = QUESTIONS[name]
    (right,) = (number(a.texts[0]) for a in question.answers if a.right)
    return right, {number(a.texts[0]) for a in question.answers if not a.right}


def test_every_kind_is_used() -> None:
    assert {question.kind for question in QUESTIONS.values()} == {"single", "multiple", "number", "text"}


def test_corner_is_counted() -> None:
    right, wrong = numbers("corner")
    assert right == windows(0, 0, 1)
    assert wrong == {windows(0, 0, 0), windows(0, 0, 0) + 1, windows(2, 2, 1), windows(0, 2, 1)}


def test_valid_adds_nothing() -> None:
    image, weight = torch.randn(1, 1, 5, 5), torch.randn(1, 1, 3, 3)
    assert torch.equal(F.conv2d(image, weight, padding="valid"), F.conv2d(image, weight))


@pytest.mark.filterwarnings("ignore:Using padding='same' with even kernel")  # torch says so once a process
def test_even_kernel_puts_the_extra_cell_behind() -> None:
    row, weight = torch.randn(1, 1, 9), torch.randn(1, 1, 4)
    same = F.conv1d(row, weight, padding="same")
    right, both, in_front, halves, one = (a.texts[0] for a in QUESTIONS["even-kernel"].answers)
    outputs = {
        pads: F.conv1d(F.pad(row, literal_eval(pads)), weight) for pads in (right, both, in_front, one)
    }
    assert torch.allclose(outputs[right], same)
    assert {pads: y.shape[-1] - 9 for pads, y in outputs.items()} == {right: 0, both: 1, in_front: 0, one: -1}
    assert literal_eval(both) == (4 // 2, 4 // 2)
    assert literal_eval(halves) == ((4 - 1) / 2, (4 - 1) / 2)


def test_padding_every_axis_breaks_the_channels() -> None:
    padded = F.pad(torch.zeros(2, 3, 4, 4), (1,) * 8)
    with pytest.raises(RuntimeError, match="channels"):
        F.conv2d(padded, torch.zeros(1, 3, 3, 3))


def test_blur_leaves_four_ninths() -> None:
    blurred = F.conv2d(torch.ones(1, 1, 5, 5), torch.full((1, 1, 3, 3), 1 / 9), padding=1)[0, 0]
    right, wrong = numbers("blur")
    assert right == pytest.approx(float(blurred[0, 0]))
    edge, centre = float(blurred[0, 2]), float(blurred[2, 2])
    assert sorted(wrong) == pytest.approx([0, 1 / 9, edge, centre])


def test_sizes_are_what_pytorch_gives() -> None:
    for answer in QUESTIONS["same-size"].answers:
        words = answer.texts[0].replace(",", "").split()
        options: dict[str, Any] = {
            key: int(value) for key, value in zip(words[::2], words[1::2], strict=True)
        }
        size = rows(28, **options)
        assert answer.right == (size == 28), answer.texts
        assert answer.right or f"to {size}x{size}" in answer.why


def test_three_layers_leave_twenty() -> None:
    right, wrong = numbers("three-layers")
    sizes = [32]
    for _ in range(3):
        sizes.append(rows(sizes[-1], 5))
    assert right == sizes[-1]
    assert sizes == [32, 28, 24, 20]  # as the reason says
    assert wrong == {32 - 3 * 5, 32 - 3 * 2, 32, sizes[1]}


# On the page


def given_to(form: Locator, kind: str, answer: Any) -> None:
    """Give an answer, a text or the numbers of choices, and ask for the verdict."""
    if kind in ("number", "text"):
        form.get_by_role("textbox", name="Your answer").fill(answer)
    else:
        boxes = form.get_by_role("radio" if kind == "single" else "checkbox")
        for index, box in enumerate(boxes.all()):
            if kind == "multiple" or index in answer:
                box.set_checked(index in answer)
    form.get_by_role("button", name="Check").click()


def right_answer(question: Question) -> Any:
    """Return the right answer in the form of `given_to`."""
    if question.kind in ("number", "text"):
        return next(answer.texts[0] for answer in question.answers if answer.right)
    return [index for index, answer in enumerate(question.answers) if answer.right]


def form_of(page: Page, name: str) -> Locator:
    return page.locator(f"#question-padding-{name}")


def said(form: Locator) -> str:
    return form.get_by_role("status").inner_text()


def reason_of(form: Locator, index: int, question: Question) -> str:
    """Return the reason of an answer as the page has it, without what only screen readers are told."""
    position = sorted(range(len(question.answers)), key=lambda i: not question.answers[i].right).index(index)
    item = form.locator(".question-answers .answer-list > li").nth(position)
    return str(item.locator(".answer-why").evaluate("e => e.textContent")).strip()


def text_of(form: Locator) -> str:
    return str(form.get_by_role("status").evaluate("e => e.textContent"))


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Return a fresh browser context, with nothing kept."""
    with browser.new_context() as context:
        yield context


@pytest.fixture
def page(context: BrowserContext, address: str) -> Page:
    """Return the chapter's page."""
    page = context.new_page()
    page.goto(f"{address}/{CHAPTER}")
    return page


def test_right_answers_are_praised_and_counted(page: Page) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.context.set_offline(True)
    count = page.locator(".progress-count")
    for done, question in enumerate(QUESTIONS.values()):
        expect(count).to_have_text(f"{done} of {len(QUESTIONS)}")
        form = form_of(page, question.id)
        given_to(form, question.kind, right_answer(question))
        assert said(form).startswith("Right.")
        for index, answer in enumerate(question.answers):
            assert (reason_of(form, index, question) in text_of(form)) == answer.right
    expect(count).to_have_text(f"{len(QUESTIONS)} of {len(QUESTIONS)}")
    assert not [url for url in requests if not url.endswith("logo.svg")]  # the page's icon may come late
    assert page.url.endswith(CHAPTER)


def test_every_wrong_answer_gets_its_reason(page: Page) -> None:
    for question in QUESTIONS.values():
        form = form_of(page, question.id)
        for index, answer in enumerate(question.answers):
            if answer.right:
                continue
            for spelling in answer.texts:
                written = question.kind in ("number", "text")
                given_to(form, question.kind, spelling if written else [index])
                assert said(form).startswith("Not quite."), (question.id, spelling)
                assert reason_of(form, index, question) in text_of(form)
    expect(page.locator(".progress-count")).to_have_text(f"0 of {len(QUESTIONS)}")


SPELLINGS = [
    ("even-kernel", " ( 1 ,2 ) ", "Right."),
    ("even-kernel", "\uff11\uff0c\uff12", "Right."),
    ("even-kernel", "BEFORE  1 , after 2", "Right."),
    ("even-kernel", "12", "Not quite."),
    ("blur", "0,444", "Right."),
    ("blur", ".44", "Right."),
    ("blur", "8 / 18", "Right."),
    ("blur", "0.45", "Not quite."),
    ("blur", "\u22124/9", "Not quite."),
    ("three-layers", "20.0", "Right."),
    ("three-layers", "20,000", "Not quite."),
    ("three-layers", "20x20", "Write a number"),
    ("three-layers", "4/0", "Write a number"),
    ("three-layers", "  ", "Write an answer first."),
]


def test_spellings(page: Page) -> None:
    for name, text, verdict in SPELLINGS:
        given_to(form_of(page, name), QUESTIONS[name].kind, text)
        assert said(form_of(page, name)).startswith(verdict), text


def test_spellings_are_compared_alike_at_build_time() -> None:
    assert plain(" ( 1 ,2 ) ") == plain("(1, 2)") == "(1,2)"
    assert plain("\uff11\uff0c\uff12") == plain("1, 2")
    assert plain("BEFORE  1 , after 2") == plain("before 1, after 2")
    assert plain("12") != plain("1 2")


def test_what_is_not_foreseen_gets_a_hint(page: Page) -> None:
    form = form_of(page, "three-layers")
    given_to(form, "number", "21")
    assert said(form) == "Not quite. How many rows does one 5x5 kernel use up? Take that away three times."


def test_several_choices(page: Page) -> None:
    form = form_of(page, "same-size")
    given_to(form, "multiple", [])
    assert said(form) == "Choose an answer first."
    given_to(form, "multiple", [0, 1])
    assert said(form) == "Not quite. A right answer is still missing."
    given_to(form, "multiple", [0, 1, 2, 3])
    assert said(form).split("\n\n") == [
        "Not quite.",
        "kernel 4, padding 2: It grows to 29x29. A kernel of 4 needs 3 in all, and 2 on each side make 4.",
    ]


def test_next_answer_takes_back_what_was_said_but_not_what_was_solved(page: Page) -> None:
    form = form_of(page, "valid")
    given_to(form, "single", [1])
    form.get_by_label("copies of the border").check()
    assert said(form) == ""
    form.get_by_role("button", name="Check").click()
    assert said(form).startswith("Not quite.")
    expect(page.locator(".progress-count")).to_have_text(f"1 of {len(QUESTIONS)}")


def test_keyboard_is_enough(page: Page) -> None:
    form_of(page, "corner").get_by_role("textbox").focus()
    press = page.keyboard.press
    page.keyboard.type("4")
    press("Enter")
    assert said(form_of(page, "corner")).startswith("Right.")
    for key in ("Tab", "Tab", "Tab", "Space", "ArrowDown", "Tab", "Enter"):  # check, fold, choices, check
        press(key)
    assert said(form_of(page, "valid")).startswith("Right.")
    press("Tab")
    press("Enter")
    expect(form_of(page, "valid").get_by_text("All windows lie on real pixels.").last).to_be_visible()
    form_of(page, "same-size").get_by_role("checkbox").first.focus()
    for key in ("Space", "Tab", "Space", "Tab", "Tab", "Space", "Tab", "Tab", "Enter"):
        press(key)
    assert said(form_of(page, "same-size")).startswith("Right.")


def test_progress_is_kept_and_can_be_cleared(page: Page) -> None:
    for name, answer in (("corner", "4"), ("valid", [0]), ("same-size", [0, 1, 3])):
        given_to(form_of(page, name), QUESTIONS[name].kind, answer)
    page.reload()
    expect(page.locator(".progress-count")).to_have_text(f"2 of {len(QUESTIONS)}")
    expect(form_of(page, "corner").get_by_role("textbox")).to_have_value("4")
    expect(form_of(page, "valid").get_by_label("a ring of zeros")).to_be_checked()
    assert said(form_of(page, "corner")).startswith("Right.")
    assert said(form_of(page, "valid")).startswith("Not quite.")
    assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('questions')).length") == 1
    page.get_by_role("button", name="Start again").click()
    for _ in range(2):
        expect(page.locator(".progress-count")).to_have_text(f"0 of {len(QUESTIONS)}")
        expect(form_of(page, "corner").get_by_role("textbox")).to_have_value("")
        assert said(form_of(page, "corner")) == ""
        assert page.evaluate("Object.keys(localStorage).filter((k) => k.includes('questions')).length") == 0
        page.reload()


REFUSED = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }});"
KEY = "deep-learning-from-first-principles/questions/book/padding.questions"


@pytest.mark.parametrize(
    "script",
    [
        REFUSED,
        f"localStorage.setItem('{KEY}', 'no JSON')",
        f"localStorage.setItem('{KEY}', '[3]')",
        f"localStorage.setItem('{KEY}', JSON.stringify({{'corner@old': {{given: '4', solved: true}}}}))",
    ],
)
def test_storage_that_is_refused_or_strange_is_no_obstacle(
    context: BrowserContext, address: str, script: str
) -> None:
    page = context.new_page()
    page.add_init_script(script)
    page.goto(f"{address}/{CHAPTER}")
    expect(page.locator(".progress-count")).to_have_text(f"0 of {len(QUESTIONS)}")
    given_to(form_of(page, "corner"), "number", "4")
    assert said(form_of(page, "corner")).startswith("Right.")
    expect(page.locator(".progress-count")).to_have_text(f"1 of {len(QUESTIONS)}")


def test_answers_work_from_a_file(context: BrowserContext, site: Path) -> None:
    page = context.new_page()
    page.goto((site / CHAPTER).as_uri())
    given_to(form_of(page, "corner"), "number", "4")
    page.reload()
    assert said(form_of(page, "corner")).startswith("Right.")


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_no_violation_with_everything_open(browser: Browser, address: str, mode: str) -> None:
    with browser.new_context(color_scheme=mode) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{address}/{CHAPTER}")
        for name, answer in (("corner", "4"), ("blur", "1"), ("valid", [1]), ("same-size", [0, 2])):
            given_to(form_of(page, name), QUESTIONS[name].kind, answer)
        page.evaluate("document.querySelectorAll('.question details').forEach((d) => (d.open = true))")
        assert violations(page) == []


def test_without_script_every_answer_can_be_unfolded(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/{CHAPTER}")
        expect(page.locator(".questions").get_by_role("button")).to_have_count(0)
        expect(page.locator(".questions-progress")).to_be_hidden()
        form_of(page, "corner").get_by_role("textbox").fill("4")
        page.keyboard.press("Enter")
        assert page.url.endswith(CHAPTER)
        for position, question in enumerate(QUESTIONS.values(), 1):
            form = form_of(page, question.id)
            form.get_by_text(f"Answer to question {position}").click()
            expect(form.locator(".answer-why")).to_have_count(len(question.answers))
            expect(form.locator(".answer-why").first).to_be_visible()


def test_print_shows_the_answers_at_the_end(page: Page) -> None:
    given_to(form_of(page, "corner"), "number", "2")
    answers = page.locator(".answers-printed")
    expect(answers).to_be_hidden()
    page.emulate_media(media="print")
    expect(answers).to_be_visible()
    expect(answers.locator(".answer-why")).to_have_count(sum(len(q.answers) for q in QUESTIONS.values()))
    for hidden in ("button", "details", ".question-feedback", ".questions-progress"):
        assert not any(part.is_visible() for part in page.locator(f".questions {hidden}").all())
    last_question = form_of(page, list(QUESTIONS)[-1]).bounding_box()
    below = answers.bounding_box()
    assert last_question
    assert below
    assert below["y"] >= last_question["y"] + last_question["height"]


def test_only_pages_with_questions_load_the_script(site: Path, pages: list[str]) -> None:
    for name in pages:
        html = (site / name).read_text(encoding="utf-8")
        assert ("questions.js" in html) == ('class="questions"' in html), name
