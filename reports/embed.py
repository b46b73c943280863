"""The records as one compact JSON text for a page.

Records repeat nearly everything, so every text and every nested value is kept once in ``texts``
and named by its position; -1 stands for "none". ``records`` holds one list for each key of
``KEYS``. A record's id is left out where it follows from the other fields. Numbers inside nested
values are texts already: JavaScript would print -0.0 as 0, and 2**60 wrong.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .record import CHECKS, VERDICTS, FormulaInfo, Record, compact, plain, result_id
from .summary import Column, Row, column_of, matrix
from .wording import KINDS, QUESTIONS, SHORT, SYMBOLS, provenance_words, value_text, visible

KEYS = (
    "formula",
    "column",
    "check",
    "verdict",
    "max_ulp",
    "band_ratio",
    "variant",
    "worst_input",
    "counterexample",
    "message",
    "examples",
    "seconds",
    "seed",
    "choices",
    "expected",
    "profile",
    "id",
)
# Enough for a line of some hundred pixels; the worst point of a profile stays exact.
_DIGITS = 3


class _Texts:
    """Texts in the order of their first use."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str | None) -> int:
        if text is None:
            return -1
        # Spelled out like the links are: half a surrogate pair has no place in an address.
        return self.places.setdefault(visible(text), len(self.places))

    def nested(self, value: Mapping[str, object] | None) -> int:
        return self.place(compact(_worded(value))) if value else -1


def page_data(
    records: Sequence[Record], formulas: Iterable[FormulaInfo], *, adapters: Iterable[str] = ()
) -> str:
    """Return everything that the page's script shows, as JSON that can stand in a script element.

    Args:
        records: results of one run.
        formulas: in the order in which they are to be shown; one without an entry comes last.
        adapters: in the order in which they are to be shown.
    """
    known = {(info.group, info.id): info for info in formulas}
    order = _order(records, known)
    columns = matrix(records, adapters=adapters).columns
    texts = _Texts()
    rows = {place: n for n, place in enumerate(order)}
    places = {column: n for n, column in enumerate(columns)}
    lines = [_line(record, rows, places, texts) for record in records]
    data = {
        "formulas": [_formula(place, known.get(place)) for place in order],
        "columns": [_column(column) for column in columns],
        "checks": [{"name": name, "question": QUESTIONS[name]} for name in CHECKS],
        "verdicts": [
            {"name": name, "symbol": SYMBOLS[name], "short": SHORT[name]} for name in VERDICTS
        ],
        "keys": KEYS,
        "records": list(zip(*lines, strict=True)) or [()] * len(KEYS),
        "texts": list(texts.places),
    }
    return for_script(json.dumps(plain(data), allow_nan=False, separators=(",", ":")))


def for_script(text: str) -> str:
    r"""Return JSON that cannot end the script element it stands in.

    >>> for_script('["</script>"]')
    '["\\u003c/script\\u003e"]'
    """
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def _line(
    record: Record,
    rows: Mapping[Row, int],
    places: Mapping[Column, int],
    texts: _Texts,
) -> tuple[object, ...]:
    """Return a record's values in the order of ``KEYS``."""
    return (
        rows[record.group, record.formula],
        places[column_of(record)],
        CHECKS.index(record.check),
        VERDICTS.index(record.verdict),
        _short(record.max_ulp),
        _short(record.band_ratio),
        texts.place(record.variant),
        texts.nested(record.worst_input),
        texts.nested(record.counterexample),
        texts.place(record.message),
        record.examples,
        round(record.seconds, 3),
        texts.place(str(record.seed)),
        texts.nested(record.choices),
        texts.place(record.expected or None),
        texts.place(_profile(record.profile)),
        -1 if record.id == _usual_id(record) else texts.place(record.id),
    )


def _profile(profile: Mapping[str, Any] | None) -> str | None:
    """Return a profile with its curves as two lists of short numbers each."""
    if not profile:
        return None
    quantities = {name: _quantity(found) for name, found in profile["quantities"].items()}
    return compact({"input": visible(profile["input"]), "quantities": quantities})


def _quantity(found: Mapping[str, Any]) -> dict[str, object]:
    kept = {name: found[name] for name in ("points", "exhaustive", "flushed") if name in found}
    return kept | {
        "x": [_short(x, _DIGITS) for x, _ in found["curve"]],
        "ulp": [_short(ulp, _DIGITS) for _, ulp in found["curve"]],
        "worst": _exactly(found["worst"]),
        "subnormal": _exactly(found.get("subnormal_worst")),
    }


def _exactly(point: Sequence[float] | None) -> list[object] | None:
    return [value_text(point[0]), _short(point[1])] if point else None


def _worded(value: object) -> object:
    """Return a nested value with everything but its dicts as text."""
    if isinstance(value, Mapping):
        return {str(key): _worded(item) for key, item in value.items()}
    return value_text(value)


def _short(value: float | None, digits: int = 4) -> float | None:
    # Shown with two digits; four are plenty for sorting.
    if value is None:
        return None
    short = float(f"{value:.{digits}g}")
    if math.isinf(short):  # nearer to the end of the range than the digits tell
        return value
    return int(short) if short.is_integer() and abs(short) < 1e6 else short


def _usual_id(record: Record) -> str:
    return result_id(
        group=record.group,
        formula=record.formula,
        check=record.check,
        adapter=record.adapter,
        mode=record.mode,
        device=record.device,
        dtype=record.dtype,
        provenance=record.provenance,
    )


def _column(column: Column) -> dict[str, str]:
    names = {name: visible(str(getattr(column, name))) for name in Column.__slots__}
    return names | {"words": provenance_words(column.provenance)}


def _order(records: Sequence[Record], known: Mapping[Row, FormulaInfo]) -> list[Row]:
    """Return the formulas that have results, groups together, in the order in which known."""
    seen = {(record.group, record.formula) for record in records}
    order = [place for place in known if place in seen] + sorted(seen - known.keys())
    groups = list(dict.fromkeys(group for group, _ in order))
    return sorted(order, key=lambda place: groups.index(place[0]))


def _formula(place: Row, info: FormulaInfo | None) -> dict[str, object]:
    known = info or FormulaInfo(place[1], place[0], "", "", (), {}, {})
    return {
        "group": visible(place[0]),
        "id": visible(place[1]),
        "title": visible(known.title),
        "latex": visible(known.latex),
        "sources": [visible(source) for source in known.sources],
        "kind": KINDS.get(known.kind, ""),
        "conventions": {visible(k): visible(v) for k, v in known.conventions.items()},
        "mistakes": {visible(k): visible(v) for k, v in known.mistakes.items()},
        "unspecified": {visible(k): visible(v) for k, v in known.unspecified.items()},
        "curve": known.curve,
    }
