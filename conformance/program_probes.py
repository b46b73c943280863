"""The answers to calls of a program, held against the oracle as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnconform.adapters.protocol import Array
from nnconform.conformance import program_cases
from nnconform.conformance.assess import Probe, candidates, fitted
from nnconform.conformance.checks import as_written
from nnconform.conformance.compare import Errors
from nnconform.conformance.formats import Format
from nnconform.conformance.program_cases import Call
from nnconform.conformance.subject import NotOffered, Subject
from nnconform.spec import Rule


@dataclass(frozen=True)
class CallProbe(Probe):
    """The results of one call of a program.

    Attributes:
        held: the rule that the call is judged by; the others are candidates to explain it.
    """

    case: Call
    held: Rule | None = None

    def errors(self, rule: Rule) -> Errors | None:
        """The errors against a rule; none of a candidate's results may stay undecided."""
        judged = (self.case.formula.rule, *([] if self.held is None else [self.held]))
        if any(rule.key == each.key for each in judged):
            return super().errors(rule)
        found = super().errors(rule)
        # What is undefined by the rule came out as NaN: that is what the rule says.
        undefined = None if found is None else ~found.decided & ~np.isnan(self.numbers)
        return found if undefined is None or not undefined.any() else None

    def far(self, rule: Rule) -> bool:
        """Whether the results are far from those of another rule."""
        if rule.key == self.case.formula.rule.key:
            return False
        try:
            rough = self.case.roughly(rule)
        except ValueError:  # the shapes do not fit the rule: a transpose that is missing, say
            return True
        row = self.numbers
        if row.shape != rough.shape:
            return True
        with np.errstate(all="ignore"):
            off = np.abs(row - rough) > self.case.form.u**0.375 * np.abs(rough).max(initial=0.0)
        return bool((off & np.isfinite(rough)).any())

    def fitted(self, got: Any, rule: Rule) -> Array | None:
        """All results in one row, where their number and shapes are as due."""
        parts = _arranged(got, self.due(rule))
        return None if parts is None else np.concatenate([np.ravel(p) for p in parts])

    def due(self, rule: Rule) -> Any:
        """The shapes of the results of a rule; of one result, its shape."""
        shapes = self.case.shapes(rule)
        return shapes[0] if len(shapes) == 1 else shapes


def _arranged(got: Any, due: Any) -> list[Array] | None:
    if all(isinstance(n, int) for n in due):
        array = fitted(got, due)
        return None if array is None else [array]
    if (not isinstance(got, tuple) and np.ndim(got) == 0) or len(got) != len(due):
        return None
    found: list[Array] = []
    for each, shape in zip(got, due, strict=True):
        parts = _arranged(each, shape)
        if parts is None:
            return None
        found.extend(parts)
    return found


def probe(subject: Subject, case: Call, got: Any, rule: Rule) -> CallProbe:
    """Hold the results of a call against the oracle."""
    bound = _largest(case.formula.id, case.form, rule.key)
    return CallProbe(case, got, lambda call, other: call.exact(other), bound, as_written, rule)


@lru_cache(maxsize=256)
def _largest(identifier: str, form: Format, key: Any) -> float:
    """The largest magnitude of a rule's results on ordinary calls."""
    rule = next(each for each in candidates(identifier) if each.key == key)
    calls = program_cases.value_calls(identifier, form, 0, 0)
    values = [np.abs(call.exact(rule).low.to_float()) for call in calls]
    return float(max((v[np.isfinite(v)].max(initial=0.0) for v in values), default=0.0))


def answers(subject: Subject, calls: Sequence[Call], rule: Rule) -> list[CallProbe]:
    """The answers to calls; without those that this implementation does not offer.

    Raises:
        CallFailed: as :meth:`Subject.value`.
        NotOffered: it offers none of them.
    """
    found, reasons = [], []
    for call in calls:
        if not subject.answers(call):
            continue
        try:
            found.append(probe(subject, call, subject.value(call), rule))
        except NotOffered as reason:
            reasons.append(reason)
    if reasons and not found:
        raise reasons[0]
    return found
