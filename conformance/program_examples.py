"""The documents' worked examples of programs, as calls that every implementation can rerun."""

from collections.abc import Iterator
from typing import Any

from nnconform.conformance.checks import Plan, conclude
from nnconform.conformance.formats import Format
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.program_cases import Call, as_input
from nnconform.conformance.program_probes import probe
from nnconform.spec import Example, Formula


def examples(plan: Plan) -> Outcome | None:
    """The documents' worked inputs; the exact values are due, not the printed ones."""
    subject = plan.subject
    probes = [
        probe(subject, call, subject.value(call), plan.rule)
        for call in worked_calls(subject.formula, subject.form)
        if subject.answers(call)
    ]
    # The inputs are ordinary ones: what is wrong there is wrong, however it came about.
    return conclude(plan, probes, written=False) if probes else None


def worked_calls(formula: Formula, form: Format) -> Iterator[Call]:
    """The worked examples as calls, rounded to the format."""
    for example in formula.examples.values():
        inputs = {n: as_input(formula, n, example.inputs[n], form) for n in formula.inputs}
        yield Call(formula, form, inputs, _parameters(formula, example))


def _parameters(formula: Formula, example: Example) -> dict[str, Any]:
    given: dict[str, Any] = {}
    for name, default in formula.defaults.items():
        value = example.parameters.get(name)
        given[name] = default if value is None else type(default)(value)
    return given
