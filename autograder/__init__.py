"""Builds, checks and grades the notebooks of the course, on top of nbgrader."""
