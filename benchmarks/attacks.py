"""Grades a corpus of attacks, and shows what each of them earned, leaked and left behind.

    scripts/attacks                      the corpus of tests/attacks
    scripts/attacks --corpus DIR         any folder laid out the same way
    scripts/attacks --against nbgrader   plain nbgrader beside it, in a sandbox around it
    scripts/attacks --json               a list of objects with name, earned, deserved, leaked, ok
    scripts/attacks --markdown           the table of book/attacks.md

An attack is a file NAME.py or a folder NAME with a make.py. Both begin with a docstring that says what it
tries. NAME.py is what a student writes: the text of a notebook's first answer; the other answers are empty.
Comments in it may say `# deserves: POINTS` (otherwise 0), `# answers: right` (then all answers are the
solution's, and the text is a cell added in front), `# harms: the machine` (then plain nbgrader is not tried).
In make.py, which runs with your rights, `make(folder, blank, right)` writes a submission's files into a
folder, given the notebook as released and as solved; DESERVES and HARMS say the same as the comments.
"""

from __future__ import annotations

import argparse
import ast
import html
import importlib.util
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import psutil

from autograder import classroom, course

REPOSITORY = Path(__file__).parents[1]
CORPUS = REPOSITORY / "tests" / "attacks"
CHAPTER = "padding"
FULL = 18.0  # points
LIMITS = (
    "\nc.Autograder.test_seconds = 3\nc.Autograder.cell_seconds = 3\nc.Autograder.notebook_seconds = 15\n"
)
MEMORY = "c.Autograder.memory_megabytes = 500\n"
LEFT = "left-by-an-attack"  # in the name of every file that an attack tries to leave
NAP = "864001"  # seconds: `sleep` for so long is what an attack tries to leave running
HONEST = 5  # right submissions among the attacks
LONGEST = 900.0  # seconds that the batch may take
LONGEST_PLAIN = 120.0  # seconds that plain nbgrader may take for one attack

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Attack:
    """One attack of a corpus.

    Attributes:
        name: its name.
        path: its file, or its folder's make.py.
        tries: what it tries, in one line.
        deserved: the points that its answers are worth.
        harms: whether it could harm a machine that is not protected from it.
    """

    name: str
    path: Path
    tries: str
    deserved: float
    harms: bool


@dataclass
class Outcome:
    """What came of an attack.

    Attributes:
        attack: the attack.
        earned: its points; None for no grade at all.
        leaked: secrets that its outputs, feedback or log hold.
        by_nbgrader: what plain nbgrader gave it; "not run", "no grade", or nothing when it was not asked.
    """

    attack: Attack
    earned: float | None
    leaked: list[str] = field(default_factory=list)
    by_nbgrader: float | str | None = None

    @property
    def ok(self) -> bool:
        """Whether it got what it deserves and nothing else."""
        return self.earned == self.attack.deserved and not self.leaked


