"""The commands that keep runs over time."""

import sys
from pathlib import Path

import click

from nnconform.conformance.cli_common import DTYPES, chosen, for_people, split

_DB = click.option(
    "--db",
    type=click.Path(path_type=Path),
    default=Path("nnconform-history.sqlite"),
    show_default=True,
    help="The file that holds the history.",
)
_ONLY = click.option(
    "--only",
    multiple=True,
    callback=split,
    metavar="IDS",
    help="Formula ids, groups or patterns such as 'softmax*'; commas or repeated.",
)


@click.group()
def history() -> None:
    """Keep runs in one file, and show what became of formulas over time."""


@history.command("add")
@click.argument("runs", nargs=-1, required=True, metavar="DIR...", type=click.Path(path_type=Path))
@_DB
@click.option("--label", default="", help="What to call the runs, such as a version or a commit.")
@click.option("--interrupted", is_flag=True, help="Take runs that did not come to their end.")
@for_people
def add_runs(runs: tuple[Path, ...], db: Path, label: str, interrupted: bool) -> None:
    """Add runs: folders of reports, or their results.jsonl.

    The file is made where there is none. A run that is there already is not added again.

    \b
    Exit code: 0 the runs are there, 2 one cannot be added.
    """
    from nnconform.reports import ReportError, read
    from nnconform.reports.history import add, opened

    found = [(place, read(place)) for place in runs]
    with opened(db, create=True) as connection:
        for place, run in found:
            try:
                entry, new = add(connection, run, label=label, interrupted=interrupted)
            except ReportError as error:
                raise ReportError(f"{place}: {error}") from error
            said = "added as" if new else "is there already as"
            click.echo(f"{place} {said} {entry.name} ({entry.results:,} results)")


@history.command("show")
@_DB
@_ONLY
@click.option("--adapter", "adapters", multiple=True, callback=split, metavar="NAMES",
              help="Only these adapters.")  # fmt: skip
@click.option("--dtype", "dtypes", multiple=True, callback=chosen(DTYPES), metavar="DTYPES",
              help="A line for each of these.  [default: all together]")  # fmt: skip
@click.option("--last", type=click.IntRange(1), default=6, show_default=True,
              help="How many of the latest runs.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one object, and nothing else.")
@for_people
def show_history(
    db: Path,
    only: tuple[str, ...],
    adapters: tuple[str, ...],
    dtypes: tuple[str, ...],
    last: int,
    as_json: bool,
) -> None:
    """Show the runs; with --only, the verdict and the largest ULP of formulas in each."""
    from nnconform.reports.history import entries, opened
    from nnconform.reports.history_cells import check_adapters, counts, formulas, lines
    from nnconform.reports.history_text import as_json as json_text, lines_table, runs_table

    with opened(db) as connection:
        check_adapters(connection, adapters)
        runs = entries(connection)[-last:]
        numbers = counts(connection, adapters)
        rows = formulas(connection, only) if only else []
        found = lines(connection, runs, rows, adapters=adapters, dtypes=dtypes or None)
    if as_json:
        click.echo(json_text(runs, numbers, found))
        return
    _print(lines_table(found, runs) if only else runs_table(runs, numbers, adapters))


@history.command("page")
@_DB
@_ONLY
@click.option("--last", type=click.IntRange(1), default=30, show_default=True,
              help="How many of the latest runs.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=Path("nnconform-history.html"),
              show_default=True, help="The page to write.")  # fmt: skip
@for_people
def history_page(db: Path, only: tuple[str, ...], last: int, out: Path) -> None:
    """Write a page: verdicts and errors over versions, and what changed when."""
    from nnconform.reports.history import opened
    from nnconform.reports.history_page import write_history

    with opened(db) as connection:
        click.echo(f"Page: {write_history(connection, out, last=last, only=only)}")


def _print(table: object) -> None:
    from rich.console import Console

    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    Console(width=None if sys.stdout.isatty() else 200).print(table, markup=False, highlight=False)
