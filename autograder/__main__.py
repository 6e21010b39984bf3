"""Makes `python -m autograder` the same as `autograder`."""

import sys

from autograder.cli import main

if __name__ == "__main__":  # not in the worker processes, which import the main module too
    sys.exit(main())
