"""The command that starts an adapter."""

from pathlib import Path

import click

from nnconform.conformance.cli_common import for_people


@click.command("new-adapter")
@click.argument("name")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    help="A new or empty folder.  [default: nnconform-NAME]",
)
@for_people
def new_adapter(name: str, out: Path | None) -> None:
    """Write a small package that makes NAME an adapter.

    It can be installed and run at once: a few functions are filled in, the signatures of the others
    stand in comments.
    """
    from nnconform.conformance.new_adapter import new_adapter as write

    written = write(name, out)
    for path in written:
        click.echo(f"wrote {path}")
    click.echo(f"\nNext: pip install -e {written[0].parent} && nnconform run {name} --only relu")
