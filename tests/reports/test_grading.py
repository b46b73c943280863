"""The views of a grading: formats as the platforms read them, and what a student may not see."""

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from nnconform.reports.grading import (
    CheckGrade,
    Grade,
    GradeStore,
    Grading,
    QuestionGrade,
    QuestionInfo,
    read_grades,
    write_all,
)
from nnconform.reports.grading.canvas import canvas_csv
from nnconform.reports.grading.gradescope import gradescope_json
from nnconform.reports.grading.junit import junit_xml
from nnconform.reports.grading.names import FileNames
from nnconform.reports.grading.overview import (
    mistake_bars,
    overview_page,
    points_bars,
    question_bars,
)
from nnconform.reports.grading.record import line, parsed
from nnconform.reports.grading.student import student_markdown, student_page
from nnconform.reports.grading.table import grades_csv
from nnconform.reports.record import ReportError
from nnconform.reports.wording import safe

GRADING = Grading(
    title="Homework <1>",
    digest="d",
    seed=7,
    dtype="float64",
    questions=(
        QuestionInfo(name="relu", title="ReLU", formula="relu", points=10),
        QuestionInfo(name="mse", title="MSE", formula="mse", points=20),
    ),
)
SECRET = "hidden-detail"
HIDDEN = CheckGrade(
    check="stability",
    verdict="fails",
    points=0,
    max_points=5,
    visible=False,
    sentence=f"sentence {SECRET}",
    mistake=f"mistake_{SECRET}",
    hint=f"hint {SECRET}",
    counterexample={
        "inputs": {"z": [f"{SECRET}"]}, "parameters": {}, "expected": [1.0], "got": [2.0],
    },
    detail=f"detail {SECRET}",
)  # fmt: skip
SHOWN = CheckGrade(
    check="value",
    verdict="fails",
    points=0,
    max_points=15,
    visible=True,
    sentence="Wrong on ordinary inputs, by a known mistake: square missing.",
    mistake="square_missing",
    hint="What happens to negative residuals?",
    counterexample={
        "inputs": {"y": [0.0], "y_hat": ["inf"]}, "parameters": {}, "expected": 4.0, "got": -2.0,
    },
    detail="expected formula mean((y - y_hat)**2)",
)  # fmt: skip
RELU = QuestionGrade(
    name="relu", title="ReLU", formula="relu", points=10, max_points=10, sentence="Right."
)
MSE = QuestionGrade(
    name="mse",
    title="MSE",
    formula="mse",
    points=0,
    max_points=20,
    sentence=SHOWN.sentence,
    checks=(SHOWN, HIDDEN),
)
EVIL = '=cmd()|<script>alert(1)</script>&"\x1b[31m\x00'


def made(name: str = "ana", **more: object) -> Grade:
    given: dict[str, object] = {
        "submission": name, "points": 10.0, "max_points": 30.0, "questions": (RELU, MSE),
        "level": "bubblewrap", "seconds": 1.25,
    }  # fmt: skip
    return Grade.model_validate({**given, **more})


UNGRADED = made(
    "eva",
    points=None,
    questions=(RELU, MSE.model_copy(update={"points": None, "checks": ()})),
    faults=("mse, attempt 2: RuntimeError: a bug of ours",),
)
BAD = made(EVIL, printed=EVIL, errors=(EVIL,))
ALL = [made(), BAD, UNGRADED]


def file_names(submissions: Iterable[str]) -> dict[str, str]:
    names = FileNames()
    return {each: names.of(each) for each in submissions}


# -- the file -------------------------------------------------------------------------------------


def test_a_line_reads_back_as_it_was() -> None:
    for grade in ALL:
        assert parsed(line("grade", grade)) == grade
    assert parsed(line("grading", GRADING)) == GRADING


def test_what_is_no_line_of_ours_is_refused(tmp_path: Path) -> None:
    (tmp_path / "grades.jsonl").write_text('{"kind": "grade"}\n')
    with pytest.raises(ReportError, match=r"grades\.jsonl:1"):
        read_grades(tmp_path)


def test_the_later_grade_of_a_submission_counts(tmp_path: Path) -> None:
    with GradeStore(tmp_path, GRADING) as store:
        store.add(UNGRADED)
        store.add(made("eva"))
    assert read_grades(tmp_path)[1] == {"eva": made("eva")}


def test_a_cut_line_is_taken_off_on_resuming(tmp_path: Path) -> None:
    with GradeStore(tmp_path, GRADING) as store:
        store.add(made())
    with store.path.open("ab") as file:
        file.write(b'{"kind":"gra')
    with GradeStore(tmp_path, GRADING, resume=True) as store:
        store.add(made("ben"))
    assert list(read_grades(tmp_path)[1]) == ["ana", "ben"]


