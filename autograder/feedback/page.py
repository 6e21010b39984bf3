"""Composes the page of one graded notebook."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pygments.formatters import HtmlFormatter

from autograder.engine.submission import ANSWER, GIVEN, STUDENT, TEST
from autograder.engine.verdicts import Verdict, said
from autograder.feedback import safe
from autograder.feedback.known import Known, KnownCell

VERSION = 1  # of the page: another version may look different, so pages are written anew
MOST_SOURCE = 20_000  # characters of a cell's own text
MOST_OUTPUT = 5_000  # characters that a cell put out
MOST_PICTURES = 10  # of a cell
MOST_TRACEBACK = 100_000  # characters that are looked through
MOST_FRAMES = 20
MOST_LINE = 200  # characters of a line that a traceback quotes
ROOM = 1_000_000  # characters of all cells that a student added

_FRAME = re.compile(r"^ *Cell In ?\[(\d{1,9})\], line (\d{1,9})\b", re.MULTILINE)
_PLACE = re.compile(
    r" \((?:<ipython-input-[^>]*>|\d+\.py), line \d+\)$"
)  # of a SyntaxError; a frame says it, too
_NOTHING = Markup("")
_LABELS = {
    Verdict.STUDENT_ERROR: "error",
    Verdict.TIMEOUT: "too slow",
    Verdict.MEMORY: "too much memory",
    Verdict.NOT_ANSWERED: "not reached",
    Verdict.GRADER_ERROR: "no points yet",
}


@dataclass(frozen=True)
class Result:
    """What became of a cell that gives points.

    Attributes:
        name: of the cell.
        points, score: what it is worth, and what the student has; None when nobody has decided yet.
        label: the same in a word.
        message: why points were lost.
        hint: of a recognised mistake.
    """

    name: str
    points: float
    score: float | None
    label: str
    message: Markup = _NOTHING
    hint: Markup = _NOTHING

    @property
    def state(self) -> str:
        """For the page's style: "full", "lost" or "open"."""
        if self.score is None:
            return "open"
        return "full" if self.score >= self.points else "lost"


@dataclass(frozen=True)
class Block:
    """A cell as the page shows it.

    Attributes:
        role: as in `submission.Cell`.
        html: its text.
        outputs: of a student's cell.
        count: its execution count.
        result: of a cell that gives points.
        comment: what a person has written about it.
    """

    role: str
    html: Markup
    outputs: list[Output]
    count: int | None = None
    result: Result | None = None
    comment: Markup | None = None


@dataclass(frozen=True)
class Output:
    """Something that a cell put out.

    Attributes:
        kind: "text", "error" or "picture".
        content: the text, or the address of the picture.
    """

    kind: str
    content: str


def fingerprint(known: Known, path: Path) -> str:
    """A hash of everything that a page is made from.

    Arguments:
        known: what the gradebook knows of the notebook.
        path: the autograded file; it need not be there.
    """
    contents = path.read_bytes() if path.is_file() else b""
    facts = json.dumps([VERSION, dataclasses.asdict(known)], sort_keys=True)
    return hashlib.sha256(facts.encode() + contents).hexdigest()


def is_current(page: Path, made_from: str) -> bool:
    """Whether a page is there, whole, and made from this."""
    if not page.is_file():
        return False
    with page.open("rb") as file:
        file.seek(max(0, page.stat().st_size - 200))
        return _last_line(made_from).encode() in file.read()


def render(known: Known, cells: list[dict[str, Any]], made_from: str) -> str:
    """Writes the page.

    Arguments:
        known: what the gradebook knows of the notebook.
        cells: of the autograded notebook, as `notebooks.cells` reads them; none when there is no notebook.
        made_from: the fingerprint of all this.

    Returns:
        An HTML document that holds no script and loads nothing.
    """
    blocks = _blocks(known, cells)
    results = [block.result for block in blocks if block.result]
    results += [
        Result(cell.name, cell.points, cell.score, "gone")
        for cell in known.cells.values()
        if cell.points is not None and cell.name not in {result.name for result in results}
    ]
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            known=known,
            remarks=[safe.message(remark) for remark in dict.fromkeys(known.remarks)],
            blocks=blocks,
            results=results if blocks else [],
            last_line=Markup(_last_line(made_from)),
        )
    )


