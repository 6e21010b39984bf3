"""Seeds of hidden inputs: different for each student, the same at every regrade."""

from __future__ import annotations

import hashlib
import hmac
import os

KEY_VARIABLE = "AUTOGRADER_SEED_KEY"
PUBLIC_KEY = "public"  # plain nbgrader does not tell its kernel who the student is


def student_key(secret: bytes, assignment: str, student: str) -> str:
    """The key that all seeds of one student's assignment come from.

    Arguments:
        secret: the class secret, at least 16 random bytes.
        assignment, student: their names. Their lengths are part of the message, so that no two
            pairs share a key.

    Returns:
        64 hexadecimal digits (HMAC-SHA256, RFC 2104).

    Raises:
        ValueError: the secret is shorter than 16 bytes.
    """
    if len(secret) < 16:
        raise ValueError("a class secret has at least 16 bytes")
    message = f"{len(assignment)}:{assignment}{len(student)}:{student}"
    return hmac.new(secret, message.encode(), hashlib.sha256).hexdigest()


def exercise_seed(exercise: str) -> int:
    """The seed of one exercise, from the key in this process's environment, else the public one.

    Arguments:
        exercise: "chapter.function".

    Returns:
        An integer of 128 bits for `numpy.random.default_rng`.
    """
    key = os.environ.get(KEY_VARIABLE, PUBLIC_KEY)
    digest = hmac.new(key.encode(), exercise.encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:16], "big")
