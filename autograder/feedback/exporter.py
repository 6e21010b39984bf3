"""What nbgrader's generator of feedback calls for each notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import Exporter as NbconvertExporter
from nbgrader.api import Gradebook

from autograder import notebooks
from autograder.errors import UserError
from autograder.feedback import known, page


class Exporter(NbconvertExporter):
    """Turns an autograded notebook into its feedback page.

    nbconvert's templates put outputs and Markdown of students' into the page unescaped. This one does not use
    them, nor the preprocessors that are configured.
    """

    file_extension = ".html"
    output_mimetype = "text/html"

    def from_filename(  # type: ignore[override]  # nbconvert's own exporters of text return text, too
        self, filename: str, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Writes the page of one notebook.

        Arguments:
            filename: the autograded notebook.
            resources: nbgrader's, with the names of student, assignment and notebook, and the database.
            kw: not used.

        Returns:
            The page, and what nbgrader's writer needs to know.

        Raises:
            UserError: the gradebook does not know the submission, or the file is no notebook.
        """
        resources = resources or {}
        names, path = resources["nbgrader"], Path(filename)
        with Gradebook(names["db_url"]) as book:
            found = known.read(
                book, names["assignment"], names["notebook"], names["student"], path, self.config
            )
        if found is None:
            raise UserError(f"{filename}: the gradebook has no such submission; grade it first")
        html = page.render(found, notebooks.cells(path), page.fingerprint(found, path))
        return html, {**resources, "output_extension": self.file_extension}
