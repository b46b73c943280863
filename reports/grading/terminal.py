"""What a run of the grader says at its end."""

from collections.abc import Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from nnconform.reports.wording import counted, one_line

from .record import Grade, points_text

_ROWS = 40


def summary(grades: Sequence[Grade]) -> Group:
    """A row a submission (the first forty), and what the instructor has to know."""
    table = Table("submission", "points", "in short", box=None, pad_edge=False)
    for grade in grades[:_ROWS]:
        share = f"{points_text(grade.points)} of {points_text(grade.max_points)}"
        table.add_row(Text(one_line(grade.submission)), share, Text(_short(grade)))
    lines = [Text(f"… and {counted(len(grades) - _ROWS, 'more submission')}")]
    lost = [Text(f"NOT GRADED {g.submission}: {'; '.join(g.faults)}") for g in grades if g.faults]
    return Group(table, *(lines if len(grades) > _ROWS else ()), *lost)


def _short(grade: Grade) -> str:
    if grade.errors:
        return one_line(grade.errors[0])[:120]
    wrong = [question.name for question in grade.questions if not question.full]
    return f"points lost in {', '.join(wrong)}"[:120] if wrong else "all right"
