"""Sweeps as tables: for the terminal, and formulas against adapters in Markdown."""

from collections.abc import Sequence

from .sweep_record import Sweep
from .wording import visible

HEADS = ("sweep", "points", "max ULP", "at", "not nearest", "subnormal", "also", "seconds")


def rows(sweeps: Sequence[Sweep]) -> list[list[str]]:
    """One line a sweep."""
    return [
        [
            visible(sweep.id),
            f"{sweep.space['points']:,}",
            number(sweep.max_ulp),
            point(sweep.worst_input),
            share(sweep),
            number(sweep.subnormal_max_ulp),
            ", ".join(remarks(sweep)),
            f"{sweep.seconds:.1f}",
        ]
        for sweep in sweeps
    ]


def remarks(sweep: Sweep) -> list[str]:
    """What is not right beside the error of a result."""
    counted = {
        "flushed": sweep.flushed,
        "overflowed": sweep.overflowed,
        "NaN": sweep.nan,
        "NaN answered": sweep.nan_inputs_answered,
        "answered differently": sweep.disagreements["count"],
        **{f"breaks of {name}": found["count"] for name, found in sweep.breaks.items()},
    }
    return [f"{count:,} {name}" for name, count in counted.items() if count]


def share(sweep: Sweep) -> str:
    """The share of the points whose result is not the nearest number."""
    part = sweep.not_correctly_rounded / max(int(str(sweep.space["points"])), 1)
    return "0" if part == 0 else f"{part:.2%}" if part >= 5e-5 else f"{part:.1e}"


def point(x: object) -> str:
    """An input: a number, or names with numbers."""
    if isinstance(x, dict):
        return ", ".join(f"{visible(str(name))} = {_input(value)}" for name, value in x.items())
    return _input(x)


def _input(x: object) -> str:
    return f"{x:.9g}" if isinstance(x, int | float) else "-"


def number(ulp: float | None) -> str:
    """An error in ULP with five digits; "-" where there is none."""
    return "-" if ulp is None else f"{ulp:.5g}"


def markdown_table(sweeps: Sequence[Sweep]) -> str:
    """Formulas against adapters, value and gradient: largest error, its input, share not nearest.

    The error is that of normal results; where others are worse, theirs follows.
    """
    columns = list(dict.fromkeys(_column(sweep) for sweep in sweeps))
    lines = list(dict.fromkeys(_line(sweep) for sweep in sweeps))
    cells = {(_line(sweep), _column(sweep)): _cell(sweep) for sweep in sweeps}
    heads = ["formula", "", *columns]
    table = [heads, ["---"] * len(heads)]
    table += [[*line, *(cells.get((line, column), "") for column in columns)] for line in lines]
    return "\n".join(f"| {' | '.join(row)} |" for row in table)


def _column(sweep: Sweep) -> str:
    usual = {"builtin", "submission", "eager", "cpu"}
    parts = [sweep.provenance.replace("_", " "), sweep.mode, sweep.device]
    named = [f"{sweep.adapter} {sweep.version}".strip(), *(p for p in parts if p not in usual)]
    return _escaped(f"{', '.join(named)} {sweep.dtype}")


def _line(sweep: Sweep) -> tuple[str, str]:
    chosen = ", ".join(f"{name} = {value:g}" for name, value in sweep.parameters.items())
    return _escaped(sweep.formula + (f" ({chosen})" if chosen else "")), sweep.quantity


def _cell(sweep: Sweep) -> str:
    text = f"**{number(sweep.max_ulp)}** at {point(sweep.worst_input)}; {share(sweep)}"
    below = sweep.subnormal_max_ulp
    if below is not None and below > max(sweep.max_ulp or 0.0, 1.0):
        text += f"; subnormal {number(below)}"
    return _escaped("; ".join([text, *remarks(sweep)]))


def _escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")
