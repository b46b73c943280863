"""The commands that keep runs over time."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.reports import history

Run = Callable[..., Result]
FILE = "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two reports of a file, right and wrong, and one that was cut off."""
    place = tmp_path_factory.mktemp("reports")
    for name, text in (("right", FILE), ("wrong", FILE.replace("maximum", "minimum"))):
        (place / name).mkdir()
        file = place / name / "mine.py"
        file.write_text(text)
        quick = ("--check", "value", "--examples", "1", "--jobs", "1")
        CliRunner().invoke(main, ["run", str(file), "--out", str(place / name), *quick])
    lines = (place / "right" / "results.jsonl").read_text().splitlines(keepends=True)
    (place / "cut").mkdir()
    (place / "cut" / "results.jsonl").write_text("".join(lines[:-1]))
    return place


@pytest.fixture
def run(reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("right", "wrong", "cut"):
        (tmp_path / name).symlink_to(reports / name)
    return lambda *arguments: CliRunner().invoke(main, ["history", *arguments])


def test_the_default_file_is_that_of_the_code(run: Run) -> None:
    run("add", "right")
    assert Path(history.FILE_NAME).exists()


def test_runs_are_added_once(run: Run) -> None:
    first = run("add", "right", "wrong", "--label", "v1")
    assert first.exit_code == 0, first.output
    assert "right added as #1 v1 (" in first.output
    assert "wrong added as #2 v1 (" in first.output
    again = run("add", "wrong/results.jsonl", "--label", "v2")
    assert again.exit_code == 0
    assert "is there already as #2 v1" in again.output
    assert len(json.loads(run("show", "--json").output)["runs"]) == 2


def test_what_became_of_a_formula_is_shown(run: Run) -> None:
    run("add", "right", "wrong")
    result = run("show", "--only", "relu", "--json")
    assert [cell["verdict"] for cell in json.loads(result.output)["cells"]] == ["conforms", "fails"]
    text = run("show", "--only", "relu", "--dtype", "float64").output
    assert "✓ ok" in text
    assert "✗ FAIL" in text


def test_a_page_is_written(run: Run) -> None:
    run("add", "right", "wrong")
    result = run("page", "--out", "page.html")
    assert (result.exit_code, result.output) == (0, "Page: page.html\n")
    assert "new-failure" in Path("page.html").read_text()


def test_an_interrupted_run_is_added_on_demand(run: Run) -> None:
    refused = run("add", "cut")
    assert refused.exit_code == 2
    assert refused.stderr.startswith(
        "nnconform: cut: this run was interrupted; add it all the same"
    )
    assert run("add", "cut", "--interrupted").exit_code == 0
    assert "(interrupted)" in run("show").output


# A wrong use, and what the line on standard error says.
BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "no history yet": (("show",), "nnconform: nnconform-history.sqlite: no such file"),
    "no such run": (("add", "nowhere"), "nnconform: cannot read nowhere"),
    "not a history": (("show", "--db", "right/mine.py"), "file is not a database"),
    "nowhere to write": (("add", "right", "--db", "/dev/null/a"), "cannot be used as a history"),
    "no run given": (("add",), "Missing argument 'DIR...'"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_wrong_use_is_one_clear_line(case: str, run: Run) -> None:
    arguments, message = BAD[case]
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("option", "message"),
    [("--only=hubr", "has a formula 'hubr'"), ("--adapter=torch", "has an adapter 'torch'")],
)
def test_an_unknown_name_is_one_clear_line(option: str, message: str, run: Run) -> None:
    run("add", "right")
    result = run("show", option)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr
