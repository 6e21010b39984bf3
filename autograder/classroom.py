"""Class directories: plain nbgrader course directories with the course's assignments in them."""

from __future__ import annotations

import os
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader

from autograder import build, nbgrader
from autograder.course import Course
from autograder.errors import UserError

CONFIG = "nbgrader_config.py"
SECRET = ".class_secret"

_CONFIG_TEXT = """\
# nbgrader reads this file in every command that is run in this folder.
import os

from autograder.nbgrader import use

c = get_config()
c.CourseDirectory.root = os.path.dirname(os.path.abspath(__file__))
c.CourseDirectory.course_id = {course_id!r}

# What student code may take: seconds in a test cell, in any other, in a whole notebook; memory in all.
c.Autograder.test_seconds = 10
c.Autograder.cell_seconds = 60
c.Autograder.notebook_seconds = 300
c.Autograder.memory_megabytes = 2048

# `nbgrader autograde` and formgrader's button grade like `autograder grade`. Without this line they run
# student code beside the tests, and with all that your account may do.
use(c)

# Feedback pages without hidden tests, and without anything of a student's that a browser would run or load.
c.GenerateFeedback.exporter_class = "autograder.feedback.Exporter"

# Where `autograder grade` finds the known mistakes, whose hints go into feedback.
c.Autograder.solutions = {solutions!r}
"""


@dataclass(frozen=True)
class ClassDirectory:
    """A class directory.

    Attributes:
        path: the folder.
        config: its nbgrader configuration.
    """

    path: Path
    config: Config

    def assignments(self) -> list[str]:
        """The names of its assignments, sorted."""
        return sorted(folder.name for folder in (self.path / "source").iterdir() if folder.is_dir())

    def require(self, assignment: str) -> None:
        """Makes sure that there is an assignment of this name.

        Raises:
            UserError: there is none.
        """
        if assignment not in self.assignments():
            raise UserError(
                f"no assignment {assignment!r} in {self.path}; it has {', '.join(self.assignments())}"
            )

    def students(self, assignment: str) -> list[str]:
        """The students who have submitted an assignment, sorted."""
        folders = (self.path / "submitted").glob(f"[!.]*/{assignment}")
        return sorted(path.parent.name for path in folders if path.is_dir())

    def secret(self) -> bytes:
        """The class secret, 32 random bytes.

        Raises:
            UserError: its file is missing or damaged.
        """
        path = self.path / SECRET
        try:
            secret = bytes.fromhex(path.read_text("ascii"))
        except (OSError, ValueError) as error:
            raise UserError(
                f"{path}: the class secret cannot be read ({error}); restore it from a backup"
            ) from error
        if len(secret) != 32:
            raise UserError(
                f"{path}: the class secret must have 32 bytes, it has {len(secret)}; restore it from a backup"
            )
        return secret

    def solutions(self) -> Path:
        """The folder of solutions that the class was made from; it holds the known mistakes.

        Raises:
            UserError: the configuration names none, or it is gone.
        """
        path = Path(self.config.Autograder.get("solutions", ""))
        if not path.is_absolute() or not path.is_dir():
            raise UserError(
                f"{self.path / CONFIG}: c.Autograder.solutions = {str(path)!r} is no folder; mend the path"
            )
        return path

    def limit(self, what: str, default: float) -> float:
        """A limit of the configuration.

        Arguments:
            what: its name there, which ends in its unit.
            default: when the configuration says nothing.

        Returns:
            The limit.

        Raises:
            UserError: it is not a number above 0.
        """
        limit = self.config.Autograder.get(what, default)
        if not isinstance(limit, (int, float)) or not 0 < limit < 1e6:
            raise UserError(f"{self.path / CONFIG}: c.Autograder.{what} = {limit!r} must be a number above 0")
        return float(limit)


def open_directory(path: Path) -> ClassDirectory:
    """Opens a class directory.

    Arguments:
        path: the folder.

    Returns:
        The class directory.

    Raises:
        UserError: the folder is no class directory, or its configuration cannot be read.
    """
    if not (path / CONFIG).is_file() or not (path / "source").is_dir():
        raise UserError(
            f"{path} is no class directory: it has no {CONFIG} and source/; make one: `autograder new DIR`"
        )
    try:
        config = PyFileConfigLoader(CONFIG, path=str(path)).load_config()
    except (ConfigFileNotFound, Exception) as error:
        raise UserError(f"{path / CONFIG}: {type(error).__name__}: {error}") from error
    return ClassDirectory(path.resolve(), config)


def new(path: Path, course: Course) -> list[str]:
    """Makes a class directory: everything or nothing.

    Arguments:
        path: where; it must not exist, or be an empty folder.
        course: whose chapters become the assignments.

    Returns:
        The names of the assignments.

    Raises:
        UserError: the folder is in use or cannot be made, or a source breaks a rule.
    """
    if path.is_symlink() or (path.exists() and (not path.is_dir() or any(path.iterdir()))):
        raise UserError(f"{path} exists and is not an empty folder; choose another name")
    chapters = course.chapters()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    except OSError as error:
        raise UserError(f"{path}: cannot be made: {error.strerror}") from error
    try:
        temporary.chmod(0o755)
        (temporary / "submitted").mkdir()
        config_text = _CONFIG_TEXT.format(course_id=path.resolve().name, solutions=str(course.solutions))
        (temporary / CONFIG).write_text(config_text, "utf-8")
        _write_secret(temporary / SECRET)
        for chapter in chapters:
            notebook = temporary / "source" / chapter / f"{chapter}.ipynb"
            notebook.parent.mkdir(parents=True)
            notebook.write_bytes(build.to_bytes(build.source_notebook(course.source(chapter))))
        config = open_directory(temporary).config
        for chapter in chapters:
            nbgrader.release(temporary, chapter, config)
        temporary.replace(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return chapters


def _write_secret(path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
