"""One run of the grader from beginning to end: the store, the display, the reports."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nnconform.reports.grading import GradeStore, write_all
from nnconform.reports.grading.record import Grade, line

from .assignment import Assignment
from .run import grade_all, header
from .submissions import Submission


@dataclass(frozen=True)
class Session:
    """Grade, keep every result as it is there, and write the reports at the end.

    Attributes:
        resume: keep what ``out`` has, and grade the rest; what our own code failed on counts as
            not there.
    """

    assignment: Assignment
    out: Path
    resume: bool = False
    roster: Path | None = None

    def run(
        self,
        submissions: Sequence[Submission],
        jobs: int = 0,
        said: Callable[[str], None] | None = None,
    ) -> list[Grade]:
        """Grade all submissions; return their grades in brief, in the order of the names.

        Args:
            said: called with each grade as a line of JSON.

        Raises:
            ReportError: the folder cannot be used.
        """
        grading = header(self.assignment)
        with GradeStore(self.out, grading, resume=self.resume) as store:
            kept = [each for each in submissions if store.done.get(each.name)]
            left = [each for each in submissions if not store.done.get(each.name)]
            if said is not None:
                for each in kept:
                    said(line("grade", store.read(each.name)))
            with _progress(len(submissions), len(kept)) as advance:
                for grade in grade_all(left, self.assignment, jobs):
                    store.add(grade)
                    if said is not None:
                        said(line("grade", grade))
                    advance(grade)
            names = sorted(each.name for each in submissions)
            return write_all(grading, map(store.read, names), self.out, self.roster)


@contextmanager
def _progress(total: int, kept: int) -> Iterator[Callable[[Grade], None]]:
    """Show on a terminal how many are done and failed, and the time left."""
    if not sys.stderr.isatty():
        yield lambda grade: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    failed = 0
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}"),
        TimeRemainingColumn(),
    )
    # Without a thread of its own: workers are forked while it is shown.
    with Progress(
        *columns, console=Console(stderr=True), transient=True, auto_refresh=False
    ) as bar:
        task = bar.add_task("", total=total, completed=kept)

        def advance(grade: Grade) -> None:
            nonlocal failed
            failed += not grade.points
            bar.update(task, advance=1, description=f"{failed} failed, last: {grade.submission}")
            bar.refresh()

        yield advance
