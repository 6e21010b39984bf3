"""Classes of any size to measure on: honest submissions, all different."""

from __future__ import annotations

import json
import random
from pathlib import Path

from autograder import classroom, course, mistakes

SEED = 13


def make(directory: Path, chapter: str, count: int) -> None:
    """Makes a class directory in which everybody has handed in one chapter.

    Each exercise of each submission is answered with the solution, a valid alternative or a known
    mistake, drawn at random with a fixed seed: what an honest class hands in.

    Arguments:
        directory: where; it must not exist.
        chapter: the assignment.
        count: how many submissions.
    """
    whole = course.find(Path(__file__).parents[1] / "solutions")
    classroom.new(directory, whole)
    answers: dict[str, list[str]] = {}
    for exercise in whole.source(chapter).exercises:
        answers[exercise.function] = [exercise.solution.source] * 4
    path = whole.mistakes(chapter)
    for known in [*mistakes.load_alternatives(path), *mistakes.load(path)]:
        answers[known.function].append(known.source)
    blank = whole.notebook(chapter).read_text("utf-8")
    rng = random.Random(SEED)
    for number in range(count):
        notebook = json.loads(blank)
        for cell in notebook["cells"]:
            if cell["id"] in answers:
                cell["source"] = rng.choice(answers[cell["id"]])
        folder = directory / "submitted" / f"student{number:05}" / chapter
        folder.mkdir(parents=True)
        (folder / f"{chapter}.ipynb").write_text(json.dumps(notebook), "utf-8")
