"""The atlas: sweeps of every input as one self-contained page."""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any

from markupsafe import Markup

from .atlas_words import MARKS, at, command, decimal, facts, hexadecimal, marks, state
from .charts import library
from .embed import for_script
from .mathml import typeset_all
from .pages import page, script, write_page
from .record import FormulaInfo, ReportError, plain
from .summary import DTYPES
from .sweep_record import QUANTITIES, Sweep
from .sweep_tables import number, share
from .wording import provenance_words, visible

FILE_NAME = "atlas.html"
LABEL = "the atlas: every input"
_SCRIPTS = (
    "elements.js",
    "charts.js",
    "pictures.js",
    "errors.js",
    "facets.js",
    "atlas.js",
    "atlas_view.js",
)
_COLUMN = ("adapter", "version", "provenance", "mode", "device", "dtype")
# Enough for a line of some hundred pixels; the worst points stay exact.
_SHOWN = 3


def write_atlas(sweeps: Iterable[Sweep], formulas: Iterable[FormulaInfo], path: str | Path) -> Path:
    """Write the page and return its path.

    Args:
        sweeps: one for each id and version.
        formulas: what is known about the formulas, in the order in which they are to be shown.
        path: the file to write.

    Raises:
        ReportError: there is no sweep, or the file cannot be written.
    """
    return write_page(path, atlas_page(list(sweeps), list(formulas)))


def atlas_page(sweeps: Sequence[Sweep], formulas: Sequence[FormulaInfo]) -> str:
    """Return the page as text; everything in it is escaped."""
    if not sweeps:
        raise ReportError("no sweep to show; `nnconform sweep ADAPTER --out FOLDER` makes some")
    found = sorted(sweeps, key=_order(formulas, sweeps))
    used = {(sweep.group, sweep.formula) for sweep in found}
    return page(
        "atlas.html.j2",
        adapters=sorted({(sweep.adapter, sweep.version) for sweep in found}),
        machines=sorted({sweep.machine for sweep in found}),
        count=len(found),
        points=sum(int(str(sweep.space["points"])) for sweep in found),
        hours=sum(sweep.cpu_seconds for sweep in found) / 3600,
        marks=MARKS,
        typeset=typeset_all(formulas, used),
        # Markup: our own scripts, an installed library's text, and JSON made safe for its element.
        script=script(*_SCRIPTS),
        charts=Markup(library()),
        data=Markup(for_script(_data(found, formulas))),
    )


def _order(formulas: Sequence[FormulaInfo], sweeps: Sequence[Sweep]) -> Any:
    """Formulas in the order in which they are known, adapters and settings in that of the file."""
    known = {(info.group, info.id): n for n, info in enumerate(formulas)}
    adapters = {name: n for n, name in enumerate(dict.fromkeys(s.adapter for s in sweeps))}
    settings = {s: n for n, s in enumerate(dict.fromkeys(map(_asked, sweeps)))}

    def key(sweep: Sweep) -> tuple[object, ...]:
        place = (sweep.group, sweep.formula)
        dtype = DTYPES.index(sweep.dtype) if sweep.dtype in DTYPES else len(DTYPES)
        return (known.get(place, len(known)), place, settings[_asked(sweep)],
                QUANTITIES.index(sweep.quantity), dtype, adapters[sweep.adapter])  # fmt: skip

    return key


def _asked(sweep: Sweep) -> tuple[str, str, str]:
    return sweep.group, sweep.formula, _setting(sweep)


def _setting(sweep: Sweep) -> str:
    named = (f"{name} = {value:g}" for name, value in sweep.parameters.items())
    return visible(", ".join(named))


