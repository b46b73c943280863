"""A formula with its expressions parsed, and the rules that an implementation may follow."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
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
