"""Prints its environment and that of the process's start."""

import os

print(dict(os.environ))
print(open("/proc/self/environ").read())
