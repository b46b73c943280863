"""What CI servers read: each format as its reader takes it, and nothing smuggled in."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from nnconform.reports.ci.annotations import annotations
from nnconform.reports.ci.badge import Badge, badge, badge_json, badge_svg
from nnconform.reports.ci.job_summary import LIMIT, job_summary, write_job_summary
from nnconform.reports.ci.junit import run_junit
from nnconform.reports.ci.sarif import sarif
from nnconform.reports.ci.write import write_ci
from nnconform.reports.record import FormulaInfo, Record, ReportError
from nnconform.reports.store import Footer, Header, Run

FAIL_ON = ("fails", "error")
KNOWN = "nnconform-expected.toml"

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]


@pytest.fixture
def mixed(make_record: MakeRecord, make_run: MakeRun, every_verdict: list[Record]) -> Run:
    """Return a run of every verdict, hostile texts in it, and one expected failure."""
    known = make_record(check="stability", verdict="fails", expected="upstream <b>")
    return make_run(*every_verdict, known)


@pytest.fixture
def of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, header: Header) -> MakeRun:
    """Return a function that makes a run of the file my/answer.py, huber in its third line."""
    monkeypatch.chdir(tmp_path)
    Path("my").mkdir()
    Path("my/answer.py").write_text("import numpy\n\ndef huber(y, y_hat): return y\n")
    asked = {"adapters": ["my/answer.py"]}
    values = {name: getattr(header, name) for name in Header.__slots__} | {"asked": asked}
    head = Header(**values)
    return lambda *records: Run(head, records, Footer({}, 1.0, "2026-11-21T10:00:12+00:00"))


# -- JUnit ----------------------------------------------------------------------------------------


def test_junit_has_a_case_a_record(mixed: Run) -> None:
    root = ET.fromstring(run_junit(mixed, FAIL_ON))
    cases = root.findall("testsuite/testcase")
    assert [case.get("name") for case in cases] == [record.id for record in mixed.records]
    counts = {key: root.get(key) for key in ("tests", "failures", "errors", "skipped")}
    assert counts == {"tests": "7", "failures": "1", "errors": "1", "skipped": "2"}


KINDS = {
    "contract": None,
    "value": None,
    "accuracy": None,
    "gradient": "failure",
    "limits": "error",
    "stability": "skipped",
}


@pytest.mark.parametrize("check", KINDS)
def test_junit_says_what_came_of_it(mixed: Run, check: str) -> None:
    root = ET.fromstring(run_junit(mixed, FAIL_ON))
    name = f"losses/huber::{check}[torch-eager-cpu-float32-builtin]"
    (case,) = (each for each in root.iter("testcase") if each.get("name") == name)
    assert next((child.tag for child in case), None) == KINDS[check]


def test_junit_fails_on_what_it_is_told_to(mixed: Run) -> None:
    root = ET.fromstring(run_junit(mixed, ("inaccurate",)))
    assert (root.get("failures"), root.get("errors")) == ("1", "0")


def test_junit_says_why_a_case_is_skipped(mixed: Run) -> None:
    root = ET.fromstring(run_junit(mixed, FAIL_ON))
    reasons = [each.get("message") for each in root.iter("skipped")]
    assert reasons == ["not in torch 2.13", "expected: upstream <b>"]


def test_junit_of_nothing_is_a_file(make_run: MakeRun) -> None:
    assert ET.fromstring(run_junit(make_run(), FAIL_ON)).get("tests") == "0"


# -- SARIF ----------------------------------------------------------------------------------------


def _closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """An object with these properties and no other."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": False,
    }


TEXT = {"type": "string", "minLength": 1}
MESSAGE = _closed(["text"], text=TEXT)
# The parts of SARIF 2.1.0 that are written, after sections 3.13 to 3.49 of the specification.
SARIF: dict[str, Any] = _closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "minItems": 1,
        "items": _closed(
            ["tool", "results"],
            tool=_closed(
                ["driver"],
                driver=_closed(
                    ["name"],
                    name=TEXT,
                    semanticVersion=TEXT,
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": _closed(
                            ["id"],
                            id=TEXT,
                            shortDescription=MESSAGE,
                            fullDescription=MESSAGE,
                            help=MESSAGE,
                            properties=_closed([], tags={"type": "array", "items": TEXT}),
                        ),
                    },
                ),
            ),
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            invocations={
                "type": "array",
                "items": _closed(["executionSuccessful"], executionSuccessful={"type": "boolean"}),
            },
            results={
                "type": "array",
                "items": _closed(
                    ["message", "ruleId", "locations"],
                    ruleId=TEXT,
                    ruleIndex={"type": "integer", "minimum": 0},
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=MESSAGE,
                    locations={
                        "type": "array",
                        "minItems": 1,
                        "items": _closed(
                            ["physicalLocation"],
                            physicalLocation=_closed(
                                ["artifactLocation"],
                                artifactLocation=_closed(
                                    ["uri"],
                                    uri={"type": "string", "pattern": r"^[!-~]+$"},
                                    uriBaseId=TEXT,
                                ),
                                region=_closed(
                                    ["startLine"], startLine={"type": "integer", "minimum": 1}
                                ),
                            ),
                            logicalLocations={
                                "type": "array",
                                "items": _closed([], name=TEXT, fullyQualifiedName=TEXT, kind=TEXT),
                            },
                        ),
                    },
                    partialFingerprints={
                        "type": "object",
                        "additionalProperties": {"type": "string"},
                    },
                    suppressions={
                        "type": "array",
                        "items": _closed(
                            ["kind"],
                            kind={"enum": ["inSource", "external"]},
                            status={"enum": ["accepted", "underReview", "rejected"]},
                            justification={"type": "string"},
                        ),
                    },
                ),
            },
        ),
    },
)


