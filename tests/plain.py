"""nbgrader as it comes, in a class directory of ours, to compare with."""

from __future__ import annotations

from pathlib import Path

from traitlets.config import Config

from autograder import classroom


def config(class_directory: Path) -> Config:
    """The configuration of a class without the engine, but with its time limits."""
    config = classroom.open_directory(class_directory).config
    del config.Autograde["exporter_class"]
    config.Execute.timeout_func = lambda cell: 10 if cell.metadata.get("nbgrader", {}).get("grade") else 60
    config.Execute.shutdown_kernel = "immediate"  # asking it politely costs a second each
    return config
