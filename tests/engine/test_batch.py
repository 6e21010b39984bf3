"""A batch loses nothing: whatever is killed, the same command finishes, and the gradebook is the same."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import nbformat
import psutil
import pytest

from autograder import classroom, cli, course, nbgrader
from autograder.engine import batch, pool
from autograder.errors import UserError
from tests.sample_class import roster

pytestmark = pytest.mark.xdist_group("batch")

REPOSITORY = Path(__file__).parents[2]
STUDENTS = (
    "right_as_in_the_source",
    "mistaken_in_everything_01",
    "mistaken_in_pad2d",
    "defect_ends_its_process",
    "defect_invalid_json",
    "defect_missing_notebook",
)


@pytest.fixture(scope="module")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("ungraded") / "class"
    classroom.new(path, course.find(REPOSITORY / "solutions"))
    roster.write(path)
    for folder in (path / "submitted").iterdir():
        if folder.name not in STUDENTS:
            shutil.rmtree(folder)
    return path


@pytest.fixture
def class_directory(ungraded: Path, tmp_path: Path) -> Path:
    path = tmp_path / "class"
    shutil.copytree(ungraded, path)
    return path


@pytest.fixture(scope="module")
def undisturbed(ungraded: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("undisturbed") / "class"
    shutil.copytree(ungraded, path)
    assert cli.main(["grade", "padding", "--class", str(path)]) == 0
    return everything(path)


def everything(class_directory: Path) -> dict[str, Any]:
    """All that a batch leaves: the gradebook's rows, and the autograded files."""
    rows = {}
    with nbgrader.gradebook(class_directory, classroom.open_directory(class_directory).config) as book:
        for submission in book.assignment_submissions("padding"):
            for notebook in submission.notebooks:
                for row in [*notebook.grades, *notebook.comments]:
                    scores = {
                        k: getattr(row, k, None) for k in ("auto_score", "needs_manual_grade", "auto_comment")
                    }
                    rows[submission.student.id, row.name] = scores
    files = {
        str(path.relative_to(class_directory)): path.read_bytes()
        for path in (class_directory / "autograded").rglob("*")
        if path.is_file()
    }
    return {"rows": rows, "files": files}


def start(class_directory: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "autograder", "grade", "padding", "--class", str(class_directory)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def kill_something(process: subprocess.Popen[bytes], rng: random.Random) -> None:
    """Kills, at a random moment, the batch or any process that it has started, and theirs."""
    time.sleep(rng.uniform(0.5, 8))
    try:
        parent = psutil.Process(process.pid)
        victim = rng.choice([parent, *parent.children(recursive=True)])
        victim.send_signal(signal.SIGKILL)
    except psutil.NoSuchProcess:
        pass


def check_kill(class_directory: Path, undisturbed: dict[str, Any], seed: int) -> None:
    rng = random.Random(seed)
    process = start(class_directory)
    kill_something(process, rng)
    process.wait(120)
    assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 0
    assert everything(class_directory) == undisturbed
    assert not list((class_directory / "autograded").glob("*/.*")), "no half-written file"


@pytest.mark.parametrize("seed", range(10))
def test_after_a_kill_the_same_command_finishes(
    class_directory: Path, undisturbed: dict[str, Any], seed: int
) -> None:
    check_kill(class_directory, undisturbed, seed)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(10, 110))
def test_after_many_kills_the_same_command_finishes(
    class_directory: Path, undisturbed: dict[str, Any], seed: int
) -> None:
    check_kill(class_directory, undisturbed, seed)


def grade(class_directory: Path, **options: Any) -> dict[str, batch.Grade]:
    return {
        g.student: g for g in batch.grade(classroom.open_directory(class_directory), "padding", **options)
    }


