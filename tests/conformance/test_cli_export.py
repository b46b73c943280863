"""`nnconform export`: what it writes, what it says, and how it refuses."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.reports import Store
from nnconform.reports.environment import describe

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("old", "new"):
        with Store(name, describe(seed=0, adapters={}, asked={})):
            pass
    (tmp_path / "answer.py").write_text(
        "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"
    )
    arguments = ["run", "answer.py", "--examples", "1", "--jobs", "1", "--out", "run"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return lambda *arguments: CliRunner().invoke(main, ["export", *arguments])


def test_what_is_written_is_said(run: Run) -> None:
    done = run("run", "--csv", "results.csv", "--parquet", "tables")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "wrote results.csv",
        "wrote tables/results.parquet",
        "wrote tables/choices.parquet",
        "wrote tables/profiles.parquet",
    ]
    assert Path("results.csv").read_text().startswith("id,formula,group,")


def test_json_is_alone_on_stdout(run: Run) -> None:
    done = run("run", "--json", "--csv", "results.csv")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert {row["formula"] for row in rows} == {"relu"}
    assert done.stderr == "wrote results.csv\n"


def test_several_runs_say_of_which_one_each_row_is(run: Run) -> None:
    done = run("run", "old", "--json")
    assert {json.loads(line)["run"] for line in done.stdout.splitlines()} == {"run"}


REFUSED = {
    "no target": (("run",), "say where to: --csv TARGET, --parquet TARGET or --json"),
    "no run": ((), "Missing argument"),
    "another ending": (("run", "--csv", "x.txt"), "x.txt: expected a name that ends in .csv"),
    "no such run": (("nope", "--json"), "cannot read nope"),
    "the same twice": (("old", "old", "--json"), "old is given twice; name each run once"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_mistake_is_one_line_and_exit_code_2(name: str, run: Run) -> None:
    arguments, said = REFUSED[name]
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