def results(run: Run, formulas: list[FormulaInfo]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(sarif(run, formulas, FAIL_ON, KNOWN))["runs"][0][
        "results"
    ]
    return found


@pytest.mark.parametrize("fail_on", [FAIL_ON, (*FAIL_ON, "inaccurate"), ()], ids=len)
def test_sarif_has_the_form_of_the_standard(
    mixed: Run, formulas: list[FormulaInfo], fail_on: tuple[str, ...]
) -> None:
    log = json.loads(sarif(mixed, formulas, fail_on, KNOWN))
    jsonschema.Draft202012Validator.check_schema(SARIF)
    jsonschema.validate(log, SARIF)
    (run,) = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]


def test_sarif_has_a_rule_for_formula_check_and_mistake(
    mixed: Run, formulas: list[FormulaInfo]
) -> None:
    (run,) = json.loads(sarif(mixed, formulas, FAIL_ON, KNOWN))["runs"]
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert list(rules) == ["huber/gradient/missing_half", "huber/limits", "huber/stability"]
    said = rules["huber/gradient/missing_half"]["help"]["text"]
    assert said.startswith("The quadratic branch carries a factor of one half")


def test_sarif_suppresses_what_is_expected(mixed: Run, formulas: list[FormulaInfo]) -> None:
    found = results(mixed, formulas)
    assert [each.get("suppressions", [{}])[0].get("justification") for each in found] == [
        None,
        None,
        "upstream <b>",
    ]


