"""What the README and the pages about the tools say is true of the tools."""

from __future__ import annotations

import csv
import hashlib
import hmac
import json
import linecache
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from autograder import check, classroom, cli, mistakes, notebooks, source, verify
from autograder.checks import recognise, seeds
from autograder.engine import results, sandbox, submission
from autograder.engine.assignment import Limits
from autograder.engine.student import GRACE_SECONDS
from autograder.engine.verdicts import Verdict
from autograder.errors import UserError
from autograder.student import confinement, shell
from autograder.wire import frames
from benchmarks import attacks
from tests.sample_class import roster

ROOT = Path(__file__).resolve().parents[2]
DOCS = {
    name: (ROOT / name).read_text("utf-8")
    for name in (
        "README.md",
        "book/learners.md",
        "book/instructors.md",
        "book/authors.md",
        "book/engine.md",
        "book/attacks.md",
    )
}
LEARNERS, INSTRUCTORS, AUTHORS, ENGINE, ATTACKS = list(DOCS.values())[1:]
NO_PART_OF_THE_COURSE = {"node_modules", "_build"}
INVENTED = ("CHAPTER", "doubling")  # names of chapters in examples
FENCE = re.compile(r"^( *)(`{3,})(\w*)\n(.*?)^\1\2$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """The contents of the fenced blocks in one language."""
    return [match[4] for match in FENCE.finditer(text) if match[3] == language]


def spans(text: str) -> list[str]:
    """The code in running text, line breaks as spaces."""
    found = re.findall(r"(`+)(.+?)\1", FENCE.sub("", text), re.DOTALL)
    return [" ".join(code.split()) for _, code in found]


def table(text: str, header: str) -> list[list[str]]:
    """The rows of the table whose header begins so, as cells."""
    lines = text[text.index(f"| {header}") :].split("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[2:]]


def commands() -> Iterator[tuple[str, str]]:
    for name, text in DOCS.items():
        typed = [
            line[2:] for block in blocks(text, "console") for line in block.splitlines() if line[:2] == "$ "
        ]
        for command in [*typed, *spans(text)]:
            if command.startswith("autograder "):
                yield name, command


# ------------------------------------------------------------------------- commands and paths


@pytest.mark.parametrize(("page", "command"), sorted(set(commands())))
def test_commands_are_understood(page: str, command: str) -> None:
    words = shlex.split(command)[1:]
    if len(words) == 1:  # only named, not shown
        words.append("--help")
        with pytest.raises(SystemExit, match="0"):
            cli._parser().parse_args(words)
    else:
        cli._parser().parse_args(words)


def test_there_are_commands_to_try() -> None:
    assert {shlex.split(command)[1] for _, command in commands()} >= {
        "build",
        "verify",
        "new",
        "grade",
        "doctor",
        "check",
        "carry",
    }


@pytest.mark.parametrize("page", DOCS)
def test_paths_of_the_repository_exist(page: str) -> None:
    folders = "|".join(path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._")
    named = re.findall(rf"(?<![\w./~-])(?:{folders})/[\w./-]*", DOCS[page])
    named += [f"book/_static/{name}" for name in re.findall(r"\{figure\} _static/([\w.]+)", DOCS[page])]
    in_the_course = {path.rstrip(".") for path in named if not any(word in path for word in INVENTED)}
    assert [path for path in sorted(in_the_course) if not (ROOT / path).exists()] == []


def test_the_map_of_the_readme_is_complete() -> None:
    named = {row[0].strip("`/") for row in table(DOCS["README.md"], "where")}
    folders = {
        path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))
    }
    assert {name for name in named if (ROOT / name).is_dir()} == folders - NO_PART_OF_THE_COURSE
    assert [name for name in named if not (ROOT / name).exists()] == []


# ------------------------------------------------------------------------------------ the sample class


def sample_scores() -> dict[str, tuple[str, str]]:
    """What each submission deserves, which is what the engine gives, and what plain nbgrader gives."""
    with (ROOT / "tests" / "sample_class" / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row.pop("student"): (points(row, 0), points(row, -1)) for row in rows}


def points(row: dict[str, str], column: int) -> str:
    cells = [cell.split("/")[column] for cell in row.values()]
    return "-" if set(cells) == {"-"} else str(sum(int(cell) for cell in cells if cell != "-"))


def test_the_differences_are_those_of_the_sample_class() -> None:
    told = {name.replace(" ", "_"): (a, b) for name, a, b, _ in table(INSTRUCTORS, "submission")}
    assert told == {name: scores for name, scores in sample_scores().items() if scores[0] != scores[1]}
    assert len(told) == 10
    assert "In these ten the two differ" in " ".join(INSTRUCTORS.split())


def test_the_fates_are_those_of_the_sample_class() -> None:
    told = {name.replace(" ", "_"): (a, b) for name, _, a, b in table(ENGINE, "submission")}
    special = {n: s for n, s in sample_scores().items() if n.startswith(("defect", "fine"))}
    assert told == special


def test_the_sample_class_has_as_many_as_told() -> None:
    assert len(sample_scores()) == 41
    for page in ("README.md", "book/instructors.md", "book/engine.md"):
        assert "41 s" in DOCS[page] or "41\ns" in DOCS[page], page


# --------------------------------------------------------------------------------- instructors and engine


def test_the_limits_are_the_programs_own() -> None:
    (lines,) = (block for block in blocks(INSTRUCTORS, "python") if "c.Autograder" in block)
    config = classroom._CONFIG_TEXT.format(course_id="", solutions="")
    assert lines in config
    usual = Limits()
    assert dict(re.findall(r"c\.Autograder\.(\w+) = (\d+)", lines)) == {
        "test_seconds": f"{usual.test:g}",
        "cell_seconds": f"{usual.cell:g}",
        "notebook_seconds": f"{usual.notebook:g}",
        "memory_megabytes": str(usual.memory // 2**20),
    }
    assert Limits().test == check.CELL_SECONDS
    assert verify.SEEDS == 25


def test_the_engines_numbers_are_the_programs_own() -> None:
    text = " ".join(ENGINE.split())
    for said in (
        f"a notebook of more than {submission.LARGEST_NOTEBOOK // 2**20} MB",
        f"more than {submission.MOST_FILES} files or {submission.LARGEST_FILES // 2**20} MB in all",
        f"at most {frames.LARGEST_FRAME // 2**20} MB and {frames.DEEPEST_VALUE} levels",
        f"ignores that for {GRACE_SECONDS:g} seconds",
        f"its own limit, {Limits().notebook:g} seconds",
        f"{Limits().test:g} seconds for a test, {Limits().cell:g} for another",
        f"in memory: {confinement.STORAGE // 2**20} MB and {confinement.FILES:,} files together",
        f"At most {confinement.PROCESSES} processes and threads, {confinement.OPEN_FILES} open files in each",
        f"each process may take {Limits().memory // 2**30} GB more",
        "nine variables" if len(sandbox.ENVIRONMENT) == 9 else "?",
    ):
        assert said in text, said
    assert "cut after a million characters" in text
    assert shell.MOST_OUTPUT == 1_000_000


def test_the_verdicts_are_the_programs_own() -> None:
    assert [row[0].strip("`") for row in table(INSTRUCTORS, "verdict")] == [v.value for v in Verdict]
    named = {word for page in (INSTRUCTORS, ENGINE, LEARNERS) for word in spans(page)}
    assert {"not answered", "crashed", "timeout", "grader error"} <= named


def test_the_gradebook_has_the_table_told() -> None:
    assert results.TABLE.name in spans(INSTRUCTORS)


def test_the_sides_of_the_engine_are_all_told() -> None:
    told = {row[0].strip("`") for row in table(ENGINE, "folder")}
    assert [name for name in sorted(told) if not (ROOT / name).is_dir()] == []
    packages = {f"autograder/{path.parent.name}" for path in (ROOT / "autograder").glob("*/__init__.py")}
    assert told == packages


def test_the_table_of_attacks_is_the_corpus() -> None:
    corpus = {f"`{attack.name}`": attack for attack in attacks.read(attacks.CORPUS)}
    rows = {row[0]: row[1:] for row in table(ATTACKS, "attack")}
    assert {name: row[:3] for name, row in rows.items()} == {
        name: [attack.tries, f"{attack.deserved:g}", f"{attack.deserved:g}"]
        for name, attack in corpus.items()
    }


def test_the_promises_of_the_doctor_are_the_programs_own() -> None:
    kept = "".join(f"kept  {promise}\n" for promise in sandbox.PROMISES)
    assert f"$ autograder doctor\n{kept}" in blocks(INSTRUCTORS, "console")


def test_the_picture_names_the_processes_of_the_table() -> None:
    picture = (ROOT / "book" / "_static" / "processes.svg").read_text("utf-8")
    for process in ("batch", "worker", "student zygote", "student process", "checker"):
        assert f">{process}" in picture, process
        assert process in {row[0] for row in table(ENGINE, "process")}, process


def test_the_table_of_grades_is_one_of_the_programs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command, _, shown = next(
        block for block in blocks(INSTRUCTORS, "console") if block.startswith("$ autograder grade")
    ).partition("\n")
    path = tmp_path / "autumn"
    assert cli.main(["new", str(path), "--solutions", str(ROOT / "solutions")]) == 0
    submissions = {s.student: s for s in roster.submissions()}
    for student, like in SHOWN.items():
        folder = path / "submitted" / student / "padding"
        folder.mkdir(parents=True)
        for name, contents in submissions[like].files.items():
            (folder / name).write_bytes(contents)
    capsys.readouterr()
    assert cli.main([*shlex.split(command)[2:4], "--class", str(path)]) == 0
    assert capsys.readouterr().out == shown
    assert cli.main(["doctor", str(path / "source" / "padding")]) == 0
    told = "every test cell passes on its own solution\n"
    assert capsys.readouterr().out.endswith(told)
    assert any(block.endswith(told) for block in blocks(INSTRUCTORS, "console"))


@pytest.mark.full
def test_every_chapter_passes_the_doctor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "class"
    assert cli.main(["new", str(path), "--solutions", str(ROOT / "solutions")]) == 0
    assert cli.main(["doctor", str(path / "source")]) == 0


SHOWN = {
    "ada": "right_as_in_the_source",
    "bela": "mistaken_in_pad1d",
    "chidi": "defect_half_finished",
    "dana": "defect_infinite_loop",
    "emil": "defect_invalid_json",
    "fay": "defect_duplicated_test_cell",
    "gita": "mistaken_in_pad2d",
    "hugo": "defect_ends_its_process",
}


def test_the_seeds_are_computed_as_told(monkeypatch: pytest.MonkeyPatch) -> None:
    message, function = re.findall(r"message is `(\S+)` and the second `(\S+)`", " ".join(ENGINE.split()))[0]
    secret = bytes(32)
    key = seeds.student_key(secret, "padding", "ada")
    assert key == hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()
    monkeypatch.setenv(seeds.KEY_VARIABLE, key)
    digest = hmac.new(key.encode(), function.encode(), hashlib.sha256).digest()
    assert seeds.exercise_seed(function) == int.from_bytes(digest[:16], "big")
    assert {seeds.KEY_VARIABLE, seeds.PUBLIC_KEY, "verify-0", f"verify-{verify.SEEDS - 1}"} <= set(
        spans(ENGINE)
    )


# -------------------------------------------------------------------------------------------- the example


@pytest.fixture(scope="module")
def example() -> str:
    return next(block for block in blocks(AUTHORS, "python") if block.startswith("# %% [markdown]"))


@pytest.fixture
def solutions(tmp_path: Path, example: str) -> Path:
    """A course that has the example as its only chapter."""
    folder = tmp_path / "solutions" / "doubling"
    folder.mkdir(parents=True)
    (folder / "doubling.py").write_text(example, "utf-8")
    known = next(block for block in blocks(AUTHORS, "python") if "\n@mistake" in block)
    (folder / "mistakes.py").write_text(known, "utf-8")
    return folder.parent


def test_the_example_is_accepted(solutions: Path) -> None:
    (exercise,) = source.read(solutions / "doubling" / "doubling.py").exercises
    assert (exercise.function, exercise.points, exercise.hidden_checks) == ("double", 2, 4)
    assert [m.name for m in mistakes.load(solutions / "doubling" / "mistakes.py")] == [
        "squares",
        "integers_stay",
    ]


def test_the_earlier_function_shown_is_accepted_and_right(tmp_path: Path) -> None:
    (shown,) = (block for block in blocks(AUTHORS, "python") if block.startswith("# %% given"))
    path = tmp_path / "chapter.py"
    path.write_text(f"# %% [markdown]\n# # Title\n\n{shown}", "utf-8")
    stand_ins, _, opened = source.read(path).cells[1:]
    assert (opened.role, opened.name) == ("open", notebooks.EARLIER)
    names: dict[str, Any] = {"np": np, "torch": torch}
    exec(stand_ins.source, names)
    assert names["double"](np.array([[1, 2]])).tolist() == [[2.0, 4.0]]
    with pytest.raises(ValueError, match="empty"):
        names["double"](np.zeros(0))


def test_the_points_are_the_programs_own() -> None:
    told = {int(d): (int(v), int(h)) for d, v, h, _ in table(AUTHORS, "difficulty")}
    assert told == source.POINTS
    assert all(int(v) + int(h) == int(total) for _, v, h, total in table(AUTHORS, "difficulty"))


DOCSTRING = re.compile(r'    """Twice.*?"""\n', re.DOTALL)
FAULTS: dict[str, Callable[[str], str]] = {
    "`# %%` alone": lambda text: text.replace('# %% given="setup"', "# %%"),
    "other points": lambda text: text.replace('visible="double" points=1', 'visible="double" points=2'),
    "no docstring": lambda text: DOCSTRING.sub("", text),
    "a helper beside the function": lambda text: text.replace(
        "def double", "def twice(x): ...\n\n\ndef double"
    ),
    "`import pandas`": lambda text: text.replace("import numpy as np", "import pandas", 1),
    "no hidden cell": lambda text: text[: text.index("# %% hidden")],
    "another comment": lambda text: text.replace("Hidden tests, 1 point, 4", "Hidden tests, 4"),
    "another name in `checks.exercise`": lambda text: text.replace('"doubling.double"', '"double"'),
    "code outside the hidden tests' markers": lambda text: text + "\nanswer = double(3)\n",
    "no end marker": lambda text: text.replace("    ### END SOLUTION\n", ""),
}


def refusals() -> list[list[str]]:
    return table(AUTHORS, "you wrote")


def test_every_refusal_told_is_tried() -> None:
    assert [fault for fault, _ in refusals()] == [*FAULTS, "a page that solves it"]


@pytest.mark.parametrize("fault", FAULTS)
def test_refusals_are_the_programs_own(fault: str, example: str, tmp_path: Path) -> None:
    path = tmp_path / "doubling" / "doubling.py"
    path.parent.mkdir()
    path.write_text(FAULTS[fault](example), "utf-8")
    with pytest.raises(UserError) as caught:
        source.read(path)
    place, _, problem = str(caught.value).partition(": ")
    assert re.fullmatch(r".*doubling\.py:\d+", place)
    assert dict(refusals())[fault].strip("` ") == problem.strip("` ")


def test_a_page_that_solves_the_example_is_refused(
    solutions: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = solutions.parent / "book" / "doubling.md"
    page.parent.mkdir()
    page.write_text("```python\ndef double(x): ...\n```\n", "utf-8")
    assert cli.main(["build", "--solutions", str(solutions)]) == 2
    assert dict(refusals())["a page that solves it"].strip("`") in capsys.readouterr().err


def test_what_verify_says_of_the_example(solutions: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", "doubling", "--solutions", str(solutions)]) == 0
    assert capsys.readouterr().out in "\n".join(blocks(AUTHORS, "console"))
    path = solutions / "doubling" / "doubling.py"
    kept = [line for line in path.read_text("utf-8").splitlines() if 'what="integers"' not in line]
    path.write_text("\n".join(kept).replace("4 checks", "3 checks"), "utf-8")
    assert cli.main(["verify", "doubling", "--solutions", str(solutions)]) == 1
    assert capsys.readouterr().out.splitlines()[-1] + "\n" in blocks(AUTHORS, "text")


# ------------------------------------------------------------------------------------------- messages


ANSWERS = {
    "is the function there?": "",
    "is it written?": "def double(x):\n    raise NotImplementedError()",
    "does it run?": "def double(x):\n    return x.twice()",
    "the type": "def double(x):\n    return [2 * v for v in x]",
    "the shape": "def double(x):\n    return 2.0 * x.ravel()",
    "the dtype": "def double(x):\n    return 2 * x",
    "NaN, infinity": "def double(x):\n    return 0.0 * x / 0.0",
    "the values": "def double(x):\n    return x ** 2.0",
    "your arguments": "def double(x):\n    y = 2.0 * x\n    x[...] = 0\n    return y",
}


@pytest.mark.parametrize("rung", ANSWERS)
def test_messages_of_the_ladder(
    rung: str, example: str, solutions: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(seeds.KEY_VARIABLE, raising=False)
    monkeypatch.delenv(recognise.SOLUTIONS_VARIABLE, raising=False)
    hidden = source.read(solutions / "doubling" / "doubling.py").exercises[0].hidden.source
    linecache.cache[rung] = (0, None, ANSWERS[rung].splitlines(keepends=True), rung)
    names: dict[str, Any] = {"np": np}
    exec(compile(ANSWERS[rung], rung, "exec"), names)
    with pytest.raises(AssertionError) as caught:
        exec(hidden, names)
    told = dict(table(LEARNERS, "what it looks at"))[rung].split("`")[1]
    assert told in str(caught.value)


def test_every_rung_told_is_tried() -> None:
    assert [rung for rung, _ in table(LEARNERS, "what it looks at")] == list(ANSWERS)


def test_what_check_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    handed_in = next(s for s in roster.submissions() if s.student == "mistaken_in_pad2d")
    path = tmp_path / "padding.ipynb"
    path.write_bytes(handed_in.files["padding.ipynb"])
    assert cli.main(["check", str(path)]) == 1
    assert f"$ autograder check padding.ipynb\n{capsys.readouterr().out}" in blocks(LEARNERS, "console")


def test_what_carry_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(ROOT / "exercises" / "padding" / "padding.ipynb", "padding.ipynb")
    bodies = {"window_sum": "return x.sum()", "cross_correlate2d": "return window_sum(x * kernel)"}
    cells = [
        {
            "cell_type": "code",
            "metadata": {"nbgrader": {"grade_id": name, "solution": True}},
            "source": f"def {name}(x, kernel=None):\n    {body}",
        }
        for name, body in bodies.items()
    ]
    Path("convolution.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    command = "autograder carry padding.ipynb convolution.ipynb"
    assert cli.main(shlex.split(command)[1:]) == 0
    assert f"$ {command}\n{capsys.readouterr().out}" in blocks(LEARNERS, "console")
    reasons = {row[0].strip("`") for row in table(LEARNERS, "`skipped`")}
    assert cli.main(shlex.split(command)[1:]) == 0
    told = {capsys.readouterr().out.splitlines()[0].removeprefix("skipped  cross_correlate2d: ")}
    cells[0]["source"] = "def window_sum(x):\n    raise NotImplementedError()"
    for kept in (cells, cells[1:], cells[:1]):
        shutil.copyfile(ROOT / "exercises" / "padding" / "padding.ipynb", "padding.ipynb")
        Path("convolution.ipynb").write_text(json.dumps({"cells": kept}), "utf-8")
        assert cli.main(shlex.split(command)[1:]) == 0
        told.add(capsys.readouterr().out.splitlines()[0].removeprefix("skipped  cross_correlate2d: "))
    assert told == reasons


def test_hints_shown_are_the_courses() -> None:
    hints = " ".join(m.hint for m in mistakes.load(ROOT / "solutions" / "padding" / "mistakes.py"))
    shown = [
        *re.findall(r"pad[12]d: (Y.*)", INSTRUCTORS),
        *re.findall(r"^Hint: (.*)$", LEARNERS, re.MULTILINE),
    ]
    assert len(shown) == 3
    assert all(hint in hints for hint in shown)


def test_the_comment_shown_is_the_notebooks() -> None:
    shown = next(block for block in blocks(LEARNERS, "text") if block.startswith("# Hidden tests"))
    assert shown in (ROOT / "solutions" / "padding" / "padding.py").read_text("utf-8")
