"""What hidden tests are written with: call a learner's function, compare, say what is wrong.

A hidden-test cell reads like a list of cases, the simplest first::

    def reference(x, pad, value=0.0): ...

    with checks.exercise("padding.pad2d", reference) as check:
        check.expect(check.rng.normal(size=(3, 4)), (1, 1, 1, 1), what="a frame of width 1")
        check.raises(ValueError, np.zeros(3), (1, 1, 1, 1), what="x with one axis")

The cell fails when any case fails. Its message names the first failing case and the first thing
that is wrong with it, and adds the hint of a known mistake that behaves just like the learner's
function. It never shows a hidden input or an expected value.
"""

from autograder.checks.calling import Backend, Call, LocalBackend, Outcome, use
from autograder.checks.exercise import BrokenTest, CheckFailed, Exercise, exercise, score
from autograder.wire.calls import Raised
from autograder.wire.plain import NotPlain

__all__ = [
    "Backend",
    "BrokenTest",
    "Call",
    "CheckFailed",
    "Exercise",
    "LocalBackend",
    "NotPlain",
    "Outcome",
    "Raised",
    "exercise",
    "score",
    "use",
]
