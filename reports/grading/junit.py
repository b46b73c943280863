"""JUnit XML: a suite a submission, a case a question."""

from collections.abc import Sequence

from nnconform.reports.junit import Case, Suite, junit

from .record import Grade, Grading, QuestionGrade, points_text


def junit_xml(grading: Grading, grades: Sequence[Grade]) -> str:
    """The file as text: failure = points were lost, error = no answer, or not graded."""
    suites = (
        Suite(
            grade.submission,
            [_case(grade, question) for question in grade.questions],
            grade.seconds,
            grade.printed,
        )
        for grade in grades
    )
    return junit(grading.title, suites)


def _case(grade: Grade, question: QuestionGrade) -> Case:
    if question.full:
        return Case(question.name, grade.submission)
    silent = {check.verdict for check in question.checks} <= {"error", "unsupported"}
    kind = "error" if question.points is None or silent else "failure"
    share = f"{points_text(question.points)} of {points_text(question.max_points)}"
    said = f"{share} points: {question.sentence}"
    return Case(question.name, grade.submission, 0.0, kind, said, question.formula, said)
