"""All reports of a run at once."""

from collections.abc import Iterable
from pathlib import Path

from .atlas_page import FILE_NAME as ATLAS_NAME, LABEL as ATLAS_LABEL
from .html import write_html
from .markdown import write_markdown
from .record import FormulaInfo, ReportError
from .store import Run
from .summary import write_summary
from .worked import WorkedNumber
from .worked_page import FILE_NAME, LABEL, write_worked

_CLAIMS = "claims.html"


def write_reports(
    run: Run,
    formulas: Iterable[FormulaInfo],
    directory: str | Path,
    worked: Iterable[WorkedNumber] = (),
) -> tuple[Path, ...]:
    """Write ``summary.json``, ``report.md`` and ``index.html`` and return their paths.

    With worked numbers, ``worked-numbers.html`` comes last. ``index.html`` links to it, and to the
    pages of claims and of sweeps that were written to the folder before.

    Args:
        run: a run as read; an interrupted one is reported as such.
        formulas: what is known about the formulas; one without an entry is reported too.
        directory: where to write; made if missing.
        worked: the documents' worked numbers, in the order in which they are to be shown.

    Raises:
        ReportError: the folder cannot be written.
    """
    known, numbers = list(formulas), list(worked)
    pages = {FILE_NAME: LABEL} if numbers else {}
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / _CLAIMS).exists():
            pages[_CLAIMS] = "the documents' claims"
        if (folder / ATLAS_NAME).exists():
            pages[ATLAS_NAME] = ATLAS_LABEL
        return (
            write_summary(run, folder),
            write_markdown(run, known, folder),
            write_html(run, known, folder, pages),
            *((write_worked(numbers, folder),) if numbers else ()),
        )
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
