"""Tables as files: CSV, Parquet and lines of JSON.

A CSV opens in a spreadsheet: text stands on one line, and text that begins with ``=``, ``+``,
``-`` or ``@`` gets an apostrophe in front, so that it cannot act as a formula. Numbers are written
with as many digits as give back the same number; ``inf``, ``-inf`` and ``nan`` are words, and
what is missing is an empty cell.
"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from .columns import RESULTS, SHAPES, Shape
from .record import ReportError, compact
from .tables import Runs, Table, attributed, lacking
from .wording import safe

if TYPE_CHECKING:
    from pandas import DataFrame


def write_csv(runs: Runs, target: str | Path) -> list[Path]:
    """Write the results to a file that ends in .csv, or all tables to a folder; return the paths.

    Raises:
        ReportError: the name ends in something else, or nothing can be written there.
    """
    return _written(runs, Path(target), ".csv", _csv)


def write_parquet(runs: Runs, target: str | Path) -> list[Path]:
    """Write the results to a file that ends in .parquet, or all tables to a folder.

    Raises:
        ReportError: as ``write_csv``; or pandas or pyarrow is not installed.
    """
    return _written(runs, Path(target), ".parquet", _parquet)


def json_lines(runs: Runs) -> Iterator[str]:
    """Yield each row of the results as a line of strict JSON; null where a value is missing."""
    table = runs.table(RESULTS)
    for row in zip(*table.values(), strict=True):
        yield compact(dict(zip(table, map(_plain, row), strict=True)))


def _written(
    runs: Runs, target: Path, suffix: str, give: Callable[[Runs, Shape], bytes]
) -> list[Path]:
    if target.suffix == suffix and not target.is_dir():
        files = {target: RESULTS}
    elif target.suffix and not target.is_dir():
        raise ReportError(f"{target}: expected a name that ends in {suffix}, or a folder")
    else:
        files = {target / f"{shape.name}{suffix}": shape for shape in SHAPES}
    made = {path: give(runs, shape) for path, shape in files.items()}
    return write_all(made, f"cannot write {target}", "choose another place")


def write_all(made: Mapping[Path, bytes], failure: str, advice: str) -> list[Path]:
    """Write files that are all made already, their folders too, and return their paths.

    Args:
        failure: what a message begins with where that cannot be done; the reason follows.
        advice: what it ends with.

    Raises:
        ReportError: a folder or a file cannot be written.
    """
    try:
        for path, content in made.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise ReportError(f"{failure}: {error.strerror or error}; {advice}") from error
    return list(made)


def _csv(runs: Runs, shape: Shape) -> bytes:
    return csv_bytes(runs.table(shape))


def _parquet(runs: Runs, shape: Shape) -> bytes:
    return parquet_bytes(attributed(runs, shape))


def csv_bytes(table: Table) -> bytes:
    """Return a table as a CSV file."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(table)
    writer.writerows([_cell(value) for value in row] for row in _rows(table))
    return stream.getvalue().encode()


def _rows(table: Table) -> Iterator[Sequence[object]]:
    return zip(*table.values(), strict=True)


def _cell(value: object) -> object:
    """What stands in a cell; the writer spells numbers with the digits that give them back."""
    plain = _plain(value)
    return safe(plain) if isinstance(plain, str) else plain


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def parquet_bytes(frame: "DataFrame") -> bytes:
    """Return a DataFrame as a Parquet file.

    Raises:
        ReportError: pyarrow is not installed.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise lacking("pyarrow") from error
    stream = io.BytesIO()
    frame.to_parquet(stream, engine="pyarrow", index=False)
    return stream.getvalue()
