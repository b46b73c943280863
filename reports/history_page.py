"""A history as a self-contained page: verdicts and errors over versions, and what changed when."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from .charts import library
from .comparison import Alike, Comparison, alike, compare
from .comparison_words import COLOURS, TITLES, before_after, kind_counts, others, what, who, why
from .embed import for_script
from .history import Entry, entries, run_of
from .history_cells import Line, counts, formulas, lines
from .history_text import score, versions
from .pages import Filter, page, script, write_page
from .record import VERDICTS, ReportError, plain
from .store import Run
from .summary import Cell, Column
from .wording import MEANINGS, SHORT, SYMBOLS, provenance_words, visible

FILE_NAME = "nnconform-history.html"
_FILTERS: Mapping[str, Filter] = {
    "what": what,
    "who": who,
    "before_after": before_after,
    "why": why,
    "others": others,
    "versions": versions,
    "score": score,
}


@dataclass(frozen=True, slots=True)
class Step:
    """A run and the one before it that has results in common; ``groups`` are what has changed."""

    a: Entry
    b: Entry
    comparison: Comparison
    counts: Mapping[str, int]
    groups: Sequence[Alike]


def write_history(
    connection: sqlite3.Connection, path: str | Path, *, last: int = 0, only: Sequence[str] = ()
) -> Path:
    """Write the page and return its path.

    Args:
        connection: a history.
        path: the file to write.
        last: how many of the latest runs are shown; all with 0.
        only: formula ids, groups or patterns; all where empty.

    Raises:
        ReportError: the history is empty, no formula fits, or the file cannot be written.
    """
    return write_page(path, history_page(connection, last=last, only=only))


def history_page(
    connection: sqlite3.Connection, *, last: int = 0, only: Sequence[str] = (), shown: int = 60
) -> str:
    """Return the page as text; of each step at most ``shown`` lines stand in it."""
    runs = entries(connection)[-last:]
    if not runs:
        raise ReportError("this history holds no run; add one with `nnconform history add DIR`")
    found = lines(connection, runs, formulas(connection, only), dtypes=())
    return page(
        "history.html.j2",
        _FILTERS,
        runs=runs,
        counts=counts(connection),
        steps=steps(connection, runs, only),
        shown=shown,
        verdicts=VERDICTS,
        symbols=SYMBOLS,
        short=SHORT,
        meanings=MEANINGS,
        titles=TITLES,
        colours=COLOURS,
        data=Markup(_data(runs, found)),
        # Markup: our own scripts, and a library made safe for its element.
        charts=Markup(library()),
        script=script("charts.js", "history.js"),
    )


def steps(
    connection: sqlite3.Connection, runs: Sequence[Entry], only: Sequence[str] = ()
) -> list[Step]:
    """Return what has changed from run to run, the latest first.

    Each run is compared with the latest one before it that has a result in common.
    """
    rows = set(formulas(connection, only)) if only else None
    found: list[Step] = []
    earlier: list[tuple[Entry, Run, frozenset[str]]] = []
    for entry in runs:
        run = _only(run_of(connection, entry), rows)
        for before, old, ids in reversed(earlier):
            if ids & run.ids:
                comparison = compare(old, run, names=(before.name, entry.name))
                groups = alike(comparison.changes)
                found.append(Step(before, entry, comparison, kind_counts(comparison), groups))
                break
        earlier.append((entry, run, run.ids))
    return found[::-1]


def _only(run: Run, rows: set[tuple[str, str]] | None) -> Run:
    if rows is None:
        return run
    records = tuple(r for r in run.records if (r.group, r.formula) in rows)
    return Run(run.header, records, run.footer, run.dropped)


def _data(runs: Sequence[Entry], found: Sequence[Line]) -> str:
    """Return what the page's script draws.

    ``lines`` holds [formula, column, verdicts, errors], the latter two with one entry a run: the
    position of a verdict or -1, an error in ULP or null.
    """
    rows = {row: n for n, row in enumerate(dict.fromkeys(line.row for line in found))}
    columns = {c: n for n, c in enumerate(dict.fromkeys(line.column for line in found))}
    data = {
        "runs": [visible(entry.name) for entry in runs],
        "formulas": [visible("/".join(row)) for row in rows],
        "columns": [_column(column) for column in columns],
        "verdicts": [{"name": v, "symbol": SYMBOLS[v], "short": SHORT[v]} for v in VERDICTS],
        "lines": [
            [rows[line.row], columns[line.column], *_over(runs, line.cells)] for line in found
        ],
    }
    return for_script(json.dumps(plain(data), allow_nan=False, separators=(",", ":")))


def _column(column: Column) -> dict[str, str]:
    words = (column.adapter, provenance_words(column.provenance), column.mode, column.device)
    return {"way": visible(" ".join(words)), "dtype": visible(column.dtype)}


def _over(runs: Sequence[Entry], cells: Mapping[int, Cell]) -> tuple[list[int], list[float | None]]:
    """Return verdicts and errors, one a run."""
    found = [cells.get(entry.id) for entry in runs]
    return (
        [VERDICTS.index(cell.verdict) if cell else -1 for cell in found],
        [_short(cell.max_ulp) if cell else None for cell in found],
    )


def _short(value: float | None) -> float | None:
    # Shown with two digits; four are plenty for a picture.
    return None if value is None else float(f"{value:.4g}")
