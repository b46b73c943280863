"""The command that writes tables."""

from pathlib import Path

import click

from nnconform.conformance.cli_common import for_people


@click.command()
@click.argument("runs", nargs=-1, required=True, metavar="RUN...", type=click.Path(path_type=Path))
@click.option(
    "--csv",
    "csv_target",
    type=click.Path(path_type=Path),
    metavar="TARGET",
    help="A file that ends in .csv for the results, or a folder for all tables.",
)
@click.option(
    "--parquet",
    "parquet_target",
    type=click.Path(path_type=Path),
    metavar="TARGET",
    help="A file that ends in .parquet, or a folder. Needs nnconform[tables].",
)
@click.option("--json", "as_json", is_flag=True, help="Print the results, a row a line.")
@for_people
def export(
    runs: tuple[Path, ...], csv_target: Path | None, parquet_target: Path | None, as_json: bool
) -> None:
    """Write the results of one RUN or more as tables.

    A RUN is the folder of a report or its results.jsonl. A folder gets the tables results, choices
    and profiles; of several runs, each row says of which one it is.
    """
    from nnconform.reports.export import json_lines, write_csv, write_parquet
    from nnconform.reports.tables import Runs

    if not (csv_target or parquet_target or as_json):
        raise click.UsageError("say where to: --csv TARGET, --parquet TARGET or --json")
    read = Runs(runs[0] if len(runs) == 1 else runs)
    written: list[Path] = []
    if csv_target:
        written += write_csv(read, csv_target)
    if parquet_target:
        written += write_parquet(read, parquet_target)
    for path in written:
        click.echo(f"wrote {path}", err=as_json)
    if as_json:
        for line in json_lines(read):
            click.echo(line)
