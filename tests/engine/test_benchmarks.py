"""The benchmark runs: what it prints stands for something that was measured."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import bench, classes

USED = ("memory", "processes", "descriptors", "temporary_files")


@pytest.mark.parametrize(
    ("what", "submissions", "arguments", "figures"),
    [
        ("parts", 3, [], {"worker", "checker", "student", "recorder"}),
        ("floor", 3, ["1"], {"each"}),
        ("engine", 20, ["1"], {"start_up", "each", "gradebook", *USED}),
        ("engine", 20, ["1", "--unsafe-no-sandbox"], {"start_up", "each", "gradebook", *USED}),
        ("plain", 2, [], {"each"}),
    ],
)
def test_a_measurement_prints_its_figures(
    tmp_path: Path, what: str, submissions: int, arguments: list[str], figures: set[str]
) -> None:
    classes.make(tmp_path / "class", bench.CHAPTER, submissions)
    command = [sys.executable, "-m", f"benchmarks.{what}", str(tmp_path / "class"), bench.CHAPTER, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout.splitlines()[-1])
    assert set(measured) == figures
    assert all(number > 0 for number in measured.values())


def test_everybody_in_a_class_has_handed_in_something_else(tmp_path: Path) -> None:
    classes.make(tmp_path / "class", bench.CHAPTER, 5)
    texts = [path.read_text("utf-8") for path in tmp_path.glob("class/submitted/*/*/*.ipynb")]
    assert len(set(texts)) == 5
