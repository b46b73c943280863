"""The tables of a run, column by column: names, dtypes, and what they say.

``tables`` fills them, ``docs/tables.md`` prints them.
"""

from dataclasses import dataclass

from .record import CHECKS, PROVENANCES, VERDICTS
from .summary import DTYPES


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        dtype: as pandas names it.
        says: what a cell holds.
        categories: the words that are known, in their order, where the dtype is "category".
    """

    name: str
    dtype: str
    says: str
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: what it is called, what a row is, and its columns."""

    name: str
    row: str
    columns: tuple[Column, ...]


RUN = (
    Column("run", "category", "the path that was given, in the order of the list"),
    Column("started", "datetime64[us, UTC]", "when the run began"),
)
# Who was asked for what, and where: the same of a check and of a sweep.
WHO = (
    Column("formula", "str", "the formula's id"),
    Column("group", "str", "its group, such as `losses`"),
    Column("adapter", "str", "who was asked"),
    Column("version", "str", "its version"),
    Column("provenance", "category", "whose form of the formula", PROVENANCES),
    Column("device", "str", "`cpu`, `cuda`, ..."),
    Column("dtype", "category", "the floating-point format", DTYPES),
    Column("mode", "str", "`eager`, `compiled`, ..."),
)
_PLACE = (
    Column("id", "str", "the stable id of the check, `losses/huber::gradient[torch-...]`"),
    *WHO,
    Column("check", "category", "what was asked", CHECKS),
)
RESULTS = Shape(
    "results",
    "a check",
    (
        *_PLACE,
        Column("verdict", "category", "what came of it, worse words later", VERDICTS),
        Column("variant", "str", "the convention or the mistake that explains the results"),
        Column("max_ulp", "float64", "largest error of a normal result in ULP"),
        Column("ulp_measured", "bool", "whether there is such an error, be it infinite or NaN"),
        Column("band_ratio", "float64", "largest error over the band at k = 1; 8 conforms"),
        Column("band_measured", "bool", "whether there is such a ratio, be it infinite or NaN"),
        Column("worst_input", "str", "the inputs at the largest ratio, as JSON"),
        Column("counterexample", "str", "inputs, parameters, expected and got, as JSON"),
        Column("reproduce", "str", "the line that replays the counterexample"),
        Column("message", "str", "what a person is told; empty where there is nothing to say"),
        Column("expected", "str", "why a project expects this deviation; empty where it does not"),
        Column("examples", "int64", "how many results were judged"),
        Column("seconds", "float64", "how long the check took"),
        Column("seed", "int64", "what the inputs were drawn from"),
    ),
)
CHOICES = Shape(
    "choices",
    "a point where the formula leaves room",
    (
        *_PLACE,
        Column("point", "str", "the point, such as `derivative at z = 0`"),
        Column("taken", "str", "what the implementation does there, in words or as a number"),
        Column("value", "float64", "the same as a number, where it is one"),
        Column("low", "float64", "the least that is allowed; missing where anything is"),
        Column("high", "float64", "the most that is allowed; missing where anything is"),
    ),
)
PROFILES = Shape(
    "profiles",
    "a point of an error curve",
    (
        *_PLACE,
        Column("quantity", "category", "what was measured", ("value", "gradient")),
        Column("input", "str", "the input that runs over the range"),
        Column("x", "float64", "its value; the worst of its stretch of inputs"),
        Column("ulp", "float64", "the error there in ULP"),
        Column("worst", "bool", "whether no point of the curve is worse"),
        Column("points", "int64", "how many inputs were measured for the whole curve"),
        Column("exhaustive", "bool", "whether these are all finite inputs of the format"),
    ),
)
SHAPES = (RESULTS, CHOICES, PROFILES)
