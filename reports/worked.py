"""A number that a document prints, and how it stands to its exact value: plain data."""

from collections.abc import Iterable
from dataclasses import dataclass

AGREES, CARRIED, TRUNCATED, ERRATUM = "agrees", "carried", "truncated", "erratum"
KINDS = (AGREES, CARRIED, TRUNCATED, ERRATUM)
KIND_MEANINGS = {
    AGREES: "The exact value rounds to the printed digits.",
    CARRIED: "Right from the document's own printed intermediates, whose rounding it carries on; "
    "the exact chain of calculation gives something else.",
    TRUNCATED: "The digits were cut off where they had to be rounded.",
    ERRATUM: "Neither the exact value nor the printed intermediates give it, rounded or cut.",
}


@dataclass(frozen=True, slots=True)
class WorkedNumber:
    """One number of a worked example.

    Attributes:
        example: the formula and the example's name, ``softmax.three_scores``.
        document, section: where it is printed: the document's key, and the place in it.
        line: in the document's file, where the example begins; None where that is not said.
        printed: the document's own string; None where it prints no number.
        exact: the value, to the nearest float64; ``shown``: with more digits than printed.
        carried: the value recomputed from the document's own printed intermediates, if there are;
            ``carried_shown``: with more digits than printed, or "".
        kind: one of :data:`KINDS`; None where no number is printed.
        right: what the document should have printed, with as many digits; "" without a number.
    """

    example: str
    document: str
    section: str
    line: int | None
    quantity: str
    printed: str | None
    exact: float
    shown: str
    carried: float | None
    carried_shown: str
    kind: str | None
    right: str
    note: str

    def as_dict(self) -> dict[str, object]:
        """The keys of ``nnconform examples --json``."""
        return {
            "example": self.example,
            "document": self.document,
            "section": self.section,
            "line": self.line,
            "quantity": self.quantity,
            "printed": self.printed,
            "exact": self.exact,
            "shown": self.shown,
            "carried": self.carried,
            "class": self.kind,
            "right": self.right or None,
            "note": self.note,
        }


def of_kind(numbers: Iterable[WorkedNumber], kind: str) -> list[WorkedNumber]:
    """The numbers of one class, in their order."""
    return [number for number in numbers if number.kind == kind]


def counts(numbers: Iterable[WorkedNumber]) -> str:
    """How many numbers are printed, and of which class.

    >>> counts([])
    'no number is printed'
    """
    printed = [number for number in numbers if number.kind is not None]
    if not printed:
        return "no number is printed"
    tally = [(kind, len(of_kind(printed, kind))) for kind in KINDS]
    said = ", ".join(f"{count} {_WORDS[kind][count != 1]}" for kind, count in tally if count)
    one = len(printed) == 1
    return f"{len(printed)} printed {'number' if one else 'numbers'}: {said}"


_WORDS = {
    AGREES: ("agrees", "agree"),
    CARRIED: ("carried", "carried"),
    TRUNCATED: ("truncated", "truncated"),
    ERRATUM: ("erratum", "errata"),
}
