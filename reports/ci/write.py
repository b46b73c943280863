"""The files for CI servers, in a run's folder."""

from collections.abc import Collection, Iterable
from pathlib import Path

from nnconform.reports.record import FormulaInfo, ReportError
from nnconform.reports.store import Run

from .badge import badge, badge_json, badge_svg
from .junit import run_junit
from .sarif import sarif


def write_ci(
    run: Run,
    formulas: Iterable[FormulaInfo],
    fail_on: Collection[str],
    expected_file: str,
    folder: Path,
) -> tuple[Path, ...]:
    """Write ``junit.xml``, ``results.sarif``, ``badge.svg`` and ``badge.json``; return their paths.

    Args:
        run: a run as read.
        formulas: what is known about the formulas.
        fail_on: the verdicts that fail.
        expected_file: the file of expected deviations.
        folder: an existing folder.

    Raises:
        ReportError: a file cannot be written.
    """
    shown = badge(run, fail_on)
    texts = {
        "junit.xml": run_junit(run, fail_on),
        "results.sarif": sarif(run, formulas, fail_on, expected_file),
        "badge.svg": badge_svg(shown),
        "badge.json": badge_json(shown),
    }
    try:
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
    return tuple(folder / name for name in texts)
