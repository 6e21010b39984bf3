"""The corpus of attacks has no effect; and what judges that would see one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import attacks

pytestmark = pytest.mark.xdist_group("attacks")


@pytest.fixture(scope="module")
def corpus() -> list[attacks.Attack]:
    return attacks.read(attacks.CORPUS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("attacks")


@pytest.fixture(scope="module")
def report(corpus: list[attacks.Attack], folder: Path) -> attacks.Report:
    return attacks.run(corpus, folder)


def test_no_attack_has_an_effect(report: attacks.Report) -> None:
    assert not [(o.attack.name, o.earned, o.leaked) for o in report.outcomes if not o.ok]
    assert (report.others, report.left) == ([], [])


def test_the_corpus_is_large_and_says_what_it_tries(corpus: list[attacks.Attack]) -> None:
    assert len(corpus) >= 60
    assert all(attack.tries.endswith(".") for attack in corpus)


def test_what_a_student_wrote_has_run(report: attacks.Report, folder: Path) -> None:
    for outcome in report.outcomes:
        if outcome.attack.path.name != "make.py":
            (path,) = (folder / "class" / "autograded" / outcome.attack.name).rglob("*.ipynb")
            text = outcome.attack.path.read_text("utf-8")
            cells = json.loads(path.read_bytes())["cells"]
            ran = [cell for cell in cells if "".join(cell["source"]).strip() == text.strip()]
            assert [bool(cell["execution_count"] or cell["outputs"]) for cell in ran] == [True], path


def test_points_a_leak_and_what_is_left_are_seen(tmp_path: Path) -> None:
    corpus, folder = tmp_path / "corpus", tmp_path / "run"
    corpus.mkdir()
    (corpus / "right_but_said_to_be_wrong.py").write_text('"""Is right."""\n# answers: right\nx = 1\n')
    (corpus / "leaks.py").write_text('"""Leaks."""\nprint("assert" + " False, secret" * 3)\n')
    lying = attacks.run(attacks.read(corpus), folder)
    assert [(o.attack.name, o.earned, o.ok) for o in lying.outcomes] == [
        ("leaks", 0.0, True),
        ("right_but_said_to_be_wrong", 18.0, False),
    ]
    assert "<-- not as it should be" in attacks.as_text(lying)
    printed = "assert" + " False, secret" * 3
    assert attacks._leaks(folder / "class", "leaks", [printed, "something else"]) == [printed]
    (folder / "home" / f"{attacks.LEFT}-x").touch()
    assert attacks._left(folder) == [f"{folder / 'home'}/{attacks.LEFT}-x is there"]


@pytest.mark.full
def test_plain_nbgrader_falls_for_some(tmp_path: Path, corpus: list[attacks.Attack]) -> None:
    (fooled,) = [attack for attack in corpus if attack.name == "skips_the_tests"]
    assert attacks.plain(fooled, tmp_path) == 18.0
    (bomb,) = [attack for attack in corpus if attack.name == "fork_bomb"]
    assert attacks.plain(bomb, tmp_path) == "not run"
