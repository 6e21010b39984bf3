"""Two classes with the same submissions, one graded by the engine and one by plain nbgrader."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import classroom, course, nbgrader
from autograder.engine import batch
from tests import plain
from tests.feedback import hostile
from tests.sample_class import roster

FROM_THE_SAMPLE = ("mistaken_in_pad2d", "defect_infinite_loop", "defect_syntax_error", "defect_invalid_json")


@pytest.fixture(scope="session")
def ungraded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("feedback") / "class"
    classroom.new(path, course.find(hostile.REPOSITORY / "solutions"))
    files = {
        submission.student: submission.files["padding.ipynb"]
        for submission in roster.submissions()
        if submission.student in FROM_THE_SAMPLE
    }
    files[hostile.STUDENT] = hostile.notebook(copies=False)
    files["copies"] = hostile.notebook(copies=True)
    for student, contents in files.items():
        folder = path / "submitted" / student / "padding"
        folder.mkdir(parents=True)
        (folder / "padding.ipynb").write_bytes(contents)
    return path


@pytest.fixture(scope="session")
def graded(ungraded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Graded by the engine; pages by nbgrader's own command."""
    path = tmp_path_factory.mktemp("graded") / "class"
    shutil.copytree(ungraded, path)
    assert len(list(batch.grade(classroom.open_directory(path), "padding"))) == 6
    generate_by_nbgrader(path)
    return path


@pytest.fixture(scope="session")
def plainly_graded(ungraded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Graded by plain nbgrader, where student code runs beside the tests; pages by nbgrader's own command."""
    path = tmp_path_factory.mktemp("plain") / "class"
    shutil.copytree(ungraded, path)
    with nbgrader.api(path, plain.config(path)) as api:
        for student in (hostile.STUDENT, "copies", "mistaken_in_pad2d"):
            api.autograde("padding", student)
    generate_by_nbgrader(path)
    return path


def generate_by_nbgrader(class_directory: Path) -> None:
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", "padding", "--force"]
    made = subprocess.run(command, cwd=class_directory, capture_output=True, text=True)
    assert made.returncode == 0, made.stderr


@pytest.fixture(scope="session")
def hidden_lines(ungraded: Path) -> set[str]:
    """The lines of hidden tests that are long enough to be told, and that no student wrote or was given."""
    source = json.loads((ungraded / "source" / "padding" / "padding.ipynb").read_text("utf-8"))
    known = "".join(path.read_text("utf-8") for path in ungraded.glob("submitted/*/padding/padding.ipynb"))
    lines = {
        line.strip()
        for cell in source["cells"]
        if cell["id"].endswith("-hidden")
        for line in "".join(cell["source"]).splitlines()
    }
    found = {
        line for line in lines if len(line) > 15 and json.dumps(line, ensure_ascii=False)[1:-1] not in known
    }
    assert len(found) > 50
    return found
