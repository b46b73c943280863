"""The page of the documents' claims: one self-contained file beside the main report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from .claims import CONDITIONAL, FALSE, HOLDS, OUTCOMES, ClaimOutcome, claims_json
from .pages import page
from .record import ReportError

SYMBOLS: Mapping[str, str] = {HOLDS: "✓", CONDITIONAL: "≈", FALSE: "✗"}
# The colours of the main report.
CLASSES: Mapping[str, str] = {HOLDS: "conforms", CONDITIONAL: "inaccurate", FALSE: "fails"}
MEANINGS: Mapping[str, str] = {
    HOLDS: "The statement is true as it stands, as far as the evidence goes.",
    CONDITIONAL: "It is false as it stands, and true in the case that is given beside it.",
    FALSE: "It is false; where there is a smallest counterexample, it is shown.",
    "proved": "True (or false) of all values: shown by exact algebra, not by trying.",
    "tested": "Nothing against it (or for it) at so many points, compared by exact arithmetic.",
    "counterexample": "Values at which the statement is false.",
    "witness": "Values that show that there are some.",
}


def write_claims(
    outcomes: Sequence[ClaimOutcome], directory: str | Path, *, seed: int, version: str
) -> tuple[Path, Path]:
    """Write ``claims.html`` and ``claims.json`` and return their paths.

    Raises:
        ReportError: the folder cannot be written.
    """
    folder = Path(directory)
    pages = {
        "claims.html": claims_page(outcomes, seed=seed, version=version),
        "claims.json": claims_json(outcomes, seed=seed) + "\n",
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        reason = error.strerror or error
        raise ReportError(f"cannot write to {folder}: {reason}; choose another folder") from error
    return folder / "claims.html", folder / "claims.json"


def claims_page(outcomes: Sequence[ClaimOutcome], *, seed: int, version: str) -> str:
    """The page as text: self-contained, everything in it escaped."""
    return page(
        "claims.html.j2",
        groups={name: [o for o in outcomes if o.outcome == name] for name in reversed(OUTCOMES)},
        total=len(outcomes),
        symbols=SYMBOLS,
        classes=CLASSES,
        meanings=MEANINGS,
        seed=seed,
        version=version,
    )
