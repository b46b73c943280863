"""Counts, scores and the matrix: pure functions over records.

A score is (conforms + convention) / applicable; what is unsupported is not applicable, and where
nothing applies there is no score. Coverage stands beside it, so that a framework which offers
little does not look perfect.
"""

import json
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .record import PROVENANCES, VERDICTS, Record, ReportError, plain
from .store import Run

DTYPES = ("float16", "bfloat16", "float32", "float64")


@dataclass(frozen=True, slots=True)
class Tally:
    """Results counted: per verdict, the score, and how many formulas it speaks about.

    ``score`` and ``coverage`` are shares between 0 and 1, None where nothing applies.
    """

    counts: Mapping[str, int]
    results: int
    applicable: int
    score: float | None
    formulas: int
    covered: int
    coverage: float | None


@dataclass(frozen=True, slots=True)
class Column:
    """One way of running every formula; the dtype is "" where dtypes are taken together."""

    adapter: str
    provenance: str
    mode: str
    device: str
    dtype: str


@dataclass(frozen=True, slots=True)
class Cell:
    """The worst that the checks of one formula in one column have found."""

    verdict: str
    max_ulp: float | None
    band_ratio: float | None
    checks: int


Row = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Formulas, as (group, id), against columns; what was not run has no cell."""

    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    cells: Mapping[tuple[Row, Column], Cell]


@dataclass(frozen=True, slots=True)
class Finding:
    """Results that say the same about one formula and adapter; ``worst`` stands for them."""

    worst: Record
    others: tuple[Record, ...]


def tally(records: Iterable[Record]) -> Tally:
    """Count results per verdict and give score and coverage."""
    counts = dict.fromkeys(VERDICTS, 0)
    seen: set[Row] = set()
    covered: set[Row] = set()
    for record in records:
        counts[record.verdict] += 1
        row = (record.group, record.formula)
        seen.add(row)
        if record.verdict != "unsupported":
            covered.add(row)
    results = sum(counts.values())
    applicable = results - counts["unsupported"]
    right = counts["conforms"] + counts["convention"]
    return Tally(
        counts=counts,
        results=results,
        applicable=applicable,
        score=right / applicable if applicable else None,
        formulas=len(seen),
        covered=len(covered),
        coverage=len(covered) / len(seen) if seen else None,
    )


def tallies(
    records: Iterable[Record], *names: str, adapters: Iterable[str] = ()
) -> dict[tuple[str, ...], Tally]:
    """Count results apart for each combination of the named fields, in order.

    Args:
        records: results of one run.
        names: fields of a record, such as ``adapter`` and ``provenance``.
        adapters: which adapters come first, in this order.
    """
    parts: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        key = tuple(str(getattr(record, name)) for name in names)
        parts.setdefault(key, []).append(record)
    known = tuple(adapters)
    return {
        key: tally(parts[key])
        for key in sorted(parts, key=lambda words: [_rank(word, known) for word in words])
    }


def cell(records: Iterable[Record]) -> Cell:
    """Return the worst verdict and the worst errors of some results.

    Worse is what comes later in ``VERDICTS``; "unsupported" only where nothing applies.

    Raises:
        ReportError: there are no results.
    """
    given = list(records)
    if not given:
        raise ReportError("a cell needs at least one result")
    verdicts = {record.verdict for record in given}
    applicable = verdicts - {"unsupported"} or verdicts
    return Cell(
        verdict=max(applicable, key=VERDICTS.index),
        max_ulp=largest(record.max_ulp for record in given),
        band_ratio=largest(record.band_ratio for record in given),
        checks=len(given),
    )


def largest(values: Iterable[float | None]) -> float | None:
    """Return the largest number; NaN counts as larger than infinity, None is left out."""
    given = [value for value in values if value is not None]
    return max(given, key=badness, default=None)


def matrix(
    records: Iterable[Record], *, by_dtype: bool = True, adapters: Iterable[str] = ()
) -> Matrix:
    """Return formulas against columns, dtypes apart or taken together.

    Args:
        records: results of one run.
        by_dtype: False takes the dtypes of a column together.
        adapters: which adapters come first, in this order; the others follow by name.
    """
    parts: dict[tuple[Row, Column], list[Record]] = {}
    for record in records:
        row = (record.group, record.formula)
        parts.setdefault((row, column_of(record, by_dtype=by_dtype)), []).append(record)
    return Matrix(
        rows=tuple(sorted({row for row, _ in parts})),
        columns=_sorted_columns({column for _, column in parts}, tuple(adapters)),
        cells={place: cell(part) for place, part in parts.items()},
    )


def column_of(record: Record, *, by_dtype: bool = True) -> Column:
    """Return the column of the matrix that a result belongs to."""
    dtype = record.dtype if by_dtype else ""
    return Column(record.adapter, record.provenance, record.mode, record.device, dtype)


def findings(records: Iterable[Record], verdicts: Sequence[str]) -> list[Finding]:
    """Return the results with these verdicts, those that say the same put together.

    The same: formula, check, adapter, provenance, verdict, variant, and why it is expected; dtypes,
    modes and devices are put together, the largest error stands for them. Worst verdicts come
    first.
    """
    parts: dict[tuple[str, ...], list[Record]] = {}
    for r in records:
        if r.verdict in verdicts:
            same = (r.group, r.formula, r.check, r.adapter, r.provenance, r.verdict, str(r.variant))
            parts.setdefault((*same, r.expected), []).append(r)
    found = []
    for part in parts.values():
        worst = max(part, key=lambda r: badness(r.band_ratio, r.max_ulp))
        found.append(Finding(worst, tuple(r for r in part if r is not worst)))
    return sorted(found, key=lambda f: (-VERDICTS.index(f.worst.verdict), f.worst.id))


def write_summary(run: Run, directory: str | Path) -> Path:
    """Write ``summary.json`` and return its path.

    Keys: ``format``; ``nnconform``, ``started``, ``seed``, ``adapters`` of the header;
    ``interrupted``; ``seconds`` (None if interrupted); ``expected`` and ``unexpected``, how many
    results per verdict that deviates are expected, and how many are not; ``expected_results``, a
    list with the keys ``id verdict reason``; ``unnecessary``, a sentence for each expected
    deviation that has gone; ``total``, a tally with the keys
    ``counts results applicable score formulas covered coverage``; ``by_adapter``, ``by_dtype``,
    ``by_provenance`` and ``by_adapter_provenance``, lists of tallies that carry the named fields
    too; ``cells``, a list with the keys ``group formula adapter provenance mode device dtype
    verdict max_ulp band_ratio checks``. Non-finite numbers are the strings "inf", "-inf", "nan".
    """
    path = Path(directory) / "summary.json"
    text = json.dumps(plain(summary(run)), indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="ascii")
    return path


def summary(run: Run) -> dict[str, object]:
    """Return what ``summary.json`` holds; its keys are listed at ``write_summary``."""
    header = run.header
    return {
        "format": header.format,
        "nnconform": header.nnconform,
        "started": header.started,
        "seed": header.seed,
        "adapters": header.adapters,
        "interrupted": run.interrupted,
        "seconds": run.footer.seconds if run.footer else None,
        "expected": _deviating(record for record in run.records if record.expected),
        "unexpected": _deviating(record for record in run.records if not record.expected),
        "expected_results": [
            {"id": record.id, "verdict": record.verdict, "reason": record.expected}
            for record in run.records
            if record.expected
        ],
        "unnecessary": run.unnecessary,
        "total": _tally_dict(tally(run.records)),
        "by_adapter": _listed(run, "adapter"),
        "by_dtype": _listed(run, "dtype"),
        "by_provenance": _listed(run, "provenance"),
        "by_adapter_provenance": _listed(run, "adapter", "provenance"),
        "cells": _cell_dicts(matrix(run.records, adapters=header.adapters)),
    }


def _deviating(records: Iterable[Record]) -> dict[str, int]:
    found = Counter(record.verdict for record in records)
    return {verdict: found[verdict] for verdict in ("inaccurate", "fails", "error")}


def _listed(run: Run, *names: str) -> list[dict[str, object]]:
    parts = tallies(run.records, *names, adapters=run.header.adapters)
    return [
        dict(zip(names, key, strict=True)) | _tally_dict(counted) for key, counted in parts.items()
    ]


def _tally_dict(counted: Tally) -> dict[str, object]:
    return {name: getattr(counted, name) for name in Tally.__slots__}


def _cell_dicts(grid: Matrix) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for row in grid.rows:
        for column in grid.columns:
            if one := grid.cells.get((row, column)):
                place: dict[str, object] = {"group": row[0], "formula": row[1]}
                place |= {name: getattr(column, name) for name in Column.__slots__}
                found.append(place | {name: getattr(one, name) for name in Cell.__slots__})
    return found


def badness(*values: float | None) -> tuple[float, ...]:
    """Return a sort key: None below every number, NaN above infinity."""
    key: list[float] = []
    for value in values:
        if value is None:
            key += (0.0, 0.0)
        else:
            key += (2.0, 0.0) if math.isnan(value) else (1.0, value)
    return tuple(key)


def _rank(word: str, first: Sequence[str] = ()) -> tuple[int, int, str]:
    """Return a sort key: provenances and dtypes in their own order, the rest by name."""
    for known in (first, PROVENANCES, DTYPES):
        if word in known:
            return (0, known.index(word), word)
    return (1, 0, word)


def _sorted_columns(columns: Iterable[Column], adapters: Sequence[str]) -> tuple[Column, ...]:
    def key(column: Column) -> list[tuple[int, int, str]]:
        return [
            _rank(column.adapter, adapters),
            _rank(column.provenance),
            # "eager" is how a framework answers by itself: it comes before every compiled mode.
            (0, int(column.mode != "eager"), column.mode),
            _rank(column.device),
            _rank(column.dtype),
        ]

    return tuple(sorted(columns, key=key))
