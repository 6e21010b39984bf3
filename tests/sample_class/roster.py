"""The sample class: who is in it, and what each of them hands in.

`submissions` makes every submission from the course's own files: the solution, the alternatives, the
known mistakes, and a few defects that students' notebooks really have, each in a submission named
after it. What each submission deserves, and what plain nbgrader gives it, stands in `scores.csv`.

    python -m tests.sample_class.roster CLASS_DIRECTORY

writes them all into a class directory's submitted/.
"""

from __future__ import annotations

import copy
import json
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from autograder import course, mistakes

CHAPTER = "padding"
SEED = 6

Notebook = dict[str, Any]


@dataclass(frozen=True)
class Submission:
    """What one student hands in.

    Attributes:
        student: the student's name, which says what is special about them.
        files: the name and bytes of each file.
    """

    student: str
    files: dict[str, bytes]


def submissions() -> Iterator[Submission]:
    """All submissions of the sample class, the same at every call."""
    chapter = course.find(Path(__file__).parents[2] / "solutions")
    blank: Notebook = json.loads(chapter.notebook(CHAPTER).read_bytes())
    right = {e.function: e.solution.source for e in chapter.source(CHAPTER).exercises}
    alternatives = _by_function(mistakes.load_alternatives(chapter.mistakes(CHAPTER)), right)
    wrong = _by_function(mistakes.load(chapter.mistakes(CHAPTER)), right)
    rng = random.Random(SEED)

    def solved(**answers: str) -> Notebook:
        return _filled(blank, {**right, **answers})

    yield _notebook("right_as_in_the_source", solved())
    for number, row in enumerate(zip_longest(*alternatives.values()), 1):
        answers = {f: answer for f, answer in zip(alternatives, row, strict=True) if answer is not None}
        yield _notebook(f"right_in_another_way_{number}", solved(**answers))
    for number in range(1, 4):
        answers = {f: rng.choice([right[f], *alternatives[f]]) for f in right}
        yield _notebook(f"right_in_a_mixture_{number}", solved(**answers))
    for number, row in enumerate(zip_longest(*wrong.values()), 1):
        answers = {f: answer for f, answer in zip(wrong, row, strict=True) if answer is not None}
        yield _notebook(f"mistaken_in_everything_{number:02}", solved(**answers))
    for function in wrong:
        yield _notebook(f"mistaken_in_{function}", solved(**{function: wrong[function][0]}))

    yield _notebook("defect_untouched", blank)
    yield _notebook("defect_half_finished", _filled(blank, {f: right[f] for f in list(right)[:2]}))
    yield _notebook("defect_syntax_error", solved(pad1d=right["pad1d"].replace("mode=", "mode==", 1)))
    yield _notebook(
        "defect_renamed_function", solved(pad1d=right["pad1d"].replace("def pad1d", "def pad_1d"))
    )
    yield _notebook(
        "defect_infinite_loop", solved(window_counts=_body(right, "window_counts", "while True: pass"))
    )
    yield _notebook(
        "defect_sys_exit", solved(window_counts=_body(right, "window_counts", "import sys; sys.exit()"))
    )
    yield _notebook("defect_returns_tensors", solved(pad1d=right["pad1d"] + _THEN_TENSOR))
    yield _notebook("fine_with_a_warning", solved(window_counts=_body(right, "window_counts", _WARN)))
    yield _notebook("fine_but_prints_a_lot", solved(pad1d=_body(right, "pad1d", _PRINT)))
    yield _notebook(
        "fine_with_magics", _inserted(solved(), "pad2d", "%matplotlib inline\n%time sum(range(10))")
    )
    yield _notebook(
        "fine_with_a_helper_in_an_added_cell",
        _inserted(
            solved(
                conv2d_same=right["conv2d_same"].replace(
                    "pad2d(x, rows + columns)", "framed(x, rows, columns)"
                )
            ),
            "conv2d_same",
            "def framed(x, rows, columns):\n    return pad2d(x, rows + columns)",
        ),
    )
    yield _notebook("defect_ends_its_process", _inserted(solved(), "pad1d", "import os\nos._exit(1)"))
    yield _notebook("defect_deleted_test_cell", _without(solved(), "pad1d-visible"))
    yield _notebook("defect_duplicated_test_cell", _duplicated(solved(), "pad2d-visible"))
    yield _notebook(
        "defect_edited_test_cell", _edited(solved(padding_for=wrong["padding_for"][0]), "padding_for-visible")
    )
    yield _notebook("defect_wrong_earlier_function", solved(earlier=_FLIPS))
    yield Submission("defect_invalid_json", {f"{CHAPTER}.ipynb": _to_bytes(solved())[:-400]})
    yield Submission("defect_missing_notebook", {"notes.txt": b"I could not open the notebook.\n"})


