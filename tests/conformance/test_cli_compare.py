"""The command that compares runs, on runs that it makes for itself."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.conformance.cli_compare import KINDS, PLACE
from nnconform.reports import comparison, matching

Run = Callable[..., Result]
FILE = """import numpy as np
def relu(z): return np.maximum(0, z)
def tanh(z): return np.tanh(z)
def elu(z, *, alpha=1.0): return np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))
"""
WRONG = FILE.replace("alpha * np.expm1(np.minimum(z, 0))", "alpha * np.exp(np.minimum(z, 0)) - 1")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with runs of a file: right, the same again, with one function made wrong."""
    place = tmp_path_factory.mktemp("runs")
    for name, text in (("right", FILE), ("again", FILE), ("wrong", WRONG)):
        (place / name).mkdir()
        (place / name / "mine.py").write_text(text)
        file, out = str(place / name / "mine.py"), str(place / name / "report")
        CliRunner().invoke(main, ["run", file, "--out", out, "--jobs", "1", "--examples", "5"])
    return place


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)
    return lambda *arguments: CliRunner().invoke(main, ["compare", *arguments])


RIGHT, BROKEN = "right/report", "wrong/report"


def test_the_lists_for_help_are_those_of_the_code(run: Run) -> None:
    assert tuple(comparison.KINDS) == KINDS
    assert matching.PLACE == PLACE
    shown = run("--help").output
    assert all(f"{kind} " in shown for kind in KINDS)
    assert ",".join(comparison.REGRESSIONS) in "".join(shown.split())


def test_one_function_made_wrong_is_named_and_nothing_else(run: Run) -> None:
    result = run(RIGHT, BROKEN, "--json")
    assert result.exit_code == 1
    changes = json.loads(result.stdout)["changes"]
    assert {change["formula"] for change in changes} == {"elu"}
    assert {change["kind"] for change in changes if change["check"] == "value"} == {"new-failure"}


def test_a_second_run_of_the_same_file_changes_nothing(run: Run) -> None:
    result = run(RIGHT, "again/report", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert (found["changes"], found["same_inputs"]) == ([], True)
    assert found["compared"] == found["same"] > 0


def test_the_way_back_is_mended_and_no_regression(run: Run) -> None:
    result = run(BROKEN, RIGHT, "--json")
    assert result.exit_code == 0
    assert {change["formula"] for change in json.loads(result.stdout)["changes"]} == {"elu"}


CODES: dict[str, tuple[tuple[str, ...], int]] = {
    "the same": ((RIGHT, RIGHT), 0),
    "a regression": ((RIGHT, BROKEN), 1),
    "a file": ((f"{RIGHT}/results.jsonl", BROKEN), 1),
    "allowed": ((RIGHT, BROKEN, "--allow", "new-failure,worse,lost"), 0),
    "other kinds": ((RIGHT, BROKEN, "--fail-on", "missing"), 0),
    "nothing fails": ((RIGHT, BROKEN, "--fail-on", "none"), 0),
    "even what is mended": ((BROKEN, RIGHT, "--fail-on", "mended"), 1),
    "elsewhere": ((RIGHT, BROKEN, "--where", "formula=relu,tanh"), 0),
    "no such run": ((RIGHT, "nowhere"), 2),
    "two formats": ((RIGHT, BROKEN, "--json", "--markdown"), 2),
    "an unknown kind": ((RIGHT, BROKEN, "--allow", "bad"), 2),
    "an unknown name": ((RIGHT, BROKEN, "--across", "seed"), 2),
    "an unknown value": ((RIGHT, BROKEN, "--a", "dtype=float16"), 2),
    "one run": ((RIGHT,), 2),
}


@pytest.mark.parametrize("case", CODES)
def test_exit_codes(case: str, run: Run) -> None:
    arguments, code = CODES[case]
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output


def test_all_formats_in_one_call(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run(RIGHT, BROKEN, "--markdown", "--html", str(page), "--out", str(tmp_path / "out"))
    assert result.stdout.startswith("# Comparison of two runs")
    assert "activations/elu" in page.read_text()
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["compare.html", "compare.json", "compare.md"]


def test_a_page_that_cannot_be_written_is_one_line(run: Run) -> None:
    result = run(RIGHT, BROKEN, "--html", "/dev/null/page.html")
    assert result.exit_code == 2
    assert result.stderr.startswith("nnconform: cannot write /dev/null/page.html")
