"""Where the gradebook keeps what is no row of nbgrader's: a report for each graded submission."""

from __future__ import annotations

import sqlalchemy as sql

TABLE = sql.Table(
    "autograder_result",
    sql.MetaData(),
    sql.Column("assignment", sql.String, primary_key=True),
    sql.Column("student", sql.String, primary_key=True),
    sql.Column("fingerprint", sql.String, nullable=False),
    sql.Column("report", sql.Text, nullable=False),
)
