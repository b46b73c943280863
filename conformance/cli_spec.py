"""The commands that speak of the spec itself: list, show, examples, claims, audit and others."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnconform.conformance.cli_common import (
    DTYPES,
    FAILED,
    for_people,
    ruled,
    show_rich,
    split,
    table,
)

if TYPE_CHECKING:
    from nnconform.conformance.audit import Finding


@click.command("list")
@click.option(
    "--json", "as_json", is_flag=True, help="Print a list of objects with id, group, title."
)
@for_people
def list_formulas(as_json: bool) -> None:
    """List the formulas of the specification."""
    from nnconform.spec import ids, load

    rows = [{"id": f.id, "group": f.group, "title": f.file.title} for f in map(load, ids())]
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return
    table(("id", "group", "title"), [list(row.values()) for row in rows])


@click.command()
@click.argument("identifier", metavar="ID")
@for_people
def show(identifier: str) -> None:
    """Show a formula: sources, conventions, mistakes, worked numbers."""
    from nnconform.conformance.show import page
    from nnconform.spec import load

    click.echo(page(load(identifier)))


@click.command()
@click.option("--only", multiple=True, callback=split, metavar="IDS", help="As in `nnconform run`.")
@click.option(
    "--errata", is_flag=True, help="Only errata and carried numbers, with the right values."
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print the numbers, one a line, and nothing else."
)
@for_people
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


@click.command("check-spec")
@click.argument("only", nargs=-1, metavar="[ID]...")
@for_people
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


@click.command()
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
@for_people
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
        show_rich(table(done.findings))
        for line in (*lines(done.findings), summary(done.findings, done.sample)):
            click.echo(line)
    return FAILED if {SURVIVOR, FALSE_ALARM} & {each.verdict for each in done.findings} else 0


@click.command()
@click.argument("description", metavar="NETWORK.toml", type=click.Path(path_type=Path))
@click.option(
    "--framework",
    default="",
    metavar="NAME",
    help="Compare with the layers of torch.  [default: none]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one object, and nothing else.")
@for_people
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
    table(heads, rows)
    total = found.trainable + found.fixed
    compared = f"; {framework} has {found.counted} parameters" if framework else ""
    click.echo(f"total {total}: {found.trainable} trainable, {found.fixed} not{compared}")
    return 0 if found.explained else FAILED


@click.command()
@click.argument("only", nargs=-1, metavar="[IDS]...")
@click.option("--seed", type=click.IntRange(0, 2**32 - 1), default=0, show_default=True)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="Folder for claims.html and claims.json.  [default: none is written]",
)
@click.option("--json", "as_json", is_flag=True, help="Print claims.json, and nothing else.")
@for_people
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
    ruled(("claim", "source", "outcome", "evidence", "counterexample or condition"),
           claims_rows(found))  # fmt: skip
    click.echo(claims_summary(found))
    if out is not None:
        click.echo(f"Page: {out / 'claims.html'}")
