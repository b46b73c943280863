"""The folder of a run, as the command line and the pytest plug-in write it."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nnconform.adapters import Adapter
from nnconform.conformance.runner import Request
from nnconform.conformance.selection import describe_formulas, select
from nnconform.conformance.worked import all_worked_numbers
from nnconform.reports import Run, read
from nnconform.reports.environment import describe
from nnconform.reports.expected import FILE_NAME, Expectations, read_expected
from nnconform.reports.store import Header
from nnconform.reports.write import write_reports
from nnconform.spec import ids


def header(request: Request, adapters: Sequence[Adapter], **asked: Any) -> Header:
    """The header of a run that starts now.

    Args:
        request: what is to be run.
        adapters: who is checked.
        asked: further options and their values.
    """
    plain = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in asdict(request).items()
    }
    return describe(
        seed=request.seed,
        adapters={adapter.name: adapter.version for adapter in adapters},
        asked=plain | asked,
    )


def expectations(file: str | Path | None, *, drafts: bool = False) -> Expectations:
    """The expected deviations: of a file that is named, or of the one that stands here.

    Raises:
        ReportError: the file is missing or does not fit.
    """
    if file is None and not Path(FILE_NAME).exists():
        return Expectations()
    return read_expected(file or FILE_NAME, select, drafts=drafts)


def write_folder(folder: Path) -> tuple[Run, Path]:
    """Write every report of the results in a folder; return what was read and the page."""
    found = read(folder)
    written = write_reports(found, describe_formulas(), folder, all_worked_numbers(ids()))
    return found, next(path for path in written if path.suffix == ".html")
