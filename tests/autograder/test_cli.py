"""The command line: what a user did wrong is told in one line, and never as a traceback."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder import build, cli
from autograder.errors import UserError

Arrange = Callable[[Any, Path], list[object]]


def solutions(tiny: Any) -> list[object]:
    return ["--solutions", tiny.root / "solutions"]


def broken_source(tiny: Any, tmp_path: Path) -> list[object]:
    tiny.source().write_text("x = 1\n")
    return ["build", *solutions(tiny)]


def source_that_is_not_utf8(tiny: Any, tmp_path: Path) -> list[object]:
    tiny.source().write_bytes(b"# %% [markdown]\n# # \xe9\n")
    return ["build", *solutions(tiny)]


def broken_mistakes(tiny: Any, tmp_path: Path) -> list[object]:
    tiny.source().with_name("mistakes.py").write_text("x = = 1\n")
    return ["verify", *solutions(tiny)]


def unbuilt(tiny: Any, tmp_path: Path) -> list[object]:
    return ["build", "--check", *solutions(tiny)]


def page_with_a_solution(tiny: Any, tmp_path: Path) -> list[object]:
    (tiny.root / "book" / "page.md").write_text("```python\ndouble = abs\n```\n")
    return ["build", *solutions(tiny)]


def directory_in_use(tiny: Any, tmp_path: Path) -> list[object]:
    (tmp_path / "used").mkdir()
    (tmp_path / "used" / "file").touch()
    return ["new", tmp_path / "used", *solutions(tiny)]


def course_without_chapters(tiny: Any, tmp_path: Path) -> list[object]:
    (tmp_path / "empty").mkdir()
    return ["build", "--solutions", tmp_path / "empty"]


def name_with_control_characters(tiny: Any, tmp_path: Path) -> list[object]:
    return ["check", tmp_path / "two\nlines\x1b[2J.ipynb"]


WRONG_USES: dict[str, tuple[Arrange, str]] = {
    "unknown chapter": (
        lambda tiny, tmp_path: ["build", "nothing", *solutions(tiny)],
        "no chapter 'nothing' in ",
    ),
    "unknown chapter to verify": (
        lambda tiny, tmp_path: ["verify", "../tiny", *solutions(tiny)],
        "no chapter '../tiny' in ",
    ),
    "no course": (lambda tiny, tmp_path: ["build"], "no folder solutions/ in "),
    "no such solutions": (
        lambda tiny, tmp_path: ["verify", "--solutions", tmp_path / "nothing"],
        f"{os.sep}nothing holds no chapter; a chapter is a file NAME/NAME.py",
    ),
    "course without chapters": (course_without_chapters, "empty holds no chapter"),
    "broken source": (broken_source, "tiny.py: text before the first cell marker"),
    "source that is not UTF-8": (source_that_is_not_utf8, "tiny.py: not UTF-8"),
    "broken mistakes": (broken_mistakes, "mistakes.py cannot be imported: SyntaxError: invalid syntax"),
    "unbuilt": (unbuilt, "tiny.ipynb is not what its source makes (it is missing); run `autograder build`"),
    "page with a solution": (page_with_a_solution, "page.md:2: defines the graded function double"),
    "directory in use": (directory_in_use, "used exists and is not an empty folder; choose another name"),
    "no class directory": (
        lambda tiny, tmp_path: ["grade", "tiny", "--class", tmp_path],
        "is no class directory: it has no nbgrader_config.py and source/; make one: `autograder new DIR`",
    ),
    "no notebook": (lambda tiny, tmp_path: ["check", tmp_path / "none.ipynb"], "none.ipynb: cannot be read"),
    "no answers": (
        lambda tiny, tmp_path: ["verify", "--right", tmp_path / "none", *solutions(tiny)],
        "none holds no .py file",
    ),
    "a name with control characters": (name_with_control_characters, "two lines?[2J.ipynb: cannot be read"),
}


@pytest.mark.parametrize(("arrange", "told"), WRONG_USES.values(), ids=WRONG_USES.keys())
def test_a_mistake_of_the_users_is_told_in_one_line(
    tiny: Any, tmp_path: Path, command: Any, monkeypatch: pytest.MonkeyPatch, arrange: Arrange, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = command(*arrange(tiny, tmp_path))
    assert (code, out) == (2, "")
    assert err.startswith("autograder: ")
    assert told in err
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert err[:-1].isprintable()


def test_the_course_is_found_from_any_folder_inside_it(
    tiny: Any, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tiny.source().parent)
    assert command("build") == (0, f"{tiny.notebook()}: written\n", "")
    monkeypatch.chdir(tiny.root / "book")
    assert command("build", "tiny", "--check") == (0, f"{tiny.notebook()}: up to date\n", "")


@pytest.mark.parametrize(
    "words", [[], ["nothing"], ["build", "--nothing"], ["check"], ["check", "x", "--seconds", "x"]]
)
def test_words_that_make_no_command_are_answered_with_the_usage(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: autograder")


@pytest.mark.parametrize("words", [[], ["build"], ["verify"], ["new"], ["grade"], ["check"]])
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*words, "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith("usage: autograder")


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (UserError("mend this"), 2, "autograder: mend this\n"),
        (UserError("mend\nthis"), 2, "autograder: mend this\n"),
        (KeyboardInterrupt(), 130, "autograder: stopped\n"),
    ],
)
def test_what_ends_a_command_early_decides_the_exit_code(
    tiny: Any, command: Any, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, told: str
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(build, "build", fail)
    assert command("build", *solutions(tiny)) == (code, "", told)


def test_an_error_of_the_programs_own_is_not_hidden(
    tiny: Any, command: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "build", lambda *arguments, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        command("build", *solutions(tiny))