def write(class_directory: Path) -> int:
    """Writes all submissions into a class directory, leaving alone the files that are there already.

    Arguments:
        class_directory: made by `autograder new`.

    Returns:
        How many there are.
    """
    count = 0
    for submission in submissions():
        folder = class_directory / "submitted" / submission.student / CHAPTER
        folder.mkdir(parents=True, exist_ok=True)
        for name, contents in submission.files.items():
            if not (folder / name).is_file() or (folder / name).read_bytes() != contents:
                (folder / name).write_bytes(contents)
        count += 1
    return count


_WARN = "import warnings; warnings.warn('this takes a while')"
_PRINT = "print('\\n'.join(f'step {step}' for step in range(20_000)))"
_FLIPS = """\
def cross_correlate2d(x, kernel):
    out = np.empty((x.shape[0] - kernel.shape[0] + 1, x.shape[1] - kernel.shape[1] + 1))
    for i, j in np.ndindex(out.shape):
        out[i, j] = np.sum(x[i : i + kernel.shape[0], j : j + kernel.shape[1]] * kernel[::-1, ::-1])
    return out
"""
_THEN_TENSOR = """

pad1d_in_numpy = pad1d


def pad1d(x, before, after, mode="zeros"):
    return torch.from_numpy(pad1d_in_numpy(x, before, after, mode))
"""


def _by_function(known: Any, right: dict[str, str]) -> dict[str, list[str]]:
    return {function: [k.source for k in known if k.function == function] for function in right}


def _body(right: dict[str, str], function: str, first_line: str) -> str:
    """The solution with a line of code before its own."""
    marker = "    ### BEGIN SOLUTION\n"
    return right[function].replace(marker, f"{marker}    {first_line}\n")


def _filled(notebook: Notebook, answers: dict[str, str]) -> Notebook:
    """The notebook with answers in its solution cells."""
    filled = copy.deepcopy(notebook)
    for cell in filled["cells"]:
        if cell["id"] in answers:
            cell["source"] = answers[cell["id"]].splitlines(keepends=True)
    return filled


def _inserted(notebook: Notebook, before: str, source: str) -> Notebook:
    """The notebook with a code cell of the student's own."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "added",
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }
    return _changed(notebook, before, lambda found: [cell, found])


def _without(notebook: Notebook, cell_id: str) -> Notebook:
    return _changed(notebook, cell_id, lambda found: [])


def _duplicated(notebook: Notebook, cell_id: str) -> Notebook:
    return _changed(notebook, cell_id, lambda found: [found, {**copy.deepcopy(found), "id": "pasted"}])


def _edited(notebook: Notebook, cell_id: str) -> Notebook:
    return _changed(notebook, cell_id, lambda found: [{**found, "source": "assert True"}])


def _changed(notebook: Notebook, cell_id: str, change: Callable[[Any], list[Any]]) -> Notebook:
    cells = [new for cell in notebook["cells"] for new in (change(cell) if cell["id"] == cell_id else [cell])]
    return {**notebook, "cells": cells}


def _notebook(student: str, notebook: Notebook) -> Submission:
    return Submission(student, {f"{CHAPTER}.ipynb": _to_bytes(notebook)})


def _to_bytes(notebook: Notebook) -> bytes:
    return (json.dumps(notebook, indent=1, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    print(f"{write(Path(sys.argv[1]))} submissions")