def test_only_what_has_changed_is_graded_again(class_directory: Path) -> None:
    assert all(g.graded_now for g in grade(class_directory).values())
    assert not any(g.graded_now for g in grade(class_directory).values())
    notebook = class_directory / "submitted" / "mistaken_in_pad2d" / "padding" / "padding.ipynb"
    shutil.copyfile(
        class_directory / "submitted" / "right_as_in_the_source" / "padding" / "padding.ipynb", notebook
    )
    again = grade(class_directory)
    assert [student for student, g in again.items() if g.graded_now] == ["mistaken_in_pad2d"]
    assert again["mistaken_in_pad2d"].score == 18
    notebook.write_bytes(b"broken")
    assert grade(class_directory)["mistaken_in_pad2d"].score == 0, (
        "a broken resubmission resets a stale score"
    )
    config = class_directory / "nbgrader_config.py"
    config.write_text(config.read_text("utf-8").replace("test_seconds = 10", "test_seconds = 11"), "utf-8")
    assert all(g.graded_now for g in grade(class_directory).values()), "limits are part of a grade"


def test_no_file_of_a_student_stops_the_batch(class_directory: Path) -> None:
    submitted = class_directory / "submitted"
    for student, text in (("defect_missing_notebook", b"nonsense"), ("right_as_in_the_source", b"\xff\0")):
        (submitted / student / "padding" / "timestamp.txt").write_bytes(text)
    (submitted / "linked").mkdir()
    (submitted / "linked" / "padding").symlink_to(submitted / "right_as_in_the_source" / "padding")
    (submitted / ".ipynb_checkpoints" / "padding").mkdir(parents=True)
    (class_directory / "source" / "padding" / "data").symlink_to(class_directory / "nbgrader_config.py")
    grades = grade(class_directory)
    assert set(grades) == {*STUDENTS, "linked"}
    assert grades["right_as_in_the_source"].score == 18
    assert grades["right_as_in_the_source"].remarks == (
        "timestamp.txt holds no date; taken as handed in on time",
    )
    assert grades["linked"].score == 0
    assert "is a link" in grades["linked"].remarks[0]


