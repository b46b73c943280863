"""The page of one formula, for a terminal."""

from collections.abc import Iterator

from nnconform.conformance.selection import sources
from nnconform.conformance.worked import worked_numbers
from nnconform.spec import Formula, Rule, generated


def page(formula: Formula) -> str:
    """Formula, sources, inputs, limits, conventions, mistakes and worked numbers as text."""
    return "\n".join([*_head(formula), *_inputs(formula), *_rules(formula), *_numbers(formula)])


def _head(formula: Formula) -> Iterator[str]:
    body = formula.file.formula
    yield f"{formula.id}: {formula.file.title}  [{formula.group}]"
    yield f"  {body.expression or body.kernel}"
    if body.reduction:
        yield f"  reduction: {body.reduction}"
    if body.range:
        yield f"  range: from {body.range[0]} to {body.range[1]}"
    if formula.file.notes:
        yield f"  {formula.file.notes}"
    yield from _block("Sources", sources(formula))


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
            f"{name} = {given.default:g} by default, {given.domain}"
            for name, given in formula.parameters.items()
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
    used = formula.file.variants[rule.name].used_by
    return f"{rule.name}: {rule.hint}{f' Used by {chr(44).join(used)}.' if used else ''}"


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
