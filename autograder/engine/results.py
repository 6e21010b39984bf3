"""Where the gradebook keeps what is no row of nbgrader's: a report for each graded submission."""

from __future__ import annotations

import sqlalchemy as sql

TABLE = sql.Table(
    "autograder_result",
    sql.MetaData(),
    sql.Column("assignment", sql.String, primary_key=True),
    sql.Column("student", sql.String, primary_key=True),
    sql.Column("fingerprint", sql.Text, nullable=False),
    sql.Column("report", sql.Text, nullable=False),
)


def cell_name(notebook: str, grade_id: str, notebooks: int) -> str:
    """What a report calls a cell.

    Arguments:
        notebook: its notebook.
        grade_id: its name there; another notebook may have one of the same name.
        notebooks: how many the assignment has.

    Returns:
        The grade_id, after the notebook's name if there are several.
    """
    return grade_id if notebooks == 1 else f"{notebook}/{grade_id}"
