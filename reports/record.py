"""One result of one check, and what a report needs to know about a formula.

A record is plain data: numbers, strings, lists and dicts, so that one line of JSON holds it and
nothing of a framework stays alive in it.
"""

import json
import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields

VERDICTS = ("conforms", "convention", "inaccurate", "fails", "error", "unsupported")
CHECKS = (
    "contract",
    "value",
    "gradient",
    "properties",
    "limits",
    "stability",
    "accuracy",
    "examples",
    "statistics",
)
PROVENANCES = ("builtin", "as_written", "submission")

# JSON has no infinities and no NaN; these strings stand for them, anywhere in a record.
_NON_FINITE = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}


class ReportError(ValueError):
    """A result, a results file or an output folder that cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one check of one implementation of one formula.

    ``max_ulp`` is the largest error in units in the last place, ``band_ratio`` the largest error
    over the rounding band at k = 1 (at most 8 conforms), ``variant`` the name of the convention or
    mistake that explains the outputs, ``examples`` the number of points checked, ``choices`` the
    values taken where the formula leaves room: name of the point -> ``{"taken": number,
    "allowed": [low, high]}``. ``counterexample`` has the keys ``inputs``, ``parameters``,
    ``expected``, ``got`` and ``reproduce``.

    ``profile`` is the error over the range of one input, for the pictures: ``input`` is its name,
    ``quantities`` maps "value" and "gradient" to ``{"points": how many were measured,
    "exhaustive": every finite input of the format, "curve": [[x, ulp], ...], "worst": [x, ulp]}``,
    where ``curve`` holds the worst measured point of each stretch of inputs, x ascending, and where
    there are any "flushed": how many subnormal results came out as zero, and "subnormal_worst":
    [x, ulp], the worst point with a subnormal result (the others have normal ones).
    ``expected`` is the reason why a project expects this deviation, empty where it does not.
    """

    id: str
    formula: str
    group: str
    adapter: str
    version: str
    provenance: str
    device: str
    dtype: str
    mode: str
    check: str
    verdict: str
    variant: str | None
    max_ulp: float | None
    band_ratio: float | None
    worst_input: Mapping[str, object] | None
    counterexample: Mapping[str, object] | None
    message: str
    examples: int
    seconds: float
    seed: int
    choices: Mapping[str, Mapping[str, object]]
    profile: Mapping[str, object] | None = None
    expected: str = ""

    def __post_init__(self) -> None:
        """Reject a verdict, check or provenance that no report knows."""
        for name, known in (
            ("verdict", VERDICTS),
            ("check", CHECKS),
            ("provenance", PROVENANCES),
        ):
            value = getattr(self, name)
            if value not in known:
                raise ReportError(f'"{name}" must be one of {", ".join(known)}; got {value!r}')


@dataclass(frozen=True, slots=True)
class FormulaInfo:
    """What a report says about a formula besides its results.

    ``sources`` are ready to print; ``conventions`` maps a name to its sentence, ``mistakes`` a name
    to its hint; ``kind`` is "pointwise", "program", "distribution" or "".
    """

    id: str
    group: str
    title: str
    latex: str
    sources: Sequence[str]
    conventions: Mapping[str, str]
    mistakes: Mapping[str, str]
    kind: str = ""


def result_id(
    *,
    group: str,
    formula: str,
    check: str,
    adapter: str,
    mode: str,
    device: str,
    dtype: str,
    provenance: str,
) -> str:
    """Return the stable id of a result.

    >>> result_id(group="losses", formula="huber", check="gradient", adapter="torch",
    ...           mode="eager", device="cpu", dtype="float32", provenance="builtin")
    'losses/huber::gradient[torch-eager-cpu-float32-builtin]'
    """
    return f"{group}/{formula}::{check}[{adapter}-{mode}-{device}-{dtype}-{provenance}]"


def plain(value: object) -> object:
    """Return a value as strict JSON can hold it; non-finite numbers become strings.

    Raises:
        ReportError: something that is not a number, string, list or dict is in it.

    >>> plain({"z": (1, float("-inf"))})
    {'z': [1, '-inf']}
    """
    match value:
        case None | bool() | str():
            return value
        case numbers.Integral():
            return int(value)
        case numbers.Real():
            number = float(value)
            return number if math.isfinite(number) else str(number)
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    kind = f"{type(value).__module__}.{type(value).__qualname__}"
    raise ReportError(f"a result holds numbers, strings, lists and dicts only, got {kind}")


