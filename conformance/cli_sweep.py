"""The command ``nnconform sweep``: every input of an elementwise formula."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnconform.conformance.cli_common import DTYPES, FAILED, USAGE, chosen, for_people, split

if TYPE_CHECKING:
    from nnconform.conformance.sweeping.questions import Question
    from nnconform.reports.sweep_record import Sweep

OUT = "nnconform-sweeps"
Values = dict[str, tuple[float, ...]]


def _parameters(
    context: click.Context, parameter: click.Parameter, given: tuple[str, ...]
) -> Values:
    found: dict[str, list[float]] = {}
    for text in given:
        name, _, value = text.partition("=")
        try:
            found.setdefault(name.strip(), []).append(float(value))
        except ValueError:
            raise click.BadParameter(f"{text!r} is not of the form alpha=0.5") from None
    return {name: tuple(values) for name, values in found.items()}


@click.command()
@click.argument("adapters", nargs=-1, required=True, metavar="ADAPTER...")
@click.option("--only", multiple=True, callback=split, metavar="IDS",
              help="As in `nnconform run`.  [default: all of one variable]")  # fmt: skip
@click.option("--dtype", "dtypes", multiple=True, callback=chosen(DTYPES), metavar="DTYPES",
              help="float16, bfloat16, float32, float64.  [default: float32]")  # fmt: skip
@click.option("--gradient", is_flag=True, help="Sweep the gradients too.")
@click.option("--device", "devices", multiple=True, callback=split, metavar="DEVICES",
              help="cpu, cuda (torch), gpu (jax).  [default: cpu]")  # fmt: skip
@click.option("--mode", "modes", multiple=True, callback=split, metavar="MODES",
              help="eager, compiled (torch), jit (jax).  [default: eager]")  # fmt: skip
@click.option("--provenance", "provenances", multiple=True,
              callback=chosen(("builtin", "as_written", "submission")), metavar="NAMES",
              help="builtin, as_written.  [default: builtin; submission for a file]")  # fmt: skip
@click.option("--parameter", "parameters", multiple=True, callback=_parameters, metavar="NAME=X",
              help="A value to sweep.  [default: the default, and a few]")  # fmt: skip
@click.option("--points", type=click.IntRange(2**10), default=None,
              help="Points of a stratified sweep.  [default: 2^28 for float64 and two variables, "
                   "everything else whole]")  # fmt: skip
@click.option("--jobs", type=click.IntRange(0, 256), default=0,
              help="Processes.  [default: one a core]")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), default=None,
              help=f"Folder for sweeps.jsonl and finished parts.  [default: {OUT}]")  # fmt: skip
@click.option("--json", "as_json", is_flag=True,
              help="Print the records, one a line, and nothing else.")  # fmt: skip
@click.option("--markdown", is_flag=True, help="Print a table in Markdown, and nothing else.")
@for_people
def sweep(
    adapters: tuple[str, ...],
    only: tuple[str, ...],
    dtypes: tuple[str, ...],
    gradient: bool,
    devices: tuple[str, ...],
    modes: tuple[str, ...],
    provenances: tuple[str, ...],
    parameters: Values,
    points: int | None,
    jobs: int,
    out: Path | None,
    as_json: bool,
    markdown: bool,
) -> int:
    """Put every input to elementwise formulas, and measure the error of each.

    All inputs of float16, bfloat16 and float32; of float64, and of formulas of two variables, a
    fixed set from every binade. A sweep that was interrupted goes on where it stopped.

    \b
    Exit code: 0 every sweep was done, 1 some failed, 2 wrong usage.
    """
    from nnconform.conformance.sweeping.asking import questions
    from nnconform.reports.sweep_record import sweep_to_json

    asked = questions(
        adapters, only, dtypes or ("float32",), devices, modes, provenances, parameters,
        gradient=gradient, points=points,
    )  # fmt: skip
    folder = None if (as_json or markdown) and out is None else out or Path(OUT)
    found: list[Sweep] = []
    failed = 0
    for each in _answers(asked, jobs, folder):
        if isinstance(each, str):
            click.echo(f"nnconform: {each}", err=True)
            failed += 1
            continue
        found.append(each)
        if as_json:
            click.echo(sweep_to_json(each))
    if not found:
        return FAILED if failed else USAGE
    page = _write_page(folder) if folder is not None else None
    if markdown:
        from nnconform.reports.sweep_tables import markdown_table

        click.echo(markdown_table(found))
    elif not as_json:
        _show(found, folder, page)
    return FAILED if failed else 0


def _answers(asked: "list[Question]", jobs: int, folder: Path | None) -> "Iterator[Sweep | str]":
    """The records; a sentence for each question that failed. What is not offered is only said."""
    from nnconform.conformance.sweeping.running import Refused, answer

    missing: dict[tuple[str, str], dict[str, None]] = {}
    try:
        with _progress(len(asked)) as (told, done):
            for each in answer(asked, jobs, folder, told):
                done()
                if not isinstance(each, Refused):
                    yield each
                elif each.offered:
                    yield each.why
                else:
                    named = missing.setdefault((each.question.adapter, each.why), {})
                    named[each.question.formula] = None
    finally:
        for (adapter, why), formulas in missing.items():
            click.echo(f"nnconform: {adapter}: {why}: {', '.join(formulas)} left out", err=True)


@contextmanager
def _progress(
    total: int,
) -> Iterator[tuple[Callable[[int, int], None], Callable[[], None]]]:
    if not sys.stderr.isatty():
        yield (lambda done, units: None), (lambda: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        finished = 0
        task = bar.add_task("", total=None)

        def told(done: int, units: int) -> None:
            bar.update(task, description=f"sweep {finished + 1} of {total}", completed=done,
                       total=units)  # fmt: skip

        def done() -> None:
            nonlocal finished
            finished += 1

        yield told, done


def _write_page(folder: Path) -> Path:
    """The page of all sweeps that the folder holds, those of earlier commands among them."""
    from nnconform.conformance.selection import describe_formulas
    from nnconform.reports.atlas_page import FILE_NAME, write_atlas
    from nnconform.reports.sweep_record import latest, read_sweeps

    return write_atlas(latest(read_sweeps(folder)), describe_formulas(), folder / FILE_NAME)


def _show(found: "list[Sweep]", folder: Path | None, page: Path | None) -> None:
    from nnconform.conformance.cli_common import table
    from nnconform.reports.sweep_record import SWEEPS
    from nnconform.reports.sweep_tables import HEADS, rows

    table(HEADS, rows(found))
    if folder is not None:
        click.echo(f"\nRecords: {folder / SWEEPS}\nPage: {page}")
