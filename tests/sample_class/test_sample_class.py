"""The sample class, graded in one batch with plain nbgrader underneath, and read as an instructor would."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from autograder import classroom, cli, course, mistakes, nbgrader
from autograder.checks import seeds
from autograder.engine import batch
from tests import plain
from tests.engine import gradebooks
from tests.sample_class import roster

# One worker makes the class and grades it for all of these.
pytestmark = pytest.mark.xdist_group("sample_class")

REPOSITORY = Path(__file__).parents[2]
NOT_GRADED = "-"


def scores(column: int) -> dict[str, dict[str, str]]:
    """A column of scores.csv: 0 what each cell deserves, 1 what plain nbgrader gives it."""
    with (Path(__file__).parent / "scores.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row.pop("student"): {cell: (text.split("/") * 2)[column] for cell, text in row.items()}
        for row in rows
    }


@pytest.fixture(scope="module")
def class_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("class") / "autumn"
    classroom.new(path, course.find(REPOSITORY / "solutions"))
    roster.write(path)
    return path


@pytest.fixture(scope="module")
def grades(class_directory: Path) -> dict[str, batch.Grade]:
    """The class graded by the engine."""
    return {g.student: g for g in batch.grade(classroom.open_directory(class_directory), roster.CHAPTER)}


@pytest.fixture(scope="module")
def plain_class(class_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same class graded by plain nbgrader, a submission at a time."""
    path = tmp_path_factory.mktemp("plain") / "autumn"
    shutil.copytree(class_directory, path, ignore=shutil.ignore_patterns("autograded", "gradebook.db"))
    shutil.rmtree(path / "release")
    config = plain.config(path)
    nbgrader.release(path, roster.CHAPTER, config)
    with nbgrader.api(path, config) as api:
        for student in classroom.open_directory(path).students(roster.CHAPTER):
            api.autograde(roster.CHAPTER, student)
    return path


