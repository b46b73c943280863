"""A history for a terminal and as JSON."""

import json
from collections.abc import Mapping, Sequence

from rich.table import Table
from rich.text import Text

from .history import Entry
from .history_cells import Line
from .record import VERDICTS, plain
from .summary import Cell
from .terminal import STYLES
from .wording import SHORT, SYMBOLS, magnitude, one_line, percent, provenance_words

Counts = Mapping[int, Mapping[str, int]]


def score(counts: Mapping[str, int]) -> float | None:
    """Return the share of right results among those that apply; None where none does."""
    applicable = sum(counts.values()) - counts["unsupported"]
    return (counts["conforms"] + counts["convention"]) / applicable if applicable else None


def versions(entry: Entry, adapters: Sequence[str] = ()) -> str:
    """Return a run's adapters with their versions; only the named ones where there are names."""
    found = entry.header.adapters.items()
    return ", ".join(
        f"{name} {version}".strip() for name, version in found if not adapters or name in adapters
    )


def runs_table(runs: Sequence[Entry], counts: Counts, adapters: Sequence[str] = ()) -> Table:
    """Return a table of runs: when, with what, and what came of it."""
    table = Table("run", "started", "adapters", "score", box=None, pad_edge=False)
    for verdict in VERDICTS:
        head = Text(f"{SYMBOLS[verdict]} {SHORT[verdict]}", style=STYLES[verdict])
        table.add_column(head, justify="right")
    for entry in runs:
        found = counts.get(entry.id, dict.fromkeys(VERDICTS, 0))
        name = f"#{entry.id} {entry.label}".strip()
        started = entry.header.started[:16].replace("T", " ")
        with_what = versions(entry, adapters) + ("" if entry.finished else " (interrupted)")
        words = (name, started, with_what, percent(score(found)))
        numbers = (f"{found[verdict]:,}" for verdict in VERDICTS)
        table.add_row(*(Text(one_line(word)) for word in (*words, *numbers)))
    return table


def lines_table(lines: Sequence[Line], runs: Sequence[Entry]) -> Table:
    """Return formulas against runs: the worst verdict of all checks, and the largest ULP."""
    table = Table("formula", "where", box=None, pad_edge=False)
    for entry in runs:
        table.add_column(Text(one_line(entry.name)))
    previous = None
    for line in lines:
        name = "/".join(line.row) if line.row != previous else ""
        previous = line.row
        cells = [_cell(line.cells.get(entry.id)) for entry in runs]
        table.add_row(Text(one_line(name), style="bold"), Text(one_line(where(line))), *cells)
    return table


def where(line: Line) -> str:
    """Return in which column a line stands."""
    column = line.column
    words = (column.adapter, provenance_words(column.provenance), column.mode, column.device,
             column.dtype)  # fmt: skip
    return " ".join(word for word in words if word)


def as_json(runs: Sequence[Entry], counts: Counts, lines: Sequence[Line]) -> str:
    """Return a history as strict JSON.

    Keys: ``runs``, a list with ``id label started finished nnconform python platform machine seed
    adapters results counts``; ``cells``, a list with ``run group formula adapter provenance mode
    device dtype verdict max_ulp band_ratio checks``, where ``dtype`` is "" for all together.
    """
    data = {
        "runs": [_run(entry, counts) for entry in runs],
        "cells": [_cell_values(line, run) for line in lines for run in line.cells],
    }
    return json.dumps(plain(data), indent=1, allow_nan=False)


def _cell(cell: Cell | None) -> Text:
    if cell is None:
        return Text("·", style="dim")
    text = f"{SYMBOLS[cell.verdict]} {SHORT[cell.verdict]} {magnitude(cell.max_ulp)}"
    return Text(text.rstrip(), style=STYLES[cell.verdict])


def _run(entry: Entry, counts: Counts) -> dict[str, object]:
    names = ("started", "nnconform", "python", "platform", "machine", "seed", "adapters")
    found: dict[str, object] = {"id": entry.id, "label": entry.label, "finished": entry.finished}
    found |= {name: getattr(entry.header, name) for name in names}
    return found | {"results": entry.results, "counts": counts.get(entry.id, {})}


def _cell_values(line: Line, run: int) -> dict[str, object]:
    cell, column = line.cells[run], line.column
    place: dict[str, object] = {"run": run, "group": line.row[0], "formula": line.row[1]}
    place |= {name: getattr(column, name) for name in column.__slots__}
    return place | {name: getattr(cell, name) for name in cell.__slots__}
