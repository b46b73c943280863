"""What a history says about formulas: the worst verdict and error of each, run by run."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from .history import Entry
from .record import VERDICTS, ReportError
from .summary import Cell, Column, Row
from .wording import joined

# "unsupported" counts only where nothing else is there.
_RANKS = ("unsupported", *(verdict for verdict in VERDICTS if verdict != "unsupported"))


@dataclass(frozen=True, slots=True)
class Line:
    """One formula in one column: its cell in each run that has one, by the run's number."""

    row: Row
    column: Column
    cells: Mapping[int, Cell]


def formulas(connection: sqlite3.Connection, only: Sequence[str]) -> list[Row]:
    """Return the formulas, as (group, id), that names, groups or patterns choose; all without one.

    Raises:
        ReportError: a name that no run knows.
    """
    rows = connection.execute('SELECT DISTINCT "group", formula FROM results').fetchall()
    known: list[Row] = sorted((group, formula) for group, formula in rows)
    if not only:
        return known
    found: set[Row] = set()
    for word in only:
        fitting = {row for row in known if _fits(word, row)}
        if not fitting:
            raise ReportError(_unknown(word, [formula for _, formula in known]))
        found |= fitting
    return sorted(found)


def lines(
    connection: sqlite3.Connection,
    runs: Sequence[Entry],
    rows: Sequence[Row],
    *,
    adapters: Sequence[str] = (),
    dtypes: Sequence[str] | None = None,
) -> list[Line]:
    """Return what became of formulas, run by run.

    Args:
        connection: a history.
        runs: the runs to look at.
        rows: the formulas.
        adapters: only these; all where empty.
        dtypes: each of these apart, all of them where empty; taken together where None.
    """
    rank = " ".join(f"WHEN '{verdict}' THEN {n}" for n, verdict in enumerate(_RANKS))
    dtype = "''" if dtypes is None else "dtype"
    statement = f"""
        SELECT "group", formula, adapter, provenance, mode, device, {dtype} AS shown, run_id,
               max(CASE verdict {rank} END), max(max_ulp), max(band_ratio), count(*)
        FROM results WHERE run_id IN ({_marks(runs)})
        GROUP BY "group", formula, adapter, provenance, mode, device, shown, run_id"""
    wanted = set(rows)
    found: dict[tuple[Row, Column], dict[int, Cell]] = {}
    for group, formula, adapter, *place, run, verdict, ulp, ratio, checks in connection.execute(
        statement, [entry.id for entry in runs]
    ):
        column = Column(adapter, *place)
        chosen = not adapters or adapter in adapters
        if (group, formula) in wanted and chosen and (not dtypes or column.dtype in dtypes):
            cells = found.setdefault(((group, formula), column), {})
            cells[run] = Cell(_RANKS[verdict], ulp, ratio, checks)
    return [Line(row, column, cells) for (row, column), cells in sorted(found.items(), key=_order)]


def counts(
    connection: sqlite3.Connection, adapters: Sequence[str] = ()
) -> dict[int, dict[str, int]]:
    """Return the results per verdict of each run, by the run's number."""
    where = f"WHERE adapter IN ({_marks(adapters)})" if adapters else ""
    found: dict[int, dict[str, int]] = {}
    for run, verdict, number in connection.execute(
        f"SELECT run_id, verdict, count(*) FROM results {where} GROUP BY run_id, verdict",
        list(adapters),
    ):
        found.setdefault(run, dict.fromkeys(VERDICTS, 0))[verdict] = number
    return found


def check_adapters(connection: sqlite3.Connection, adapters: Sequence[str]) -> None:
    """Refuse adapters that no run has.

    Raises:
        ReportError: a name that no run knows; the message says which there are.
    """
    known = [name for (name,) in connection.execute("SELECT DISTINCT adapter FROM results")]
    for name in adapters:
        if name not in known:
            there = joined(sorted(known)) or "none"
            raise ReportError(f"no run of this history has an adapter {name!r}; there is {there}")


def _fits(word: str, row: Row) -> bool:
    group, formula = row
    return any(fnmatchcase(name, word) for name in (formula, group, f"{group}/{formula}"))


def _unknown(word: str, known: Sequence[str]) -> str:
    near = get_close_matches(word, known, 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"no run of this history has a formula {word!r}{hint}"


def _order(item: tuple[tuple[Row, Column], Mapping[int, Cell]]) -> tuple[object, ...]:
    row, column = item[0]
    return (row, column.adapter, column.provenance != "builtin", column.mode, column.device,
            column.dtype)  # fmt: skip


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