@pytest.fixture(scope="module")
def same_seed(class_directory: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class graded by the engine with the seed that plain nbgrader has."""
    path = tmp_path_factory.mktemp("same_seed") / "autumn"
    shutil.copytree(class_directory, path, ignore=shutil.ignore_patterns("autograded", "gradebook.db"))
    nbgrader.release(path, roster.CHAPTER, classroom.open_directory(path).config)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(seeds, "student_key", lambda *names: seeds.PUBLIC_KEY)
        list(batch.grade(classroom.open_directory(path), roster.CHAPTER))
    return path


def cell_scores(class_directory: Path) -> dict[str, dict[str, str]]:
    """The points of each cell in a class's gradebook, by student, as scores.csv writes them."""
    found = {student: dict.fromkeys(cells, NOT_GRADED) for student, cells in scores(0).items()}
    with nbgrader.gradebook(class_directory, classroom.open_directory(class_directory).config) as book:
        for submission in book.assignment_submissions(roster.CHAPTER):
            for grade in (grade for notebook in submission.notebooks for grade in notebook.grades):
                if grade.auto_score is not None:
                    found[submission.student.id][grade.name] = f"{grade.auto_score:g}"
    return found


def run_nbgrader(class_directory: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of nbgrader's, as an instructor runs it in the class directory."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=class_directory,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_table_has_a_row_for_every_submission() -> None:
    assert list(scores(0)) == [submission.student for submission in roster.submissions()]
    assert len(scores(0)) >= 30


def test_every_known_mistake_is_in_somebodys_submission() -> None:
    everything = "".join(
        "".join(cell["source"])
        for submission in roster.submissions()
        if submission.student.startswith("mistaken")
        for cell in json.loads(submission.files["padding.ipynb"])["cells"]
    )
    known = mistakes.load(REPOSITORY / "solutions" / "padding" / "mistakes.py")
    assert [m.name for m in known if m.source.rstrip("\n") not in everything] == []


def test_the_sample_class_is_the_same_at_every_call() -> None:
    assert list(roster.submissions()) == list(roster.submissions())


def test_the_release_is_byte_identical_to_the_committed_exercises(class_directory: Path) -> None:
    release = class_directory / "release" / "padding" / "padding.ipynb"
    assert release.read_bytes() == (REPOSITORY / "exercises" / "padding" / "padding.ipynb").read_bytes()


def test_nothing_but_the_notebook_is_in_source(class_directory: Path) -> None:
    files = [path for path in (class_directory / "source").rglob("*") if path.is_file()]
    assert {path.relative_to(class_directory / "source") for path in files} == {
        Path(chapter, f"{chapter}.ipynb") for chapter in course.find(REPOSITORY / "solutions").chapters()
    }
    for path in files:
        text = path.read_text("utf-8")
        assert (class_directory / classroom.SECRET).read_text("ascii") not in text
        assert "@mistake" not in text


def test_only_the_owner_can_read_the_class_secret(class_directory: Path) -> None:
    assert (class_directory / classroom.SECRET).stat().st_mode & 0o077 == 0


def test_the_engine_gives_what_each_submission_deserves(
    class_directory: Path, grades: dict[str, batch.Grade]
) -> None:
    assert cell_scores(class_directory) == scores(0)
    for student, cells in scores(0).items():
        assert grades[student].score == sum(map(float, cells.values())), student


def test_plain_nbgrader_gives_what_the_table_says(plain_class: Path) -> None:
    assert cell_scores(plain_class) == scores(1)


def test_honest_work_has_nbgraders_rows_in_the_gradebook(plain_class: Path, same_seed: Path) -> None:
    honest = {student for student, cells in scores(0).items() if cells == scores(1)[student]}
    assert len(honest) > 30
    ours, nbgraders = (
        gradebooks.only(gradebooks.dump(path, roster.CHAPTER), honest) for path in (same_seed, plain_class)
    )
    assert set(ours["student"]) == honest
    assert gradebooks.differences(ours, nbgraders) == []


def test_a_submission_that_is_refused_or_put_right_says_so(grades: dict[str, batch.Grade]) -> None:
    assert {student: [r.split(":")[0] for r in g.remarks] for student, g in grades.items() if g.remarks} == {
        "defect_deleted_test_cell": ["the cell pad1d-visible is gone"],
        "defect_duplicated_test_cell": ["the cell pad2d-visible is there more than once"],
        "defect_invalid_json": ["padding.ipynb is no notebook"],
        "defect_missing_notebook": ["padding.ipynb is missing"],
        "defect_wrong_earlier_function": ["own earlier functions were set aside for conv2d_same"],
    }


def test_each_verdict_names_who_is_to_blame(grades: dict[str, batch.Grade]) -> None:
    verdicts = {student: {str(verdict) for _, verdict, _ in g.lost} for student, g in grades.items()}
    assert verdicts["defect_infinite_loop"] == {"timeout"}
    assert verdicts["defect_ends_its_process"] == {"not answered"}
    assert verdicts["defect_sys_exit"] == {"student error", "failed"}
    assert verdicts["right_as_in_the_source"] == set()
    assert not any("grader error" in found for found in verdicts.values())


def test_who_made_a_known_mistake_is_told_its_hint(grades: dict[str, batch.Grade]) -> None:
    told = {(cell, why) for g in grades.values() for cell, _, why in g.lost}
    for mistake in mistakes.load(REPOSITORY / "solutions" / "padding" / "mistakes.py"):
        assert any(
            cell == f"{mistake.function}-hidden" and why.endswith(f"Hint: {mistake.hint}")
            for cell, why in told
        ), mistake.name


def test_a_second_batch_grades_only_what_is_new(
    class_directory: Path, grades: dict[str, batch.Grade], capsys: pytest.CaptureFixture[str]
) -> None:
    autograded = class_directory / "autograded" / "right_as_in_the_source" / "padding" / "padding.ipynb"
    before = autograded.stat().st_mtime_ns
    assert cli.main(["grade", "padding", "--class", str(class_directory)]) == 0
    assert autograded.stat().st_mtime_ns == before
    output = capsys.readouterr()
    assert re.search(r"^right_as_in_the_source +18/18$", output.out, re.MULTILINE)
    assert re.search(
        r"^defect_syntax_error +14/18  pad1d: its own cell fails: SyntaxError", output.out, re.MULTILINE
    )
    assert output.err == "", "quiet when nobody watches"


def test_nbgraders_commands_work_unchanged(class_directory: Path, grades: dict[str, batch.Grade]) -> None:
    released = (class_directory / "release" / "padding" / "padding.ipynb").read_bytes()
    assert run_nbgrader(class_directory, "generate_assignment", "padding", "--force").returncode == 0
    assert (class_directory / "release" / "padding" / "padding.ipynb").read_bytes() == released
    student = "mistaken_in_pad1d"
    graded = run_nbgrader(class_directory, "autograde", "padding", "--student", student, "--force")
    assert graded.returncode == 0, graded.stderr
    feedback = run_nbgrader(class_directory, "generate_feedback", "padding", "--student", student)
    assert feedback.returncode == 0, feedback.stderr
    page = (class_directory / "feedback" / student / "padding" / "padding.html").read_text("utf-8")
    assert "pad1d-hidden" in page
    exported = run_nbgrader(class_directory, "export")
    assert exported.returncode == 0, exported.stderr
    with (class_directory / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["assignment"] == "padding"]
        exported_scores = {row["student_id"]: float(row["score"]) for row in rows}
    assert exported_scores[student] == 14
    assert exported_scores["right_as_in_the_source"] == 18


def test_formgrader_shows_the_class(class_directory: Path, grades: dict[str, batch.Grade]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root", f"--port={port}"]
    extensions = '{"nbgrader.server_extensions.formgrader": True}'
    server = subprocess.Popen(
        [*command, "--IdentityProvider.token=", f"--ServerApp.jpserver_extensions={extensions}"],
        cwd=class_directory,
        env={**os.environ, "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}/formgrader/api/submissions/padding"
        submissions = {s["student"]: s for s in json.loads(_get(url, server))}
    finally:
        server.terminate()
        server.wait(30)
    assert submissions["right_as_in_the_source"]["score"] == 18
    assert submissions["defect_untouched"]["autograded"] is True


def _get(url: str, server: subprocess.Popen[bytes]) -> bytes:
    """The answer of a server that is still starting."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=30) as response:
                return bytes(response.read())
        except urllib.error.URLError as error:
            if (
                isinstance(error, urllib.error.HTTPError)
                or server.poll() is not None
                or time.monotonic() > deadline
            ):
                raise
            time.sleep(0.2)