def restore(value: object) -> object:
    """Return a JSON value with its non-finite numbers as floats again.

    >>> restore(["-inf", 2])
    [-inf, 2]
    """
    match value:
        case str():
            return _NON_FINITE.get(value, value)
        case list():
            return [restore(item) for item in value]
        case dict():
            return {key: restore(item) for key, item in value.items()}
    return value


def compact(value: object) -> str:
    """Return a value as one line of strict JSON, ASCII only.

    ASCII, because messages of foreign code may hold halves of surrogate pairs, which no file takes.

    >>> compact({"ulp": float("inf")})
    '{"ulp":"inf"}'
    """
    return json.dumps(plain(value), allow_nan=False, separators=(",", ":"))


def as_dict(record: Record) -> dict[str, object]:
    """Return a record's fields under their names, in order, values as they are."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def to_json(record: Record) -> str:
    """Return a record as one line of strict JSON, without the line's end.

    Raises:
        ReportError: a field holds something other than plain data; names the result.
    """
    try:
        return compact(as_dict(record))
    except ReportError as error:
        raise ReportError(f"{record.id}: {error}") from error


def from_json(line: str) -> Record:
    """Return the record that ``to_json`` wrote.

    Raises:
        ReportError: the line is not strict JSON, or a key is missing, unknown or of a wrong type.
    """
    return record_from(parse_object(line))


def parse_object(line: str) -> dict[str, object]:
    """Return the object that a line of strict JSON holds.

    Raises:
        ReportError: the line is not JSON, holds a bare NaN or Infinity, or is no object.
    """
    try:
        value = json.loads(line, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise ReportError("not a result: nested too deeply") from error
    except json.JSONDecodeError as error:
        raise ReportError(f"not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(value, dict):
        raise ReportError(f"a JSON object was expected, got {type(value).__name__}")
    return value


def record_from(values: Mapping[str, object]) -> Record:
    """Return the record with these field values, as they stand in JSON.

    Raises:
        ReportError: a key is missing, unknown or of a wrong type.
    """
    known = [field.name for field in fields(Record)]
    # A field with a default may be missing: files of earlier versions lack the later ones.
    needed = [field.name for field in fields(Record) if field.default is MISSING]
    if missing := [name for name in needed if name not in values]:
        raise ReportError(f'a result needs the key "{missing[0]}"')
    if unknown := [name for name in values if name not in known]:
        raise ReportError(f'a result has no key "{unknown[0]}"')
    return Record(**{name: _field(name, values[name]) for name in known if name in values})  # type: ignore[arg-type]  # checked by _field


_NUMBER = (int, float)
_MAYBE_DICT = (dict, type(None))
_FIELD_TYPES: dict[str, tuple[type, ...]] = {
    "variant": (str, type(None)),
    "max_ulp": (*_NUMBER, type(None)),
    "band_ratio": (*_NUMBER, type(None)),
    "worst_input": _MAYBE_DICT,
    "counterexample": _MAYBE_DICT,
    "examples": (int,),
    "seconds": _NUMBER,
    "seed": (int,),
    "choices": (dict,),
    "profile": _MAYBE_DICT,
}
_RESTORED = ("max_ulp", "band_ratio", "seconds", "worst_input", "choices", "profile")


def _field(name: str, value: object) -> object:
    """Return a field's value from its JSON value, its type checked."""
    if name in _RESTORED:
        value = restore(value)
    elif name == "counterexample" and isinstance(value, dict):
        # "reproduce" is text to copy: a line that happens to read "nan" stays text.
        value = {k: v if k == "reproduce" else restore(v) for k, v in value.items()}
    allowed = _FIELD_TYPES.get(name, (str,))
    if not isinstance(value, allowed) or isinstance(value, bool):
        wanted = " or ".join("null" if kind is type(None) else kind.__name__ for kind in allowed)
        raise ReportError(f'"{name}" must be {wanted}, got {value!r}')
    if name == "choices" and isinstance(value, dict):
        for point, choice in value.items():
            if not isinstance(choice, dict) or not {"taken", "allowed"} <= choice.keys():
                raise ReportError(f'"choices" of {point!r} needs "taken" and "allowed"')
    return value


def _refuse_constant(name: str) -> object:
    """Refuse the constants that Python's JSON reader takes and JSON does not have."""
    raise ReportError(f'not JSON: {name} must be written as a string, "inf", "-inf" or "nan"')
