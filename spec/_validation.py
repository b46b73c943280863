"""What the typed model cannot say of a spec file: names, sources, numbers and their domains."""

from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from keyword import iskeyword
from typing import Any

from ._expression import CONSTANTS, FUNCTIONS
from ._model import Domain, Example, FormulaFile, Source
from .errors import SpecError

_SCALARS: dict[Domain, tuple[float, float]] = {
    "real": (float("-inf"), float("inf")),
    "positive": (5e-324, float("inf")),
    "nonnegative": (0.0, float("inf")),
    "unit": (0.0, 1.0),
    "probability": (0.0, 1.0),
    "sign": (-1.0, 1.0),
    "count": (0.0, float("inf")),
    "flag": (0.0, 1.0),
}


def check(file: FormulaFile, where: str, documents: frozenset[str], ids: frozenset[str]) -> None:
    """Check the names, sources and numbers of a file that fits the model.

    Raises:
        SpecError: the first that does not fit; the message names file, key and what is expected.
    """
    for said in _faults(file, documents, ids):
        raise SpecError(f"{where}: {said}")


def _faults(file: FormulaFile, documents: frozenset[str], ids: frozenset[str]) -> Iterator[str]:
    yield from _sources(_cited(file), documents)
    yield from _names(file)
    yield from _domains(file)
    yield from _limits(file)
    base = file.formula.derivative_of
    if base is not None and base not in ids:
        yield f"[formula] derivative_of names {base!r}, which is no formula"
    for name, example in file.examples.items():
        yield from _example(file, name, example)


def _cited(file: FormulaFile) -> Iterator[Source]:
    yield from file.sources
    for variant in file.variants.values():
        yield from variant.sources
    for claim in file.properties.values():
        yield from claim.sources
    yield from (example.source for example in file.examples.values())


def _sources(cited: Iterable[Source], documents: frozenset[str]) -> Iterator[str]:
    for source in cited:
        if source.document not in documents:
            known = ", ".join(sorted(documents))
            yield f"unknown document {source.document!r} in a source; expected one of {known}"


def _names(file: FormulaFile) -> Iterator[str]:
    """Every name means one thing: no input, parameter or constant hides another."""
    taken: set[str] = set()
    own = [*(("inputs", n) for n in file.inputs), *(("parameters", n) for n in file.parameters)]
    for table, name in own:
        if name in FUNCTIONS | CONSTANTS or iskeyword(name) or name in taken:
            yield f"[{table}.{name}] is a name that is taken already; choose another"
        taken.add(name)
    for variant, written in file.variants.items():
        for name in written.parameters:
            if name in FUNCTIONS | CONSTANTS | taken or iskeyword(name):
                yield f"[variants.{variant}] gives {name!r}, a name that is taken; choose another"


def _domains(file: FormulaFile) -> Iterator[str]:
    for name, given in file.parameters.items():
        if given.domain not in _SCALARS:
            yield f"[parameters.{name}] domain {given.domain!r} is one of arrays, not of a number"
            continue
        low, high = _SCALARS[given.domain]
        if not low <= given.default <= high:
            yield f"[parameters.{name}] default {given.default:g} is not {given.domain}"
    for name, claim in file.properties.items():
        for drawn, domain in claim.draws.items():
            if domain not in _SCALARS:
                yield f"[properties.{name}] draws {drawn!r} from {domain!r}, a domain of arrays"


def _limits(file: FormulaFile) -> Iterator[str]:
    tables = {"limits": file.limits}
    tables |= {f"variants.{name}.limits": v.limits for name, v in file.variants.items()}
    for place, limits in tables.items():
        for name, table in limits.items():
            if name not in file.inputs:
                known = ", ".join(file.inputs)
                yield f"[{place}] names {name!r}, which is no input; expected one of {known}"
            for key in table:
                if not _is_number(key):
                    yield f"[{place}.{name}] {key!r} is no number; expected +inf, -inf, 0 or 1"


def _example(file: FormulaFile, name: str, example: Example) -> Iterator[str]:
    place, known = f"[examples.{name}]", {**file.inputs, **file.parameters, **file.choices}
    for given in (*example.inputs, *example.parameters):
        if given not in known:
            yield f"{place} gives {given!r}; expected {', '.join(known)}"
    for given, value in example.parameters.items():
        chosen = file.choices.get(given)
        if chosen is not None and value not in chosen.among:
            yield f"{place} {given} is {value!r}; expected one of {', '.join(chosen.among)}"
        elif chosen is None and _shape(value) != ():
            yield f"{place} {given} is {value!r}, which is no number"
    if example.variant and example.variant not in file.variants:
        variants = ", ".join(file.variants)
        yield f"{place} names the unknown variant {example.variant!r}; expected one of {variants}"
    for needed, declared in file.inputs.items():
        if needed not in example.inputs:
            yield f"{place} lacks the input {needed!r}; add it"
            continue
        yield from _given(f"{place} {needed}", declared.shape, example.inputs[needed])
    yield from _printed(file, place, example)


def _given(place: str, shape: str, value: Any) -> Iterator[str]:
    """What is wrong with the numbers that stand for an input; a list has one array a layer."""
    if shape.startswith("["):
        if not isinstance(value, list):
            yield f"{place} is no list; its shape is {shape}, one array a layer"
            return
        for i, each in enumerate(value):
            yield from _given(f"{place}[{i}]", shape.strip("[]"), each)
        return
    found = _shape(value)
    rank = len(shape.split()) if not shape.endswith("*") else None
    if found is None:
        yield f"{place} is no number, row or table of numbers"
    elif rank is not None and len(found) > rank:
        yield f"{place} has {len(found)} axes; its shape is ({shape})"


def _printed(file: FormulaFile, place: str, example: Example) -> Iterator[str]:
    if example.printed is not None and not _is_numbers(example.printed):
        yield f"{place} printed holds something that is no number"
    quantities = _quantities(file)
    for where, table in example.printed_in.items():
        for name, printed in table.items():
            if name not in quantities:
                known = ", ".join(quantities)
                yield f"{place} prints {name!r}, which nothing computes; expected one of {known}"
            if not _is_numbers(printed):
                yield f"{place} printed_in {where!r}: {name} is no number"


def _quantities(file: FormulaFile) -> list[str]:
    """The names that a program's statements assign, in their order; else the one result."""
    body = file.formula
    if not body.returns:
        return ["result"]
    lines = (*body.start, *body.step, *body.equations)
    heads = [name.strip() for line in lines for name in line.partition("=")[0].split(",")]
    return list(dict.fromkeys([*heads, *body.returns]))


def _shape(value: Any) -> tuple[int, ...] | None:
    """The shape of nested lists of numbers; None where they are ragged or no numbers."""
    if not isinstance(value, list):
        return () if _is_number(value) else None
    inner = {_shape(item) for item in value}
    one = inner.pop() if len(inner) == 1 else None
    return None if one is None else (len(value), *one)


def _is_numbers(value: Any) -> bool:
    """Whether nested lists of any shape hold numbers only."""
    return all(map(_is_numbers, value)) if isinstance(value, list) else _is_number(value)


def _is_number(text: str) -> bool:
    try:
        Decimal(text)
    except InvalidOperation:
        return False
    return True
