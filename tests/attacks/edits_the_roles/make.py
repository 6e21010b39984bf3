"""Says that test cells are answers, and answers tests."""

import json


def make(folder, blank, right):
    for cell in blank["cells"]:
        grader = cell["metadata"].get("nbgrader")
        if grader:
            grader.update(grade=not grader["grade"], solution=not grader["solution"], locked=False)
    (folder / "padding.ipynb").write_text(json.dumps(blank))
