"""The command line; every heavy import waits until a command needs it."""

import json
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from nnconform.adapters import Adapter
    from nnconform.conformance.audit import Finding
    from nnconform.conformance.runner import Request
    from nnconform.reports.record import Record
    from nnconform.reports.store import Header

DTYPES = ("float16", "bfloat16", "float32", "float64")
CHECKS = (
    "contract",
    "value",
    "gradient",
    "properties",
    "limits",
    "stability",
    "accuracy",
    "examples",
    "statistics",
)
REPORT = "nnconform-report"
FAILED, USAGE, INTERRUPTED = 1, 2, 130


def _for_people(command: Callable[..., int | None]) -> Callable[..., None]:
    """Turn a user's mistake into one line and exit code 2."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        from nnconform.reports.record import ReportError
        from nnconform.spec import NNConformError

        try:
            code = command(*args, **kwargs)
        except (NNConformError, ReportError) as error:
            click.echo(f"nnconform: {error}", err=True)
            sys.exit(USAGE)
        except KeyboardInterrupt:
            click.echo("nnconform: interrupted", err=True)
            sys.exit(INTERRUPTED)
        except BrokenPipeError:
            sys.stderr.close()
            sys.exit(0)
        sys.exit(code or 0)

    return run


def _split(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Repeated options and comma-separated lists mean the same."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def _chosen(known: tuple[str, ...]) -> Callable[..., tuple[str, ...]]:
    def check(
        context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        found = _split(context, parameter, values)
        for value in found:
            if value not in known:
                raise click.BadParameter(f"{value!r} is not one of {', '.join(known)}")
        return found

    return check


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nnconform")
def main() -> None:
    """Check implementations of deep-learning formulas against their specification."""


@main.command()
@click.argument("adapters", nargs=-1, metavar="[ADAPTER]...")
@click.option(
    "--only",
    multiple=True,
    callback=_split,
    metavar="IDS",
    help="Formula ids, groups or patterns such as 'softmax*'; commas or repeated.",
)
@click.option(
    "--dtype",
    "dtypes",
    multiple=True,
    callback=_chosen(DTYPES),
    metavar="DTYPES",
    help="float16, bfloat16, float32, float64.  [default: all the adapter has]",
)
@click.option(
    "--device",
    "devices",
    multiple=True,
    callback=_split,
    metavar="DEVICES",
    help="cpu, cuda (torch), gpu (jax).  [default: cpu]",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    callback=_split,
    metavar="MODES",
    help="eager, compiled (torch), jit (jax).  [default: eager]",
)
@click.option(
    "--check",
    "checks",
    multiple=True,
    callback=_chosen(CHECKS),
    metavar="CHECKS",
    help=f"{', '.join(CHECKS)}.  [default: all]",
)
@click.option(
    "--examples",
    type=click.IntRange(1, 10_000),
    default=25,
    show_default=True,
    help="Drawn examples a formula, of up to thousands of points each.",
)
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@click.option(
    "--jobs",
    type=click.IntRange(0, 256),
    default=0,
    help="Processes.  [default: one a core, where that is worth it]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help=f"Folder for the report.  [default: {REPORT}]",
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the records, one a line, and nothing else."
)
@_for_people
def run(
    adapters: tuple[str, ...],
    only: tuple[str, ...],
    dtypes: tuple[str, ...],
    devices: tuple[str, ...],
    modes: tuple[str, ...],
    checks: tuple[str, ...],
    examples: int,
    seed: int,
    jobs: int,
    out: Path | None,
    as_json: bool,
) -> int:
    """Run the checks on ADAPTERs and write a report.

    An ADAPTER is numpy (the reference), torch, jax, the path of a Python file whose functions are
    named after the formulas, or the name of a module. Without one, numpy and every framework that
    is installed are run.

    \b
    Exit code: 0 nothing fails, 1 something fails or errs, 2 wrong usage.
    """
    from nnconform.adapters import available
    from nnconform.conformance.runner import Request
    from nnconform.conformance.selection import select

    asked = adapters or available()
    names = select(only)
    request = Request(
        tuple(dict.fromkeys(asked)),
        names,
        dtypes,
        devices,
        modes,
        checks,
        examples,
        seed,
        explicit=bool(only),
    )
    if not adapters and not as_json:
        _say_missing()
    return _run(request, jobs, None if as_json and out is None else out or Path(REPORT), as_json)


def _say_missing() -> None:
    from nnconform.adapters import BUILTIN_ADAPTERS, available

    for name in BUILTIN_ADAPTERS:
        if name not in available():
            click.echo(f"{name} is not installed: pip install 'nnconform[{name}]'", err=True)


def _run(request: "Request", jobs: int, out: Path | None, as_json: bool) -> int:
    import os
    from contextlib import ExitStack
    from tempfile import gettempdir

    # Nothing is kept between runs, and no folder is to appear where the user stands.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", f"{gettempdir()}/nnconform-hypothesis")
    from nnconform.adapters import resolve
    from nnconform.conformance.progress import progress
    from nnconform.conformance.runner import run as run_all
    from nnconform.reports.record import to_json
    from nnconform.reports.store import Store

    adapters = [resolve(name) for name in request.adapters]
    _say_unavailable(request, adapters)
    records: list[Record] = []
    with ExitStack() as stack:
        header = _header(request, adapters, jobs)
        store = stack.enter_context(Store(out, header)) if out is not None else None
        advance = stack.enter_context(progress(len(request.formulas)))
        for found in run_all(request, jobs):
            for record in found:
                records.append(record)
                if store is not None:
                    store.add(record)
                if as_json:
                    click.echo(to_json(record))
            advance(found)
    if not records:
        names = ", ".join(adapter.name for adapter in adapters)
        said = "defines no function named after a formula; `nnconform list` shows the names"
        click.echo(f"nnconform: {names} {said}", err=True)
        return USAGE
    if out is not None:
        _report(out, as_json)
    return FAILED if any(record.verdict in {"fails", "error"} for record in records) else 0


def _say_unavailable(request: "Request", adapters: "list[Adapter]") -> None:
    for adapter in adapters:
        for kind, asked, known in (
            ("device", request.devices, adapter.devices),
            ("mode", request.modes, adapter.modes),
            ("dtype", request.dtypes, adapter.dtypes),
        ):
            for value in sorted(set(asked) - set(known)):
                there = ", ".join(known)
                click.echo(
                    f"{adapter.name}: {kind} {value} is not available here (there is {there})",
                    err=True,
                )


def _header(request: "Request", adapters: "list[Adapter]", jobs: int) -> "Header":
    from nnconform.reports.environment import describe

    return describe(
        seed=request.seed,
        adapters={adapter.name: adapter.version for adapter in adapters},
        asked={**_plain(request), "jobs": jobs},
    )


def _plain(request: "Request") -> dict[str, Any]:
    from dataclasses import asdict

    return {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(request).items()
    }


def _report(out: Path, quiet: bool) -> None:
    from nnconform.conformance.selection import describe_formulas
    from nnconform.conformance.worked import all_worked_numbers
    from nnconform.reports import read
    from nnconform.reports.write import write_reports
    from nnconform.spec import ids

    found = read(out)
    written = write_reports(found, describe_formulas(), out, all_worked_numbers(ids()))
    if not quiet:
        from rich.console import Console

        from nnconform.reports.terminal import summary

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        console = Console(width=None if sys.stdout.isatty() else 100)
        console.print(summary(found, width=console.width))
        click.echo(f"\nReport: {next(p for p in written if p.suffix == '.html')}")


@main.command("list")
@click.option(
    "--json", "as_json", is_flag=True, help="Print a list of objects with id, group, title."
)
@_for_people
def list_formulas(as_json: bool) -> None:
    """List the formulas of the specification."""
    from nnconform.spec import ids, load

    rows = [{"id": f.id, "group": f.group, "title": f.file.title} for f in map(load, ids())]
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    _table(("id", "group", "title"), [list(row.values()) for row in rows])


@main.command()
@click.argument("identifier", metavar="ID")
@_for_people
def show(identifier: str) -> None:
    """Show a formula: sources, conventions, mistakes, worked numbers."""
    from nnconform.conformance.show import page
    from nnconform.spec import load

    click.echo(page(load(identifier)))


@main.command()
@click.option(
    "--only", multiple=True, callback=_split, metavar="IDS", help="As in `nnconform run`."
)
@click.option(
    "--errata", is_flag=True, help="Only errata and carried numbers, with the right values."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the numbers, one a line, and nothing else."
)
@_for_people
def examples(only: tuple[str, ...], errata: bool, as_json: bool) -> None:
    """Compare the documents' worked numbers with their exact values.

    \b
    agrees     the exact value rounds to the printed digits
    carried    right from the document's own printed intermediates
    truncated  the digits were cut off instead of rounded
    erratum    neither
    """
    from nnconform.conformance.selection import select
    from nnconform.conformance.worked import all_worked_numbers
    from nnconform.reports.record import compact
    from nnconform.reports.worked import CARRIED, ERRATUM

    found = all_worked_numbers(select(only))
    if as_json:
        for number in found:
            if not errata or number.kind in {ERRATUM, CARRIED}:
                click.echo(compact(number.as_dict()))
        return
    from rich.console import Console

    from nnconform.reports.worked_table import errata_table, worked_table

    console = Console(width=None if sys.stdout.isatty() else 200)
    console.print((errata_table if errata else worked_table)(found, width=console.width))


@main.command("check-spec")
@click.argument("only", nargs=-1, metavar="[ID]...")
@_for_people
def check_spec(only: tuple[str, ...]) -> int:
    """Prove that the specification is sound.

    Every expression evaluates, every property holds for the formula itself, every variant differs
    from the formula and from every other variant, every derivative is the derivative of its base,
    every source names a known document.
    """
    from nnconform.conformance.check_spec import problems
    from nnconform.conformance.selection import select

    names = select(only)
    found = [problem for identifier in names for problem in problems(identifier)]
    for problem in found:
        click.echo(problem)
    click.echo(f"{len(names)} formulas checked, {len(found)} problems")
    return FAILED if found else 0


@main.command()
@click.argument("only", nargs=-1, metavar="[IDS]...")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@click.option("--dtype", type=click.Choice(DTYPES), default="float64", show_default=True)
@click.option(
    "--sample",
    type=click.FloatRange(0, 1, min_open=True),
    default=1.0,
    show_default=True,
    help="Share of the faulty implementations that is tried; the seed says which.",
)
@click.option(
    "--jobs", type=click.IntRange(0, 256), default=0, help="Processes.  [default: one a core]"
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for audit.json and audit.md.  [default: none is written]",
)
@click.option("--json", "as_json", is_flag=True, help="Print audit.json, and nothing else.")
@_for_people
def audit(
    only: tuple[str, ...],
    seed: int,
    dtype: str,
    sample: float,
    jobs: int,
    out: Path | None,
    as_json: bool,
) -> int:
    """Audit the suite itself with faulty implementations.

    They are derived from the formulas: every single change to an expression, every declared
    mistake. IDS are formula ids, groups or patterns; all without one.

    \b
    Exit code: 0 every fault is caught and nothing right is, 1 otherwise, 2 wrong usage.
    """
    from nnconform.conformance.audit import FALSE_ALARM, SURVIVOR, Findings, auditable, run
    from nnconform.conformance.audit_report import lines, summary, table, to_json, write
    from nnconform.conformance.progress import progress
    from nnconform.conformance.selection import select

    names = auditable(select(only))
    found: dict[str, list[Finding]] = {}
    with progress(len(names), lambda counts: f"{counts[SURVIVOR]} survivors") as advance:
        for findings in run(names, seed=seed, dtype=dtype, jobs=jobs, sample=sample):
            found |= {each.formula: findings for each in findings}
            advance(findings)
    done = Findings([each for name in names for each in found.get(name, ())], seed, dtype, sample)
    if out is not None:
        write(done, out)
    if as_json:
        click.echo(to_json(done))
    else:
        _print(table(done.findings))
        for line in (*lines(done.findings), summary(done.findings, done.sample)):
            click.echo(line)
    return FAILED if {SURVIVOR, FALSE_ALARM} & {each.verdict for each in done.findings} else 0


@main.command()
@click.argument("description", metavar="NETWORK.toml", type=click.Path(path_type=Path))
@click.option(
    "--framework",
    default="",
    metavar="NAME",
    help="Compare with the layers of torch.  [default: none]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one object, and nothing else.")
@_for_people
def count(description: Path, framework: str, as_json: bool) -> int:
    """Count the parameters of a network, layer by layer.

    \b
    Exit code: 0 every difference from the framework is that of a declared convention, 1 one is
    not explained, 2 wrong usage.
    """
    from nnconform.conformance.counting import count as counted
    from nnconform.conformance.network import read_network

    found = counted(read_network(description), framework)
    if as_json:
        click.echo(json.dumps(found.as_dict(), indent=1, ensure_ascii=False))
        return 0 if found.explained else FAILED
    heads: tuple[str, ...] = ("layer", "output", "formula", "trainable", "not trainable")
    rows = [[f"{n.number} {n.layer}", "x".join(map(str, n.shape)), n.formula, str(n.trainable),
             str(n.fixed)] for n in found.layers]  # fmt: skip
    if framework:
        heads = (*heads, framework, "why")
        rows = [
            [*row, str(n.framework), n.difference]
            for row, n in zip(rows, found.layers, strict=True)
        ]
    _table(heads, rows)
    total = found.trainable + found.fixed
    compared = f"; {framework} has {found.counted} parameters" if framework else ""
    click.echo(f"total {total}: {found.trainable} trainable, {found.fixed} not{compared}")
    return 0 if found.explained else FAILED


@main.command()
@click.argument("only", nargs=-1, metavar="[IDS]...")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for claims.html and claims.json.  [default: none is written]",
)
@click.option("--json", "as_json", is_flag=True, help="Print claims.json, and nothing else.")
@_for_people
def claims(only: tuple[str, ...], seed: int, out: Path | None, as_json: bool) -> None:
    """Find out which of the documents' claims are true.

    IDS are claims; all without one. A claim holds, holds under conditions or does not hold; each
    outcome comes with its evidence: a proof, points that were tried, a counterexample, a witness.

    \b
    Exit code: 0 whatever is found, 2 wrong usage.
    """
    from importlib.metadata import version

    from rich.console import Console
    from rich.progress import track

    from nnconform.conformance.claims import check_claims, select_claims
    from nnconform.reports.claims import claims_json, claims_rows, claims_summary
    from nnconform.reports.claims_page import write_claims

    shown = track(
        check_claims(only, seed=seed),
        "checking",
        total=len(select_claims(only)),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    found = list(shown)
    if out is not None:
        write_claims(found, out, seed=seed, version=version("nnconform"))
    if as_json:
        click.echo(claims_json(found, seed=seed))
        return
    _ruled(("claim", "source", "outcome", "evidence", "counterexample or condition"),
           claims_rows(found))  # fmt: skip
    click.echo(claims_summary(found))
    if out is not None:
        click.echo(f"Page: {out / 'claims.html'}")


@main.command()
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
@_for_people
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

        _print(summary(grades))
        click.echo(f"Reports: {out / 'overview.html'}")
    return 0 if all(each.graded for each in grades) else FAILED


@main.command("new-assignment")
@click.argument("only", nargs=-1, required=True, metavar="IDS...")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path(),
    help="Folder for both files.  [default: here]",
)
@_for_people
def new_assignment(only: tuple[str, ...], out: Path) -> None:
    """Write a commented assignment.toml and a starter.py for students.

    IDS are formula ids, groups or patterns.
    """
    from nnconform.conformance.grading.starter import new_assignment as write
    from nnconform.conformance.selection import select

    for path in write(select(only), out):
        click.echo(f"wrote {path}")


@main.command("gradescope-bundle")
@click.argument("assignment_file", metavar="ASSIGNMENT", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("autograder.zip"),
    show_default=True,
    help="The zip to write.",
)
@_for_people
def gradescope_bundle(assignment_file: Path, out: Path) -> None:
    """Write the zip from which Gradescope builds an autograder for ASSIGNMENT."""
    from nnconform.conformance.grading.bundle import write_bundle

    click.echo(f"wrote {write_bundle(assignment_file, out)}")


def _ruled(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table whose cells are sentences: they are folded, and rows are ruled off."""
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False, show_lines=True, expand=False)
    for row in rows:
        table.add_row(*row)
    _print(table)


def _table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    _print(table)


def _print(thing: Any) -> None:
    from rich.console import Console

    # A pipe has no width: lines are not to be folded there.
    Console(width=None if sys.stdout.isatty() else 200).print(thing, markup=False, highlight=False)


if __name__ == "__main__":
    main()