def _last_line(made_from: str) -> str:
    return f"<!-- made from {made_from} -->"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("autograder.feedback", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = lambda number: f"{number:g}"
    environment.globals["colours"] = {
        mode: HtmlFormatter(style=style).get_style_defs(".code")
        for mode, style in (("light", "default"), ("dark", "github-dark"))
    }
    return environment


def _blocks(known: Known, cells: list[dict[str, Any]]) -> list[Block]:
    """The cells to show: each of the class's once and as it was handed out, then the student's own."""
    blocks, room, lines = [], ROOM, _students_lines(known, cells)
    left = dict(known.cells)
    for cell in cells:
        name = cell["grader"].get("grade_id")
        name = name if isinstance(name, str) else ""
        own = left.pop(name, None)
        if own:
            blocks.append(_own_block(known, own, cell, lines))
        elif name in known.cells and known.cells[name].text is not None:
            continue  # another copy of a cell of the class's: nobody knows what is in it
        elif cell["source"].strip() and room > 0:
            block = Block(
                STUDENT, _html(cell["cell_type"], cell["source"]), _outputs(cell, lines), cell["count"]
            )
            room -= len(block.html) + sum(len(output.content) for output in block.outputs)
            blocks.append(block)
    return blocks


def _own_block(known: Known, own: KnownCell, cell: dict[str, Any], lines: dict[int, list[str]]) -> Block:
    """A cell of the class's, with the student's text where it asks for one."""
    return Block(
        own.role,
        _html(own.cell_type, cell["source"] if own.text is None else own.text),
        [] if own.role == TEST else _outputs(cell, lines),
        None if own.role == TEST else cell["count"],
        None if own.points is None else _result(known, own, cell),
        safe.markdown(own.comment) if own.comment else None,
    )


def _html(cell_type: str, source: str) -> Markup:
    source = safe.cut(source, MOST_SOURCE)
    if cell_type == "markdown":
        return safe.markdown(source)
    coloured = safe.code(source) if cell_type == "code" else Markup.escape(safe.text(source))
    return Markup('<pre class="code" tabindex="0">{}</pre>').format(coloured)


def _result(known: Known, own: KnownCell, cell: dict[str, Any]) -> Result:
    assert own.points is not None, "only cells that give points have a result"
    if own.by_hand:
        return Result(own.name, own.points, own.score, "graded by hand")
    if own.role == ANSWER:
        return Result(own.name, own.points, own.score, "not graded yet" if own.score is None else "graded")
    verdict, message, error = _judgement(known, own, cell)
    if verdict is Verdict.PASSED:
        return Result(own.name, own.points, own.score, "passed")
    if own.hidden:
        message = _without_hidden_values(verdict, message, error)
    message, _, hint = message.partition("\nHint: ")
    if verdict is Verdict.GRADER_ERROR:
        message = f"The grader could not decide. Your instructor will look at it. {message}"
    elif message:
        exercise = own.name.rpartition("-")[0] or own.name
        message = said(exercise, verdict, message).removeprefix(f"{verdict}: ")
    label = _LABELS.get(verdict, verdict.value)
    return Result(
        own.name,
        own.points,
        own.score,
        label,
        safe.message(safe.cut(message, MOST_OUTPUT)),
        safe.message(hint),
    )


def _judgement(known: Known, own: KnownCell, cell: dict[str, Any]) -> tuple[Verdict, str, str]:
    """The verdict on a test cell, its message, and the class of the exception that it ended with."""
    ended = _error(cell) or {}
    error, message = _string(ended.get("ename")), _string(ended.get("evalue"))
    if own.name in known.checks:
        check = known.checks[own.name]
        return Verdict(check["verdict"]), check["message"], error
    if own.score is None:
        return Verdict.GRADER_ERROR, "", error
    if own.points is not None and own.score >= own.points:
        return Verdict.PASSED, "", error
    if error in ("", "CheckFailed", "AssertionError"):
        return Verdict.FAILED, message, error
    return Verdict.STUDENT_ERROR, f"{error}: {message}", error


def _without_hidden_values(verdict: Verdict, message: str, error: str) -> str:
    """What may be said of a hidden test: a bare assertion or exception could name the numbers in it."""
    if verdict is Verdict.GRADER_ERROR:
        return ""
    if verdict is Verdict.FAILED:
        return message if error == "CheckFailed" else "A hidden test does not hold."
    if verdict is Verdict.STUDENT_ERROR:
        return message if message.startswith("its own cell fails: ") else f"It raises {error}."
    return message


def _students_lines(known: Known, cells: list[dict[str, Any]]) -> dict[int, list[str]]:
    """The lines of every cell that is shown as it ran, by execution count: all that a traceback may quote."""
    lines = {}
    for cell in cells:
        own = known.cells.get(str(cell["grader"].get("grade_id")))
        if cell["count"] is not None and (own is None or own.role in (STUDENT, ANSWER, GIVEN)):
            source = cell["source"] if own is None or own.text is None else own.text
            lines[cell["count"]] = source.split("\n")
    return lines


def _outputs(cell: dict[str, Any], lines: dict[int, list[str]]) -> list[Output]:
    """What a cell put out, as text and pictures; other kinds have a text too, or are left out."""
    shown: list[Output] = []
    pictures, room = MOST_PICTURES, MOST_OUTPUT
    for output in cell["outputs"]:
        data = output.get("data")
        data = data if isinstance(data, dict) else {}
        address = next(filter(None, (safe.picture(mime, _string(data[mime])) for mime in data)), None)
        if address and pictures:
            pictures -= 1
            shown.append(Output("picture", address))
        elif room and not address:
            written = _string(output.get("text", data.get("text/plain")))
            content = safe.without_paths(safe.text(safe.cut(written, room)))
            room = max(0, room - len(written))
            if content.strip():
                shown.append(Output("text", content))
    error = _error(cell)  # a cell ends with it
    return [*shown, Output("error", _traceback(error, lines))] if error else shown


def _error(cell: dict[str, Any]) -> dict[str, Any] | None:
    """The exception that a cell ended with."""
    errors = [output for output in cell["outputs"] if output.get("output_type") == "error"]
    return errors[-1] if errors else None


def _traceback(error: dict[str, Any], lines: dict[int, list[str]]) -> str:
    """The exception, and the student's own lines that it came through.

    Of the traceback itself only numbers are taken: the lines are those that stand on the page.
    """
    name, message = _string(error.get("ename")), _string(error.get("evalue"))
    said = safe.text(safe.cut(f"{name}: {message}" if message else name, MOST_OUTPUT))
    found = [safe.without_paths(_PLACE.sub("", said))]
    frames = safe.text(_string(error.get("traceback"))[:MOST_TRACEBACK])
    for count, number in _FRAME.findall(frames)[:MOST_FRAMES]:
        source = lines.get(int(count), [])
        if 0 < int(number) <= len(source):
            line = safe.text(safe.cut(source[int(number) - 1].strip(), MOST_LINE))
            found.append(f"in [{count}], line {number}: {line}")
    return safe.cut("\n".join(found), MOST_OUTPUT)


def _string(value: Any) -> str:
    """A text of a notebook, which may be given as a list of lines."""
    if isinstance(value, list):
        return "\n".join(part.removesuffix("\n") for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""
