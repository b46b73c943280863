"""The pytest plug-in gives what the command line gives: records, reports, expected deviations."""

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from nnconform.reports import read

pytest_plugins = ["pytester"]

RELU = "import numpy as np\ndef relu(z): return np.minimum(0, z)\n"
ENTRY = '[[expected]]\nid = "relu"\nadapter = "{}"\nreason = "homework 3"\n'
SUITE = ("--pyargs", "nnconform.conformance", "-p", "no:cacheprovider", "-q")
ONLY = ("--nnconform-only", "relu", "--nnconform-examples", "1")


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    Path(pytester.path, "wrong.py").write_text(RELU)
    Path(pytester.path, "answer.py").write_text(RELU.replace("minimum", "maximum"))
    return pytester


def run(project: pytest.Pytester, *options: str) -> pytest.RunResult:
    return project.runpytest_subprocess(*SUITE, *options)


def command(project: pytest.Pytester, *options: str) -> None:
    """Run the command line, not in this process: pytester unloads what is imported here."""
    project.run(
        *(sys.executable, "-m", "nnconform.conformance", "run", *options),
        *("--out", "theirs", "--jobs", "1"),
    )


def records(folder: str) -> dict[str, dict[str, Any]]:
    """The records by id, as text: NaN is equal to itself there; seconds left out."""
    found = (asdict(record) for record in read(folder).records)
    return {each["id"]: {k: repr(v) for k, v in each.items() if k != "seconds"} for each in found}


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_the_records_are_those_of_the_command_line(
    options: tuple[str, ...], project: pytest.Pytester
) -> None:
    only = "relu,elu,huber"
    asked = ("--nnconform-adapter", "numpy", "--nnconform-only", only)
    done = run(project, *asked, "--nnconform-report", "ours", *options)
    assert done.ret == 0
    command(project, "numpy", "--only", only)
    assert records("ours") == records("theirs")
    assert len(records("ours")) > 50
    ours, theirs = read("ours"), read("theirs")
    assert ours.footer is not None
    assert theirs.footer is not None
    assert ours.footer.counts == theirs.footer.counts
    assert ours.header.adapters == theirs.header.adapters
    assert ours.header.asked.keys() == theirs.header.asked.keys()
    assert {path.name for path in Path("ours").iterdir()} == {
        path.name for path in Path("theirs").iterdir()
    }


def test_what_a_file_lacks_is_reported_where_it_was_asked_for_by_name(
    project: pytest.Pytester,
) -> None:
    asked = ("--nnconform-adapter=answer.py", "--nnconform-only", "relu,tanh")
    run(project, *asked, "--nnconform-check=value", "--nnconform-report=ours")
    command(project, "answer.py", "--only", "relu,tanh", "--check", "value")
    assert records("ours") == records("theirs")
    assert {each["verdict"] for each in records("ours").values()} == {
        "'conforms'",
        "'unsupported'",
    }


OUTCOMES: dict[str, tuple[str, tuple[str, ...], dict[str, int], int]] = {
    "a new failure": ("", ("--nnconform-adapter=wrong.py",), {"failed": 5}, 1),
    "an expected one": (
        ENTRY.format("wrong"),
        ("--nnconform-adapter=wrong.py",),
        {"xfailed": 5},
        0,
    ),
    "an expected one, left alone": (
        ENTRY.format("wrong"),
        ("--nnconform-adapter=wrong.py", "--nnconform-no-expected"),
        {"failed": 5},
        1,
    ),
    "one that has gone": (
        ENTRY.format("answer"),
        ("--nnconform-adapter=answer.py",),
        {"passed": 6},
        0,
    ),
    "one that has gone, strictly": (
        ENTRY.format("answer"),
        ("--nnconform-adapter=answer.py", "--nnconform-strict-expected"),
        {"passed": 6},
        1,
    ),
    "failures that are let pass": (
        "",
        ("--nnconform-adapter=wrong.py", "--nnconform-fail-on=error"),
        {"passed": 6},
        0,
    ),
}


@pytest.mark.parametrize("case", OUTCOMES)
def test_tests_come_out_as_the_command_line_says(case: str, project: pytest.Pytester) -> None:
    text, options, counts, code = OUTCOMES[case]
    if text:
        Path("nnconform-expected.toml").write_text(text)
    done = run(project, *ONLY, *options)
    assert done.ret == code
    found = done.parseoutcomes()
    assert {name: found.get(name) for name in counts} == counts


def test_the_file_of_expected_deviations_can_be_named(project: pytest.Pytester) -> None:
    Path("known.toml").write_text(ENTRY.format("wrong"))
    options = ("--nnconform-adapter=wrong.py", "--nnconform-report=ours")
    done = run(project, *ONLY, *options, "--nnconform-expected=known.toml", "-rx", "-n", "2")
    done.assert_outcomes(xfailed=5, passed=1, skipped=1)
    assert "homework 3" in done.stdout.str()
    marked = [r.verdict for r in read("ours").records if r.expected == "homework 3"]
    assert marked == ["fails"] * 5


def test_what_has_gone_is_said_and_stands_in_the_report(project: pytest.Pytester) -> None:
    Path("nnconform-expected.toml").write_text(ENTRY.format("answer"))
    options = ("--nnconform-adapter=answer.py", "--nnconform-report=ours")
    done = run(project, *ONLY, *options)
    done.stdout.fnmatch_lines(
        ["*entry 1 (relu answer fails) is no longer needed*", "nnconform report: ours/index.html"]
    )
    assert len(read("ours").unnecessary) == 1


def test_a_run_that_is_stopped_is_an_interrupted_one(project: pytest.Pytester) -> None:
    options = ("--nnconform-adapter=wrong.py", "--nnconform-report=ours")
    run(project, *ONLY, *options, "-x")
    assert read("ours").interrupted
    assert "Interrupted" in Path("ours/report.md").read_text()


BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown formula": (("--nnconform-only=relo",), "unknown formula 'relo'; did you mean relu"),
    "unknown check": (("--nnconform-check=speed",), "--nnconform-check: 'speed' is not one of con"),
    "unknown verdict": (("--nnconform-fail-on=none",), "--nnconform-fail-on: 'none' is not one of"),
    "no such file": (("--nnconform-expected=none.toml",), "cannot read none.toml: No such file"),
    "a file as folder": (("--nnconform-report=wrong.py",), "cannot write wrong.py/results.jsonl"),
    "unknown adapter": (
        ("--nnconform-report=ours", "--nnconform-adapter=nothing"),
        "unknown adapter 'nothing'",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_option_is_one_clear_line(fault: str, project: pytest.Pytester) -> None:
    options, message = BAD[fault]
    done = run(project, "--nnconform-check=value", "--nnconform-only=relu", *options)
    text = done.stdout.str() + done.stderr.str()
    assert done.ret != 0
    assert message in text
    assert "Traceback" not in text


def test_without_checks_nothing_is_written_and_that_is_said(project: pytest.Pytester) -> None:
    project.makepyfile(test_mine="def test_it(): pass")
    done = project.runpytest_subprocess("--nnconform-report=ours", "-p", "no:cacheprovider")
    done.stdout.fnmatch_lines(["*no check was run, so there is no report; add --pyargs*"])
    assert not Path("ours").exists()
