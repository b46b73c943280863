"""Runs over time, in one SQLite file that pandas and everything else can query."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path

from .record import Record, ReportError, as_dict, compact, plain, restore, to_json
from .store import Footer, Header, Run, now
from .summary import tally

FILE_NAME = "nnconform-history.sqlite"
VERSION = 1
# Marks the file as one of ours: the letters "nncf".
APPLICATION_ID = 0x6E6E6366

# The columns of the two tables, in order. JSON columns are texts.
RUN_COLUMNS = {
    "id": "INTEGER PRIMARY KEY",
    "label": "TEXT NOT NULL",
    "started": "TEXT NOT NULL",
    "finished": "TEXT",
    "seconds": "REAL",
    "nnconform": "TEXT NOT NULL",
    "python": "TEXT NOT NULL",
    "platform": "TEXT NOT NULL",
    "machine": "TEXT NOT NULL",
    "seed": "INTEGER NOT NULL",
    "adapters": "TEXT NOT NULL",
    "asked": "TEXT NOT NULL",
    "results": "INTEGER NOT NULL",
    "added": "TEXT NOT NULL",
    "digest": "TEXT NOT NULL UNIQUE",
}
RESULT_COLUMNS = {
    "id": "TEXT NOT NULL",
    "group": "TEXT NOT NULL",
    "formula": "TEXT NOT NULL",
    "adapter": "TEXT NOT NULL",
    "version": "TEXT NOT NULL",
    "provenance": "TEXT NOT NULL",
    "device": "TEXT NOT NULL",
    "dtype": "TEXT NOT NULL",
    "mode": "TEXT NOT NULL",
    "check": "TEXT NOT NULL",
    "verdict": "TEXT NOT NULL",
    "variant": "TEXT",
    "max_ulp": "REAL",
    "band_ratio": "REAL",
    "worst_input": "TEXT",
    "message": "TEXT NOT NULL",
    "examples": "INTEGER NOT NULL",
    "seconds": "REAL NOT NULL",
    "seed": "INTEGER NOT NULL",
    "choices": "TEXT NOT NULL",
    "expected": "TEXT NOT NULL",
}
_JSON = ("adapters", "asked", "worst_input", "choices")


@dataclass(frozen=True, slots=True)
class Entry:
    """A run in a history; ``finished`` is None where it was interrupted."""

    id: int
    label: str
    header: Header
    finished: str | None
    seconds: float | None
    results: int

    @property
    def name(self) -> str:
        """What the run is called in tables, unlike any other: its number, and label or time."""
        return f"#{self.id} {self.label or self.header.started[:16].replace('T', ' ')}"


@contextmanager
def opened(path: str | Path, *, create: bool = False) -> Iterator[sqlite3.Connection]:
    """Open a history; a context manager.

    Args:
        path: the file.
        create: make the file where there is none; it is opened for reading alone otherwise.

    Raises:
        ReportError: there is no such file, it is something else, or it cannot be read or written.
    """
    place = Path(path)
    if not create and not place.is_file():
        raise ReportError(f"{place}: no such file; `nnconform history add DIR` begins a history")
    try:
        address = f"{place.absolute().as_uri()}?mode={'rwc' if create else 'ro'}"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            _check_own(connection, place, create)
            connection.execute("PRAGMA foreign_keys = ON")
            yield connection
    except sqlite3.Error as error:
        raise ReportError(f"{place}: cannot be used as a history: {error}") from error


def add(
    connection: sqlite3.Connection, run: Run, *, label: str = "", interrupted: bool = False
) -> tuple[Entry, bool]:
    """Add a run, and return its entry and whether it is new.

    A run that is there already is not added again, whatever its label.

    Args:
        connection: a history that was opened for writing.
        run: a run as read.
        label: what to call it.
        interrupted: take a run that did not come to its end.

    Raises:
        ReportError: the run was interrupted, or holds something that no database takes.
    """
    if run.interrupted and not interrupted:
        raise ReportError("this run was interrupted; add it all the same with --interrupted")
    own = digest(run)
    known = connection.execute("SELECT id FROM runs WHERE digest = ?", [own]).fetchone()
    if known:
        return _entry(connection, known[0]), False
    try:
        with connection:
            number = _insert(connection, "runs", RUN_COLUMNS, [_run_values(run, label, own)])
            rows = ({"run_id": number, **as_dict(record)} for record in run.records)
            _insert(connection, "results", {"run_id": "", **RESULT_COLUMNS}, rows)
    except sqlite3.IntegrityError as error:
        raise ReportError("a result is there twice; a run holds each result once") from error
    except OverflowError as error:
        raise ReportError(f"a number is too large for the history: {error}") from error
    return _entry(connection, number), True


def entries(connection: sqlite3.Connection) -> list[Entry]:
    """Return all runs in the order in which they started."""
    rows = connection.execute("SELECT id FROM runs ORDER BY started, id").fetchall()
    return [_entry(connection, number) for (number,) in rows]


def run_of(connection: sqlite3.Connection, entry: Entry) -> Run:
    """Return a run as it was added, without counterexamples and profiles."""
    names = list(RESULT_COLUMNS)
    rows = connection.execute(
        f"SELECT {_listed(names)} FROM results WHERE run_id = ? ORDER BY rowid", [entry.id]
    )
    records = tuple(_record(dict(zip(names, row, strict=True))) for row in rows)
    footer = None
    if entry.finished is not None:
        footer = Footer(tally(records).counts, entry.seconds or 0.0, entry.finished)
    return Run(entry.header, records, footer)


def digest(run: Run) -> str:
    """Return what two runs have in common only if they are the same: SHA-256, in hexadecimal."""
    found = hashlib.sha256(compact(_header_values(run.header)).encode())
    for record in run.records:
        found.update(to_json(record).encode())
    found.update(run.footer.finished.encode() if run.footer else b"interrupted")
    return found.hexdigest()


def _check_own(connection: sqlite3.Connection, place: Path, create: bool) -> None:
    """Refuse files of others and of later versions; an empty one becomes a history."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if mark == APPLICATION_ID and version == VERSION:
        return
    if mark == APPLICATION_ID:
        raise ReportError(
            f"{place}: a history of version {version}, and this nnconform reads version {VERSION}"
        )
    if tables or mark or not create:
        raise ReportError(f"{place}: a database of something else; choose another file with --db")
    columns = (_defined(RUN_COLUMNS), _defined(RESULT_COLUMNS))
    connection.executescript(
        f"""BEGIN;
        CREATE TABLE runs ({columns[0]});
        CREATE TABLE results (run_id INTEGER NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
                              {columns[1]}, UNIQUE (run_id, id));
        CREATE INDEX results_formula ON results (formula, adapter);
        PRAGMA application_id = {APPLICATION_ID};
        PRAGMA user_version = {VERSION};
        COMMIT;"""
    )


