"""Plain `nbgrader autograde` on the same submissions; prints its timing as JSON.

python -m benchmarks.plain CLASS_DIRECTORY CHAPTER
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from autograder import classroom, nbgrader


def measure(directory: Path, chapter: str) -> dict[str, float]:
    """Grades every submission with nbgrader as it comes, one after the other as it does.

    Arguments:
        directory: the class directory; of its configuration nothing is used.
        chapter: the assignment.

    Returns:
        `each`: seconds per submission, without nbgrader's own start-up.

    Raises:
        RuntimeError: nbgrader failed on a submission.
    """
    students = classroom.open_directory(directory).students(chapter)
    with nbgrader.api(directory) as api:
        begin = time.perf_counter()
        for student in students:
            result = api.autograde(chapter, student)
            if not result["success"]:
                raise RuntimeError(f"nbgrader failed on {student}: {nbgrader.reason(result)}")
        return {"each": (time.perf_counter() - begin) / len(students)}


if __name__ == "__main__":
    print(json.dumps(measure(Path(sys.argv[1]), sys.argv[2])))
