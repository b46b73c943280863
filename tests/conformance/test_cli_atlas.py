"""`nnconform atlas`, and the page that a sweep leaves behind."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.reports.sweep_record import read_sweeps

pytest.importorskip("numba")


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def swept(folder: Path, formula: str) -> Result:
    arguments = ("--only", formula, "--dtype", "float16", "--jobs", 1, "--out", folder)
    return run("sweep", "numpy", *arguments)


def test_a_sweep_leaves_a_page_of_all_sweeps_of_its_folder(tmp_path: Path) -> None:
    assert swept(tmp_path, "tanh").exit_code == 0
    said = swept(tmp_path, "sigmoid").stdout
    assert f"Page: {tmp_path / 'atlas.html'}" in said
    page = (tmp_path / "atlas.html").read_text()
    assert {"tanh", "sigmoid"} <= set(re.findall(r'"id":"(\w+)"', page))


def test_folders_come_together_on_one_page_with_tables(tmp_path: Path) -> None:
    pd = pytest.importorskip("pandas")
    swept(tmp_path / "a", "tanh")
    swept(tmp_path / "b", "sigmoid")
    out = tmp_path / "out" / "index.html"
    done = run("atlas", tmp_path / "a", tmp_path / "b", "--out", out, "--csv", "--parquet")
    assert done.exit_code == 0, done.output
    names = ["index.html", "atlas.csv", "curves.csv", "atlas.parquet", "curves.parquet"]
    assert done.stdout.splitlines() == [f"wrote {out.parent / name}" for name in names]
    assert list(pd.read_parquet(out.parent / "atlas.parquet").formula) == ["tanh", "sigmoid"]


def test_the_page_stands_in_the_first_folder_where_nothing_else_is_said(tmp_path: Path) -> None:
    swept(tmp_path, "tanh")
    (tmp_path / "atlas.html").unlink()
    assert run("atlas", tmp_path / "sweeps.jsonl").exit_code == 0
    assert (tmp_path / "atlas.html").exists()


def test_a_record_that_was_cut_short_does_not_spoil_the_next(tmp_path: Path) -> None:
    swept(tmp_path, "tanh")
    records = tmp_path / "sweeps.jsonl"
    records.write_text(records.read_text()[:200])
    assert swept(tmp_path, "sigmoid").exit_code == 0
    assert [sweep.formula for sweep in read_sweeps(tmp_path)] == ["sigmoid"]


def test_a_folder_without_sweeps_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    done = run("atlas", tmp_path)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"nnconform: cannot read {tmp_path / 'sweeps.jsonl'}")
    assert done.stderr.count("\n") == 1


def test_the_report_of_a_run_links_to_the_sweeps_of_its_folder(tmp_path: Path) -> None:
    swept(tmp_path, "tanh")
    arguments = ("--only", "tanh", "--dtype", "float32", "--examples", 1, "--jobs", 1)
    assert run("run", "numpy", *arguments, "--out", tmp_path).exit_code == 0
    assert '<a href="atlas.html">' in (tmp_path / "index.html").read_text()