@dataclass
class Report:
    """What came of a corpus.

    Attributes:
        outcomes: of each attack.
        others: honest submissions that did not get their points.
        left: processes and files that the attacks left behind.
        seconds: what the batch took.
    """

    outcomes: list[Outcome]
    others: list[str]
    left: list[str]
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether all is as it should be."""
        return all(outcome.ok for outcome in self.outcomes) and not self.others and not self.left


def main() -> int:
    """Runs the corpus and prints what came of it; the exit code is 1 when an attack had an effect."""
    parser = argparse.ArgumentParser(prog="scripts/attacks", description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS, metavar="DIR", help="default: tests/attacks")
    parser.add_argument("--only", metavar="NAME", action="append", help="only this attack; may be repeated")
    parser.add_argument("--against", choices=["nbgrader"], help="run plain nbgrader beside it")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print a list of objects")
    form.add_argument("--markdown", action="store_true", help="print the table of book/attacks.md")
    options = parser.parse_args()
    attacks = [a for a in read(options.corpus) if not options.only or a.name in options.only]
    if not attacks:
        parser.error(f"{options.corpus} holds no such attack")
    with tempfile.TemporaryDirectory(prefix="autograder-attacks-") as folder:
        report = run(attacks, Path(folder))
        if options.against:
            for outcome in report.outcomes:
                outcome.by_nbgrader = plain(outcome.attack, Path(folder))
    if options.json:
        print(json.dumps([_as_json(outcome) for outcome in report.outcomes], indent=2))
    else:
        print(as_markdown(report) if options.markdown else as_text(report))
    for line in [*report.others, *report.left]:
        print(line, file=sys.stderr)
    return 0 if report.ok else 1


def read(corpus: Path) -> list[Attack]:
    """Reads a corpus.

    Arguments:
        corpus: its folder.

    Returns:
        Its attacks, by name.
    """
    attacks = []
    for path in sorted(corpus.iterdir()):
        if path.suffix == ".py" and not path.name.startswith("_"):
            text = path.read_text("utf-8")
            comments = dict(re.findall(r"^# (deserves|harms): (.*)$", text, re.MULTILINE))
            deserved, harms = float(comments.get("deserves", 0)), "harms" in comments
            attacks.append(Attack(path.stem, path, _first_line(text), deserved, harms))
        elif (path / "make.py").is_file():
            maker = _module(path / "make.py")
            deserved, harms = getattr(maker, "DESERVES", 0.0), getattr(maker, "HARMS", False)
            tries = _first_line((path / "make.py").read_text("utf-8"))
            attacks.append(Attack(path.name, path / "make.py", tries, deserved, harms))
    return attacks


def run(attacks: list[Attack], folder: Path) -> Report:
    """Grades attacks in a class of their own, honest submissions among them.

    Arguments:
        attacks: the attacks.
        folder: an empty folder.

    Returns:
        What came of them.
    """
    directory, home = folder / "class", folder / "home"
    found = _class(directory)
    for attack in attacks:
        _hand_in(attack, directory / "submitted" / attack.name / CHAPTER)
    honest = [f"{attacks[len(attacks) * n // HONEST].name}_next" for n in range(HONEST)]
    for student in honest:
        _write(directory / "submitted" / student / CHAPTER, _filled(_solutions()))
    canary = secrets.token_hex(16)
    (home / ".ssh").mkdir(parents=True)
    for name in ("canary.txt", ".ssh/id_ed25519"):
        (home / name).write_text(canary)
    environment = {**os.environ, "HOME": str(home), "AUTOGRADER_CANARY": canary}
    start = time.monotonic()
    graded = _autograder(["grade", CHAPTER, "--json", "--class", str(directory)], environment)
    seconds = time.monotonic() - start
    _autograder(["feedback", CHAPTER, "--class", str(directory)], environment)
    scores = {entry["student"]: entry["score"] for entry in json.loads(graded)}
    hidden = [canary, found.secret().hex(), *_hidden_lines(directory)]
    outcomes = [
        Outcome(attack, scores.get(attack.name), _leaks(directory, attack.name, hidden)) for attack in attacks
    ]
    others = [f"{name} has {scores.get(name)}, not {FULL}" for name in honest if scores.get(name) != FULL]
    return Report(outcomes, others, _left(folder), seconds)


def plain(attack: Attack, folder: Path) -> float | str:
    """Has plain nbgrader grade an attack, with a sandbox around all of it.

    Arguments:
        attack: the attack.
        folder: an existing folder.

    Returns:
        Its points, or why there are none.
    """
    if attack.harms:
        return "not run"
    directory = folder / f"plain_{attack.name}"
    _class(directory)
    _hand_in(attack, directory / "submitted" / attack.name / CHAPTER)
    inside = Path("/tmp/class")
    command = [
        *("bwrap", "--unshare-all", "--die-with-parent", "--ro-bind", "/", "/", "--proc", "/proc"),
        *("--dev", "/dev", "--size", str(2**30), "--tmpfs", "/tmp", "--ro-bind", str(directory), "/mnt"),
        *("--setenv", "HOME", "/tmp", "--chdir", "/tmp", "--"),
        *("prlimit", "--nproc=500", "--data=6000000000", "--fsize=500000000", "--"),
        *("sh", "-c", f"cp -r /mnt {inside} && exec {sys.executable} -m benchmarks.attacked {inside}"),
    ]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    try:
        done = subprocess.run(
            command,
            env=environment,
            capture_output=True,
            text=True,
            timeout=LONGEST_PLAIN,
            stdin=subprocess.DEVNULL,
        )
        return float(done.stdout.splitlines()[-1])
    except (subprocess.TimeoutExpired, IndexError, ValueError):
        return "no grade"


def as_text(report: Report) -> str:
    """The report as a table for people."""
    against = any(outcome.by_nbgrader is not None for outcome in report.outcomes)
    lines = [f"{'attack':<34} earned deserved {'nbgrader ' if against else ''}leaked  what it tries"]
    for outcome in report.outcomes:
        attack, mark = outcome.attack, "" if outcome.ok else "  <-- not as it should be"
        beside = f"{outcome.by_nbgrader!s:>8} " if against else ""
        leaked = "yes" if outcome.leaked else "no"
        lines.append(
            f"{attack.name:<34} {outcome.earned!s:>6} {attack.deserved:>8g} {beside}{leaked:>6}  "
            f"{attack.tries}{mark}"
        )
    good = sum(outcome.ok for outcome in report.outcomes)
    lines.append(
        f"{good} of {len(report.outcomes)} attacks had no effect; {HONEST - len(report.others)} of {HONEST} "
        f"honest submissions among them have their points; {len(report.left)} things were left behind; "
        f"{report.seconds:.0f} s"
    )
    return "\n".join(lines)


def as_markdown(report: Report) -> str:
    """The report as a table for the docs."""
    rows = [["attack", "what it tries", "deserves", "engine"], ["---", "---", ":-:", ":-:"]]
    for outcome in report.outcomes:
        earned = "-" if outcome.earned is None else f"{outcome.earned:g}"
        rows.append(
            [f"`{outcome.attack.name}`", outcome.attack.tries, f"{outcome.attack.deserved:g}", earned]
        )
    if any(outcome.by_nbgrader is not None for outcome in report.outcomes):
        beside = [
            o.by_nbgrader if isinstance(o.by_nbgrader, str) else f"{o.by_nbgrader:g}" for o in report.outcomes
        ]
        rows = [[*row, theirs] for row, theirs in zip(rows, ["nbgrader", ":-:", *beside], strict=True)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    fields = {
        "name": outcome.attack.name,
        "tries": outcome.attack.tries,
        "earned": outcome.earned,
        "deserved": outcome.attack.deserved,
        "leaked": outcome.leaked,
        "ok": outcome.ok,
    }
    return fields if outcome.by_nbgrader is None else {**fields, "nbgrader": outcome.by_nbgrader}


def _first_line(text: str) -> str:
    return (ast.get_docstring(ast.parse(text)) or "").partition("\n")[0]


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"attack_{path.parent.name}", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _class(directory: Path) -> classroom.ClassDirectory:
    """An ordinary class, less patient than usual."""
    classroom.new(directory, course.find(REPOSITORY / "solutions"))
    config = directory / classroom.CONFIG
    config.write_text(config.read_text("utf-8") + LIMITS + MEMORY, "utf-8")
    return classroom.open_directory(directory)


def _filled(answers: dict[str, str]) -> Notebook:
    """The chapter's notebook as it is handed out, with some answers."""
    notebook: Notebook = json.loads(course.find(REPOSITORY / "solutions").notebook(CHAPTER).read_bytes())
    for cell in notebook["cells"]:
        cell["source"] = answers.get(cell["id"], "".join(cell["source"]))
    return notebook


