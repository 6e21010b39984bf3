"""The tests that nbgrader ships for its autograder and its preprocessors, with the engine dropped in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import nbgrader
import pytest

pytestmark = pytest.mark.xdist_group("dropin")

REPOSITORY = Path(__file__).parents[2]
AUTOGRADE = "nbgrader.tests.apps.test_nbgrader_autograde"
PREPROCESSORS = "nbgrader.tests.preprocessors"

DOCS = Path("docs", "source", "user_guide")
CONFIG = """\
from autograder.nbgrader import use

use(get_config())
"""


def different() -> set[str]:
    """The tests of nbgrader's that should fail with the engine, as the page says, which says why, too."""
    page = (REPOSITORY / "book" / "instructors.md").read_text("utf-8")
    return set(re.findall(r"^\| `(test_\w+)` \|", page, re.MULTILINE))


def outcomes(folder: Path, what: str, *chosen: str) -> dict[str, str]:
    """Runs tests of nbgrader's with the engine dropped in by configuration.

    Arguments:
        folder: an empty folder.
        what: their package or module.
        chosen: options of pytest that choose some of them.

    Returns:
        For each test that was run, "passed", "failed" or "skipped".
    """
    (folder / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    # some of the tests look for nbgrader's documentation there
    shutil.copytree(Path(nbgrader.__file__).parent / DOCS, folder / "nbgrader" / DOCS)
    (folder / "nbgrader" / DOCS / "source").mkdir(exist_ok=True)
    results = folder / "results.xml"
    subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}"),
            *("--pyargs", what, *chosen),
        ],
        cwd=folder,
        env={**os.environ, "JUPYTER_CONFIG_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    ends = {"failure": "failed", "error": "failed", "skipped": "skipped"}
    return {
        case.attrib["name"]: next((ends[child.tag] for child in case if child.tag in ends), "passed")
        for case in ElementTree.parse(results).iter("testcase")
    }


def failed(outcomes: dict[str, str]) -> set[str]:
    """The names of the tests that failed."""
    return {name for name, outcome in outcomes.items() if outcome == "failed"}


def test_a_few_of_autograde(tmp_path: Path) -> None:
    found = outcomes(tmp_path, AUTOGRADE, "-k", "test_hidden_tests_single_notebook or test_no_execute")
    assert found == {"test_hidden_tests_single_notebook": "passed", "test_no_execute": "failed"}


@pytest.mark.full
def test_all_of_autograde(tmp_path: Path) -> None:
    found = outcomes(tmp_path, AUTOGRADE)
    assert failed(found) == different()
    assert len(found) == 42


@pytest.mark.full
def test_all_preprocessors(tmp_path: Path) -> None:
    found = outcomes(tmp_path, PREPROCESSORS)
    assert not failed(found)
    assert len(found) > 100