def _data(sweeps: Sequence[Sweep], formulas: Sequence[FormulaInfo]) -> str:
    """Return what the page's script shows, as JSON; equal curves are kept once."""
    titles = {(info.group, info.id): info.title for info in formulas}
    places = list(dict.fromkeys((sweep.group, sweep.formula) for sweep in sweeps))
    found = sorted({_column(s) for s in sweeps}, key=_column_order(sweeps))
    curves: dict[str, int] = {}
    data = {
        "formulas": [
            {"group": visible(group), "id": visible(name), "title": visible(titles.get(place, ""))}
            for place in places
            for group, name in [place]
        ],
        "columns": [_column_words(column) for column in found],
        "marks": {name: symbol for name, (symbol, _) in MARKS.items()},
        "sweeps": [
            {
                "formula": places.index((sweep.group, sweep.formula)),
                "column": found.index(_column(sweep)),
                "curve": curves.setdefault(_curve(sweep), len(curves)),
                **_sweep(sweep),
            }
            for sweep in sweeps
        ],
        "curves": [json.loads(curve) for curve in curves],
    }
    return json.dumps(plain(data), allow_nan=False, separators=(",", ":"))


_column = attrgetter(*_COLUMN)


def _column_order(sweeps: Sequence[Sweep]) -> Any:
    """Dtypes from narrow to wide, adapters within in the order of the sweeps."""
    first = {column: n for n, column in enumerate(dict.fromkeys(map(_column, sweeps)))}
    return lambda column: (
        DTYPES.index(column[-1]) if column[-1] in DTYPES else len(DTYPES),
        first[column],
    )


def _column_words(column: Sequence[str]) -> dict[str, str]:
    words = dict(zip(_COLUMN, map(visible, column), strict=True))
    return words | {"words": provenance_words(words["provenance"])}


def _curve(sweep: Sweep) -> str:
    """The curve without the points that lie on the line between their neighbours."""
    ulps = [ulp for _, ulp in sweep.curve]
    kept = [
        (_short(x), _short(ulp))
        for n, (x, ulp) in enumerate(sweep.curve)
        if not (0 < n < len(ulps) - 1 and ulps[n - 1] == ulp == ulps[n + 1] and x)
    ]
    both = {"x": [x for x, _ in kept], "ulp": [ulp for _, ulp in kept]}
    return json.dumps(plain(both))


def _short(value: float) -> float:
    short = float(f"{value:.{_SHOWN}g}")
    # Nearer to the end of the range than the digits tell.
    return value if math.isinf(short) else short


def _sweep(sweep: Sweep) -> Mapping[str, object]:
    return {
        "id": visible(sweep.id),
        "setting": _setting(sweep),
        "quantity": sweep.quantity,
        "input": visible(sweep.input),
        "ulp": number(sweep.max_ulp),
        "below": number(sweep.subnormal_max_ulp),
        "at": at(sweep.worst_input, sweep)[0],
        "share": share(sweep),
        "nearest": sweep.not_correctly_rounded == 0,
        "marks": marks(sweep),
        "state": state(sweep),
        "worst": [w for which in ("", "subnormal_") if (w := _mark(sweep, which))],
        "collapses": [[_short(low), _short(high)] for low, high, _ in sweep.collapses],
        "facts": [(name, visible(words)) for name, words in facts(sweep) if words],
        "command": command(sweep),
    }


def _mark(sweep: Sweep, which: str) -> Mapping[str, object] | None:
    """A worst point as the picture marks it; none where nothing is off, or two inputs are swept."""
    ulp, x = getattr(sweep, f"{which}max_ulp"), getattr(sweep, f"{which}worst_input")
    if not ulp or not isinstance(x, int | float) or not math.isfinite(x):
        return None
    exact = getattr(sweep, f"{which}worst_exact")
    return {
        "x": x,
        "ulp": ulp,
        "class": "subnormal result" if which else "normal result",
        "input": decimal(x, sweep.dtype),
        "hex": hexadecimal(x),
        "got": decimal(getattr(sweep, f"{which}worst_got"), sweep.dtype),
        "exact": visible(exact) if exact is not None else "any of several values",
        "error": number(ulp),
    }
