"""The live display of a run: on a terminal only, on standard error."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from nnconform.reports.record import Record

Advance = Callable[[Sequence[Record]], None]


@contextmanager
def progress(total: int) -> Iterator[Advance]:
    """Show how many of ``total`` formulas are done, what was found so far, and the time left."""
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

        def advance(records: Sequence[Record]) -> None:
            counts.update(record.verdict for record in records)
            name = records[0].formula if records else ""
            bad = counts["fails"] + counts["error"]
            bar.update(
                task, advance=1, description=f"{name}: {counts.total()} results, {bad} failing"
            )

        yield advance
