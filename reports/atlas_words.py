"""What a sweep found, in words: its marks, its facts, and the command that repeats it."""

import math
import shlex
from collections.abc import Mapping
from typing import Any

from .sweep_record import Point, Sweep
from .sweep_tables import number, share
from .wording import value_text, visible

# Symbol, and what it says; the order is that of the cells.
MARKS: Mapping[str, tuple[str, str]] = {
    "collapses": ("▨", "More than half the digits are lost over a stretch of inputs."),
    "flushed": ("↓", "Zero where the exact value is a subnormal number."),
    "overflowed": ("∞", "Infinite where the exact value is a number of the format."),
    "nan": ("N", "NaN where the formula has a value."),
    "answered": ("?", "A number where NaN came in."),
    "breaks": ("⇅", "The range, the order of neighbours or the symmetry that the formula has is "
                    "broken."),
    "differs": ("≠", "Another answer when the same input stands at another place of the array."),
}  # fmt: skip
# Decimal digits that give a number of the format back.
_DIGITS = {"float16": 5, "bfloat16": 4, "float32": 9}
_USUAL = {"provenance": ("builtin", "submission"), "device": ("cpu",), "mode": ("eager",)}


def marks(sweep: Sweep) -> dict[str, str]:
    """What is not right beside the size of the error: each mark, and how often in words."""
    broken = [
        f"{name} {found['count']:,}" for name, found in sweep.breaks.items() if found["count"]
    ]
    found = {
        "collapses": _times(len(sweep.collapses), "interval"),
        "flushed": _counted(sweep.flushed, "flushed to zero"),
        "overflowed": _counted(sweep.overflowed, "overflowed"),
        "nan": _counted(sweep.nan, "NaN"),
        "answered": _counted(sweep.nan_inputs_answered, "NaN inputs answered with a number"),
        "breaks": f"breaks of {', '.join(broken)}" if broken else "",
        "differs": _counted(sweep.disagreements["count"], "answered differently"),
    }
    return {name: visible(words) for name, words in found.items() if words}


def state(sweep: Sweep) -> str:
    """The colour of a cell: "conforms" where every result is the nearest number.

    What comes back for NaN is a choice: alone it is no error.
    """
    found = set(marks(sweep))
    if found - {"answered"}:
        return "inaccurate"
    return "conforms" if sweep.not_correctly_rounded == 0 and not found else ""


def _times(count: int, noun: str) -> str:
    return f"collapses in {count:,} {noun}{'' if count == 1 else 's'}" if count else ""


def _counted(count: Any, words: str) -> str:
    return f"{count:,} {words}" if count else ""


def decimal(x: object, dtype: str) -> str:
    """A number with the digits that give it back in its format.

    >>> decimal(-16.635704040527344, "float32")
    '-16.635704'
    """
    if not isinstance(x, int | float):
        return visible(str(x))
    return f"{x:.{_DIGITS.get(dtype, 17)}g}"


def hexadecimal(x: object) -> str:
    """A number as a hexadecimal float without the zeros at its end.

    >>> hexadecimal(0.15625)
    '0x1.4p-3'
    """
    if not isinstance(x, int | float) or not math.isfinite(x):
        return visible(str(x))
    digits, exponent = float(x).hex().split("p")
    return f"{digits.rstrip('0').rstrip('.') if '.' in digits else digits}p{exponent}"


def at(point: Point, sweep: Sweep) -> tuple[str, str]:
    """An input in decimal and in hexadecimal; two inputs by name."""
    if isinstance(point, Mapping):
        named = [(visible(name), value) for name, value in point.items()]
        return (
            ", ".join(f"{name} = {decimal(value, sweep.dtype)}" for name, value in named),
            ", ".join(f"{name} = {hexadecimal(value)}" for name, value in named),
        )
    return decimal(point, sweep.dtype), hexadecimal(point)


