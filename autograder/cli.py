"""The command line of authors, instructors and learners: one command each for what they do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from autograder.errors import UserError
from autograder.terminal import columns, plain

LONGEST_SECONDS = 3600


def main(arguments: list[str] | None = None) -> int:
    """Runs a command.

    Arguments:
        arguments: the words after the program's name; None takes this process's.

    Returns:
        The exit code: 0 when all is well, 1 when something fell short, 2 for a mistake of the user's.
    """
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except UserError as error:
        print(f"autograder: {plain(str(error))}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("autograder: stopped", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="autograder", description="Builds, checks and grades the course's notebooks."
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    build = commands.add_parser("build", help="make the student notebooks from their sources")
    build.add_argument("chapter", nargs="*", help="which chapters (default: all)")
    build.add_argument(
        "--check", action="store_true", help="write nothing; fail when a notebook differs from its source"
    )
    build.set_defaults(command=_build)

    verify = commands.add_parser("verify", help="test the tests on known right and wrong answers")
    verify.add_argument("chapter", nargs="*", help="which chapters (default: all)")
    verify.add_argument(
        "--right", type=Path, metavar="DIR", help="more right answers, files named function__what.py"
    )
    verify.add_argument("--wrong", type=Path, metavar="DIR", help="more wrong answers, named alike")
    verify.add_argument("--json", action="store_true", help="print one JSON object")
    verify.set_defaults(command=_verify)

    new = commands.add_parser("new", help="make a class directory")
    new.add_argument("directory", type=Path, metavar="DIR", help="where; must not exist or be empty")
    new.set_defaults(command=_new)

    for parser_of_authors in (build, verify, new):
        parser_of_authors.add_argument(
            "--solutions",
            type=Path,
            metavar="DIR",
            help="the course's solutions (default: solutions/ here or above)",
        )

    grade = commands.add_parser("grade", help="grade every submission of an assignment")
    grade.add_argument("--force", action="store_true", help="also what has not changed since it was graded")
    grade.set_defaults(command=_grade)

    regrade = commands.add_parser("regrade", help="grade everybody anew, and show who changes and why")
    regrade.add_argument("--apply", action="store_true", help="record the new grades (default: only show)")
    regrade.set_defaults(command=_regrade)

    feedback = commands.add_parser("feedback", help="write the feedback pages of a graded assignment")
    feedback.add_argument("--force", action="store_true", help="also those whose grades have not changed")
    feedback.set_defaults(command=_feedback)

    for parser_of_instructors in (grade, regrade, feedback):
        parser_of_instructors.add_argument("assignment")
        parser_of_instructors.add_argument(
            "--class",
            dest="directory",
            type=Path,
            default=Path(),
            metavar="DIR",
            help="class directory (default: this folder)",
        )

    for parser_of_graders in (grade, regrade):
        parser_of_graders.add_argument(
            "--workers", type=_count, metavar="N", help="how many processes (default: one a core)"
        )
        parser_of_graders.add_argument(
            "--unsafe-no-sandbox",
            dest="sandboxed",
            action="store_false",
            help="let student code do whatever your account may do, where it cannot be shut in",
        )
        parser_of_graders.add_argument(
            "--json", action="store_true", help="print a list with everything about each student"
        )

    doctor = commands.add_parser(
        "doctor", help="say what this machine keeps student code from; try the engine on a course's solutions"
    )
    doctor.add_argument(
        "source", type=Path, nargs="?", help="a notebook with its solution, or a folder like source/"
    )
    doctor.set_defaults(command=_doctor)

    check = commands.add_parser("check", help="run the visible tests of your own notebook")
    check.add_argument("notebook", type=Path)
    check.add_argument(
        "--seconds", type=float, default=10.0, help="time limit of a cell (default: 10, as when graded)"
    )
    check.set_defaults(command=_check)

    carry = commands.add_parser("carry", help="copy your own functions of earlier chapters into a notebook")
    carry.add_argument("target", type=Path, metavar="TO", help="the notebook that gets them")
    carry.add_argument("origins", type=Path, nargs="+", metavar="FROM", help="the notebooks that hold them")
    carry.set_defaults(command=_carry)
    return parser


def _build(options: argparse.Namespace) -> int:
    from autograder import build, course

    found = course.find(options.solutions)
    print("\n".join(build.build(found, options.chapter or found.chapters(), check=options.check)))
    return 0


def _verify(options: argparse.Namespace) -> int:
    from autograder import course, verify

    found = course.find(options.solutions)
    result = verify.verify(found, options.chapter or found.chapters(), options.right, options.wrong)
    print(json.dumps(result.as_json(), indent=2) if options.json else result.as_text())
    return 1 if result.problems else 0


def _new(options: argparse.Namespace) -> int:
    from autograder import classroom, course

    assignments = classroom.new(options.directory, course.find(options.solutions))
    print(
        f"{options.directory}: a class directory with {', '.join(assignments)}.\n"
        f"Hand out release/. Put what comes back into submitted/STUDENT/ASSIGNMENT/, then run\n"
        f"  autograder grade ASSIGNMENT --class {options.directory}"
    )
    return 0


def _start_early() -> None:
    """Has the process that workers are forked from import PyTorch while this one does the same."""
    from autograder.engine import forkserver

    forkserver.start()


def _grade(options: argparse.Namespace) -> int:
    _start_early()
    from autograder import classroom, progress, report
    from autograder.engine import batch

    found = classroom.open_directory(options.directory)
    grades = batch.grade(
        found,
        options.assignment,
        force=options.force,
        workers=options.workers,
        sandboxed=options.sandboxed,
    )
    total = len(found.students(options.assignment))
    done = sorted(progress.shown(grades, total), key=lambda grade: grade.student)
    print(json.dumps(report.as_json(done), indent=2) if options.json else report.table(done))
    errors = report.grader_errors(done)
    if errors:
        print(
            f"autograder: {len(errors)} test cells could not be decided, and were given no score:",
            file=sys.stderr,
        )
        print("\n".join(errors), file=sys.stderr)
    return 1 if errors else 0


def _regrade(options: argparse.Namespace) -> int:
    _start_early()
    from autograder import classroom, progress, report
    from autograder.engine import batch

    found = classroom.open_directory(options.directory)
    total = len(found.students(options.assignment))
    regrades = batch.regrade(
        found,
        options.assignment,
        apply=options.apply,
        workers=options.workers,
        sandboxed=options.sandboxed,
    )
    done = sorted(progress.counted(regrades, total), key=lambda regrade: regrade.student)
    if options.json:
        print(json.dumps(report.changes_as_json(done), indent=2))
        return 0
    print(report.changes(done))
    if any(regrade.cells for regrade in done) and not options.apply:
        print("Nothing was recorded; add --apply to record it.")
    return 0


def _count(text: str) -> int:
    """A number of processes, for argparse."""
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} must be a number, 1 or more")
    return int(text)


def _feedback(options: argparse.Namespace) -> int:
    from autograder import classroom
    from autograder.feedback import generate

    found = classroom.open_directory(options.directory)
    done = list(generate.generate(found, options.assignment, force=options.force))
    rows = [[plain(feedback.student), plain(feedback.what)] for feedback in done]
    print(columns([["student", "feedback"], *rows]))
    failed = [f"{plain(feedback.student)}: {plain(feedback.error)}" for feedback in done if feedback.error]
    if failed:
        print(f"autograder: {len(failed)} students have no page:", *failed, sep="\n", file=sys.stderr)
    return 1 if failed else 0


def _doctor(options: argparse.Namespace) -> int:
    if options.source:
        _start_early()
    from autograder.engine import doctor, sandbox

    missing = sandbox.missing()
    print("\n".join(f"{'not kept' if missing else 'kept'}  {promise}" for promise in sandbox.PROMISES))
    if missing:
        print(f"autograder: student code cannot be shut in here: {missing}", file=sys.stderr)
    problems: list[str] = []
    if options.source:
        problems = [plain(line) for line in doctor.examine(options.source, sandboxed=not missing)]
        passed = f"{options.source}: every test cell passes on its own solution"
        print("\n".join(problems) if problems else passed)
    return 1 if problems or missing else 0


def _check(options: argparse.Namespace) -> int:
    from autograder import check

    if not 0 < options.seconds <= LONGEST_SECONDS:
        raise UserError(f"--seconds {options.seconds:g}: it goes from 0 to {LONGEST_SECONDS}")
    states = check.check(options.notebook, options.seconds)
    for state in states:
        print(f"{'passed' if state.passed else 'failed'}  {plain(state.function)}")
        if not state.passed:
            print("        " + plain(state.message))
        if state.visible_points is not None:
            print(f"        visible tests: {state.visible_points:g} points")
        if state.hidden_points is not None and state.hidden_checks is not None:
            print(f"        hidden tests:  {state.hidden_points:g} points, {state.hidden_checks} checks")
    passed = sum(state.passed for state in states)
    print(f"{passed} of {len(states)} exercises pass their visible tests.")
    return 0 if passed == len(states) else 1


def _carry(options: argparse.Namespace) -> int:
    from autograder import carry

    outcomes = carry.carry(options.target, options.origins)
    for outcome in outcomes:
        print(f"{'carried' if outcome.carried else 'skipped'}  {outcome.function}: {plain(outcome.remark)}")
    carried = sum(outcome.carried for outcome in outcomes)
    print(f"{carried} of {len(outcomes)} functions carried into {plain(str(options.target))}.")
    return 0
