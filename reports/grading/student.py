"""What a student gets: a page, and the same as Markdown.

Of a hidden check nothing is said but the points of all hidden ones together.
"""

import re
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from nnconform.reports.mathml import typeset
from nnconform.reports.pages import page
from nnconform.reports.wording import QUESTIONS, SYMBOLS, one_line, value_text, visible

from .record import CheckGrade, Grade, Grading, QuestionGrade, points_text, tidy

_LONG = 400
_MARKS = re.compile(r"([\\`*_{}\[\]<>()#+!|~$&])")


def student_page(grading: Grading, grade: Grade) -> str:
    """The page as text: self-contained, everything in it escaped."""
    return page(
        "student.html.j2",
        FILTERS,
        grading=grading,
        grade=grade,
        shown=shown_checks,
        hidden=hidden_points,
        state=state,
        formula=lambda question: Markup(typeset(question.latex)) if question.latex else "",
        symbols=SYMBOLS,
        asks=QUESTIONS,
    )


def shown_checks(question: QuestionGrade) -> list[CheckGrade]:
    """The checks of which a student may see more than the points."""
    return [check for check in question.checks if check.visible]


def hidden_points(question: QuestionGrade) -> tuple[float, float] | None:
    """Points and most points of all hidden checks together; None where there are none."""
    found = [check for check in question.checks if not check.visible]
    if not found:
        return None
    return tidy(sum(c.points for c in found)), tidy(sum(c.max_points for c in found))


def state(points: float | None, most: float) -> str:
    """The class of a share of points: full, some, none, or not graded."""
    if points is None:
        return "error"
    return "conforms" if points == most else "fails" if points == 0 else "inaccurate"


def short_value(value: Any) -> str:
    """A value as text, cut where it is too long to be read."""
    text = value_text(value)
    return text if len(text) <= _LONG else f"{text[:_LONG]}… ({len(text)} characters)"


FILTERS = {"points": points_text, "value": short_value}


def student_markdown(grading: Grading, grade: Grade) -> str:
    """The report as Markdown; text of a submission cannot become markup."""
    lines = [f"# {escaped(grading.title)}: {escaped(grade.submission)}", ""]
    lines += [f"**{points_text(grade.points)} of {points_text(grade.max_points)} points**", ""]
    lines += [f"- {escaped(error)}" for error in grade.errors]
    for question in grade.questions:
        share = f"{points_text(question.points)} of {points_text(question.max_points)}"
        lines += ["", f"## {escaped(question.title)}: {share}", "", question_markdown(question)]
    if grade.printed:
        lines += [
            "",
            "## Printed",
            "",
            *(f"    {visible(each)}" for each in grade.printed.splitlines()),
        ]
    return "\n".join(lines).rstrip() + "\n"


def question_markdown(question: QuestionGrade) -> str:
    """What is said of one question, as Markdown."""
    lines = [escaped(question.sentence)]
    for check in shown_checks(question):
        share = f"{points_text(check.points)} of {points_text(check.max_points)}"
        lines += ["", f"**{check.check}** ({share}): {escaped(check.sentence)}"]
        if check.hint and check.points < check.max_points:
            lines += ["", f"Hint: {escaped(check.hint)}"]
        if check.counterexample is not None:
            lines += ["", *_example(check.counterexample)]
    hidden = hidden_points(question)
    if hidden is not None:
        lines += ["", f"Checks that are not shown: {points_text(hidden[0])} of "
                  f"{points_text(hidden[1])}."]  # fmt: skip
    if question.latex:
        lines += ["", f"The formula: ${question.latex}$"]
    return "\n".join(lines)


def _example(shown: Mapping[str, Any]) -> list[str]:
    given = {**shown["inputs"], **shown["parameters"]}
    rows = {**given, "expected": shown["expected"], "got": shown["got"]}
    return [f"    {name:<10} {one_line(short_value(value))}" for name, value in rows.items()]


def escaped(text: str) -> str:
    """Text on one line with every mark of Markdown and HTML made plain."""
    return _MARKS.sub(r"\\\1", one_line(text)).replace("\\<", "&lt;").replace("\\>", "&gt;")
