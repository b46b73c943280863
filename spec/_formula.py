"""A formula with its expressions parsed, and the rules that an implementation may follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

from ._expression import Expression, parse
from ._model import (
    ARGUMENTS,
    Body,
    Choice,
    Domain,
    Example,
    Family,
    FormulaFile,
    Input,
    Layout,
    Parameter,
    Reduction,
    Shared,
    Variant,
)
from ._program import Program, build_program, changed
from ._validation import check
from .errors import SpecError

REDUCTIONS: tuple[Reduction, ...] = ("none", "mean", "sum")
_WHOLE: Mapping[str, type] = {"count": int, "flag": bool}
_EMPTY: Mapping[str, float] = MappingProxyType({})
Limits = Mapping[str, Mapping[str, Expression]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One computable formula: the entry's own, or one of its variants.

    Attributes:
        name: "" for the entry's own formula, else the variant's name.
        kind: "formula", "convention" or "mistake".
        kernel: the expression before the reduction.
        reduction: "none", "mean" or "sum" over all elements of the kernel.
        limits: what the rule tends to, by input and by the value it approaches.
        fixed: the values of the variant's own constants (a clipping bound, say).
        order: the inputs in the order in which the rule reads them.
        hint: what a mistake's maker should look at; for a convention, what it is.
        chosen: the formulas that stand for the entry's choices, where they are not as asked.
        family: of a distribution; the program then gives its arguments.
        shape: of a distribution: each axis of the result; that of the first input where empty.
        shared: of a distribution: what shares one draw, where elements are not independent.
        repeatable: of a distribution: whether one seed gives one result.
    """

    name: str
    kind: str
    kernel: Expression | Program
    reduction: Reduction
    limits: Limits
    fixed: Mapping[str, float]
    order: tuple[str, ...]
    hint: str
    chosen: Mapping[str, str] = field(default_factory=dict)
    family: Family | None = None
    shape: tuple[Expression, ...] = ()
    shared: tuple[Shared, ...] = ()
    repeatable: bool = True

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[float, ...]]:
        """What tells the rule from every other one of its formula."""
        return self.label, self.order, tuple(self.fixed.values())  # labels round constants

    @property
    def label(self) -> str:
        """The name with the constants that identify it: ``clipped (c = 1e-07)``."""
        constants = [f"{key} = {value:g}" for key, value in self.fixed.items()]
        constants += [f"{key} = {value}" for key, value in self.chosen.items()]
        said = ", ".join(constants)
        return f"{self.name} ({said})" if self.name and said else self.name or said


@dataclass(frozen=True, slots=True)
class PropertyRule:
    """A parsed property: it must hold wherever ``given`` is true."""

    name: str
    holds: Expression
    given: Expression | None
    draws: Mapping[str, Domain]


@dataclass(frozen=True, slots=True)
class Freedom:
    """A parsed unspecified point: where ``given`` holds, any value in between conforms."""

    name: str
    given: Expression
    low: Expression
    high: Expression
    why: str


@dataclass(frozen=True, slots=True)
class LayoutRule:
    """A parsed layout: how an implementation may take and return the same data.

    Attributes:
        call: by input, what is handed over instead of it.
        returns: by result, what is read out of it.
    """

    name: str
    call: Mapping[str, Expression]
    returns: Mapping[str, Expression]
    hint: str


@dataclass(frozen=True, slots=True)
class Formula:
    """One entry of the spec, validated and parsed.

    Attributes:
        where: the file, for messages.
        file: the entry as written.
        rule: the entry's own formula.
        variants: the declared variants, without generated ones (see :func:`rules`).
        range: lowest and highest value, where the entry declares them.
    """

    id: str
    group: str
    where: str
    file: FormulaFile
    rule: Rule
    variants: tuple[Rule, ...]
    properties: tuple[PropertyRule, ...]
    unspecified: tuple[Freedom, ...]
    range: tuple[Expression, Expression] | None
    layouts: tuple[LayoutRule, ...] = ()

    @property
    def kind(self) -> str:
        """ "pointwise", "program" or "distribution": how it is computed and checked."""
        if self.rule.family is not None:
            return "distribution"
        return "program" if isinstance(self.rule.kernel, Program) else "pointwise"

    @property
    def returns(self) -> tuple[str, ...]:
        """The names of the results."""
        kernel = self.rule.kernel
        several = isinstance(kernel, Program) and self.kind == "program"
        return kernel.returns if several else ("result",)  # type: ignore[union-attr]

    @property
    def choices(self) -> Mapping[str, Choice]:
        """The keyword arguments that name a formula."""
        return self.file.choices

    @property
    def defaults(self) -> Mapping[str, Any]:
        """The default of every parameter and choice; counts and flags are whole."""
        found: dict[str, Any] = {
            name: _WHOLE.get(given.domain, float)(given.default)
            for name, given in self.parameters.items()
        }
        return found | {name: given.default for name, given in self.choices.items()}

    def choices_of(self, picked: Mapping[str, str]) -> Mapping[str, str]:
        """The formula that stands for each choice: as picked, or the default."""
        return {name: picked.get(name, each.default) for name, each in self.choices.items()}

    @property
    def inputs(self) -> Mapping[str, Input]:
        """The arguments by name, in call order."""
        return self.file.inputs

    @property
    def parameters(self) -> Mapping[str, Parameter]:
        """The keyword arguments by name."""
        return self.file.parameters

    @property
    def examples(self) -> Mapping[str, Example]:
        """The worked numbers that belong to this formula."""
        return self.file.examples

    @property
    def differentiable(self) -> tuple[str, ...]:
        """The inputs that a gradient is asked for."""
        return tuple(name for name, given in self.inputs.items() if given.differentiable)

    @property
    def elementwise(self) -> bool:
        """Whether the kernel treats every element alone."""
        return not self.rule.kernel.joins


