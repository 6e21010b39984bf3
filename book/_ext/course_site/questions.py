"""The directive `questions`: the questions of a file beside the page, answered on the page itself.

What the build writes is complete: every question, every answer with its reason in a `<details>`, and for the
printer all answers once more at the end. `_static/questions.js` adds the immediate answer and the progress.

Made here because the one library that is kept, teachbooks-questions 0.4.0, loads parts from a CDN, keeps no
progress, names nothing for screen readers and prints no answers.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _

from .elements import HtmlElement, element, text
from .entries import BadEntries, Fault
from .markdown import MarkdownDirective, as_phrase
from .question_file import CHOICES, Answer, Question, number, read_questions


def setup(app: Sphinx) -> None:
    """Offer the directive, and serve its style, and its script to the pages that use it."""
    app.add_directive("questions", QuestionsDirective)
    app.add_css_file("questions.css")
    app.connect("html-page-context", add_script)


def add_script(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script on a page with questions, and on no other."""
    if doctree is not None and any(e["tag"] == "form" for e in doctree.findall(HtmlElement)):
        app.add_js_file("questions.js", loading_method="defer")


class QuestionsDirective(MarkdownDirective):
    """```` ```{questions} padding.questions.yml ``` ````: the questions of a file beside the page."""

    required_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the questions as nodes; nothing, and a warning for each fault, if the file is not right."""
        name, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(name)
        self.path = Path(path)
        try:
            questions = read_questions(self.path)
            forms = [self.form(position, question) for position, question in enumerate(questions, 1)]
            printed = [self.printed(position, question) for position, question in enumerate(questions, 1)]
        except BadEntries as error:
            error.report()
            return []
        title = text("p", _("Answers"), class_="answers-title")
        return [
            element(
                "div",
                *forms,
                progress(),
                element("div", title, *printed, class_="answers-printed"),
                class_="questions",
                data_file=name.removesuffix(".yml"),
                data_words=json.dumps(words(), ensure_ascii=False),
            )
        ]

    def form(self, position: int, question: Question) -> HtmlElement:
        """Return a question with its input fields and its answers.

        The method `dialog` keeps the browser from sending anything, with and without the script.
        """
        name = f"question-{self.path.name.partition('.')[0]}-{question.id}"
        first, *more = self.blocks(question.ask, question.line)
        if not isinstance(first, nodes.paragraph):
            reason = f"question {question.id}: `ask` must begin with a sentence"
            raise BadEntries(self.path, [Fault(question.line, reason)])
        legend = element("legend", number_of(position), as_phrase(first))
        fields = self.choices(name, question) if question.kind in CHOICES else field(name, question)
        summary = text("summary", _("Answer to question %d") % position)
        return element(
            "form",
            element("fieldset", legend, *more, *fields),
            element("div", class_="question-feedback", id=f"{name}-feedback", role="status"),
            element("details", summary, *self.answers(question), class_="question-answers"),
            class_="question",
            id=name,
            method="dialog",
            autocomplete="off",
            data_kind=question.kind,
            data_tolerance=question.tolerance,
            data_key=f"{question.id}@{question.digest}",
        )

    def choices(self, name: str, question: Question) -> list[nodes.Node]:
        """Return the choices of a question, one or several of which can be taken."""
        is_single = question.kind == "single"
        items = [
            element(
                "li",
                element(
                    "label",
                    element("input", type="radio" if is_single else "checkbox", name=name, value=index),
                    self.phrase(answer.texts[0], answer.line),
                ),
            )
            for index, answer in enumerate(question.answers)
        ]
        hint = text("p", _("Choose all that are right."), class_="question-hint", hidden=is_single)
        return [hint, element("ul", *items, class_="question-choices"), element("p", check_button())]

    def answers(self, question: Question) -> list[nodes.Node]:
        """Return all answers with their reasons, the right ones first; the script reads them too."""
        numbered = sorted(enumerate(question.answers), key=lambda item: not item[1].right)
        items = [self.answer(question.kind, index, answer) for index, answer in numbered]
        listed: list[nodes.Node] = [element("ul", *items, class_="answer-list")]
        if question.otherwise:
            blocks = self.blocks(question.otherwise, question.line)
            name = text("strong", _("Anything else:"))
            listed.append(element("div", name, *blocks, class_="answer-otherwise"))
        return listed

    def answer(self, kind: str, index: int, answer: Answer) -> HtmlElement:
        """Return an answer and its reason, with what the script recognises it by."""
        known_by: dict[str, str | float]
        shown: nodes.Node = nodes.inline("", answer.texts[0])
        if kind == "number":
            known_by = {"data_value": number(answer.texts[0])}
        elif kind == "text":
            known_by = {"data_spellings": json.dumps(answer.texts, ensure_ascii=False)}
        else:
            known_by = {"data_choice": index}
            shown = self.phrase(answer.texts[0], answer.line)
        mark = text("span", _("Right:") if answer.right else _("Wrong:"), class_="visually-hidden")
        return element(
            "li",
            element("p", mark, nodes.Text(" "), shown, class_="answer-text"),
            element("div", *self.blocks(answer.why, answer.line), class_="answer-why"),
            class_="is-right" if answer.right else "is-wrong",
            **known_by,
        )

    def printed(self, position: int, question: Question) -> HtmlElement:
        """Return the answers of a question as they are printed, after the last question."""
        return element("div", number_of(position), *self.answers(question), class_="answers-printed-item")


def field(name: str, question: Question) -> list[nodes.Node]:
    """Return the field in which the answer to a question is written."""
    digits = question.kind == "number" and all(
        answer.texts[0].replace(".", "").isdigit() for answer in question.answers
    )
    entry = element(
        "input",
        type="text",
        id=f"{name}-field",
        inputmode="decimal" if digits else "text",  # which keys a phone shows; `decimal` lacks / and -
        autocapitalize="none",
        spellcheck="false",
        aria_describedby=f"{name}-feedback",
    )
    label = text("label", _("Your answer"), for_=f"{name}-field")
    return [element("p", label, entry, check_button(), class_="question-field")]


def check_button() -> HtmlElement:
    """Return the button that asks for a verdict; the script shows it."""
    return text("button", _("Check"), type="submit", hidden=True)


def number_of(position: int) -> HtmlElement:
    """Return the number before a question."""
    return text("span", f"{position}", class_="question-number")


def progress() -> HtmlElement:
    """Return the line that says how many questions are done; the script fills and shows it."""
    return element(
        "div",
        element("span", class_="progress-dots", aria_hidden="true"),
        element("span", class_="progress-count"),
        text("button", _("Start again"), type="button"),
        text("p", _("Your answers are kept in this browser and sent nowhere.")),
        class_="questions-progress",
        hidden=True,
    )


def words() -> dict[str, str]:
    """Return what the script says, in the language of the site."""
    return {
        "right": _("Right."),
        "wrong": _("Not quite."),
        "missing": _("A right answer is still missing."),
        "choose": _("Choose an answer first."),
        "write": _("Write an answer first."),
        "number": _("Write a number, such as 4, 0.5 or 1/3."),
        "count": _("{done} of {all}"),
    }
