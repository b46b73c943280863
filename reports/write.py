"""All reports of a run at once."""

from collections.abc import Iterable
from pathlib import Path

from .html import write_html
from .markdown import write_markdown
from .record import FormulaInfo, ReportError
from .store import Run
from .summary import write_summary


def write_reports(
    run: Run, formulas: Iterable[FormulaInfo], directory: str | Path
) -> tuple[Path, Path, Path]:
    """Write ``summary.json``, ``report.md`` and ``index.html`` and return their paths.

    Args:
        run: a run as read; an interrupted one is reported as such.
        formulas: what is known about the formulas; one without an entry is reported too.
        directory: where to write; made if missing.

    Raises:
        ReportError: the folder cannot be written.
    """
    known = list(formulas)
    folder = Path(directory)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return (
            write_summary(run, folder),
            write_markdown(run, known, folder),
            write_html(run, known, folder),
        )
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
