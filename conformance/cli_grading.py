"""The commands of the grader."""

from pathlib import Path

import click

from nnconform.conformance.cli_common import (
    FAILED,
    for_people,
    show_rich,
)


@click.command()
@click.argument("submissions", type=click.Path(path_type=Path))
@click.option(
    "--assignment",
    "assignment_file",
    required=True,
    type=click.Path(path_type=Path),
    help="The assignment (TOML).",
)
@click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Folder for grades and reports."
)
@click.option(
    "--jobs",
    type=click.IntRange(0, 256),
    default=0,
    help="Submissions at a time.  [default: one a core]",
)
@click.option("--resume", is_flag=True, help="Go on where an interrupted run of --out has ended.")
@click.option("--one", is_flag=True, help="SUBMISSIONS is the folder of a single submission.")
@click.option(
    "--roster",
    type=click.Path(path_type=Path),
    default=None,
    help="Export of a Canvas gradebook; writes canvas.csv to import.",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the grades, one a line, and nothing else."
)
@for_people
def grade(
    submissions: Path,
    assignment_file: Path,
    out: Path,
    jobs: int,
    resume: bool,
    one: bool,
    roster: Path | None,
    as_json: bool,
) -> int:
    """Grade SUBMISSIONS: a folder of .py files, notebooks and folders.

    \b
    Exit code: 0 everything is graded, 1 the grader itself failed on something, 2 wrong usage.
    """
    from nnconform.conformance.grading import find_submissions, read_assignment
    from nnconform.conformance.grading.session import Session

    session = Session(read_assignment(assignment_file), out, resume=resume, roster=roster)
    found = find_submissions(submissions, one=one)
    grades = session.run(found, jobs, click.echo if as_json else None)
    if not as_json:
        from nnconform.reports.grading.terminal import summary

        show_rich(summary(grades))
        click.echo(f"Reports: {out / 'overview.html'}")
    return 0 if all(each.graded for each in grades) else FAILED


@click.command("new-assignment")
@click.argument("only", nargs=-1, required=True, metavar="IDS...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for both files.  [default: here]",
)
@for_people
def new_assignment(only: tuple[str, ...], out: Path) -> None:
    """Write a commented assignment.toml and a starter.py for students.

    IDS are formula ids, groups or patterns.
    """
    from nnconform.conformance.grading.starter import new_assignment as write
    from nnconform.conformance.selection import select

    for path in write(select(only), out):
        click.echo(f"wrote {path}")


@click.command("gradescope-bundle")
@click.argument("assignment_file", metavar="ASSIGNMENT", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("autograder.zip"),
    show_default=True,
    help="The zip to write.",
)
@for_people
def gradescope_bundle(assignment_file: Path, out: Path) -> None:
    """Write the zip from which Gradescope builds an autograder for ASSIGNMENT."""
    from nnconform.conformance.grading.bundle import write_bundle

    click.echo(f"wrote {write_bundle(assignment_file, out)}")
