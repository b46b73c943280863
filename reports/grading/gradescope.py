"""``results.json`` as Gradescope's autograder reads it: a test a question.

A hidden test would hide the total from the student, so what is hidden is summed up in the text
of its question instead, and every test is visible.
"""

import json
from typing import Any

from .record import Grade, Grading, QuestionGrade, points_text
from .student import question_markdown

_OUTPUT = 20_000


def gradescope_json(grading: Grading, grade: Grade) -> str:
    """The file as text.

    A question that our own code could not judge has score 0 there, as the format has no other
    word for it, and says that it is not graded and that the instructor decides.
    """
    found: dict[str, Any] = {
        "execution_time": round(grade.seconds, 3),
        "output": _output(grade),
        "output_format": "text",
        "test_output_format": "md",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "extra_data": {
            "assignment": grading.title,
            "digest": grading.digest,
            "isolation": grade.level,
            "not_graded": list(grade.faults),
        },
        "tests": [_test(number, each) for number, each in enumerate(grade.questions, start=1)],
    }
    return json.dumps(found, indent=1, allow_nan=False) + "\n"


def _test(number: int, question: QuestionGrade) -> dict[str, Any]:
    return {
        "score": question.points or 0.0,
        "max_score": question.max_points,
        "status": "passed" if question.full else "failed",
        "name": question.title,
        "name_format": "text",
        "number": str(number),
        "output": question_markdown(question)[:_OUTPUT],
        "output_format": "md",
        "tags": [question.formula],
        "visibility": "visible",
    }


def _output(grade: Grade) -> str:
    said = [f"{points_text(grade.points)} of {points_text(grade.max_points)} points"]
    said += [f"Error: {error}" for error in grade.errors]
    if not grade.graded:
        said.append("Some questions are not graded: the grader failed. Your instructor decides.")
    if grade.level:
        said.append(f"Isolation: {grade.level}")
    if grade.printed:
        said.append(f"Your program printed:\n{grade.printed}")
    return "\n".join(said)[:_OUTPUT]
