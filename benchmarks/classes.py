"""Classes of any size to measure on: honest submissions, all different."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

from autograder import classroom, course, mistakes

SEED = 13
RIGHT = 0.8  # of the answers


def make(directory: Path, chapter: str, count: int) -> None:
    """Makes a class directory in which everybody has handed in one chapter.

    Four in five answers are right, the solution or a valid alternative; one in five is a known mistake.
    They are drawn at random with a fixed seed.

    Arguments:
        directory: where; it must not exist.
        chapter: the assignment.
        count: how many submissions.
    """
    whole = course.find(Path(__file__).parents[1] / "solutions")
    classroom.new(directory, whole)
    right: dict[str, list[str]] = defaultdict(list)
    wrong: dict[str, list[str]] = defaultdict(list)
    for exercise in whole.source(chapter).exercises:
        right[exercise.function].append(exercise.solution.source)
    path = whole.mistakes(chapter)
    for alternative in mistakes.load_alternatives(path):
        right[alternative.function].append(alternative.source)
    for mistake in mistakes.load(path):
        wrong[mistake.function].append(mistake.source)
    blank = whole.notebook(chapter).read_text("utf-8")
    rng = random.Random(SEED)
    for number in range(count):
        notebook = json.loads(blank)
        for cell in notebook["cells"]:
            if cell["id"] in right:
                answers = right if rng.random() < RIGHT else wrong
                cell["source"] = rng.choice(answers[cell["id"]])
        folder = directory / "submitted" / f"student{number:05}" / chapter
        folder.mkdir(parents=True)
        (folder / f"{chapter}.ipynb").write_text(json.dumps(notebook), "utf-8")
