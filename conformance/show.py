"""The page of one formula, for a terminal."""

from collections.abc import Iterator, Sequence
from typing import Any

from nnconform.conformance.selection import sources
from nnconform.conformance.worked import worked_numbers
from nnconform.spec import Formula, Program, Rule, generated


def page(formula: Formula) -> str:
    """Formula, sources, inputs, limits, conventions, mistakes and worked numbers as text."""
    return "\n".join([*_head(formula), *_inputs(formula), *_rules(formula), *_numbers(formula)])


def _head(formula: Formula) -> Iterator[str]:
    body = formula.file.formula
    yield f"{formula.id}: {formula.file.title}  [{formula.group}]"
    yield from (f"  {line}" for line in formula.rule.kernel.text.splitlines())
    yield from (f"  {line}" for line in _results(formula))
    if body.reduction:
        yield f"  reduction: {body.reduction}"
    if body.range:
        yield f"  range: from {body.range[0]} to {body.range[1]}"
    if formula.file.notes:
        yield f"  {formula.file.notes}"
    yield from _block("Sources", sources(formula))


def _results(formula: Formula) -> Iterator[str]:
    """What a program returns, or what a distribution draws from."""
    program = formula.rule.kernel
    if not isinstance(program, Program):
        return
    names = ", ".join(program.returns)
    if formula.rule.family is not None:
        axes = ", ".join(axis.text for axis in formula.rule.shape)
        shape = f"({axes})" if axes else f"the shape of {next(iter(formula.inputs))}"
        yield f"draws from {formula.rule.family} by {names}; {shape}"
    elif program.gradient is not None:
        wrt = ", ".join(program.gradient.wrt)
        yield f"returns {names}: the derivatives of {program.gradient.of} in {wrt}"
    else:
        yield f"returns {names}{', after each step' if program.trajectory else ''}"


def _inputs(formula: Formula) -> Iterator[str]:
    yield from _block(
        "Inputs",
        [
            f"{name}: shape ({given.shape}), {given.domain}"
            f"{', differentiable' if given.differentiable else ''}"
            for name, given in formula.inputs.items()
        ],
    )
    yield from _block(
        "Parameters",
        [
            f"{name} = {_number(formula.defaults[name])} by default, {given.domain}"
            for name, given in formula.parameters.items()
        ],
    )
    yield from _block(
        "Choices",
        [
            f"{name} = {given.default} by default, among {', '.join(given.among)}"
            for name, given in formula.choices.items()
        ],
    )
    yield from _block(
        "Limits",
        [
            f"{name} -> {key}: {expression.text}"
            for name, table in formula.rule.limits.items()
            for key, expression in table.items()
        ],
    )
    yield from _block(
        "Not fixed by the documents", [f"{f.given.text}: {f.why}" for f in formula.unspecified]
    )
    yield from _block("Properties", [f"{p.name}: {p.holds.text}" for p in formula.properties])


def _rules(formula: Formula) -> Iterator[str]:
    for kind, title in (
        ("convention", "Conventions (legitimate, named in reports)"),
        ("mistake", "Mistakes (recognised by what they compute)"),
    ):
        first = {rule.name: rule for rule in reversed(formula.variants) if rule.kind == kind}
        yield from _block(title, [_variant(formula, rule) for rule in reversed(first.values())])
    yield from _block(
        "Layouts (legitimate, named in reports)",
        [
            f"{name}: {layout.note}{_used(layout.used_by)}"
            for name, layout in formula.file.layouts.items()
        ],
    )
    if formula.file.formula.kernel is not None:
        yield from _block(
            "Generated conventions",
            [
                f"{name}: {item.text}"
                for name, item in generated().items()
                if item.kind == "convention" and name != f"reduction_{formula.rule.reduction}"
            ],
        )


def _variant(formula: Formula, rule: Rule) -> str:
    return f"{rule.name}: {rule.hint}{_used(formula.file.variants[rule.name].used_by)}"


def _used(names: Sequence[str]) -> str:
    return f" Used by {', '.join(names)}." if names else ""


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _numbers(formula: Formula) -> Iterator[str]:
    yield from _block(
        "Worked numbers",
        [
            f"{n.example.split('.')[1]} {n.quantity}: "
            f"printed {n.printed or '(none)'}, exact {n.shown}"
            f"{f', {n.kind}' if n.kind else ''}{f' ({n.note})' if n.note else ''}"
            for n in worked_numbers(formula.id)
        ],
    )


def _block(title: str, lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"\n{title}"
        yield from (f"  {line}" for line in lines)
