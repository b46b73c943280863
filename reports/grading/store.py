"""The grades file: JSON Lines, on disk as each submission is done.

The first line says what was graded. Every line is synced, so a crash or a power cut loses at most
the submission that was being written; the rest of such a line is cut off when the run goes on.
"""

import os
from collections.abc import Iterator
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
    header: Grading | None = None
    grades: dict[str, Grade] = {}
    for _, entry in _entries(place):
        if isinstance(entry, Grading):
            header = entry
        else:
            grades[entry.submission] = entry
    if header is None:
        raise ReportError(f"{place}: empty; a grades file begins with what was graded")
    return header, grades


def _entries(place: Path) -> Iterator[tuple[int, Grading | Grade]]:
    """What the lines hold, each with the place where it ends; a line that is cut is left out."""
    try:
        with place.open("rb") as file:
            end = 0
            for number, text in enumerate(file, start=1):
                # Only a line without its end can have been cut by a crash.
                if not text.endswith(b"\n"):
                    return
                try:
                    entry = parsed(text.decode("ascii"))
                except (ReportError, UnicodeDecodeError) as error:
                    raise ReportError(f"{place}:{number}: {error}") from error
                if isinstance(entry, Grading) != (number == 1):
                    raise ReportError(f"{place}:{number}: the first line says what was graded")
                end += len(text)
                yield end, entry
    except OSError as error:
        raise ReportError(f"cannot read {place}: {error.strerror or error}") from error


class GradeStore:
    """Appends grades to ``grades.jsonl`` in a folder; a context manager.

    The grades themselves stay in the file: a class of thousands takes no memory.

    Attributes:
        done: by submission, whether it has a score.
    """

    def __init__(self, directory: str | Path, grading: Grading, *, resume: bool = False) -> None:
        """Name the folder and what is about to be graded; nothing is opened yet."""
        self.path = Path(directory) / FILE_NAME
        self.done: dict[str, bool] = {}
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
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
                self._end = self._write(line("grading", self._grading))
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
        for end, entry in _entries(self.path):
            if isinstance(entry, Grade):
                self._note(entry, end)
            elif entry.digest != self._grading.digest:
                raise ReportError(
                    f"{self.path}: was graded with another assignment or version; "
                    "choose another folder, or leave out --resume"
                )
            self._end = end
        self._file = self.path.open("r+b")
        self._file.truncate(self._end)
        self._file.seek(self._end)
        return True

    def _note(self, grade: Grade, end: int) -> None:
        self.done[grade.submission] = grade.graded
        self._places[grade.submission] = (self._end, end)

    def read(self, submission: str) -> Grade:
        """The grade of a submission, as it stands in the file."""
        start, end = self._places[submission]
        with self.path.open("rb") as file:
            file.seek(start)
            found = parsed(file.read(end - start).decode("ascii"))
        assert isinstance(found, Grade)
        return found

    def add(self, grade: Grade) -> None:
        """Append a grade; it is on disk when this returns."""
        end = self._end + self._write(line("grade", grade))
        self._note(grade, end)
        self._end = end

    def _write(self, text: str) -> int:
        """Write a line; return how many bytes it has."""
        if self._file is None:
            raise ReportError(f"{self.path} is not open: use the store in a with block")
        count = self._file.write(text.encode("ascii") + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        return count

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
