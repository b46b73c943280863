"""The command that compares two runs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnconform.conformance.cli_common import FAILED, chosen, for_people

if TYPE_CHECKING:
    from nnconform.reports.comparison import Comparison

KINDS = (
    "new-failure",
    "worse",
    "less-accurate",
    "lost",
    "missing",
    "variant",
    "choice",
    "other",
    "mended",
    "better",
    "more-accurate",
    "gained",
    "new",
)
PLACE = ("adapter", "provenance", "mode", "device", "dtype")


@click.command()
@click.argument("a", metavar="A", type=click.Path(path_type=Path))
@click.argument("b", metavar="B", type=click.Path(path_type=Path))
@click.option(
    "--across",
    multiple=True,
    callback=chosen(PLACE),
    metavar="NAMES",
    help=f"What the two runs differ in, if not in time: {', '.join(PLACE)}.",
)
@click.option(
    "--where", multiple=True, metavar="NAME=VALUE", help="Compare only these results of both."
)
@click.option("--a", "a_where", multiple=True, metavar="NAME=VALUE", help="Only these of A.")
@click.option("--b", "b_where", multiple=True, metavar="NAME=VALUE", help="Only these of B.")
@click.option(
    "--fail-on",
    multiple=True,
    callback=chosen((*KINDS, "none")),
    metavar="KINDS",
    help="Kinds of change that are a regression.  [default: new-failure,worse,less-accurate,"
    "lost,missing]",
)
@click.option(
    "--allow",
    multiple=True,
    callback=chosen(KINDS),
    metavar="KINDS",
    help="Kinds of change that are none.",
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="Print one object, and nothing else.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Page to write.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for compare.html, compare.md and compare.json.",
)
@for_people
def compare(
    a: Path,
    b: Path,
    across: tuple[str, ...],
    where: tuple[str, ...],
    a_where: tuple[str, ...],
    b_where: tuple[str, ...],
    fail_on: tuple[str, ...],
    allow: tuple[str, ...],
    as_markdown: bool,
    as_json: bool,
    page: Path | None,
    out: Path | None,
) -> int:
    """Say what has changed between run A, the old one, and run B.

    A and B are folders of reports, or their results.jsonl. To compare two devices, modes,
    adapters, dtypes or provenances, A and B may be the same: --a mode=eager --b mode=compiled.

    \b
    Kinds of change, the first five of which are regressions:
    new-failure    fails or errs, and did not
    worse          was right, and loses digits now
    less-accurate  the same verdict, a larger error
    lost           was answered, and is unsupported now
    missing        has a result in A, and none in B
    variant        another convention, or another mistake
    choice         another value where the formula leaves room
    other          another verdict, neither better nor worse
    mended         failed or erred, and is right now
    better         nearer to right
    more-accurate  the same verdict, a smaller error
    gained         was unsupported, and is answered now
    new            has a result in B, and none in A

    \b
    Exit code: 0 no regression, 1 a regression, 2 wrong usage.
    """
    from nnconform.reports import read
    from nnconform.reports.comparison import REGRESSIONS, compare as compared
    from nnconform.reports.matching import conditions

    if as_markdown and as_json:
        raise click.UsageError("--markdown and --json: print one of them; --out DIR writes both")
    found = compared(
        read(a),
        read(b),
        names=(_name(a, a_where), _name(b, b_where)),
        across=across,
        a_where={**conditions(where), **conditions(a_where)},
        b_where={**conditions(where), **conditions(b_where)},
        regressions={*(fail_on or REGRESSIONS)} - {*allow},
    )
    written = _write(found, page, out)
    _show(found, as_markdown, as_json, written)
    return FAILED if found.regressions else 0


def _name(path: Path, where: tuple[str, ...]) -> str:
    return f"{path} ({', '.join(where)})" if where else str(path)


def _write(found: "Comparison", page: Path | None, out: Path | None) -> list[Path]:
    from nnconform.reports.comparison_page import write_comparison, write_page

    written = list(write_comparison(found, out)) if out else []
    return [*written, write_page(found, page)] if page else written


def _show(found: "Comparison", as_markdown: bool, as_json: bool, written: list[Path]) -> None:
    from nnconform.reports.comparison_text import as_json as json_text, markdown, summary

    if as_json:
        click.echo(json_text(found))
    elif as_markdown:
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
        click.echo(markdown(found), nl=False)
    else:
        from rich.console import Console

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        width = None if sys.stdout.isatty() else 120
        Console(width=width).print(summary(found), markup=False, highlight=False)
        for path in written:
            if path.suffix == ".html":
                click.echo(f"\nPage: {path}")
