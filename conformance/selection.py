"""Which formulas are meant, and what reports say about them."""

from collections.abc import Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase

from nnconform.conformance.pictures import curve
from nnconform.reports.record import FormulaInfo
from nnconform.spec import Formula, UnknownFormulaError, documents, generated, groups, ids, load


def select(names: Sequence[str]) -> tuple[str, ...]:
    """The ids that names select: an id, a group, or a pattern with ``*``; all without names.

    Raises:
        UnknownFormulaError: a name selects nothing; the message offers the nearest.
    """
    if not names:
        return ids()
    chosen: set[str] = set()
    for name in names:
        found = (
            {i for i in ids() if fnmatchcase(i, name) or load(i).group == name}
            if ("*" in name or name in groups())
            else {name} & set(ids())
        )
        if not found:
            near = get_close_matches(name, [*ids(), *groups()], n=3)
            hint = f"did you mean {', '.join(near)}?" if near else "`nnconform list` shows all ids"
            raise UnknownFormulaError(f"unknown formula {name!r}; {hint}")
        chosen |= found
    return tuple(identifier for identifier in ids() if identifier in chosen)


def describe_formulas() -> list[FormulaInfo]:
    """What a report says about every formula besides its results."""
    return [_info(load(identifier)) for identifier in ids()]


def _info(formula: Formula) -> FormulaInfo:
    variants = formula.file.variants
    derived = generated()
    conventions = {n: v.note for n, v in variants.items() if v.kind == "convention"}
    conventions |= {n: layout.note for n, layout in formula.file.layouts.items()}
    mistakes = {n: v.hint for n, v in variants.items() if v.kind == "mistake"}
    if formula.file.formula.kernel is not None:
        conventions |= {
            n: g.text
            for n, g in derived.items()
            if g.kind == "convention" and n != f"reduction_{formula.rule.reduction}"
        }
    return FormulaInfo(
        formula.id,
        formula.group,
        formula.file.title,
        formula.file.latex,
        sources(formula),
        conventions,
        mistakes,
        formula.kind,
        curve(formula.id),
        {f.name: f.why for f in formula.unspecified},
    )


def sources(formula: Formula) -> list[str]:
    """The sources of a formula, ready to print."""
    known = documents()
    return [f"{known[s.document].title}, {s.section}" for s in formula.file.sources]
