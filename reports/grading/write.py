"""All views of a grading, written to one folder."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from nnconform.reports.record import ReportError

from .canvas import canvas_csv
from .gradescope import gradescope_json
from .junit import junit_xml
from .names import file_names
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
) -> tuple[Path, ...]:
    """Write every report and return the paths, ``overview.html`` first.

    Args:
        roster: the instructor's export of a Canvas gradebook, whose students get their points
            in ``canvas.csv``.

    Raises:
        ReportError: the folder cannot be written, or the roster cannot be read.
    """
    found = sorted(grades, key=lambda grade: grade.submission)
    names = file_names(grade.submission for grade in found)
    pages: dict[str, Callable[[], str]] = {
        "overview.html": lambda: overview_page(grading, found, names),
        "grades.csv": lambda: grades_csv(grading, found),
        "junit.xml": lambda: junit_xml(grading, found),
    }
    if roster is not None:
        matched = canvas_csv(grading, found, roster)
        pages["canvas.csv"] = lambda: matched
    for grade in found:
        pages |= _of_student(grading, grade, names[grade.submission])
    return _written(pages, Path(directory))


def _of_student(grading: Grading, grade: Grade, name: str) -> Mapping[str, Callable[[], str]]:
    return {
        f"{STUDENTS}/{name}.html": lambda: student_page(grading, grade),
        f"{STUDENTS}/{name}.md": lambda: student_markdown(grading, grade),
        f"{GRADESCOPE}/{name}.json": lambda: gradescope_json(grading, grade),
    }


def _written(pages: Mapping[str, Callable[[], str]], folder: Path) -> tuple[Path, ...]:
    try:
        for name, make in pages.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            # Moved into place: who reads while it is written sees the old one or the new one.
            draft = place.with_name(f".{place.name}.part")
            # Line ends stay as they are: CSV has its own.
            draft.write_text(make(), encoding="utf-8", errors="backslashreplace", newline="")
            draft.replace(place)
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
    return tuple(folder / name for name in pages)
