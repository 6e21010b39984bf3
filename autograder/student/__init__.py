"""The untrusted side: runs in a process that a student's code may take over entirely.

It imports nothing of the trusted side and nothing of the course; from this package, only the wire.
"""
