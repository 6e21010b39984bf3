"""What the tests of the package share: a tiny course, the command line, and a child process for cells."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from autograder import cli, course
from autograder.cells import Runner

hypothesis.settings.register_profile("tests", max_examples=40, deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("tests")

REPOSITORY = Path(__file__).parents[2]

TINY_SOURCE = '''\
# %% [markdown]
# # Tiny

# %% given="setup"
import numpy as np

# %% [markdown]
# ## `double`

# %% solution="double" difficulty=2
def double(x):
    """Twice x.

    x: array (n,).
    Returns a float array (n,).
    """
    ### BEGIN SOLUTION
    return np.asarray(x, dtype=np.float64) * 2
    ### END SOLUTION


# %% visible="double" points=1
assert double(np.array([1.0, 2.0])).tolist() == [2, 4], "twice 1 2 is 2 4"

# %% hidden="double" points=2
# Hidden tests, 2 points, 3 checks: random numbers; integers; a
# negative number.
### BEGIN HIDDEN TESTS
from autograder import checks


def reference(x):
    return np.asarray(x, dtype=np.float64) + x


with checks.exercise("tiny.double", reference, shape="that of x") as check:
    check.expect(check.rng.normal(size=3), what="three numbers")
    check.expect(np.arange(4), what="integers")
    check.expect(np.array([-1.5]), what="a negative number")
### END HIDDEN TESTS
'''

TINY_MISTAKES = """\
import numpy as np

from autograder.mistakes import alternative, mistake


@mistake(loses=["hidden"], belief="The size is meant.", hint="You drop the sign.")
def double__no_sign(x):
    return np.abs(np.asarray(x, dtype=np.float64)) * 2


@alternative("a sum")
def double__sum(x):
    return np.asarray(x, dtype=np.float64) + x
"""


@dataclasses.dataclass
class CourseOnDisk:
    """A course in a folder of its own, and ways to change it."""

    root: Path

    @property
    def found(self) -> course.Course:
        """The course as the package sees it."""
        return course.find(self.root / "solutions")

    def source(self, chapter: str = "tiny") -> Path:
        """The path of a chapter's source."""
        return self.root / "solutions" / chapter / f"{chapter}.py"

    def notebook(self, chapter: str = "tiny") -> Path:
        """The path of a chapter's student notebook."""
        return self.root / "exercises" / chapter / f"{chapter}.ipynb"

    def add(self, chapter: str, text: str, mistakes: str = "") -> None:
        """Writes a chapter."""
        self.source(chapter).parent.mkdir(parents=True)
        self.source(chapter).write_text(text, "utf-8")
        self.source(chapter).with_name("mistakes.py").write_text(mistakes, "utf-8")

    def edit(self, old: str, new: str, file: str = "tiny.py") -> None:
        """Replaces the only occurrence of a piece of text in a file of the chapter."""
        path = self.source().with_name(file)
        text = path.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} must be there once"
        path.write_text(text.replace(old, new), "utf-8")


@pytest.fixture
def tiny(tmp_path: Path) -> CourseOnDisk:
    """A course with one chapter of one exercise, `double`, one known mistake and one alternative."""
    tiny = CourseOnDisk(tmp_path / "course")
    tiny.add("tiny", TINY_SOURCE, TINY_MISTAKES)
    (tiny.root / "book").mkdir()
    return tiny


@pytest.fixture
def repository() -> Path:
    """The folder of the real course."""
    return REPOSITORY


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes the package's variables out of the environment."""
    for name in [name for name in os.environ if name.startswith("AUTOGRADER_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Runs `autograder WORDS` in this process; gives exit code, stdout and stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        return code, *capsys.readouterr()

    return run


@pytest.fixture(scope="module")
def shared_runner() -> Iterator[Runner]:
    """A child process for cells, shared by the tests of a module."""
    with Runner() as runner:
        yield runner


@pytest.fixture
def runner(shared_runner: Runner) -> Runner:
    """A child process for cells with an empty namespace."""
    shared_runner.reset()
    return shared_runner
