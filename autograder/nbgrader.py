"""What we ask of nbgrader, and how."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets.config import Config

from autograder.errors import UserError

if TYPE_CHECKING:
    from nbgrader.api import Gradebook
    from nbgrader.apps.api import NbGraderAPI


@contextlib.contextmanager
def api(class_directory: Path, config: Config | None = None) -> Iterator[NbGraderAPI]:
    """Opens nbgrader's API on a class directory, as the commands of nbgrader would in that folder.

    Arguments:
        class_directory: an nbgrader course directory.
        config: its configuration.

    Yields:
        The API. Within the block the directory is the current one, and the last on the path of modules:
        nbgrader looks there for some files, and for the plugins that the configuration names.
    """
    from nbgrader.apps.api import NbGraderAPI  # takes a second to import: not for `autograder check`

    config = Config(config or {})
    config.CourseDirectory.root = str(class_directory.resolve())
    config.NbGraderAPI.log_level = logging.ERROR
    here = Path.cwd()
    path = os.environ["PATH"]
    # a new gradebook asks the program `alembic`, which is installed where we are
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), path])
    os.chdir(class_directory)
    sys.path.append(config.CourseDirectory.root)
    try:
        yield NbGraderAPI(config=config)
    finally:
        sys.path.remove(config.CourseDirectory.root)
        os.chdir(here)
        os.environ["PATH"] = path


def use(config: Config) -> None:
    """Has `nbgrader autograde` and formgrader's button grade by the engine, in any nbgrader course.

    Arguments:
        config: the configuration; in an nbgrader_config.py it is what `get_config()` returns.
    """
    config.Autograde.exporter_class = "autograder.engine.dropin.Exporter"


def release(class_directory: Path, assignment: str, config: Config | None = None) -> None:
    """Runs nbgrader's generator: source/ASSIGNMENT to release/ASSIGNMENT and into the gradebook.

    Arguments:
        class_directory, config: as for `api`.
        assignment: a folder of its source/.

    Raises:
        UserError: nbgrader refuses the assignment; the text ends with its reason.
    """
    with api(class_directory, config) as nbgrader:
        result = nbgrader.generate_assignment(assignment)
    if not result["success"]:
        raise UserError(f"nbgrader cannot release {assignment}: {reason(result)}")


def reason(result: dict[str, Any]) -> str:
    """Why an operation of nbgrader's failed, in one line.

    Arguments:
        result: what the API returned: `success`, and `log` and `error` when it failed.

    Returns:
        The first error in the log that says more than that there was one; of a traceback, the last line.
    """
    log = result.get("log") or f"[ERROR] {result.get('error') or 'no reason given'}"
    errors = [" ".join(entry.split("\n")[0 if "Traceback" not in entry else -1 :]) for entry in _entries(log)]
    told = [
        error for error in errors if not error.startswith(("There was an error processing", "Please see"))
    ]
    return " ".join((told or errors)[0].split())


def _entries(log: str) -> list[str]:
    """The texts of a log's entries; each begins with its level in brackets and may go on over lines."""
    return [entry.strip() for entry in re.split(r"^\[[A-Z]+\] ", log, flags=re.MULTILINE) if entry.strip()]


def gradebook(class_directory: Path, config: Config) -> Gradebook:
    """Opens the gradebook of a class directory.

    Arguments:
        class_directory, config: as for `api`.

    Returns:
        nbgrader's gradebook, a context manager.
    """
    from nbgrader.api import Gradebook

    with api(class_directory, config) as nbgrader:
        return Gradebook(nbgrader.coursedir.db_url, nbgrader.coursedir.course_id)