def _insert(
    connection: sqlite3.Connection,
    table: str,
    columns: Mapping[str, str],
    rows: Iterator[Mapping[str, object]] | Sequence[Mapping[str, object]],
) -> int:
    """Insert rows, and return the number of the last one where it is a single row."""
    marks = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {table} ({_listed(columns)}) VALUES ({marks})"
    cursor = connection.cursor()
    for row in rows:
        cursor.execute(statement, [_stored(name, row[name]) for name in columns])
    return cursor.lastrowid or 0


def _stored(name: str, value: object) -> object:
    """Return a value as SQLite takes it."""
    if name in _JSON:
        return None if value is None else json.dumps(plain(value))
    if isinstance(value, str):
        # Messages of foreign code may hold halves of surrogate pairs.
        return value.encode("utf-8", "backslashreplace").decode()
    return value


def _run_values(run: Run, label: str, own_digest: str) -> dict[str, object]:
    values = _header_values(run.header) | {"id": None, "label": label, "digest": own_digest}
    return values | {
        "finished": run.footer.finished if run.footer else None,
        "seconds": run.footer.seconds if run.footer else None,
        "results": len(run.records),
        "added": now(),
    }


def _header_values(header: Header) -> dict[str, object]:
    return {field.name: getattr(header, field.name) for field in fields(header)}


def _entry(connection: sqlite3.Connection, number: int) -> Entry:
    names = list(RUN_COLUMNS)
    row = connection.execute(f"SELECT {_listed(names)} FROM runs WHERE id = ?", [number]).fetchone()
    found = _restored(dict(zip(names, row, strict=True)))
    of_header, of_run = (
        {field.name: found[field.name] for field in fields(model) if field.name in found}
        for model in (Header, Entry)
    )
    header = Header(**of_header)  # type: ignore[arg-type]  # the columns of a table
    return Entry(header=header, **of_run)  # type: ignore[arg-type]  # the columns of a table


def _record(values: dict[str, object]) -> Record:
    return Record(**_restored(values), counterexample=None)  # type: ignore[arg-type]  # the columns of a table


def _restored(values: dict[str, object]) -> dict[str, object]:
    for name in _JSON:
        text = values.get(name)
        if isinstance(text, str):
            values[name] = _parsed(text)
    return values


# Most of what a run holds, the one before it held as well.
@lru_cache(maxsize=2**15)
def _parsed(text: str) -> object:
    return restore(json.loads(text))


def _defined(columns: Mapping[str, str]) -> str:
    return ", ".join(f'"{name}" {kind}' for name, kind in columns.items())


def _listed(names: Mapping[str, str] | Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
