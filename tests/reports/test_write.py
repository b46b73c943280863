"""All reports at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nnconform.reports.record import FormulaInfo, Record, ReportError
from nnconform.reports.store import Run
from nnconform.reports.worked import WorkedNumber
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


def test_worked_numbers_get_a_page_that_the_report_links_to(
    tmp_path: Path, make_run: Callable[..., Run], every_verdict: list[Record]
) -> None:
    number = WorkedNumber(
        "toy.one", "unit2", "1", 1, "y", "0.5", 0.5, "0.5", None, "", "agrees", "0.5", ""
    )
    paths = write_reports(make_run(*every_verdict), [], tmp_path, [number])
    assert paths[-1].name == "worked-numbers.html"
    link = '<a href="worked-numbers.html">'
    assert link in (tmp_path / "index.html").read_text(encoding="utf-8")
    write_reports(make_run(*every_verdict), [], tmp_path)
    assert link not in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path, make_run: Callable[..., Run]
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReportError, match=r"cannot write to .*file: .*; choose another folder"):
        write_reports(make_run(), [], tmp_path / "file")
