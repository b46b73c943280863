"""The live display of a run: on a terminal only, on standard error."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol


class Found(Protocol):
    """What is counted: a record of a run, or a finding of an audit."""

    @property
    def formula(self) -> str: ...

    @property
    def verdict(self) -> str: ...


Advance = Callable[[Sequence[Found]], None]


def _failing(counts: Counter[str]) -> str:
    return f"{counts['fails'] + counts['error']} failing"


@contextmanager
def progress(total: int, told: Callable[[Counter[str]], str] = _failing) -> Iterator[Advance]:
    """Show how many of ``total`` formulas are done, what was found so far, and the time left.

    Args:
        told: what to say of the verdicts counted so far.
    """
    if not sys.stderr.isatty():
        yield lambda records: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    counts: Counter[str] = Counter()
    columns = (
        TextColumn("checking"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def advance(found: Sequence[Found]) -> None:
            counts.update(each.verdict for each in found)
            name = found[0].formula if found else ""
            said = f"{name}: {counts.total()} results, {told(counts)}"
            bar.update(task, advance=1, description=said)

        yield advance