def test_a_locked_gradebook_is_a_clear_error_and_the_run_can_go_on(
    class_directory: Path, undisturbed: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    grade(class_directory)
    shutil.rmtree(class_directory / "autograded")
    with sqlite3.connect(class_directory / "gradebook.db", isolation_level=None) as database:
        database.execute("BEGIN EXCLUSIVE")
        assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 2
        database.execute("ROLLBACK")
    error = capsys.readouterr().err
    assert "database is locked" in error
    assert error.count("\n") == 1
    assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 0
    assert everything(class_directory) == undisturbed


def test_a_gradebook_that_is_locked_midway_is_a_clear_error_and_the_run_can_go_on(
    class_directory: Path,
    undisturbed: dict[str, Any],
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pool, "SECONDS_HELD", 0.0)  # or a fast machine records the whole class at once
    grades = batch.grade(classroom.open_directory(class_directory), "padding", workers=1)
    done = next(grades).student
    locker = subprocess.Popen(
        [sys.executable, "-c", LOCK, str(class_directory / "gradebook.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert locker.stdout is not None
    assert locker.stdout.readline() == b"locked\n"
    with pytest.raises(UserError, match="database is locked; mend that and run the same command again"):
        list(grades)
    locker.communicate()
    assert capfd.readouterr().err == ""
    assert not grade(class_directory)[done].graded_now
    assert everything(class_directory) == undisturbed


LOCK = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
print("locked", flush=True)
sys.stdin.read()
"""
# A file that may not grow is to a program what a full disk is.
FULL = """
import resource, sys
from autograder import cli
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(cli.main(["grade", "padding", "--class", sys.argv[2]]))
"""


@pytest.mark.parametrize(
    ("what", "why"), [("a notebook", "File too large"), ("the gradebook", "disk I/O error")]
)
def test_a_full_disk_is_a_clear_error_and_the_run_can_go_on(
    class_directory: Path, undisturbed: dict[str, Any], what: str, why: str
) -> None:
    room = (class_directory / "gradebook.db").stat().st_size
    if what == "a notebook":
        grade(class_directory)
        shutil.rmtree(class_directory / "autograded" / "right_as_in_the_source")
        room = 10_000
    full = subprocess.run(
        [sys.executable, "-c", FULL, str(room), str(class_directory)], capture_output=True, text=True
    )
    assert full.returncode == 2
    assert full.stderr.count("\n") == 1, full.stderr
    assert "mend that and run the same command again: it goes on from here" in full.stderr
    assert f"{class_directory}: " in full.stderr
    assert why in full.stderr
    assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 0
    assert everything(class_directory) == undisturbed
    assert not list((class_directory / "autograded").glob("*/.*")), "no half-written file"


def hand_in_what_never_ends(class_directory: Path) -> Path:
    """A submission that is still being graded when all others are done; its student's folder."""
    student = class_directory / "submitted" / "zoe"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("while True: pass")])
    (student / "padding").mkdir(parents=True)
    nbformat.write(notebook, student / "padding" / "padding.ipynb")
    return student


def start_apart(class_directory: Path) -> subprocess.Popen[str]:
    """Starts grading in a process group of its own, as a terminal does."""
    command = [sys.executable, "-m", "autograder", "grade", "padding", "--class", str(class_directory)]
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, text=True
    )


def test_ctrl_c_ends_cleanly_and_the_run_can_go_on(
    class_directory: Path, undisturbed: dict[str, Any]
) -> None:
    endless = hand_in_what_never_ends(class_directory)
    process = start_apart(class_directory)
    graded = class_directory / "autograded"
    while not graded.is_dir() and process.poll() is None:
        time.sleep(0.05)
    started = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130
    assert error == "autograder: stopped\n"
    _, alive = psutil.wait_procs(started, timeout=20)
    assert not alive
    shutil.rmtree(endless)
    assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 0
    assert everything(class_directory) == undisturbed


@pytest.mark.parametrize("seconds", [1.5, 3.0, 4.5, 6.0])
def test_ctrl_c_while_it_starts_says_one_line(class_directory: Path, seconds: float) -> None:
    hand_in_what_never_ends(class_directory)
    process = start_apart(class_directory)
    time.sleep(seconds)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert error == "autograder: stopped\n"
    # what a shell shows as 130: Python ends itself by the signal if that came while it ran exec()
    assert process.returncode in (130, -signal.SIGINT)


def test_every_submission_has_a_log(class_directory: Path) -> None:
    grade(class_directory)
    logs = class_directory / "logs" / "padding"
    assert {path.stem for path in logs.iterdir()} == set(STUDENTS)
    log = (logs / "mistaken_in_pad2d.log").read_text("utf-8")
    (line,) = (line for line in log.splitlines() if "pad2d-hidden" in line)
    assert re.fullmatch(r"\d+\.\d{3} +padding +pad2d-hidden +failed +0 +pad2d: .*Hint: .*", line)
    assert "padding.ipynb is missing" in (logs / "defect_missing_notebook.log").read_text("utf-8")


def test_regrade_shows_who_changes_and_why_before_it_applies(
    class_directory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    grade(class_directory)
    graded = everything(class_directory)
    regrade = ["regrade", "padding", "--class", str(class_directory)]
    assert cli.main(regrade) == 0
    assert capsys.readouterr().out == f"0 of {len(STUDENTS)} students change.\n"

    submitted = class_directory / "submitted" / "mistaken_in_pad2d" / "padding" / "padding.ipynb"
    shutil.copy(class_directory / "submitted/right_as_in_the_source/padding/padding.ipynb", submitted)
    assert cli.main(regrade) == 0
    shown = capsys.readouterr().out
    assert re.search(r"mistaken_in_pad2d +pad2d-hidden +failed 0 +passed 2", shown)
    assert "1 of 6 students change." in shown
    assert "Changed since they were graded: the files handed in." in shown
    assert "add --apply" in shown
    assert everything(class_directory) == graded

    assert cli.main([*regrade, "--apply"]) == 0
    assert capsys.readouterr().out == shown.replace("Nothing was recorded; add --apply to record it.\n", "")
    assert grade(class_directory)["mistaken_in_pad2d"].score == 18