def test_grades_of_another_assignment_are_not_continued(tmp_path: Path) -> None:
    with GradeStore(tmp_path, GRADING):
        pass
    other = GRADING.model_copy(update={"digest": "e"})
    with pytest.raises(ReportError, match="another assignment"):
        GradeStore(tmp_path, other, resume=True).__enter__()


# -- tables ---------------------------------------------------------------------------------------


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_the_table_has_a_row_a_submission_and_a_column_a_question() -> None:
    found = rows(grades_csv(GRADING, ALL))
    assert [(row["points"], row["relu"], row["mse"]) for row in found] == [
        ("10", "10", "0"), ("10", "10", "0"), ("", "10", ""),
    ]  # fmt: skip
    # For the instructor: hidden checks too.
    assert found[0]["mistakes"] == f"mse: square_missing; mse: mistake_{SECRET}"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "\r\n=1"])
def test_no_cell_is_a_formula(text: str) -> None:
    assert safe(text).startswith("'")


def test_no_cell_of_the_table_is_a_formula() -> None:
    cells = [cell for row in csv.reader(io.StringIO(grades_csv(GRADING, ALL))) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_pandas_reads_the_table() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.StringIO(grades_csv(GRADING, ALL)))
    assert frame["points"].isna().sum() == 1
    assert frame["points"].sum() == 20


ROSTER = """\
Student,ID,SIS User ID,SIS Login ID,Section,Homework <1> (4711),Final Score
    Points Possible,,,,,30,
"Ana, Li",11,s11,ana,A,,
"Ben, Bo",12,s12,ben,A,,
"Eva, Ek",13,s13,eva,B,25,
"Student, Test",,,t,B,,
"""


def canvas(tmp_path: Path, *grades: Grade) -> list[list[str]]:
    (tmp_path / "roster.csv").write_text(ROSTER)
    return list(csv.reader(io.StringIO(canvas_csv(GRADING, grades, tmp_path / "roster.csv"))))


def test_the_canvas_file_fills_one_column_of_the_export(tmp_path: Path) -> None:
    found = canvas(tmp_path, made("ana"), UNGRADED)
    heads = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Homework <1> (4711)"]
    assert found[0] == heads
    assert found[1][0].strip() == "Points Possible"
    assert found[1][-1] == "30"
    assert [(row[1], row[-1]) for row in found[2:]] == [("11", "10"), ("12", ""), ("13", "")]


def test_files_as_canvas_names_them_find_their_student(tmp_path: Path) -> None:
    assert canvas(tmp_path, made("benbo_12_998_hw1"))[3][-1] == "10"


def test_two_submissions_of_one_student_are_left_to_people(tmp_path: Path) -> None:
    assert canvas(tmp_path, made("ana"), made("s11"))[2][-1] == ""


def test_a_roster_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("Name,Points\n")
    with pytest.raises(ReportError, match="no export of a Canvas gradebook"):
        canvas_csv(GRADING, ALL, tmp_path / "r.csv")


# -- platforms ------------------------------------------------------------------------------------

TOP = {
    "score", "execution_time", "output", "output_format", "test_output_format", "test_name_format",
    "visibility", "stdout_visibility", "extra_data", "tests", "leaderboard",
}  # fmt: skip
TEST = {
    "score", "max_score", "status", "name", "name_format", "number", "output", "output_format",
    "tags", "visibility", "extra_data",
}  # fmt: skip
FORMATS = {"text", "html", "simple_format", "md", "ansi"}
VISIBLE = {"hidden", "after_due_date", "after_published", "visible"}


@pytest.mark.parametrize("grade", ALL, ids=["plain", "evil", "not graded"])
def test_the_results_are_what_gradescope_reads(grade: Grade) -> None:
    found = json.loads(gradescope_json(GRADING, grade))
    assert set(found) <= TOP
    assert {found["visibility"], found["stdout_visibility"]} <= VISIBLE
    assert {found["output_format"], found["test_output_format"]} <= FORMATS
    assert isinstance(found["execution_time"], int | float)
    assert sum(each["max_score"] for each in found["tests"]) == GRADING.points
    for each in found["tests"]:
        assert set(each) <= TEST
        assert each["status"] in {"passed", "failed"}
        assert isinstance(each["number"], str)
        assert each["visibility"] == "visible"  # a hidden test would hide the total
        assert isinstance(each["score"], int | float)


