"""Imports the course's solutions and known mistakes, and the class's gradebook."""

import importlib
import sys

for name in ("autograder.checks", "autograder.engine.batch", "autograder.seeds", "solutions.padding.padding", "tests", "benchmarks"):
    try:
        print(vars(importlib.import_module(name)))
    except ImportError as error:
        print(error)
print(sys.path)
