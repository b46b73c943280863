"""JUnit XML: a suite a submission, a case a question."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from .record import Grade, Grading, QuestionGrade, points_text

# What XML 1.0 has no place for, escaped or not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(grading: Grading, grades: Sequence[Grade]) -> str:
    """The file as text: failure = points were lost, error = no answer, or not graded."""
    root = ET.Element("testsuites", name=_text(grading.title))
    totals = {"tests": 0, "failures": 0, "errors": 0}
    for grade in grades:
        counts = _suite(root, grade)
        totals = {key: totals[key] + counts[key] for key in totals}
    root.attrib |= {key: str(value) for key, value in totals.items()}
    root.set("time", f"{sum(grade.seconds for grade in grades):.3f}")
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, grade: Grade) -> dict[str, int]:
    suite = ET.SubElement(root, "testsuite", name=_text(grade.submission))
    kinds = [_case(suite, grade, question) for question in grade.questions]
    counts = {
        "tests": len(kinds),
        "failures": kinds.count("failure"),
        "errors": kinds.count("error"),
    }
    suite.attrib |= {key: str(value) for key, value in counts.items()}
    suite.set("time", f"{grade.seconds:.3f}")
    if grade.printed:
        ET.SubElement(suite, "system-out").text = _text(grade.printed)
    return counts


def _case(suite: ET.Element, grade: Grade, question: QuestionGrade) -> str:
    share = f"{points_text(question.points)} of {points_text(question.max_points)}"
    case = ET.SubElement(
        suite, "testcase", name=_text(question.name), classname=_text(grade.submission), time="0"
    )
    if question.full:
        return ""
    silent = {check.verdict for check in question.checks} <= {"error", "unsupported"}
    kind = "error" if question.points is None or silent else "failure"
    said = _text(f"{share} points: {question.sentence}")
    found = ET.SubElement(case, kind, message=said, type=question.formula)
    found.text = said
    return kind


def _text(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
