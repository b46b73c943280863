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
        """Grade all submissions and return their grades in the order of the names.

        Args:
            said: called with each grade as a line of JSON.

        Raises:
            ReportError: the folder cannot be used.
        """
        grading = header(self.assignment)
        names = {each.name for each in submissions}
        with GradeStore(self.out, grading, resume=self.resume) as store:
            kept = {name: g for name, g in store.grades.items() if name in names and g.graded}
            left = [each for each in submissions if each.name not in kept]
            for grade in kept.values():
                if said is not None:
                    said(line("grade", grade))
            with _progress(len(submissions), list(kept.values())) as advance:
                for grade in grade_all(left, self.assignment, jobs):
                    store.add(grade)
                    if said is not None:
                        said(line("grade", grade))
                    advance(grade)
            grades = [store.grades[each.name] for each in submissions]
        write_all(grading, grades, self.out, self.roster)
        return grades


@contextmanager
def _progress(total: int, kept: Sequence[Grade]) -> Iterator[Callable[[Grade], None]]:
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
        task = bar.add_task("", total=total, completed=len(kept))

        def advance(grade: Grade) -> None:
            nonlocal failed
            failed += bool(grade.errors) or not grade.graded
            bar.update(task, advance=1, description=f"{failed} failed, last: {grade.submission}")
            bar.refresh()

        yield advance
