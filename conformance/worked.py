"""The documents' worked numbers: printed against recomputed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from typing import Any

from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.recomputed import Chain, flat, number
from nnconform.reports.worked import AGREES, CARRIED, ERRATUM, TRUNCATED, WorkedNumber
from nnconform.spec import Example, Formula, SpecError, documents, load

_BITS = 256
_MORE = 6  # digits shown beyond the printed ones
_ROUNDED = (ROUND_HALF_UP, ROUND_HALF_EVEN)


@dataclass(frozen=True, slots=True)
class _Printing:
    """A quantity at one place of a document; ``text`` holds nested numbers, or nothing."""

    section: str
    quantity: str
    text: Any


def all_worked_numbers(identifiers: Iterable[str]) -> list[WorkedNumber]:
    """Recompute the worked numbers of formulas, sorted by document and place."""
    order = {key: i for i, key in enumerate(documents())}
    found = [number for identifier in identifiers for number in worked_numbers(identifier)]
    return sorted(found, key=lambda n: (order[n.document], n.line is None, n.line or 0))


def worked_numbers(identifier: str) -> Iterator[WorkedNumber]:
    """Recompute every worked number of a formula from its inputs as printed."""
    return numbers_of(load(identifier))


def numbers_of(formula: Formula) -> Iterator[WorkedNumber]:
    """Recompute every worked number of a loaded formula, in the order of its file."""
    for name, example in formula.examples.items():
        with precision(_BITS):
            chain = Chain(formula, example)
            for printing in _printings(example):
                yield from _numbers(f"{formula.id}.{name}", example, printing, chain)


def _printings(example: Example) -> Iterator[_Printing]:
    for place, table in example.printed_in.items():
        for name, printed in table.items():
            yield _Printing(place, name, printed)
    if not example.printed_in:
        yield _Printing(example.source.section, example.quantity, example.printed)


def _numbers(
    name: str, example: Example, printing: _Printing, chain: Chain
) -> Iterator[WorkedNumber]:
    exact = chain.exact(printing.quantity).tolist()
    others = [row.tolist() for row in chain.carried(printing.quantity)]
    texts: list[str | None] = [*flat(printing.text)]
    if len(texts) > len(exact):
        said = f"prints {len(texts)} numbers for {printing.quantity}, which has {len(exact)}"
        raise SpecError(f"{name}: {printing.section!r} {said}")
    texts += [None] * (len(exact) - len(texts))
    for i, (value, text) in enumerate(zip(exact, texts, strict=True)):
        carried = [row[i] for row in others]
        shown = _explaining(text, carried)
        yield WorkedNumber(
            name,
            example.source.document,
            printing.section,
            example.line,
            f"{printing.quantity}[{i}]" if len(exact) > 1 else printing.quantity,
            text,
            float(value),
            _shown(value, text),
            None if shown is None else float(shown),
            "" if shown is None else _shown(shown, text),
            None if text is None else classify(text, value, carried),
            "" if text is None else rounded(value, text),
            _note(example),
        )


def _explaining(text: str | None, carried: Sequence[arb]) -> arb | None:
    """The carried value that rounds to what is printed, or else the first one."""
    fits = [c for c in carried if text is not None and _fits(Decimal(text), c, _ROUNDED)]
    return next(iter([*fits, *carried]), None)


def _note(example: Example) -> str:
    parts = [
        f"by the convention {example.variant}" if example.variant else "",
        f"the document says: {example.says}" if example.says else "",
        example.note,
    ]
    return "; ".join(part for part in parts if part)


def _shown(value: arb, printed: str | None) -> str:
    if not value.is_finite():
        return _beyond(value)
    if value.is_exact() and value.is_integer():
        return str(value.unique_fmpz())
    target = Decimal(printed or 0)
    digits = -int(target.as_tuple().exponent) if target.is_finite() else 0
    return value.str(max(digits, 0) + _MORE + 4, radius=False)


def classify(printed: str, value: arb, carried: arb | Sequence[arb] | None = None) -> str:
    """Say how a printed number stands to its exact value.

    ``agrees``: the value rounds to the printed digits; ``carried``: the value recomputed from the
    printed intermediates does (of several, one); ``truncated``: one of them was cut instead;
    ``erratum``: none of these. Infinities and NaN agree with themselves only.

    >>> classify("0.65", arb("0.65900114"))
    'truncated'
    """
    target = Decimal(printed)
    others = [carried] if isinstance(carried, arb) else list(carried or ())
    if _fits(target, value, _ROUNDED):
        return AGREES
    if any(_fits(target, other, _ROUNDED) for other in others):
        return CARRIED
    cut = any(_fits(target, each, (ROUND_DOWN,)) for each in (value, *others))
    return TRUNCATED if cut else ERRATUM


def rounded(value: arb, printed: str) -> str:
    """The exact value with as many digits as are printed.

    >>> rounded(arb("0.65900114"), "0.65")
    '0.66'
    """
    target = Decimal(printed)
    if not value.is_finite() or not target.is_finite():
        return _shown(value, None)
    exact = _decimal(value, target)
    found = exact.quantize(_unit(target), ROUND_HALF_UP, _context(exact, target))
    return str(found if found else abs(found))  # no zero has a sign


def _fits(target: Decimal, value: arb, modes: tuple[str, ...]) -> bool:
    if not (target.is_finite() and value.is_finite()):
        return not target.is_finite() and _beyond(value) == _beyond(number(str(target)))
    exact = _decimal(value, target)
    context = _context(exact, target)
    return any(exact.quantize(_unit(target), mode, context) == target for mode in modes)


def _beyond(value: arb) -> str:
    """An infinity or NaN in words, and nothing for a number; an endless ball says nothing: NaN."""
    if value.is_finite():
        return ""
    if value == arb.pos_inf():
        return "inf"
    return "-inf" if value == arb.neg_inf() else "nan"


def _unit(target: Decimal) -> Decimal:
    return Decimal(1).scaleb(int(target.as_tuple().exponent))


def _decimal(value: arb, target: Decimal) -> Decimal:
    """The middle of a ball, whose radius is far below all digits that anybody prints."""
    return Decimal(value.mid().str(40 + len(target.as_tuple().digits), radius=False))


def _context(exact: Decimal, target: Decimal) -> Context:
    """Room for all digits down to the last printed one."""
    exponent = int(target.as_tuple().exponent)
    return Context(prec=max(exact.adjusted() - exponent, 0) + 40)
