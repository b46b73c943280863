"""The audit for people and machines: a table, what is left to look at, JSON and Markdown."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nnconform.conformance.audit import (
    CAUGHT,
    EQUIVALENT,
    FALSE_ALARM,
    SURVIVOR,
    Finding,
    Findings,
    share,
)
from nnconform.conformance.outcome import CONVENTION
from nnconform.reports.record import ReportError

if TYPE_CHECKING:
    from rich.table import Table

HEADS = ("formula", "mutants", "caught", "conventions", "equivalent", "survivors", "false alarms")
_COUNTED = (CAUGHT, CONVENTION, EQUIVALENT, SURVIVOR, FALSE_ALARM)
_SHOWN = (SURVIVOR, FALSE_ALARM)


def rows(findings: Sequence[Finding]) -> Iterator[list[str]]:
    """A row of counts a formula, in the order of the findings, and one of all."""
    names = list(dict.fromkeys(each.formula for each in findings))
    for name in (*names, "all"):
        found = [each for each in findings if name in (each.formula, "all")]
        counts = Counter(each.verdict for each in found)
        mutants = sum(each.mutant for each in found)
        yield [name, str(mutants), *(str(counts[verdict]) for verdict in _COUNTED)]


def table(findings: Sequence[Finding]) -> "Table":
    """The counts as a table for a terminal."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False)
    for head in HEADS:
        made.add_column(head, justify="left" if head == HEADS[0] else "right")
    for row in rows(findings):
        made.add_row(*row)
    return made


def lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The survivors and the false alarms, one a line."""
    for verdict in _SHOWN:
        for each in findings:
            if each.verdict == verdict:
                said = f" [{each.check}: {each.said}]" if each.check else ""
                yield f"{verdict}: {each.formula}: {each.change}: {each.expression}{said}"


def summary(findings: Sequence[Finding], sample: float = 1.0) -> str:
    """The share that was caught, in a line."""
    counts = Counter(each.verdict for each in findings)
    faults = counts[CAUGHT] + counts[SURVIVOR]
    # Rounded down, so that only all of them are 100%.
    percent = int(share(findings) * 10_000) / 100
    return (
        f"{percent:g}% of the faults caught ({counts[CAUGHT]} of {faults}), "
        f"{counts[EQUIVALENT]} equal to the formula, {counts[CONVENTION]} a declared convention, "
        f"{counts[FALSE_ALARM]} false alarms"
        f"{'' if sample == 1.0 else f'; of a sample: {sample:.0%} of all mutants'}"
    )


def as_dict(done: Findings) -> dict[str, Any]:
    """Everything as plain data."""
    heads = [head.replace(" ", "_") for head in HEADS]
    counted = [dict(zip(heads, row, strict=True)) for row in rows(done.findings)]
    numbers = [
        {key: value if key == "formula" else int(value) for key, value in row.items()}
        for row in counted
    ]
    return {
        "seed": done.seed,
        "dtype": done.dtype,
        "sample": done.sample,
        "share": share(done.findings),
        "formulas": numbers[:-1],
        "all": {key: value for key, value in numbers[-1].items() if key != "formula"},
        "findings": [each.as_dict() for each in done.findings],
    }


def markdown(done: Findings) -> str:
    """The page ``audit.md``."""
    parts = [
        "# Sensitivity audit",
        f"{summary(done.findings, done.sample)}. Seed {done.seed}, {done.dtype}.",
        _markdown_table(HEADS, rows(done.findings)),
    ]
    for verdict, title in (
        (SURVIVOR, "Survivors"),
        (FALSE_ALARM, "False alarms"),
        (EQUIVALENT, "Equal to the formula"),
        (CONVENTION, "Declared conventions"),
    ):
        found = [each for each in done.findings if each.verdict == verdict]
        if found:
            heads = ("formula", "change", "expression", "check", "said")
            cells = ([e.formula, _code(e.change), _code(e.expression), e.check, e.said]
                     for e in found)  # fmt: skip
            parts += [f"## {title}", _markdown_table(heads, cells)]
    return "\n\n".join(parts) + "\n"


def write(done: Findings, folder: Path) -> list[Path]:
    """Write ``audit.json`` and ``audit.md``.

    Raises:
        ReportError: the folder cannot be written.
    """
    pages = {"audit.json": to_json(done) + "\n", "audit.md": markdown(done)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise ReportError(
            f"cannot write to {folder}: {error.strerror}; choose another --out"
        ) from None
    return [folder / name for name in pages]


def to_json(done: Findings) -> str:
    """Everything as JSON."""
    return json.dumps(as_dict(done), indent=1, ensure_ascii=False)


def _code(text: str) -> str:
    return f"`{text}`".replace("|", "\\|")


def _markdown_table(heads: Sequence[str], cells: Iterator[list[str]]) -> str:
    written = [heads, ["---"] * len(heads), *cells]
    return "\n".join(f"| {' | '.join(row)} |" for row in written)
