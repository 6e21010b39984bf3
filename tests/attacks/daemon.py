"""Starts a program that outlives it, in a session of its own."""

import os

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "864001"])
    os._exit(0)
