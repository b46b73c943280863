"""Soundness of the programs of the spec: statements, derivatives, layouts, worked examples."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from nnconform.conformance import program_cases
from nnconform.conformance.check_properties import holds, statements
from nnconform.conformance.check_spec_variants import equal_variants, same
from nnconform.conformance.formats import FORMATS, Floats
from nnconform.conformance.layouts import turned
from nnconform.conformance.program_cases import Call
from nnconform.conformance.program_checks import exact_function
from nnconform.conformance.program_examples import worked_calls
from nnconform.conformance.programs import nested
from nnconform.conformance.readable import listed
from nnconform.spec import Formula, Rule

_FORM = FORMATS["float64"]
_DRAWN = 12


def program_problems(formula: Formula) -> Iterator[str]:
    """Every flaw of a program."""
    calls = program_cases.value_calls(formula.id, _FORM, 0, _DRAWN)
    if not calls:
        yield f"{formula.where}: [formula] has no exact value at any ordinary call"
        return
    yield from _broken_properties(formula, calls)
    yield from equal_variants(formula, lambda rule: [_results(call, rule) for call in calls], same)
    yield from _idle_variants(formula, calls)
    yield from _idle_layouts(formula, calls)
    yield from _unfit_examples(formula)


def _results(call: Call, rule: Rule) -> Floats:
    """The results of a rule in one row; none where the shapes do not fit it."""
    try:
        return call.roughly(rule)
    except ValueError:
        return np.empty(0)


def _broken_properties(formula: Formula, calls: Sequence[Call]) -> Iterator[str]:
    for claim in statements(formula):
        for call in calls:
            if not np.all(holds(claim, call, exact_function(call, formula.rule), 0)):
                shown = {name: listed(given) for name, given in call.inputs.items()}
                yield (
                    f"{formula.where}: [properties.{claim.name}] does not hold for the formula: "
                    f"{claim.holds.text} at {str(shown)[:200]}"
                )
                break


def _idle_variants(formula: Formula, calls: Sequence[Call]) -> Iterator[str]:
    """A variant without a number at any ordinary call explains no implementation."""
    for rule in formula.variants:
        if not any(np.isfinite(_results(call, rule)).any() for call in calls):
            yield f"{formula.where}: [variants.{rule.label}] has no value at any ordinary call"


def _idle_layouts(formula: Formula, calls: Sequence[Call]) -> Iterator[str]:
    """Each layout changes what is handed over or handed back, each in its own way."""
    known = {"": [_laid_out(formula, call, {}, {}) for call in calls]}
    for layout in formula.layouts:
        try:
            found = [_laid_out(formula, call, layout.call, layout.returns) for call in calls]
        except (ValueError, IndexError) as error:
            yield f"{formula.where}: [layouts.{layout.name}] cannot turn an ordinary call: {error}"
            continue
        for other, table in known.items():
            if found == table:
                first = f"layout {other}" if other else "the formula's own"
                yield f"{formula.where}: [layouts.{layout.name}] never differs from {first}"
        known[layout.name] = found


def _laid_out(
    formula: Formula, call: Call, inputs: Mapping[str, Any], results: Mapping[str, Any]
) -> str:
    """What a layout hands over, and makes of the results that are due, as text to compare."""
    given = dict(zip(formula.inputs, call.copies(), strict=True))
    given |= {name: turned(each, given) for name, each in inputs.items()}
    rule = formula.rule
    due = nested(call.exact(rule).low.to_float(), call.shapes(rule))
    named = dict(zip(formula.returns, due, strict=True))
    named |= {name: turned(each, named) for name, each in results.items()}
    return repr([_plain(each) for each in (*given.values(), *named.values())])


def _plain(given: Any) -> Any:
    """Nested arrays as their shapes and numbers."""
    if isinstance(given, list | tuple):
        return [_plain(each) for each in given]
    return np.shape(given), np.ravel(given).tolist()


def _unfit_examples(formula: Formula) -> Iterator[str]:
    """The documents' worked inputs are ordinary: the formula has a value there."""
    for name, call in zip(formula.examples, worked_calls(formula, _FORM), strict=True):
        if not call.exact(formula.rule).decided.all():
            yield f"{formula.where}: [examples.{name}] has no exact value"
