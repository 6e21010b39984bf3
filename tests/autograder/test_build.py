"""Student notebooks: the same bytes from the same source, and nothing in them that gives answers away."""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder import build, course, notebooks, source
from autograder.errors import UserError


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The student notebook of the real padding chapter, as parsed JSON and as bytes."""
    read = source.read(Path(__file__).parents[2] / "solutions" / "padding" / "padding.py")
    first = build.student_notebook(read)
    return {"source": read, "bytes": first, "again": build.student_notebook(read), "json": json.loads(first)}


def test_the_same_source_makes_the_same_bytes(made: dict[str, Any]) -> None:
    assert made["bytes"] == made["again"]


def test_the_exercises_of_the_course_are_what_their_sources_make(repository: Path) -> None:
    found = course.find(repository / "solutions")
    report = build.build(found, found.chapters(), check=True)
    assert report == [f"{found.notebook(chapter)}: up to date" for chapter in found.chapters()]


def test_the_notebook_is_valid_and_of_one_pinned_format(made: dict[str, Any]) -> None:
    nbformat.validate(nbformat.reads(made["bytes"].decode(), as_version=nbformat.NO_CONVERT))
    notebook = made["json"]
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"] == {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def test_cells_are_those_of_the_source_and_their_ids_the_grade_ids(made: dict[str, Any]) -> None:
    cells = made["json"]["cells"]
    assert [cell["id"] for cell in cells] == [cell.grade_id for cell in made["source"].cells]
    for cell, of_source in zip(cells, made["source"].cells, strict=True):
        if of_source.role == "text":
            assert cell["cell_type"] == "markdown"
            continue
        assert cell["outputs"] == []
        if of_source.role == "open":
            assert cell["metadata"] == notebooks.open_metadata(of_source.name)
            assert "".join(cell["source"]) == of_source.source
            continue
        grader = cell["metadata"]["nbgrader"]
        assert grader["grade_id"] == of_source.grade_id
        assert grader["grade"] == (of_source.role in ("visible", "hidden"))
        assert grader["solution"] == (of_source.role == "solution")
        assert grader["locked"] == (of_source.role != "solution")
        assert grader.get("points", 0) == of_source.points


def test_neither_solutions_nor_hidden_tests_are_in_it(made: dict[str, Any]) -> None:
    text = made["bytes"].decode()
    assert "BEGIN" not in text
    assert "checks.exercise" not in text
    cells = {cell["id"]: "".join(cell["source"]) for cell in made["json"]["cells"]}
    for exercise in made["source"].exercises:
        (definition,) = ast.parse(cells[exercise.solution.grade_id]).body
        assert isinstance(definition, ast.FunctionDef)
        _, stub = definition.body
        assert ast.unparse(stub) == "raise NotImplementedError()"
        assert ast.get_docstring(definition)
        assert source.coverage(cells[exercise.hidden.grade_id]) == source.coverage(exercise.hidden.source)
        assert ast.parse(cells[exercise.hidden.grade_id]).body == []
        assert cells[exercise.visible.grade_id] == exercise.visible.source


def test_an_answer_in_words_is_a_markdown_cell_that_a_person_grades(tiny: Any) -> None:
    text = tiny.source().read_text("utf-8")
    answer = "# ### BEGIN SOLUTION\n# Because.\n# ### END SOLUTION\n"
    tiny.source().write_text(f'{text}\n# %% [markdown] manual="why" points=4\n{answer}', "utf-8")
    notebook = json.loads(build.student_notebook(source.read(tiny.source())))
    nbformat.validate(nbformat.from_dict(notebook))
    cell = notebook["cells"][-1]
    assert (cell["cell_type"], "".join(cell["source"])) == ("markdown", "YOUR ANSWER HERE")
    grader = cell["metadata"]["nbgrader"]
    assert grader.pop("checksum")
    assert grader == {
        "cell_type": "markdown",
        "grade": True,
        "grade_id": "why",
        "locked": False,
        "points": 4,
        "schema_version": 3,
        "solution": True,
        "task": False,
    }


def test_a_notebook_is_written_once_and_then_up_to_date(tiny: Any) -> None:
    path = tiny.notebook()
    assert build.build(tiny.found, ["tiny"], check=False) == [f"{path}: written"]
    written = path.read_bytes()
    assert build.build(tiny.found, ["tiny"], check=False) == [f"{path}: up to date"]
    assert build.build(tiny.found, ["tiny"], check=True) == [f"{path}: up to date"]
    assert path.read_bytes() == written
    assert [p.name for p in path.parent.iterdir()] == ["tiny.ipynb"]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda old: old.replace(b"Tiny", b"Tony"), "first difference: "),
        (lambda old: old[:-1], "line endings differ"),
        (lambda old: old.replace(b"\n", b"\r\n"), "line endings differ"),
        (lambda old: b"\xff" + old, "first difference: "),
        (lambda old: b"", "first difference: "),
        (lambda old: None, "it is missing"),
    ],
    ids=["a letter", "the last byte", "line endings", "no text", "empty", "missing"],
)
def test_check_finds_any_difference_and_writes_nothing(tiny: Any, spoil: Any, told: str) -> None:
    build.build(tiny.found, ["tiny"], check=False)
    spoilt = spoil(tiny.notebook().read_bytes())
    if spoilt is None:
        tiny.notebook().unlink()
    else:
        tiny.notebook().write_bytes(spoilt)
    with pytest.raises(UserError, match=f"is not what its source makes .*{told}.*; run `autograder build`"):
        build.build(tiny.found, ["tiny"], check=True)
    assert (tiny.notebook().read_bytes() if tiny.notebook().exists() else None) == spoilt


def test_nothing_is_written_when_one_of_two_chapters_is_broken(tiny: Any) -> None:
    tiny.add("zz", "# %% [markdown]\n# no title\n")
    with pytest.raises(UserError, match=r"zz\.py:1: "):
        build.build(tiny.found, ["tiny", "zz"], check=False)
    assert not (tiny.root / "exercises").exists()


def test_nothing_is_written_when_a_page_gives_an_exercise_away(tiny: Any) -> None:
    (tiny.root / "book" / "tiny.md").write_text("```python\ndouble = abs\n```\n")
    with pytest.raises(UserError, match=r"tiny\.md:2: defines the graded function double"):
        build.build(tiny.found, ["tiny"], check=False)
    assert not (tiny.root / "exercises").exists()


def renamed(tiny: Any) -> str:
    """The source of a chapter `zz` with the exercise `triple`."""
    text = tiny.source().read_text("utf-8").replace("tiny.double", "zz.double")
    return str(text).replace("double", "triple")


def test_a_second_exercise_of_one_name_is_refused_with_both_places(tiny: Any, command: Any) -> None:
    tiny.add("zz", renamed(tiny).replace("triple", "double"))
    complaint = (
        f"autograder: {tiny.source('zz')}:10: a second exercise double; the first is {tiny.source()}:10; "
        "rename one\n"
    )
    for words in (["build"], ["verify", "tiny", "--wrong", tiny.root]):
        assert command(*words, "--solutions", tiny.root / "solutions") == (2, "", complaint)
    assert not (tiny.root / "exercises").exists()


def test_a_chapter_may_be_named_twice(tiny: Any) -> None:
    assert len(build.build(tiny.found, ["tiny", "tiny"], check=False)) == 1


def test_only_the_chapters_asked_for_are_made(tiny: Any) -> None:
    tiny.add("zz", renamed(tiny))
    build.build(tiny.found, ["zz"], check=False)
    assert tiny.notebook("zz").is_file()
    assert not tiny.notebook("tiny").exists()
