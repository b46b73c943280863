"""The command line; every heavy import waits until a command needs it."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nnconform.conformance.cli_adapter import new_adapter
from nnconform.conformance.cli_atlas import atlas
from nnconform.conformance.cli_common import (
    DTYPES,
    REPORT,
    USAGE,
    chosen,
    for_people,
    split,
)
from nnconform.conformance.cli_compare import compare
from nnconform.conformance.cli_export import export
from nnconform.conformance.cli_grading import grade, gradescope_bundle, new_assignment
from nnconform.conformance.cli_history import history
from nnconform.conformance.cli_outputs import Outputs, outputs
from nnconform.conformance.cli_spec import (
    audit,
    check_spec,
    claims,
    count,
    examples,
    list_formulas,
    show,
)
from nnconform.conformance.cli_sweep import sweep

if TYPE_CHECKING:
    from nnconform.adapters import Adapter
    from nnconform.conformance.runner import Request
    from nnconform.reports.record import Record

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


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="nnconform")
def main() -> None:
    """Check implementations of deep-learning formulas against their specification."""


@main.command()
@click.argument("adapters", nargs=-1, metavar="[ADAPTER]...")
@click.option(
    "--only",
    multiple=True,
    callback=split,
    metavar="IDS",
    help="Formula ids, groups or patterns such as 'softmax*'; commas or repeated.",
)
@click.option(
    "--dtype",
    "dtypes",
    multiple=True,
    callback=chosen(DTYPES),
    metavar="DTYPES",
    help="float16, bfloat16, float32, float64.  [default: all the adapter has]",
)
@click.option(
    "--device",
    "devices",
    multiple=True,
    callback=split,
    metavar="DEVICES",
    help="cpu, cuda (torch), gpu (jax).  [default: cpu]",
)
@click.option(
    "--mode",
    "modes",
    multiple=True,
    callback=split,
    metavar="MODES",
    help="eager, compiled (torch), jit (jax).  [default: eager]",
)
@click.option(
    "--check",
    "checks",
    multiple=True,
    callback=chosen(CHECKS),
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
@outputs
@for_people
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
    outputs: Outputs,
) -> int:
    """Run the checks on ADAPTERs and write a report.

    An ADAPTER is numpy (the reference), torch, jax, the path of a Python file whose functions are
    named after the formulas, the name of a module, a registered name, or process:COMMAND. Without
    one, numpy and every framework that is installed are run.

    \b
    Exit code: 0 nothing fails that is not expected, 1 something does, 2 wrong usage.
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
    folder = None if as_json and out is None else out or Path(REPORT)
    outputs.check(folder)
    return _run(request, jobs, folder, as_json, outputs)


def _say_missing() -> None:
    from nnconform.adapters import BUILTIN_ADAPTERS, available

    for name in BUILTIN_ADAPTERS:
        if name not in available():
            click.echo(f"{name} is not installed: pip install 'nnconform[{name}]'", err=True)


def _run(request: "Request", jobs: int, out: Path | None, as_json: bool, outputs: Outputs) -> int:
    import os
    from contextlib import ExitStack
    from tempfile import gettempdir

    # Nothing is kept between runs, and no folder is to appear where the user stands.
    os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", f"{gettempdir()}/nnconform-hypothesis")
    from nnconform.adapters import resolve
    from nnconform.conformance.progress import progress
    from nnconform.conformance.recording import header
    from nnconform.conformance.runner import run as run_all
    from nnconform.reports.record import to_json
    from nnconform.reports.store import Store

    expected = outputs.read()
    adapters = [resolve(name) for name in request.adapters]
    _say_unavailable(request, adapters)
    records: list[Record] = []
    with ExitStack() as stack:
        head = header(request, adapters, jobs=jobs, expected=expected.path)
        store = stack.enter_context(Store(out, head)) if out is not None else None
        advance = stack.enter_context(progress(len(request.formulas)))
        for found in run_all(request, jobs):
            for record in map(expected.mark, found):
                records.append(record)
                if store is not None:
                    store.add(record)
                if as_json:
                    click.echo(to_json(record))
            advance(found)
        unnecessary = expected.unnecessary(records, request.checks)
        if store is not None:
            store.unnecessary = unnecessary
    if not records:
        names = ", ".join(adapter.name for adapter in adapters)
        said = "defines no function named after a formula; `nnconform list` shows the names"
        click.echo(f"nnconform: {names} {said}", err=True)
        return USAGE
    _report(out, as_json, unnecessary, outputs)
    outputs.draft(expected, records, request.checks)
    return outputs.code(records, unnecessary)


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


def _report(out: Path | None, quiet: bool, unnecessary: Sequence[str], outputs: Outputs) -> None:
    if quiet:
        for said in unnecessary:
            click.echo(said, err=True)
    if out is None:
        return
    from nnconform.conformance.recording import write_folder

    found, page = write_folder(out)
    if not quiet:
        from rich.console import Console

        from nnconform.reports.terminal import summary

        sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
        console = Console(width=None if sys.stdout.isatty() else 100)
        console.print(summary(found, width=console.width))
        click.echo(f"\nReport: {page}")
    outputs.publish(found, out, quiet=quiet)


for _command in (
    list_formulas,
    show,
    examples,
    check_spec,
    audit,
    count,
    claims,
    export,
    grade,
    new_adapter,
    new_assignment,
    gradescope_bundle,
    compare,
    history,
    sweep,
    atlas,
):
    main.add_command(_command)

if __name__ == "__main__":
    main()
