"""Sweeps as tables: one row a sweep, and one row a point of an error curve."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .columns import WHO, Column, Shape
from .export import csv_bytes, parquet_bytes, write_all
from .record import compact
from .sweep_record import QUANTITIES, Sweep
from .tables import Row, Table, frame
from .wording import visible

if TYPE_CHECKING:
    from pandas import DataFrame

_PLACE = (
    Column("id", "str", "the stable id of the sweep, `activations/elu::value[torch-...]`"),
    *WHO,
    Column("quantity", "category", "what was swept", QUANTITIES),
)
_INPUT = "the input, or inputs by name, as JSON"
_NESTED = ("parameters", "space", "above", "breaks", "disagreements", "kink_choices", "collapses",
           "proved", "versions")  # fmt: skip
ATLAS = Shape(
    "atlas",
    "a sweep",
    (
        *_PLACE,
        Column("parameters", "str", "the parameters of the formula, as JSON"),
        Column("input", "str", "the input that is swept; two are joined by a comma"),
        Column("space", "str", "which inputs, and how many, as JSON"),
        Column("max_ulp", "float64", "largest error of a normal result in ULP"),
        Column("worst_input", "str", _INPUT),
        Column("worst_got", "float64", "the result there"),
        Column("worst_exact", "str", "the exact value there, twenty digits"),
        Column("subnormal_max_ulp", "float64", "the same where the exact value is subnormal or 0"),
        Column("subnormal_worst_input", "str", _INPUT),
        Column("subnormal_worst_got", "float64", "the result there"),
        Column("subnormal_worst_exact", "str", "the exact value there"),
        Column("not_correctly_rounded", "int64", "results that are not the nearest number"),
        Column("above", "str", "how many results are off by more than so many ULP, as JSON"),
        Column("flushed", "int64", "zero where a subnormal is due"),
        Column("overflowed", "int64", "infinite where a number is due"),
        Column("nan", "int64", "NaN where a value is due"),
        Column("nan_inputs_answered", "int64", "a number where NaN came in"),
        Column("breaks", "str", "of range, monotonicity and symmetry, as JSON"),
        Column("disagreements", "str", "other answers the second time, as JSON"),
        Column("kink_choices", "str", "what is taken where the formula leaves a choice, as JSON"),
        Column("collapses", "str", "`[from, to, max_ulp]` where half the digits are lost, as JSON"),
        Column("proved", "str", "what exact arithmetic decided, as JSON"),
        Column("seconds", "float64", "of all parts, over the processes"),
        Column("cpu_seconds", "float64", "of all parts, in sum"),
        Column("jobs", "int64", "processes"),
        Column("versions", "str", "of nnconform and the libraries, as JSON"),
        Column("machine", "str", "where it was measured"),
    ),
)
CURVES = Shape(
    "curves",
    "the worst point of a binade of one sign",
    (
        *_PLACE,
        Column("parameters", "str", "the parameters of the formula, as JSON"),
        Column("input", "str", "the input that is swept"),
        Column("x", "float64", "its value"),
        Column("ulp", "float64", "the error there in ULP"),
    ),
)


def atlas_table(sweeps: Sequence[Sweep], shape: Shape) -> Table:
    """Return the sweeps, or the points of their curves, column by column."""
    rows = [row for sweep in sweeps for row in _ROWS[shape.name](sweep)]
    names = [column.name for column in shape.columns]
    filled = zip(*rows, strict=True) if rows else ((),) * len(names)
    return dict(zip(names, filled, strict=True))


def atlas_frame(sweeps: Sequence[Sweep], shape: Shape = ATLAS) -> "DataFrame":
    """Return the sweeps, or with ``CURVES`` the points of their curves, as a DataFrame.

    Raises:
        ReportError: pandas is not installed.
    """
    return frame(atlas_table(sweeps, shape), shape.columns)


def write_atlas_tables(
    sweeps: Sequence[Sweep], directory: str | Path, suffixes: Sequence[str]
) -> list[Path]:
    """Write ``atlas`` and ``curves`` and return their paths.

    Args:
        suffixes: ".csv", ".parquet" or both.

    Raises:
        ReportError: the folder cannot be written; pandas or pyarrow is not installed.
    """
    folder = Path(directory)
    made = {
        folder / f"{shape.name}{suffix}": _FILES[suffix](sweeps, shape)
        for suffix in suffixes
        for shape in (ATLAS, CURVES)
    }
    return write_all(made, f"cannot write to {folder}", "choose another folder")


_FILES: Mapping[str, Callable[[Sequence[Sweep], Shape], bytes]] = {
    ".csv": lambda sweeps, shape: csv_bytes(atlas_table(sweeps, shape)),
    ".parquet": lambda sweeps, shape: parquet_bytes(atlas_frame(sweeps, shape)),
}


def _cell(name: str, value: object) -> object:
    if name in _NESTED or (name.endswith("worst_input") and value is not None):
        return compact(value)
    return visible(value) if isinstance(value, str) else value


def _sweep_row(sweep: Sweep) -> Iterator[Row]:
    kept = [field.name for field in fields(sweep) if field.name != "curve"]
    by_name: dict[str, Any] = {name: _cell(name, getattr(sweep, name)) for name in kept}
    yield tuple(by_name[column.name] for column in ATLAS.columns)


def _curve_rows(sweep: Sweep) -> Iterator[Row]:
    head = tuple(_cell(column.name, getattr(sweep, column.name)) for column in CURVES.columns[:-2])
    for x, ulp in sweep.curve:
        yield (*head, x, ulp)


_ROWS: Mapping[str, Callable[[Sweep], Iterator[Row]]] = {
    ATLAS.name: _sweep_row,
    CURVES.name: _curve_rows,
}
