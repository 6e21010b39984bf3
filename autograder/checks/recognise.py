"""Recognises a known mistake by what it does: the same outcome on every hidden case."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder import mistakes
from autograder.checks import compare
from autograder.checks.calling import Call, LocalBackend, Outcome
from autograder.wire import plain

SOLUTIONS_VARIABLE = "AUTOGRADER_SOLUTIONS"


@dataclass(frozen=True)
class Trial:
    """One call of the learner's function: its arguments and what happened."""

    call: Call
    strict: bool
    outcome: Outcome


def hint(exercise: str, trials: list[Trial]) -> str:
    """The hint of the first known mistake that behaves like the learner's function on all trials.

    Arguments:
        exercise: "chapter.function".
        trials: every call that was made.

    Returns:
        The hint; empty when no mistake fits, or when this process was not told where the course's
        solutions are (as on a learner's own machine).
    """
    folder = os.environ.get(SOLUTIONS_VARIABLE)
    chapter, _, function = exercise.rpartition(".")
    if not folder or not trials:
        return ""
    for mistake in mistakes.load(Path(folder) / chapter / "mistakes.py"):
        if mistake.function == function and all(_behaves_alike(mistake, trial) for trial in trials):
            return mistake.hint
    return ""


def _behaves_alike(mistake: mistakes.Mistake, trial: Trial) -> bool:
    seen = trial.outcome
    ours = LocalBackend().call(mistake.run, trial.call, strict=trial.strict)
    if ours.raised is None or seen.raised is None:
        if ours.raised is not seen.raised:
            return False
    else:
        return ours.raised.type_names[0] == seen.raised.type_names[0]
    if ours.not_plain or seen.not_plain:
        return ours.not_plain == seen.not_plain
    if ours.changed != seen.changed or ours.aliased != seen.aliased:
        return False
    return _same_value(
        ours.value, seen.value, compare.tolerance_for((*trial.call.args, *trial.call.kwargs.values()))
    )


def _same_value(ours: Any, seen: Any, tolerance: compare.Tolerance) -> bool:
    if plain.same(ours, seen):
        return True
    try:
        return not compare.difference(ours, seen, tolerance)
    except ValueError:  # a mistake's own result may hold a NaN, which only equals itself bit by bit
        return False
