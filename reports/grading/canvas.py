"""A file that Canvas imports: the instructor's own export, with one column filled.

Canvas matches students by the columns of its export, so that is the roster. A submission belongs
to the student whose ID, login or name is its name or is in it, as Canvas names downloaded files
(``surnamename_ID_...``). Students without a grade get an empty cell, which overwrites nothing.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from nnconform.reports.record import ReportError
from nnconform.reports.wording import safe

from .record import Grade, Grading, points_text

_LAST = "Section"
_KEYS = ("ID", "SIS User ID", "SIS Login ID")


def canvas_csv(grading: Grading, grades: Sequence[Grade], roster: str | Path) -> str:
    """The import file as text.

    Raises:
        ReportError: the roster cannot be read or is no export of a gradebook.
    """
    heads, rows = _roster(Path(roster))
    last = heads.index(_LAST)
    title = _title(heads[last + 1 :], grading.title)
    found = _matched(heads, rows, grades)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*heads[: last + 1], title])
    writer.writerow(["    Points Possible", *[""] * last, points_text(grading.points)])
    for number, row in enumerate(rows):
        grade = found.get(number)
        points = "" if grade is None or grade.points is None else points_text(grade.points)
        writer.writerow([*(safe(cell) for cell in row[: last + 1]), points])
    return stream.getvalue()


def _roster(path: Path) -> tuple[list[str], list[list[str]]]:
    try:
        lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReportError(f"cannot read the roster {path}: {error}") from error
    heads = [head.strip() for head in lines[0]] if lines else []
    if not heads or heads[0] != "Student" or _LAST not in heads or "ID" not in heads:
        raise ReportError(
            f"{path}: no export of a Canvas gradebook: the first line must begin with Student "
            "and name ID and Section"
        )
    rows = [
        row + [""] * (len(heads) - len(row))
        for row in lines[1:]
        if any(cell.strip() for cell in row) and "Points Possible" not in row[0]
    ]
    return heads, [row for row in rows if row[heads.index("ID")].strip()]


def _title(columns: Sequence[str], title: str) -> str:
    """The column of the assignment as Canvas knows it, with its number; a new one otherwise."""
    for column in columns:
        if re.sub(r"\s*\(\d+\)$", "", column).casefold() == title.casefold():
            return column
    return safe(title)


def _matched(
    heads: Sequence[str], rows: Sequence[Sequence[str]], grades: Sequence[Grade]
) -> Mapping[int, Grade]:
    """The grade of each student; none where several submissions could be meant."""
    columns = [heads.index(key) for key in _KEYS if key in heads]
    known: dict[str, set[int]] = {}
    for number, row in enumerate(rows):
        for text in (*(row[column] for column in columns), *_spellings(row[0])):
            if text.strip():
                known.setdefault(text.strip().casefold(), set()).add(number)
    found: dict[int, list[Grade]] = {}
    for grade in grades:
        numbers = known.get(grade.submission.casefold()) or {
            n for part in grade.submission.casefold().split("_") for n in known.get(part, ())
        }
        if len(numbers) == 1:
            found.setdefault(next(iter(numbers)), []).append(grade)
    return {number: each[0] for number, each in found.items() if len(each) == 1}


def _spellings(student: str) -> list[str]:
    """A name as in the export, and as Canvas puts it before the names of files."""
    surname, _, first = student.partition(",")
    parts = [surname.strip(), first.strip()]
    bare = "".join(character for part in parts for character in part if character.isalnum())
    return [student, bare, f"{parts[1]} {parts[0]}".strip()]
