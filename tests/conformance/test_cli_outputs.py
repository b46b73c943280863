"""Expected deviations and the files for CI servers, from the command line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import main
from nnconform.conformance.cli_outputs import EXPECTED, FAIL_ON
from nnconform.reports import read
from nnconform.reports.expected import FILE_NAME

Run = Callable[..., Result]
QUICK = ("--only", "relu", "--examples", "1", "--jobs", "1")
RELU = "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"
# 1.7e-3 in float32 is far from rounding, and no other formula: only the last digits are lost.
CRUDE = (
    "import numpy as np\ndef tanh(z): return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))\n"
)
ENTRY = '[[expected]]\nid = "relu"\nadapter = "wrong"\nreason = "homework 3"\n'


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "answer.py").write_text(RELU)
    (tmp_path / "wrong.py").write_text(RELU.replace("maximum", "minimum"))
    (tmp_path / "crude.py").write_text(CRUDE)
    return lambda *arguments: CliRunner().invoke(main, ["run", *arguments])


def test_the_names_for_help_are_those_of_the_code() -> None:
    assert FILE_NAME == EXPECTED
    assert set(FAIL_ON) == {"fails", "error"}


CODES: dict[str, tuple[str, tuple[str, ...], int]] = {
    "a new failure": ("", ("wrong.py",), 1),
    "an expected failure": (ENTRY, ("wrong.py",), 0),
    "an expected failure that is left alone": (ENTRY, ("wrong.py", "--no-expected"), 1),
    "an entry for another adapter": (ENTRY, ("wrong.py", "answer.py"), 0),
    "an entry for something milder": (ENTRY + 'verdict = "inaccurate"\n', ("wrong.py",), 1),
    "an entry that has gone": (ENTRY.replace("wrong", "answer"), ("answer.py",), 0),
    "the same, strictly": (
        ENTRY.replace("wrong", "answer"),
        ("answer.py", "--strict-expected"),
        1,
    ),
    "an entry that still applies, strictly": (ENTRY, ("wrong.py", "--strict-expected"), 0),
    "an entry that was not run, strictly": (ENTRY, ("answer.py", "--strict-expected"), 0),
    "an open reason": (ENTRY.replace("homework", "TODO"), ("wrong.py",), 2),
}


@pytest.mark.parametrize("case", CODES)
def test_exit_codes(case: str, run: Run) -> None:
    text, arguments, code = CODES[case]
    if text:
        Path(EXPECTED).write_text(text)
    result = run(*arguments, *QUICK, "--json")
    assert result.exit_code == code, result.output


@pytest.mark.parametrize(
    ("options", "code"),
    [((), 0), (("--fail-on", "fails,inaccurate"), 1), (("--fail-on", "error"), 0)],
    ids=["default", "inaccurate too", "errors only"],
)
def test_what_fails_a_run_can_be_chosen(options: tuple[str, ...], code: int, run: Run) -> None:
    asked = ("--only", "tanh", "--check", "accuracy", "--dtype", "float32", "--json")
    assert run("crude.py", *asked, *options).exit_code == code


def test_a_file_can_have_any_name(run: Run) -> None:
    Path("known.toml").write_text(ENTRY)
    assert run("wrong.py", *QUICK, "--json", "--expected", "known.toml").exit_code == 0
    result = run("wrong.py", *QUICK, "--json", "--expected", "none.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("nnconform: cannot read none.toml: No such file")


def test_an_unknown_formula_in_the_file_is_one_line(run: Run) -> None:
    Path(EXPECTED).write_text(ENTRY.replace("relu", "relo"))
    result = run("wrong.py", *QUICK)
    assert result.exit_code == 2
    said = "nnconform: nnconform-expected.toml: entry 1, id: unknown formula 'relo'; did you mean"
    assert result.stderr.startswith(said)


def test_every_view_says_what_is_expected_and_what_has_gone(run: Run) -> None:
    Path(EXPECTED).write_text(ENTRY + ENTRY.replace("wrong", "answer"))
    result = run("wrong.py", "answer.py", *QUICK)
    gone = "entry 2 (relu answer fails) is no longer needed: everything conforms now"
    assert "(5 expected)" in result.stdout
    assert "relu: homework 3" in result.stdout
    assert gone in " ".join(result.stdout.split())
    report = Path("nnconform-report/report.md").read_text()
    assert "| homework 3 |" in report
    assert gone in report
    summary = json.loads(Path("nnconform-report/summary.json").read_text())
    assert summary["expected"] == {"inaccurate": 0, "fails": 5, "error": 0}
    assert summary["unexpected"] == {"inaccurate": 0, "fails": 0, "error": 0}
    assert len(summary["unnecessary"]) == 1
    assert {(each["verdict"], each["reason"]) for each in summary["expected_results"]} == {
        ("fails", "homework 3")
    }
    found = read("nnconform-report")
    marked = {record.adapter for record in found.records if record.expected == "homework 3"}
    assert marked == {"wrong"}
    assert found.header.asked["expected"] == EXPECTED


def test_the_records_on_standard_output_are_marked_and_what_has_gone_is_said_beside(
    run: Run,
) -> None:
    Path(EXPECTED).write_text(ENTRY + ENTRY.replace("wrong", "answer"))
    result = run("wrong.py", "answer.py", *QUICK, "--json")
    found: list[dict[str, Any]] = [json.loads(line) for line in result.stdout.splitlines()]
    assert {r["expected"] for r in found if r["verdict"] == "fails"} == {"homework 3"}
    assert "entry 2 (relu answer fails) is no longer needed" in result.stderr


def test_a_draft_is_written_filled_in_and_kept(run: Run) -> None:
    assert run("wrong.py", *QUICK, "--write-expected").exit_code == 1
    assert run("wrong.py", *QUICK).exit_code == 2
    text = Path(EXPECTED).read_text()
    Path(EXPECTED).write_text(text.replace("TODO: say why this is accepted", "as agreed"))
    assert run("wrong.py", *QUICK).exit_code == 0
    result = run("wrong.py", *QUICK, f"--write-expected={EXPECTED}")
    assert (result.exit_code, "0 new entries" in result.stderr) == (0, True)
    assert Path(EXPECTED).read_text().count("as agreed") == text.count("TODO")


def test_a_draft_drops_what_has_gone(run: Run) -> None:
    Path(EXPECTED).write_text(ENTRY.replace("wrong", "answer"))
    run("answer.py", *QUICK, "--write-expected")
    assert "relu" not in Path(EXPECTED).read_text()


def test_an_adapter_is_not_taken_for_the_draft(run: Run) -> None:
    result = run("--write-expected", "wrong.py", *QUICK)
    assert result.exit_code == 2
    assert "expected a file that ends in .toml, got 'wrong.py'" in result.stderr
    assert Path("wrong.py").read_text().startswith("import numpy")


@pytest.mark.parametrize("option", ["--expected=known.toml", "--write-expected"])
def test_a_file_is_not_named_and_left_alone_at_once(option: str, run: Run) -> None:
    result = run("wrong.py", *QUICK, "--no-expected", option)
    assert result.exit_code == 2
    assert "--no-expected excludes --expected and --write" in result.stderr


# -- CI -------------------------------------------------------------------------------------------

FILES = {"junit.xml", "results.sarif", "badge.svg", "badge.json"}


@pytest.mark.parametrize(
    ("options", "files"), [((), set()), (("--ci",), FILES)], ids=["plain", "for CI"]
)
def test_files_for_ci_are_written_where_they_are_asked_for(
    options: tuple[str, ...], files: set[str], run: Run
) -> None:
    run("wrong.py", *QUICK, *options)
    written = {path.name for path in Path("nnconform-report").iterdir()}
    assert written & FILES == files
    assert written >= {"index.html", "report.md", "summary.json", "results.jsonl"}


@pytest.mark.parametrize("option", ["--ci", "--annotations=github", "--job-summary=s.md"])
def test_what_needs_a_report_says_so(option: str, run: Run) -> None:
    result = run("wrong.py", *QUICK, "--json", option)
    assert result.exit_code == 2
    assert f"{option.partition('=')[0]} needs a report: with --json, name its" in result.stderr


def test_on_github_failures_are_annotated_and_the_job_gets_a_summary(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    lines = run("wrong.py", *QUICK).stdout.splitlines()
    assert sum(line.startswith("::error file=wrong.py,line=2,title=relu ") for line in lines) == 5
    text = (tmp_path / "summary.md").read_text()
    assert text.startswith("## ✗ nnconform: 5 failures in 7 checks of 1 formula")
    assert "::error" not in run("wrong.py", *QUICK, "--annotations", "none").stdout


def test_annotations_leave_standard_output_to_the_records(run: Run) -> None:
    result = run("wrong.py", *QUICK, "--json", "--out", "there", "--annotations", "github")
    assert all(line.startswith("{") for line in result.stdout.splitlines())
    assert result.stderr.count("::error ") == 5


def test_elsewhere_nothing_is_annotated(run: Run) -> None:
    assert "::error" not in run("wrong.py", *QUICK).output


def test_a_summary_is_appended_to_a_file(run: Run) -> None:
    Path("s.md").write_text("# before\n")
    run("answer.py", *QUICK, "--job-summary", "s.md")
    assert Path("s.md").read_text().startswith("# before\n## ✓ nnconform: 7 checks of 1 formula")