def test_the_score_of_gradescope_is_the_sum_of_its_tests() -> None:
    found = json.loads(gradescope_json(GRADING, made()))
    assert "score" not in found
    assert sum(each["score"] for each in found["tests"]) == 10


def test_junit_holds_what_a_submission_printed() -> None:
    root = ET.fromstring(junit_xml(GRADING, [made(printed="hello\x00")]))
    assert [each.text for each in root.iter("system-out")] == ["hello\ufffd"]


def test_junit_counts_wrong_and_failed() -> None:
    root = ET.fromstring(junit_xml(GRADING, ALL))
    assert root.tag == "testsuites"
    assert {key: root.get(key) for key in ("tests", "failures", "errors")} == {
        "tests": "6", "failures": "2", "errors": "1",
    }  # fmt: skip
    for suite in root:
        assert suite.tag == "testsuite"
        assert {case.tag for case in suite} <= {"testcase", "system-out"}
        cases = suite.findall("testcase")
        assert suite.get("tests") == str(len(cases))
        assert all({"name", "classname"} <= set(case.attrib) for case in cases)
        assert all(child.tag in {"failure", "error"} for case in cases for child in case)


# -- pages ----------------------------------------------------------------------------------------


def views(grade: Grade) -> dict[str, str]:
    return {
        "html": student_page(GRADING, grade),
        "markdown": student_markdown(GRADING, grade),
        "gradescope": gradescope_json(GRADING, grade),
    }


@pytest.mark.parametrize("view", ["html", "markdown", "gradescope"])
def test_of_hidden_checks_a_student_sees_the_points_only(view: str) -> None:
    text = views(made())[view]
    assert SECRET not in text
    assert "stability" not in text
    assert "0 of 5" in text


@pytest.mark.parametrize("view", ["html", "markdown", "gradescope"])
def test_a_student_sees_the_reason_but_not_the_formula(view: str) -> None:
    text = views(made())[view]
    assert "square missing" in text
    assert "What happens to negative residuals" in text
    assert "(y - y_hat)" not in text


def test_the_formula_is_shown_where_the_assignment_allows_it() -> None:
    shown = made(questions=(MSE.model_copy(update={"latex": r"\frac12"}),))
    assert "<math" in student_page(GRADING, shown)


def test_no_text_of_a_submission_is_markup() -> None:
    names = file_names(grade.submission for grade in ALL)
    for text in (student_page(GRADING, BAD), overview_page(GRADING, ALL, names)):
        assert "<script>alert" not in text
        assert "\x1b" not in text
        assert "\x00" not in text
    markdown = student_markdown(GRADING, BAD)
    assert "\x1b" not in markdown
    # A line that is indented by four is code, and shown as it is.
    assert not [each for each in markdown.splitlines() if "<script" in each and each[:4].strip()]
    ET.fromstring(junit_xml(GRADING, ALL))


def test_pages_load_nothing_from_elsewhere() -> None:
    names = file_names(grade.submission for grade in ALL)
    for text in (student_page(GRADING, made()), overview_page(GRADING, ALL, names)):
        assert "default-src 'none'" in text
        assert not re.search(r"(src|href)=\"(https?:)?//", text)


def test_the_overview_names_what_was_not_graded() -> None:
    text = overview_page(GRADING, ALL, file_names(grade.submission for grade in ALL))
    assert "a bug of ours" in text
    assert text.count("<svg") == 3


def test_the_pictures_count() -> None:
    assert [bar.said for bar in points_bars([0, 3, 30, 29.9], 30)] == [
        "1", "1", "0", "0", "0", "0", "0", "0", "0", "2",
    ]  # fmt: skip
    assert [(bar.label, bar.share) for bar in question_bars(GRADING, ALL)] == [
        ("mse", 0.0), ("relu", 1.0),
    ]  # fmt: skip
    assert ("mse: square_missing", "2") in [(bar.label, bar.said) for bar in mistake_bars(ALL)]


# -- files ----------------------------------------------------------------------------------------


def test_everything_is_written(tmp_path: Path) -> None:
    found = write_all(GRADING, ALL, tmp_path)
    assert [grade.points for grade in found] == [10, 10, None]
    names = {"overview.html", "grades.csv", "junit.xml", "students", "gradescope"}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert len(list((tmp_path / "students").iterdir())) == 6
    assert not list(tmp_path.rglob("*.part"))


def test_file_names_are_safe_and_differ() -> None:
    odd = ["../up", "/abs", "a b", "A B", "con", "x" * 300, "", ".", "é", "ana", "ANA", "a\\nb"]
    found = file_names(odd)
    assert len({name.casefold() for name in found.values()}) == len(odd)
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name) for name in found.values())
