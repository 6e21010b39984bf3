"""Seeds: the same at every regrade, so these values are pinned; different for each student."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.checks import seeds

SECRET = bytes(range(32))


def test_the_key_of_a_student_is_what_it_always_was() -> None:
    assert seeds.student_key(SECRET, "padding", "ada") == (
        "d9ac1c9caf8dbd1c54075a1c87832c100f6d2080d8cd5ee1216434685e8dbfb0"
    )


def test_the_seed_of_an_exercise_is_what_it_always_was(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seeds.exercise_seed("padding.pad2d") == 119911091584646156950070506483401612813
    monkeypatch.setenv(seeds.KEY_VARIABLE, seeds.student_key(SECRET, "padding", "ada"))
    assert seeds.exercise_seed("padding.pad2d") == 101552836171495641156698934640471831811


@given(st.tuples(st.text(), st.text()), st.tuples(st.text(), st.text()))
def test_two_students_share_a_key_only_if_they_are_one(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert (seeds.student_key(SECRET, *one) == seeds.student_key(SECRET, *other)) == (one == other)


def test_names_that_run_together_alike_have_different_keys() -> None:
    pairs = [("a", "bc"), ("ab", "c"), ("", "abc"), ("abc", ""), ("1:a", "bc"), ("a1:b", "c"), ("a", "2:bc")]
    assert len({seeds.student_key(SECRET, *pair) for pair in pairs}) == len(pairs)


@given(st.binary(min_size=16, max_size=32), st.binary(min_size=16, max_size=32))
def test_two_classes_share_a_key_only_if_they_share_the_secret(one: bytes, other: bytes) -> None:
    def key(secret: bytes) -> str:
        return seeds.student_key(secret, "padding", "ada")

    # HMAC pads a short key with zero bytes
    assert (key(one) == key(other)) == (one.ljust(64, b"\0") == other.ljust(64, b"\0"))


@pytest.mark.parametrize("secret", [b"", bytes(15)])
def test_a_short_secret_is_refused(secret: bytes) -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        seeds.student_key(secret, "padding", "ada")


def test_seeds_differ_between_exercises_and_between_students(monkeypatch: pytest.MonkeyPatch) -> None:
    found = set()
    for student in ("ada", "emmy", "alan"):
        monkeypatch.setenv(seeds.KEY_VARIABLE, seeds.student_key(SECRET, "padding", student))
        found |= {seeds.exercise_seed(name) for name in ("padding.pad1d", "padding.pad2d", "loss.mse")}
    assert len(found) == 9
    assert all(0 <= seed < 2**128 for seed in found)


def test_without_a_key_everyone_has_the_public_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert seeds.KEY_VARIABLE not in os.environ
    public = seeds.exercise_seed("padding.pad2d")
    monkeypatch.setenv(seeds.KEY_VARIABLE, seeds.PUBLIC_KEY)
    assert seeds.exercise_seed("padding.pad2d") == public
