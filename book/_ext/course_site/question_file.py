"""The file of questions beside a chapter: what may stand in it, and what a question is.

Every question is an entry of this form; `otherwise` and `tolerance` belong to the kinds that are written::

    - id: corner
      kind: number            # or single, multiple (choices), text
      ask: In how many windows does a corner pixel take part?
      tolerance: 0            # number only; this is the default
      answers:
        - right: 4
          why: Two row positions times two column positions.
        - wrong: 1
          why: That is the count without padding.
      otherwise: Count the windows one by one.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

from .entries import BadEntries, Entry, Fault, key_faults, read_entries, text_faults

CHOICES = ("single", "multiple")
WRITTEN = ("number", "text")
ID = re.compile(r"[a-z][a-z0-9-]*")
ROUNDING = 1e-9  # how far apart two ways to compute the same number may end up


@dataclass(frozen=True)
class Answer:
    """An answer that the author foresaw.

    Attributes:
        right: whether it is right.
        texts: how it is written; one text, or for the kind `text` every accepted spelling.
        why: the reason, in Markdown.
        line: where it stands in the file.
    """

    right: bool
    texts: tuple[str, ...]
    why: str
    line: int


@dataclass(frozen=True)
class Question:
    """A question.

    Attributes:
        id: its name within the file.
        kind: one of CHOICES or WRITTEN.
        ask: the question, in Markdown.
        answers: the right and the wrong ones, in the order of the file.
        tolerance: how far from an answer a number may be.
        otherwise: what to say to an answer that is not foreseen, in Markdown; choices have none.
        line: where it stands in the file.
        digest: changes with whatever the question says.
    """

    id: str
    kind: str
    ask: str
    answers: tuple[Answer, ...]
    tolerance: float
    otherwise: str
    line: int
    digest: str


def read_questions(path: Path) -> list[Question]:
    """Return the questions of a file; raise BadEntries with everything that is wrong in it."""
    entries = read_entries(path)
    faults, seen = [], set()
    for number, entry in enumerate(entries, 1):
        name = entry.get("id", number)
        reasons = list(_question_faults(entry))
        if name in seen:
            reasons.append(Fault(entry.line, "another question has the same id"))
        seen.add(name)
        faults += [Fault(fault.line, f"question {name}: {fault.reason}") for fault in reasons]
    if faults:
        raise BadEntries(path, faults)
    return [_question(entry) for entry in entries]


def number(text: str) -> float:
    """Return the number that a text such as `20`, `-0.5` or `4/9` stands for; raise ValueError for others."""
    try:
        value = float(Fraction(text))
    except ZeroDivisionError as error:
        raise ValueError(text) from error
    return value


def plain(text: str) -> str:
    """Return a text in the form in which spellings are compared: questions.js does the same."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).lower()).strip()
    return re.sub(r" ?([,;:=()\[\]]) ?", r"\1", text)


def _question(entry: Entry) -> Question:
    content = json.dumps(entry, sort_keys=True, ensure_ascii=False)
    return Question(
        id=entry["id"],
        kind=entry["kind"],
        ask=entry["ask"],
        answers=tuple(
            Answer("right" in answer, _texts(answer), answer["why"], answer.line)
            for answer in entry["answers"]
        ),
        tolerance=float(entry.get("tolerance", 0)),
        otherwise=entry.get("otherwise", ""),
        line=entry.line,
        digest=hashlib.sha256(content.encode()).hexdigest()[:8],
    )


def _texts(answer: Entry) -> tuple[str, ...]:
    value = _stated(answer)
    return tuple(value) if isinstance(value, list) else (str(value).strip(),)


def _stated(answer: Entry) -> Any:
    return answer["right"] if "right" in answer else answer["wrong"]


def _question_faults(entry: Entry) -> Iterator[Fault]:
    kind = entry.get("kind")
    if kind not in (*CHOICES, *WRITTEN):
        kinds = ", ".join((*CHOICES, *WRITTEN))
        yield Fault(entry.line, f"`kind` must be one of {kinds}")
        return
    required = ["id", "kind", "ask", "answers", *(["otherwise"] if kind in WRITTEN else [])]
    reasons = [
        *key_faults(entry, required, ["tolerance"] if kind == "number" else []),
        *text_faults(entry, ["ask", "otherwise"]),
    ]
    if "id" in entry and not (isinstance(entry["id"], str) and ID.fullmatch(entry["id"])):
        reasons.append("`id` must be lower-case letters, digits and hyphens, a letter first")
    tolerance = entry.get("tolerance", 0)
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or not 0 <= tolerance < math.inf:
        reasons.append("`tolerance` must be a number, 0 or more")
    answers = entry.get("answers", [])
    if not (isinstance(answers, list) and all(isinstance(answer, Entry) for answer in answers)):
        reasons.append("`answers` must be a list of entries, each beginning with `- right: ` or `- wrong: `")
    yield from (Fault(entry.line, reason) for reason in reasons)
    if reasons:
        return
    faults = [fault for answer in answers for fault in _answer_faults(answer, kind)]
    yield from faults or _faults_of_all(entry)


def _answer_faults(answer: Entry, kind: str) -> Iterator[Fault]:
    """What is wrong with an answer on its own."""
    stated = [key for key in ("right", "wrong") if key in answer]
    if len(stated) != 1:
        yield Fault(answer.line, "an answer is either `right` or `wrong`")
        return
    yield from (Fault(answer.line, f"an answer {r}") for r in key_faults(answer, [*stated, "why"]))
    yield from (Fault(answer.line, reason) for reason in text_faults(answer, ["why"]))
    value = _stated(answer)
    if kind == "number":
        if isinstance(value, bool) or not _is_number(str(value)):
            yield Fault(answer.line, f"{value!r} is not a number such as 20, 0.5 or 4/9")
    else:
        spellings = value if isinstance(value, list) and kind == "text" else [value]
        if not spellings or not all(isinstance(text, str) and text.strip() for text in spellings):
            yield Fault(answer.line, f"{value!r} is not a text; put it in quotes")


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(number(text))
    except ValueError:
        return False


def _faults_of_all(entry: Entry) -> Iterator[Fault]:
    """What is wrong with answers that are each well formed: how many are right, and which are the same."""
    kind, answers = entry["kind"], entry["answers"]
    right = sum("right" in answer for answer in answers)
    if right == len(answers):
        yield Fault(entry.line, "needs a wrong answer, with its reason")
    if kind == "multiple" and right == 0:
        yield Fault(entry.line, "needs a right answer")
    if kind != "multiple" and right != 1:
        yield Fault(entry.line, f"needs exactly one right answer, and has {right}")
    for first, second in combinations(answers, 2):
        if same := _same(kind, _texts(first), _texts(second), float(entry.get("tolerance", 0))):
            yield Fault(second.line, f"{same} cannot be told from the answer in line {first.line}")


def _same(kind: str, first: tuple[str, ...], second: tuple[str, ...], tolerance: float) -> str:
    """Return what of the second answer would be taken for the first, or nothing."""
    if kind == "number":
        gap = abs(number(first[0]) - number(second[0]))
        return second[0] if gap <= 2 * tolerance + ROUNDING else ""
    taken = {plain(text) for text in first}
    return next((text for text in second if plain(text) in taken), "")
