"""What we ask of nbgrader, and how."""

from __future__ import annotations

import contextlib
import logging
import os
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
        The API. Within the block the directory is the current one: nbgrader looks there for some files.
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
    try:
        yield NbGraderAPI(config=config)
    finally:
        os.chdir(here)
        os.environ["PATH"] = path


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
        The last line of the first traceback in the log, or of the log itself.
    """
    lines = [
        line.strip() for line in (result.get("log") or result.get("error") or "").splitlines() if line.strip()
    ]
    told = [
        line for line in lines if not line.startswith(("[ERROR] There was an error", "[ERROR] Please see"))
    ]
    return (told or lines or ["no reason given"])[-1].removeprefix("[ERROR] ")


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