def _solutions() -> dict[str, str]:
    chapter = course.find(REPOSITORY / "solutions").source(CHAPTER)
    return {exercise.function: exercise.solution.source for exercise in chapter.exercises}


def _hand_in(attack: Attack, folder: Path) -> None:
    folder.mkdir(parents=True)
    solutions = _solutions()
    if attack.path.name == "make.py":
        _module(attack.path).make(folder, _filled({}), _filled(solutions))
        return
    text, first = attack.path.read_text("utf-8"), next(iter(solutions))
    if re.search(r"^# answers: right$", text, re.MULTILINE):
        notebook = _filled(solutions)
        added = {"cell_type": "code", "id": "added", "metadata": {}, "source": text, "outputs": []}
        at = next(n for n, cell in enumerate(notebook["cells"]) if cell["id"] == first)
        notebook["cells"].insert(at, {**added, "execution_count": None})
    else:
        notebook = _filled(dict.fromkeys(solutions, "") | {first: text})
    _write(folder, notebook)


def _write(folder: Path, notebook: Notebook) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{CHAPTER}.ipynb").write_text(json.dumps(notebook), "utf-8")


def _autograder(words: list[str], environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "autograder", *words]
    return subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, timeout=LONGEST, cwd=REPOSITORY
    ).stdout


def _hidden_lines(directory: Path) -> list[str]:
    """What stands in the source only: lines of hidden tests and of solutions."""
    released = (directory / "release" / CHAPTER / f"{CHAPTER}.ipynb").read_text("utf-8")
    source = json.loads((directory / "source" / CHAPTER / f"{CHAPTER}.ipynb").read_bytes())
    known = {line.strip() for cell in json.loads(released)["cells"] for line in _lines(cell)}
    lines = {line.strip() for cell in source["cells"] for line in _lines(cell)} - known
    return sorted(line for line in lines if len(line) > 30)


def _lines(cell: dict[str, Any]) -> list[str]:
    return "".join(cell["source"]).splitlines()


def _leaks(directory: Path, student: str, secrets_: list[str]) -> list[str]:
    """Which secrets can be read in what a student gets back or an instructor looks at."""
    texts = []
    for path in (directory / "autograded" / student).rglob("*.ipynb"):
        texts += [json.dumps(cell.get("outputs")) for cell in json.loads(path.read_bytes())["cells"]]
    own = "".join(_lines_of(directory / "submitted" / student))
    for path in (directory / "feedback" / student).rglob("*.html"):
        texts.append(html.unescape(re.sub(r"<[^>]*>", "", path.read_text("utf-8"))))
    for path in (directory / "logs").rglob(f"{student}*"):
        texts.append(path.read_text("utf-8"))
    found = [secret for secret in secrets_ if any(_has(text, secret) for text in texts)]
    return [secret for secret in found if not _has(own, secret)]


def _lines_of(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.ipynb"):
        if path.is_file() and not path.is_symlink():
            yield path.read_text("utf-8", "replace")


def _has(text: str, secret: str) -> bool:
    return secret in text or json.dumps(secret)[1:-1] in text


def _left(folder: Path) -> list[str]:
    """Processes and files that should not be there any more."""
    running = psutil.process_iter(["pid", "cmdline"])
    left = [f"process {p.info['pid']} still runs" for p in running if NAP in (p.info["cmdline"] or [])]
    places = [Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path.home()]
    files = [path for place in places for path in place.glob(f"*{LEFT}*")]
    return left + [f"{path} is there" for path in [*files, *folder.rglob(f"*{LEFT}*")]]


if __name__ == "__main__":
    sys.exit(main())
