"""The documents' worked numbers as a page beside the report."""

from collections.abc import Iterable
from pathlib import Path

from nnconform.spec import documents

from .pages import page
from .wording import SYMBOLS
from .worked import (
    AGREES,
    CARRIED,
    ERRATUM,
    KIND_MEANINGS,
    TRUNCATED,
    WorkedNumber,
    counts,
    of_kind,
)

FILE_NAME = "worked-numbers.html"
LABEL = "the documents' worked numbers"
# The verdict whose colours and symbol a class has.
_BADGES = {AGREES: "conforms", CARRIED: "convention", TRUNCATED: "inaccurate", ERRATUM: "fails"}


def write_worked(numbers: Iterable[WorkedNumber], directory: str | Path) -> Path:
    """Write ``worked-numbers.html`` and return its path.

    Args:
        numbers: in the order in which they are to be shown.
        directory: an existing folder.
    """
    path = Path(directory) / FILE_NAME
    path.write_text(worked_page(list(numbers)), encoding="utf-8")
    return path


def worked_page(numbers: list[WorkedNumber]) -> str:
    """Return the page as text: the errata with the right values, then all numbers."""
    return page(
        "worked.html.j2",
        numbers=numbers,
        errata=of_kind(numbers, ERRATUM),
        summary=counts(numbers),
        titles={key: document.title for key, document in documents().items()},
        badges=_BADGES,
        symbols=SYMBOLS,
        meanings=KIND_MEANINGS,
    )