def test_sarif_stands_at_the_function_of_a_file(
    of_a_file: MakeRun, make_record: MakeRecord
) -> None:
    (found,) = results(of_a_file(make_record(adapter="answer", verdict="fails")), [])
    place = found["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "my/answer.py", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 3}


def test_sarif_of_a_framework_stands_at_the_file_of_expected_deviations(
    mixed: Run, formulas: list[FormulaInfo]
) -> None:
    places = [each["locations"][0]["physicalLocation"] for each in results(mixed, formulas)]
    assert {place["artifactLocation"]["uri"] for place in places} == {KNOWN}


# -- annotations ----------------------------------------------------------------------------------


def test_an_annotation_is_one_line_a_failure(mixed: Run) -> None:
    lines = list(annotations(mixed, FAIL_ON, KNOWN))
    assert len(lines) == 2
    for line in lines:
        assert re.fullmatch(r"::error title=[^\r\n:,]*::[^\r\n]+", line), line
        assert "\x1b" not in line


def test_an_annotation_escapes_as_github_does(make_record: MakeRecord, make_run: MakeRun) -> None:
    record = make_record(verdict="fails", message="50%\r\n::stop-commands::x", worst_input=None)
    (line,) = annotations(make_run(record), FAIL_ON, KNOWN)
    assert line == (
        "::error title=huber value%3A fails on torch builtin float32::50%25\\r%0A::stop-commands::x"
    )


def test_an_annotation_names_file_and_line(of_a_file: MakeRun, make_record: MakeRecord) -> None:
    run = of_a_file(make_record(adapter="answer", verdict="error", message="raised"))
    (line,) = annotations(run, FAIL_ON, KNOWN)
    assert line.startswith("::error file=my/answer.py,line=3,title=huber value%3A error on answer")


def test_a_file_that_is_no_python_is_annotated_in_its_first_line(
    of_a_file: MakeRun, make_record: MakeRecord
) -> None:
    Path("my/answer.py").write_text("def huber(:")
    run = of_a_file(make_record(adapter="answer", verdict="error", message="raised"))
    assert ",line=1," in next(annotations(run, FAIL_ON, KNOWN))


def test_failures_that_say_the_same_share_an_annotation(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(*(make_record(verdict="fails", dtype=d) for d in ("float16", "float64")))
    (line,) = annotations(run, FAIL_ON, KNOWN)
    assert "and 1 alike::" in line


def test_what_has_gone_is_a_warning_at_its_file(header: Header) -> None:
    run = Run(header, (), Footer({}, 1.0, "", ["entry 2 is no longer needed"]))
    assert list(annotations(run, FAIL_ON, KNOWN)) == [
        f"::warning file={KNOWN},title=nnconform%3A expected deviation::entry 2 is no longer needed"
    ]


# -- badge ----------------------------------------------------------------------------------------

BADGES: dict[str, tuple[list[dict[str, object]], Badge]] = {
    "all well": ([{}], Badge("100%", "brightgreen")),
    "inaccurate": ([{}, {"verdict": "inaccurate"}], Badge("50.0%", "brightgreen")),
    "failing": ([{"verdict": "fails"}, {"verdict": "error"}], Badge("2 failing", "red")),
    "expected": ([{}, {"verdict": "fails", "expected": "x"}], Badge("50.0%", "brightgreen")),
    "nothing": ([{"verdict": "unsupported"}], Badge("none apply", "lightgrey")),
}


@pytest.mark.parametrize("case", BADGES)
def test_a_badge_says(case: str, make_record: MakeRecord, make_run: MakeRun) -> None:
    records, shown = BADGES[case]
    assert badge(make_run(*(make_record(**each) for each in records)), FAIL_ON) == shown


def test_a_badge_of_an_interrupted_run_says_so(make_run: MakeRun) -> None:
    assert badge(make_run(interrupted=True), FAIL_ON).message == "interrupted"


def test_a_badge_is_a_picture_and_an_endpoint() -> None:
    shown = Badge("2 failing", "red")
    assert "2 failing" in "".join(ET.fromstring(badge_svg(shown)).itertext())
    assert json.loads(badge_json(shown)) == {
        "schemaVersion": 1,
        "label": "nnconform",
        "message": "2 failing",
        "color": "red",
    }


# -- the job's summary ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    [
        "## ✗ nnconform: 2 failures in 7 checks of 2 formulas",
        "| ✗ fails | huber gradient on torch (builtin, float32) | `missing_half` ",
        "| ! error | huber limits on torch (builtin, float32) |",
        "### Expected deviations",
        "| upstream &lt;b&gt; |",
    ],
)
def test_a_job_summary_says(mixed: Run, expected: str) -> None:
    assert expected in job_summary(mixed, FAIL_ON)


def test_a_job_summary_holds_no_markup_of_a_message(mixed: Run) -> None:
    text = job_summary(mixed, FAIL_ON)
    assert "<script" not in text
    assert "\x1b" not in text


def test_a_job_summary_without_failures_begins_with_the_score(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    text = job_summary(make_run(make_record()), FAIL_ON)
    assert text.startswith("## ✓ nnconform: 1 check of 1 formula, score 100%")


def test_a_job_summary_stays_below_the_limit_and_counts_what_it_leaves_out(
    tmp_path: Path, make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(
        *(make_record(formula=f"f{n}", verdict="fails", message="ü" * 500) for n in range(2000))
    )
    file = tmp_path / "summary.md"
    file.write_text("x" * 1000)
    write_job_summary(run, FAIL_ON, file)
    assert LIMIT - 2000 < file.stat().st_size <= LIMIT
    assert re.search(r"\n[0-9]+ more parts did not fit; the report has them\.\n$", file.read_text())


def test_a_full_summary_is_left_as_it_is(tmp_path: Path, mixed: Run) -> None:
    file = tmp_path / "summary.md"
    file.write_text("x" * LIMIT)
    write_job_summary(mixed, FAIL_ON, file)
    assert file.stat().st_size == LIMIT


# -- all of them ----------------------------------------------------------------------------------


def test_the_files_are_written_to_the_folder_of_the_run(
    tmp_path: Path, mixed: Run, formulas: list[FormulaInfo]
) -> None:
    paths = write_ci(mixed, formulas, FAIL_ON, KNOWN, tmp_path)
    assert [path.name for path in paths] == [
        "junit.xml",
        "results.sarif",
        "badge.svg",
        "badge.json",
    ]
    assert all(path.stat().st_size for path in paths)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, mixed: Run) -> None:
    with pytest.raises(ReportError, match="choose another folder"):
        write_ci(mixed, [], FAIL_ON, KNOWN, tmp_path / "none")
    with pytest.raises(ReportError, match=r"cannot write .*none/summary\.md"):
        write_job_summary(mixed, FAIL_ON, tmp_path / "none" / "summary.md")
