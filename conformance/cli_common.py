"""What the commands share: errors for people, selections and tables."""

import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

DTYPES = ("float16", "bfloat16", "float32", "float64")
REPORT = "nnconform-report"
# Exit codes.
FAILED = 1
USAGE = 2
INTERRUPTED = 130


def for_people(command: Callable[..., int | None]) -> Callable[..., None]:
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


def split(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Repeated options and comma-separated lists mean the same."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def chosen(known: tuple[str, ...]) -> Callable[..., tuple[str, ...]]:
    """Like ``split``, for an option whose values are known."""

    def check(
        context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
    ) -> tuple[str, ...]:
        found = split(context, parameter, values)
        for value in found:
            if value not in known:
                raise click.BadParameter(f"{value!r} is not one of {', '.join(known)}")
        return found

    return check


def ruled(heads: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    """A table whose cells are sentences: they are folded, and rows are ruled off."""
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False, show_lines=True, expand=False)
    for row in rows:
        table.add_row(*row)
    show_rich(table)


def table(heads: tuple[str, ...], rows: Iterable[list[str]]) -> None:
    """A table of short cells."""
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    show_rich(table)


def show_rich(thing: Any) -> None:
    from rich.console import Console

    # A pipe has no width: lines are not to be folded there.
    Console(width=None if sys.stdout.isatty() else 200).print(thing, markup=False, highlight=False)
