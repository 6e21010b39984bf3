"""`{function-index}`: a table of all graded functions, made from the sources, so that it is complete."""

from __future__ import annotations

from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from . import curriculum, parts


def setup(app: Sphinx) -> None:
    """Offer the directive."""
    app.add_directive("function-index", FunctionIndex)


class FunctionIndex(SphinxDirective):
    """Lists the functions of the written chapters by name."""

    def run(self) -> list[nodes.Node]:
        """Return the table."""
        course = curriculum.load(Path(self.env.srcdir))
        self.env.note_dependency(str(Path(self.env.srcdir, "book", "course.yml")))
        rows = []
        for function, exercise in sorted(course.exercises.items()):
            if exercise.task is None:
                continue
            chapter = course.chapter_of(function)
            later = [
                parts.exercise_link(self.env, course.chapter_of(user.function), user)
                for user in course.users(function)
            ]
            use = [parts.paragraph(*parts.inline(exercise.reuse))]
            if later:
                use.append(parts.paragraph(nodes.Text("Used by "), *parts.joined(later)))
            rows.append(
                [
                    [parts.paragraph(*parts.exercise_link(self.env, chapter, exercise, number=False))],
                    [parts.paragraph(*parts.chapter_link(self.env, chapter))],
                    [parts.paragraph(nodes.Text(str(exercise.task.points)))],
                    [parts.paragraph(parts.difficulty(exercise.task.difficulty))],
                    use,
                ]
            )
        header = ["Function", "Chapter", "Points", "Difficulty", "What it is for later"]
        table = parts.table(header, rows, "function-table")
        for text in table.findall(nodes.paragraph):
            self.set_source_info(text)
        return [table]
