"""The command line: `autograder build | verify | new | grade | check`."""
