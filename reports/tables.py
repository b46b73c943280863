"""Runs as tables: plain columns, and pandas frames of them.

A table maps the names of its columns to lists of plain values, None where one is missing.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .columns import CHOICES, PROFILES, RESULTS, RUN, Column, Shape
from .record import Record, ReportError, compact
from .store import FILE_NAME, Run, read
from .wording import visible

if TYPE_CHECKING:
    from pandas import DataFrame

Source = str | Path | Sequence[str | Path]
Table = Mapping[str, Sequence[Any]]
Row = tuple[Any, ...]


def load(source: Source) -> "DataFrame":
    """Return the results of one or more runs as a pandas DataFrame, one row a check.

    The columns are listed in ``docs/tables.md``; what is missing is what ``isna`` says. The
    headers of the runs stand in ``attrs["runs"]``, a list.

    Args:
        source: a run's folder or its ``results.jsonl``; or a list of them, which puts the columns
            ``run`` and ``started`` in front.

    Raises:
        ReportError: pandas is not installed; a file cannot be read or is no results file.
    """
    return attributed(Runs(source), RESULTS)


def load_choices(source: Source) -> "DataFrame":
    """Return what was taken where formulas leave room, one row a point; else as ``load``."""
    return attributed(Runs(source), CHOICES)


def load_profiles(source: Source) -> "DataFrame":
    """Return the error curves, one row a point of a curve; else as ``load``."""
    return attributed(Runs(source), PROFILES)


class Runs:
    """One or more runs as read.

    Attributes:
        runs: by the paths that were given, in that order.
        listed: whether a list was given, so that a row has to say of which run it is.
    """

    def __init__(self, source: Source) -> None:
        """Read the runs.

        Raises:
            ReportError: none or the same twice; a file cannot be read or is no results file.
        """
        self.listed = not isinstance(source, str | Path)
        paths: Sequence[str | Path] = [source] if isinstance(source, str | Path) else source
        if not paths:
            raise ReportError("no run to load: name a run's folder or its results.jsonl")
        names = [_named(path) for path in paths]
        if twice := [name for name in names if names.count(name) > 1]:
            raise ReportError(f"{twice[0]} is given twice; name each run once")
        self.runs = {name: read(path) for name, path in zip(names, paths, strict=True)}

    def columns(self, shape: Shape) -> tuple[Column, ...]:
        """Return the columns that a table has here."""
        return (*RUN, *shape.columns) if self.listed else shape.columns

    def table(self, shape: Shape) -> Table:
        """Return a table of all runs, one after another."""
        rows: list[Row] = []
        for name, run in self.runs.items():
            began = datetime.fromisoformat(run.header.started)
            front = (visible(name), began) if self.listed else ()
            rows += (front + row for record in run.records for row in _ROWS[shape.name](record))
        names = [column.name for column in self.columns(shape)]
        filled = zip(*rows, strict=True) if rows else ((),) * len(names)
        return dict(zip(names, filled, strict=True))


def frame(table: Table, columns: Iterable[Column]) -> "DataFrame":
    """Return a table as a DataFrame.

    Raises:
        ReportError: pandas is not installed.
    """
    try:
        import pandas as pd
    except ImportError as error:
        raise lacking("pandas") from error
    return pd.DataFrame({c.name: _series(pd, c, table[c.name]) for c in columns})


def lacking(name: str) -> ReportError:
    """Return the error for a package that is needed and not installed."""
    return ReportError(f"{name} is not installed: pip install 'nnconform[tables]'")


def attributed(runs: Runs, shape: Shape) -> "DataFrame":
    """Return a table as a DataFrame that carries the headers of its runs.

    Raises:
        ReportError: pandas is not installed.
    """
    found = frame(runs.table(shape), runs.columns(shape))
    found.attrs["runs"] = [_about(name, run) for name, run in runs.runs.items()]
    return found


def _about(name: str, run: Run) -> dict[str, Any]:
    """What the header and the footer of a run say, in words that JSON has."""
    header = {key: getattr(run.header, key) for key in run.header.__slots__}
    footer = run.footer
    return {
        "run": visible(name),
        **json.loads(compact(header)),
        "interrupted": run.interrupted,
        "finished": footer and footer.finished,
        "total_seconds": footer and footer.seconds,
    }


def _series(pd: Any, column: Column, values: Sequence[Any]) -> Any:
    """Return a column with its dtype; words that are not known follow the known ones."""
    if column.dtype != "category":
        return pd.Series(values, dtype=column.dtype)
    known = dict.fromkeys((*column.categories, *values))
    dtype = pd.CategoricalDtype(pd.Index(list(known), dtype="str"), ordered=True)
    return pd.Series(pd.Categorical(values, dtype=dtype))


def _named(path: str | Path) -> str:
    place = Path(path)
    return (place.parent if place.name == FILE_NAME else place).as_posix()


def _place(record: Record) -> Row:
    words = (
        record.id,
        record.formula,
        record.group,
        record.adapter,
        record.version,
        record.provenance,
        record.device,
        record.dtype,
        record.mode,
        record.check,
    )
    return tuple(map(visible, words))


def _result(record: Record) -> Iterator[Row]:
    shown = record.counterexample
    plain = shown and {key: value for key, value in shown.items() if key != "reproduce"}
    reproduce = shown and shown.get("reproduce")
    yield (
        *_place(record),
        record.verdict,
        None if record.variant is None else visible(record.variant),
        record.max_ulp,
        record.max_ulp is not None,
        record.band_ratio,
        record.band_ratio is not None,
        _json(record.worst_input),
        _json(plain),
        None if reproduce is None else visible(str(reproduce)),
        visible(record.message),
        visible(record.expected),
        record.examples,
        record.seconds,
        record.seed,
    )


def _choices(record: Record) -> Iterator[Row]:
    choices: Mapping[str, Mapping[str, Any]] = record.choices
    for point, choice in choices.items():
        taken, allowed = choice["taken"], choice["allowed"]
        low, high = allowed if _is_range(allowed) else (None, None)
        number = float(taken) if _is_number(taken) else None
        said = taken if isinstance(taken, str) else compact(taken).strip('"')
        yield (*_place(record), visible(point), visible(said), number, low, high)


def _profile(record: Record) -> Iterator[Row]:
    profile: Mapping[str, Any] = record.profile or {}
    try:
        for quantity, measured in profile.get("quantities", {}).items():
            worst = tuple(measured["worst"])
            curve = sorted({tuple(point) for point in measured["curve"]} | {worst})
            about = measured["points"], measured["exhaustive"]
            for x, ulp in curve:
                place = *_place(record), visible(quantity), visible(profile["input"])
                yield (*place, x, ulp, (x, ulp) == worst, *about)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ReportError(f"{record.id}: its profile cannot be read: {error!r}") from error


_ROWS: Mapping[str, Callable[[Record], Iterator[Row]]] = {
    RESULTS.name: _result,
    CHOICES.name: _choices,
    PROFILES.name: _profile,
}


def _json(value: Mapping[str, object] | None) -> str | None:
    if value is None:
        return None
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError:  # an infinity or NaN is in it
        return compact(value)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_range(allowed: object) -> bool:
    return isinstance(allowed, list) and len(allowed) == 2 and all(map(_is_number, allowed))
