"""The grades file: JSON Lines, on disk as each submission is done.

The first line says what was graded. Every line is synced, so a crash or a power cut loses at most
the submission that was being written; the rest of such a line is cut off when the run goes on.
"""

import os
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from nnconform.reports.record import ReportError

from .record import Grade, Grading, line, parsed

FILE_NAME = "grades.jsonl"


def read_grades(path: str | Path) -> tuple[Grading, dict[str, Grade]]:
    """The header of a grades file (or of the folder that holds one), and its grades by name.

    Where a submission is there twice, the later line counts.

    Raises:
        ReportError: there is no such file, or a line is malformed.
    """
    place = Path(path)
    place = place / FILE_NAME if place.is_dir() else place
    header, grades, _ = _read(place)
    return header, grades


def _read(place: Path) -> tuple[Grading, dict[str, Grade], int]:
    try:
        data = place.read_bytes()
    except OSError as error:
        raise ReportError(f"cannot read {place}: {error.strerror or error}") from error
    # Only a line without its end can have been cut by a crash.
    whole = data[: data.rfind(b"\n") + 1]
    header: Grading | None = None
    grades: dict[str, Grade] = {}
    for number, text in enumerate(whole.splitlines(), start=1):
        try:
            entry = parsed(text.decode("ascii"))
        except (ReportError, UnicodeDecodeError) as error:
            raise ReportError(f"{place}:{number}: {error}") from error
        if isinstance(entry, Grading):
            header = header or entry
        else:
            grades[entry.submission] = entry
    if header is None:
        raise ReportError(f"{place}: empty; a grades file begins with what was graded")
    return header, grades, len(whole)


class GradeStore:
    """Appends grades to ``grades.jsonl`` in a folder; a context manager.

    Attributes:
        grades: what is there, by submission.
    """

    def __init__(self, directory: str | Path, grading: Grading, *, resume: bool = False) -> None:
        """Name the folder and what is about to be graded; nothing is opened yet."""
        self.path = Path(directory) / FILE_NAME
        self.grades: dict[str, Grade] = {}
        self._grading = grading
        self._resume = resume
        self._file: BinaryIO | None = None

    def __enter__(self) -> "GradeStore":
        """Open the file: a new one (an old one is kept as ``grades.jsonl~``), or go on.

        Raises:
            ReportError: it cannot be written, or is of another assignment.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if not (self._resume and self._continued()):
                if self.path.exists():
                    self.path.replace(self.path.with_name(f"{FILE_NAME}~"))
                self._file = self.path.open("wb")
                self._write(line("grading", self._grading))
        except OSError as error:
            reason = error.strerror or error
            raise ReportError(
                f"cannot write {self.path}: {reason}; choose another folder"
            ) from error
        return self

    def _continued(self) -> bool:
        """Take up the file that is there; False where there is nothing to take up."""
        if not self.path.exists() or b"\n" not in self.path.read_bytes():
            return False
        header, self.grades, end = _read(self.path)
        if header.digest != self._grading.digest:
            raise ReportError(
                f"{self.path}: was graded with another assignment or version; "
                "choose another folder, or leave out --resume"
            )
        self._file = self.path.open("r+b")
        self._file.truncate(end)
        self._file.seek(end)
        return True

    def add(self, grade: Grade) -> None:
        """Append a grade; it is on disk when this returns."""
        self._write(line("grade", grade))
        self.grades[grade.submission] = grade

    def _write(self, text: str) -> None:
        if self._file is None:
            raise ReportError(f"{self.path} is not open: use the store in a with block")
        self._file.write(text.encode("ascii") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
