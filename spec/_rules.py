"""The rules that an implementation may follow: declared ones, and those that are generated."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations, product

from ._formula import Formula, Rule
from ._model import Reduction

REDUCTIONS: tuple[Reduction, ...] = ("none", "mean", "sum")


def rules(formula: Formula, hints: Mapping[str, str]) -> Iterator[Rule]:
    """Every rule that could explain an implementation, the likeliest first.

    The entry's own formula, its conventions and its mistakes as declared; then each of them
    with another reduction; then each of them with arguments of one shape swapped.
    ``hints`` are the texts of the generated variants.
    """
    declared = (formula.rule, *sorted(formula.variants, key=lambda rule: rule.kind))
    yield from declared
    for rule in declared:
        yield from _chosen(formula, rule, hints)
    reducible = formula.file.formula.kernel is not None
    swaps = list(_swaps(formula))
    for rule in declared:
        for reduction in REDUCTIONS if reducible else ():
            if reduction != rule.reduction:
                yield _named(
                    rule, f"reduction_{reduction}", "convention", hints, reduction=reduction
                )
    for rule, order in product(declared, swaps):
        yield _named(rule, "arguments_swapped", "mistake", hints, order=order)


def _chosen(formula: Formula, rule: Rule, hints: Mapping[str, str]) -> Iterator[Rule]:
    """The rule with every other choice of formulas that it may stand for."""
    tables = [[(name, each) for each in c.among] for name, c in formula.choices.items()]
    for picked in product(*tables):
        chosen = {n: each for n, each in picked if each != formula.choices[n].default}
        if chosen:
            kind = "mistake" if rule.kind == "mistake" else "convention"
            hint = " ".join(part for part in (rule.hint, hints["other_choice"]) if part)
            yield replace(rule, kind=kind, hint=hint, chosen=chosen)


def _named(
    rule: Rule,
    name: str,
    kind: str,
    hints: Mapping[str, str],
    *,
    reduction: Reduction | None = None,
    order: tuple[str, ...] | None = None,
) -> Rule:
    mistake = "mistake" in (rule.kind, kind)
    hint = " ".join(part for part in (rule.hint, hints[name]) if part)
    return replace(
        rule,
        name=f"{rule.name}+{name}" if rule.name else name,
        kind="mistake" if mistake else kind,
        hint=hint,
        reduction=reduction or rule.reduction,
        order=order or rule.order,
    )


def _swaps(formula: Formula) -> Iterator[tuple[str, ...]]:
    """Other orders of the inputs that fit the shapes; only of pairs, which people do swap."""
    names = tuple(formula.inputs)
    # The last pair first: the order of the permutations, without going through all of them.
    for i, j in sorted(combinations(range(len(names)), 2), key=lambda pair: (-pair[0], pair[1])):
        one, other = formula.inputs[names[i]], formula.inputs[names[j]]
        if one.shape == other.shape and "label" not in (one.domain, other.domain):
            order = list(names)
            order[i], order[j] = names[j], names[i]
            yield tuple(order)
