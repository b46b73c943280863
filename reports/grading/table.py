"""``grades.csv``: a row a submission, a column a question."""

import csv
import io
from collections.abc import Sequence

from nnconform.reports.wording import safe

from .record import Grade, Grading, QuestionGrade, points_text


def grades_csv(grading: Grading, grades: Sequence[Grade]) -> str:
    """The table as text; points are empty where our own code failed."""
    names = [question.name for question in grading.questions]
    heads = [
        "submission",
        "points",
        "max_points",
        "percent",
        *names,
        *(f"{name}: why" for name in names),
        "mistakes",
        "errors",
        "not_graded",
        "isolation",
        "seconds",
    ]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([safe(head) for head in heads])
    for grade in grades:
        writer.writerow(_row(grading, grade))
    return stream.getvalue()


def _row(grading: Grading, grade: Grade) -> list[str]:
    by_name = {question.name: question for question in grade.questions}
    asked = [by_name.get(question.name) for question in grading.questions]
    share = "" if grade.points is None else f"{100 * grade.points / grade.max_points:.2f}"
    return [
        safe(grade.submission),
        _number(grade.points),
        _number(grade.max_points),
        share,
        *(_number(None if q is None else q.points) for q in asked),
        *("" if q is None or q.full else safe(q.sentence) for q in asked),
        safe("; ".join(_mistakes(grade.questions))),
        safe("; ".join(grade.errors)),
        safe("; ".join(grade.faults)),
        safe(grade.level),
        f"{grade.seconds:.3f}",
    ]


def _mistakes(questions: Sequence[QuestionGrade]) -> list[str]:
    found = {
        f"{question.name}: {check.mistake}": None
        for question in questions
        for check in question.checks
        if check.verdict == "fails" and check.mistake
    }
    return list(found)


def _number(points: float | None) -> str:
    return "" if points is None else points_text(points)