def build(
    file: FormulaFile, group: str, where: str, documents: frozenset[str], ids: frozenset[str]
) -> Formula:
    """Parse every expression of a validated file.

    Raises:
        SpecError: an expression breaks the language, or a source or a name is unknown.
    """
    names = frozenset(file.inputs) | frozenset(file.parameters)
    check(file, where, documents, ids)
    body = file.formula
    own = Rule(
        "",
        "formula",
        _kernel(file, body, names, f"{where}: [formula]", ids),
        body.reduction or "none",
        _limits(file.limits, names, f"{where}: [limits"),
        _EMPTY,
        tuple(file.inputs),
        "",
        family=body.family,
        shape=_axes(body.shape, names, f"{where}: [formula] shape"),
    )
    return Formula(
        file.id,
        group,
        where,
        file,
        own,
        tuple(
            rule
            for name, variant in file.variants.items()
            for rule in _variants(own, name, variant, names, where, file, ids)
        ),
        tuple(_properties(file, names, where)),
        tuple(_freedoms(file, names, where)),
        _range(file, names, where),
        tuple(_layout(file, name, layout, where) for name, layout in file.layouts.items()),
    )


def _kernel(
    file: FormulaFile, body: Body, names: frozenset[str], where: str, ids: frozenset[str]
) -> Expression | Program:
    text = body.kernel or body.expression
    if text is not None:
        return parse(text, names, where=where)
    return build_program(body, names, tuple(file.choices), where, ids)


def _layout(file: FormulaFile, name: str, layout: Layout, where: str) -> LayoutRule:
    place = f"{where}: [layouts.{name}]"
    for given in layout.call:
        if given not in file.inputs:
            raise SpecError(f"{place} call names {given!r}, which is no input")
    inputs = frozenset(file.inputs)
    results = frozenset(file.formula.returns or ["result"])
    for given in layout.returns:
        if given not in results:
            raise SpecError(f"{place} returns names {given!r}, which is no result")
    return LayoutRule(
        name,
        {n: parse(text, inputs, where=f"{place} {n}") for n, text in layout.call.items()},
        {n: parse(text, results, where=f"{place} {n}") for n, text in layout.returns.items()},
        layout.note,
    )


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


def _limits(tables: Mapping[str, Mapping[str, str]], names: frozenset[str], where: str) -> Limits:
    return {
        name: {at: parse(text, names, where=f"{where}.{name}]") for at, text in table.items()}
        for name, table in tables.items()
    }


def _variants(
    own: Rule,
    name: str,
    variant: Variant,
    names: frozenset[str],
    where: str,
    file: FormulaFile,
    ids: frozenset[str],
) -> Iterator[Rule]:
    text = variant.kernel or variant.expression
    place = f"{where}: [variants.{name}]"
    known = names | frozenset(variant.parameters)
    kernel = parse(text, known, where=place) if text else own.kernel
    tables = {key: getattr(variant, key) for key in ("start", "over", "step", "equations")}
    if any(tables.values()) or variant.family:
        try:
            body = changed(file.formula, tables)
        except KeyError as unknown:
            raise SpecError(f"{place} changes {unknown}, which no statement assigns") from None
        if variant.family is not None:
            body = body.model_copy(update={"returns": ARGUMENTS[variant.family]})
        kernel = build_program(body, known, tuple(file.choices), place, ids)
    # Another kernel tends to something else: only what the variant states itself is known.
    inherited = {} if text else own.limits
    limits = {**inherited, **_limits(variant.limits, known, place)}
    for values in product(*variant.parameters.values()):
        fixed = dict(zip(variant.parameters, values, strict=True))
        yield Rule(
            name,
            variant.kind,
            kernel,
            variant.reduction or own.reduction,
            limits,
            fixed,
            own.order,
            variant.hint or variant.note,
            family=variant.family or own.family,
            shape=_axes(variant.shape, known, f"{place} shape") or own.shape,
            shared=tuple(variant.shared),
            repeatable=variant.repeatable,
        )


def _axes(texts: list[str], names: frozenset[str], where: str) -> tuple[Expression, ...]:
    return tuple(parse(text, names, where=where) for text in texts)


def _properties(file: FormulaFile, names: frozenset[str], where: str) -> Iterator[PropertyRule]:
    for name, written in file.properties.items():
        place = f"{where}: [properties.{name}]"
        known = names | {"result", *file.formula.returns} | frozenset(written.draws)
        yield PropertyRule(
            name,
            parse(written.holds, known, where=place, calls=frozenset({"f"})),
            parse(written.given, known, where=place) if written.given else None,
            written.draws,
        )


def _freedoms(file: FormulaFile, names: frozenset[str], where: str) -> Iterator[Freedom]:
    for name, written in file.unspecified.items():
        place = f"{where}: [unspecified.{name}]"
        given, low, high = (
            parse(text, names, where=place) for text in (written.given, *written.between)
        )
        yield Freedom(name, given, low, high, written.why)


def _range(
    file: FormulaFile, names: frozenset[str], where: str
) -> tuple[Expression, Expression] | None:
    if file.formula.range is None:
        return None
    low, high = (
        parse(text, names, where=f"{where}: [formula] range") for text in file.formula.range
    )
    return low, high
