"""All reports at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.record import FormulaInfo, Record, ReportError
from nnconform.reports.store import Run
from nnconform.reports.write import write_reports


def test_three_files_are_written(
    tmp_path: Path,
    make_run: Callable[..., Run],
    every_verdict: list[Record],
    formulas: list[FormulaInfo],
) -> None:
    paths = write_reports(make_run(*every_verdict), iter(formulas), tmp_path / "new" / "folder")
    assert [path.name for path in paths] == ["summary.json", "report.md", "index.html"]
    assert all(path.stat().st_size > 500 for path in paths)


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, make_run: Callable[..., Run]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match=r"cannot write to .*file: .*; choose another folder"):
        write_reports(make_run(), [], tmp_path / "file")