def facts(sweep: Sweep) -> list[tuple[str, str]]:
    """Everything that a sweep found, as names and words; empty where there is nothing."""
    return [
        ("inputs", _inputs(sweep)),
        ("largest error", _worst(sweep, "")),
        ("of subnormal or zero results", _worst(sweep, "subnormal_")),
        ("not the nearest number", f"{sweep.not_correctly_rounded:,} ({share(sweep)})"),
        ("off by more than", ", ".join(f"{u} ULP: {n:,}" for u, n in sweep.above.items() if n)),
        *((MARKS[name][1].rstrip("."), words) for name, words in marks(sweep).items()),
        *((f"first break of {visible(name)}", _first(found, sweep))
          for name, found in sweep.breaks.items()),
        ("first answered differently", _first(sweep.disagreements, sweep)),
        ("half the digits lost", "; ".join(_collapse(each, sweep) for each in sweep.collapses)),
        *((f"where {visible(sweep.input)} = {visible(x)}", _choice(taken))
          for x, taken in sweep.kink_choices.items()),
        ("evidence", _evidence(sweep.proved)),
        ("time", f"{sweep.seconds:,.1f} s in {sweep.jobs} processes, "
                 f"{sweep.cpu_seconds:,.1f} s of processor time"),
        ("versions", ", ".join(f"{n} {v}" for n, v in {sweep.adapter: sweep.version,
                                                        **sweep.versions}.items())),
        ("machine", sweep.machine),
        ("id", sweep.id),
    ]  # fmt: skip


def _inputs(sweep: Sweep) -> str:
    points = f"{sweep.space['points']:,}"
    kind = sweep.space.get("kind")
    return f"{points}, all there are" if kind == "all" else f"{points}, {kind}"


def _worst(sweep: Sweep, which: str) -> str:
    ulp = getattr(sweep, f"{which}max_ulp")
    if ulp is None:
        return ""
    place, bits = at(getattr(sweep, f"{which}worst_input"), sweep)
    got, exact = getattr(sweep, f"{which}worst_got"), getattr(sweep, f"{which}worst_exact")
    due = "any of several values" if exact is None else exact
    return (
        f"{number(ulp)} ULP at {sweep.input} = {place} ({bits}): "
        f"got {decimal(got, sweep.dtype)}, exact {due}"
    )


def _first(found: Mapping[str, Any], sweep: Sweep) -> str:
    return "; ".join(" = ".join((sweep.input, at(x, sweep)[0])) for x in found["first"])


def _collapse(found: Any, sweep: Sweep) -> str:
    low, high, ulp = found
    low, high = (decimal(x, sweep.dtype) for x in (low, high))
    return f"from {low} to {high}, up to {number(ulp)} ULP"


def _choice(found: Mapping[str, Any]) -> str:
    return f"takes {value_text(found['taken'])}, of {value_text(found['allowed'])}"


def _evidence(proved: Mapping[str, Any]) -> str:
    words = [f"filter {proved.get('filter') or 'none'}", f"balls decided {proved['balls']:,}"]
    if proved["by_filter"]:
        words.append(f"the filter alone {proved['by_filter']:,} beside a decision")
    if proved["refuted"]:
        words.append(f"bound widened {proved['refuted']:,} times")
    words.append("the worst input confirmed" if proved["worst_confirmed"] else "not confirmed")
    return "; ".join(words)


def command(sweep: Sweep) -> str:
    """The line that repeats a sweep; a file is named as it would be in the present folder."""
    name = f"{sweep.adapter}.py" if sweep.provenance == "submission" else sweep.adapter
    words = ["nnconform", "sweep", name, "--only", sweep.formula, "--dtype", sweep.dtype]
    words += ["--gradient"] if sweep.quantity == "gradient" else []
    for option, usual in _USUAL.items():
        taken = getattr(sweep, option)
        words += [] if taken in usual else [f"--{option}", taken]
    for parameter, value in sweep.parameters.items():
        words += ["--parameter", f"{parameter}={value!r}"]
    if sweep.space.get("kind") != "all":
        words += ["--points", str(sweep.space["points"])]
    return shlex.join(visible(word) for word in words)
