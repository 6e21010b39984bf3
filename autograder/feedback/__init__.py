"""Feedback pages: what a student reads about a graded notebook, and nothing that they should not.

A class's nbgrader_config.py names the `Exporter`, so that every way to nbgrader's generator leads here:
`autograder feedback`, `nbgrader generate_feedback` and formgrader's button.
"""

from autograder.feedback.exporter import Exporter

__all__ = ["Exporter"]
