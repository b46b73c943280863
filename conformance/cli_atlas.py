"""The command ``nnconform atlas``: sweeps as a page and as tables."""

from pathlib import Path

import click

from nnconform.conformance.cli_common import for_people


@click.command()
@click.argument(
    "folders", nargs=-1, required=True, metavar="FOLDER...", type=click.Path(path_type=Path)
)
@click.option("--out", type=click.Path(path_type=Path), default=None, metavar="TARGET",
              help="A folder, or a name that ends in .html.  [default: first FOLDER]")  # fmt: skip
@click.option("--csv", "csv", is_flag=True, help="Write atlas.csv and curves.csv beside the page.")
@click.option("--parquet", is_flag=True,
              help="Write atlas.parquet and curves.parquet. Needs nnconform[tables].")  # fmt: skip
@for_people
def atlas(folders: tuple[Path, ...], out: Path | None, csv: bool, parquet: bool) -> None:
    """Put the sweeps of one FOLDER or more on one page.

    A FOLDER is what `nnconform sweep --out` wrote, or its sweeps.jsonl. What was swept twice under
    one version counts as it was measured last.
    """
    from nnconform.conformance.selection import describe_formulas
    from nnconform.reports.atlas_page import FILE_NAME, write_atlas
    from nnconform.reports.sweep_record import latest, read_sweeps

    sweeps = latest(sweep for folder in folders for sweep in read_sweeps(folder))
    first = folders[0] if folders[0].is_dir() else folders[0].parent
    target = out or first
    page = target if target.suffix == ".html" else target / FILE_NAME
    written = [write_atlas(sweeps, describe_formulas(), page)]
    suffixes = [suffix for suffix, asked in ((".csv", csv), (".parquet", parquet)) if asked]
    if suffixes:
        from nnconform.reports.atlas_tables import write_atlas_tables

        written += write_atlas_tables(sweeps, page.parent, suffixes)
    for path in written:
        click.echo(f"wrote {path}")
