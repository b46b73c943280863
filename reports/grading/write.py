"""All views of a grading, written to one folder."""

from collections.abc import Iterable
from pathlib import Path

from nnconform.reports.record import ReportError

from .canvas import canvas_csv
from .gradescope import gradescope_json
from .junit import junit_xml
from .names import FileNames
from .overview import overview_page
from .record import Grade, Grading
from .student import student_markdown, student_page
from .table import grades_csv

STUDENTS, GRADESCOPE = "students", "gradescope"


def write_all(
    grading: Grading,
    grades: Iterable[Grade],
    directory: str | Path,
    roster: str | Path | None = None,
) -> list[Grade]:
    """Write every report; return the grades without what only a student's own page shows.

    Args:
        grades: in the order of the reports; taken one by one.
        roster: the instructor's export of a Canvas gradebook, whose students get their points
            in ``canvas.csv``.

    Raises:
        ReportError: the folder cannot be written, or the roster cannot be read.
    """
    folder, names, known = Path(directory), FileNames(), {}
    found: list[Grade] = []
    try:
        for grade in grades:
            name = known[grade.submission] = names.of(grade.submission)
            _write(folder / STUDENTS / f"{name}.html", student_page(grading, grade))
            _write(folder / STUDENTS / f"{name}.md", student_markdown(grading, grade))
            _write(folder / GRADESCOPE / f"{name}.json", gradescope_json(grading, grade))
            found.append(grade.brief())
        _write(folder / "grades.csv", grades_csv(grading, found))
        _write(folder / "junit.xml", junit_xml(grading, found))
        _write(folder / "overview.html", overview_page(grading, found, known))
        if roster is not None:
            _write(folder / "canvas.csv", canvas_csv(grading, found, roster))
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
    return found


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # Moved into place: who reads while it is written sees the old one or the new one.
    draft = path.with_name(f".{path.name}.part")
    # Line ends stay as they are: CSV has its own.
    draft.write_text(text, encoding="utf-8", errors="backslashreplace", newline="")
    draft.replace(path)
