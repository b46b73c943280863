"""Claims: statements of the documents that can be checked, one file each in ``claims/``.

A claim says what it ranges over and what is to hold; whether it does is never written down.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ._expression import CONSTANTS, FUNCTIONS, Expression, parse
from ._loader import _ROOT, _toml, _validated, documents, ids
from ._model import Body, Decimals, Identifier, Name, Sentence, Source, Statements
from ._program import Program, build_program
from ._schema import json_schema
from .errors import SpecError, UnknownClaimError

FOLDER = "claims"
_AXIS = r"[a-z0-9]+"
_SHAPE = rf"^(\[{_AXIS}( {_AXIS})*(, {_AXIS}( {_AXIS})*)*\]|({_AXIS}( {_AXIS})*)?)$"
_OPERATORS: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

ClaimDomain = Literal[
    "real",
    "positive",
    "nonnegative",
    "probability",
    "unit",
    "distribution",
    "binary",
    "sign",
    "integer",
    "label",
    "count",
]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ClaimInput(_Table):
    """What a claim ranges over: a shape, a domain, and the bounds of its values.

    Shapes: "" a number, "n 3" by axes (a name is any small size, a figure this one), "[h n, k h]"
    a list of arrays. Domains: "probability" leaves 0 and 1 out and "unit" takes them in; the rows
    of "distribution" are positive and sum to 1; "label" and "count" are whole numbers.
    """

    shape: Annotated[str, Field(pattern=_SHAPE)]
    domain: ClaimDomain
    between: tuple[Decimals, Decimals] | None = None


class Expectation(_Table):
    """A function of a claim: the mean of an expression in ``u``, where u is standard normal."""

    arguments: list[Name]
    mean: str


class Condition(_Table):
    """A case to which a claim may be limited.

    ``when`` are comparisons, ``set`` gives inputs by others, ``between`` narrows their bounds.
    """

    note: Sentence
    when: list[str] = []
    set: dict[Name, str] = {}
    between: dict[Name, tuple[Decimals, Decimals]] = {}


class ClaimFile(_Table):
    """One file of ``spec/claims/``: what a document claims, and how it can be checked.

    For "all" (or "some") values of ``inputs`` that fulfil ``given``, the statements of ``start``,
    ``over`` and ``step``, and ``equations`` (as in a formula's program) lead to names of which
    every comparison of ``holds`` is true, element by element.
    """

    id: Identifier
    title: Sentence
    statement: Sentence
    sources: Annotated[list[Source], Field(min_length=1)]
    notes: str = ""
    quantifier: Literal["all", "some"] = "all"
    inputs: dict[Name, ClaimInput] = {}
    constants: dict[Name, Decimals] = {}
    choices: dict[Name, Annotated[list[Identifier], Field(min_length=1)]] = {}
    expectations: dict[Name, Expectation] = {}
    given: list[str] = []
    start: Statements = []
    over: dict[Name, str] = {}
    step: Statements = []
    equations: Statements = []
    holds: Annotated[list[str], Field(min_length=1)]
    conditions: dict[Identifier, Condition] = {}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One parsed comparison, with its two sides apart."""

    text: str
    left: Expression
    operator: str
    right: Expression


@dataclass(frozen=True, slots=True)
class ConditionRule:
    """A parsed condition."""

    name: str
    note: str
    when: tuple[Comparison, ...]
    set: Mapping[str, Expression]
    between: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class ExpectationRule:
    """A parsed expectation."""

    arguments: tuple[str, ...]
    mean: Expression


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim, validated and parsed.

    Attributes:
        where: the file, for messages.
        file: the claim as written.
        program: its statements; every name that they assign is a result.
    """

    id: str
    where: str
    file: ClaimFile
    program: Program
    given: tuple[Comparison, ...]
    holds: tuple[Comparison, ...]
    expectations: Mapping[str, ExpectationRule]
    conditions: tuple[ConditionRule, ...]

    @property
    def calls(self) -> frozenset[str]:
        """The ids of all formulas that the claim speaks of."""
        each = [call for expression in self._expressions() for call in expression.calls]
        return frozenset(each) & frozenset(ids())

    def narrowed(self, condition: ConditionRule) -> "Claim":
        """The claim with the bounds of a condition."""
        bounds = condition.between
        inputs = {
            name: given.model_copy(update={"between": bounds[name]}) if name in bounds else given
            for name, given in self.file.inputs.items()
        }
        return replace(self, file=self.file.model_copy(update={"inputs": inputs}))

    def _expressions(self) -> Iterator[Expression]:
        yield from (statement.value for statement in self.program.statements)
        rules = (*self.given, *self.holds, *(c for rule in self.conditions for c in rule.when))
        for rule in rules:
            yield from (rule.left, rule.right)
        for condition in self.conditions:
            yield from condition.set.values()
        yield from (rule.mean for rule in self.expectations.values())


@cache
def _paths() -> Mapping[str, Traversable]:
    folder = _ROOT.joinpath(FOLDER)
    found = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return {p.name.removesuffix(".toml"): p for p in found if p.name.endswith(".toml")}


def claims() -> tuple[str, ...]:
    """Every claim's id, sorted by name."""
    return tuple(_paths())


@cache
def load_claim(identifier: str) -> Claim:
    """Read and validate one claim.

    Raises:
        UnknownClaimError: there is no such id; the message offers the nearest.
        SpecError: the file breaks the format.
    """
    path = _paths().get(identifier)
    if path is None:
        near = get_close_matches(identifier, _paths(), n=3)
        hint = f"did you mean {', '.join(near)}?" if near else "`nnconform claims` shows all"
        raise UnknownClaimError(f"unknown claim {identifier!r}; {hint}")
    return read_claim(path.read_text(encoding="utf-8"), f"spec/{FOLDER}/{path.name}")


def read_claim(text: str, where: str) -> Claim:
    """Validate the text of one claim's file; ``where`` names it in messages.

    Raises:
        SpecError: not TOML, an unknown or missing key, an unknown name or formula, a line of
            ``holds`` that compares nothing.
    """
    file = _validated(ClaimFile, _toml(text, where), where)
    stem = where.rsplit("/", 1)[-1].removesuffix(".toml")
    if file.id != stem:
        raise SpecError(f"{where}: id is {file.id!r}, but the file is named {stem!r}")
    for said in _faults(file):
        raise SpecError(f"{where}: {said}")
    return _build(file, where)


def _faults(file: ClaimFile) -> Iterator[str]:
    for source in file.sources:
        if source.document not in documents():
            known = ", ".join(sorted(documents()))
            yield f"unknown document {source.document!r} in a source; expected one of {known}"
    taken: set[str] = set()
    for table in ("inputs", "constants", "choices", "expectations"):
        for name in getattr(file, table):
            if name in FUNCTIONS | CONSTANTS | taken:
                yield f"[{table}] {name!r} is a name that is taken already; choose another"
            taken.add(name)
    for name, among in file.choices.items():
        for each in among:
            if each not in ids():
                yield f"[choices] {name} names {each!r}, which is no formula"
    for name, condition in file.conditions.items():
        if not (condition.when or condition.set or condition.between):
            yield f"[conditions.{name}] limits nothing; add when, set or between"
        for each in (*condition.set, *condition.between):
            if each not in file.inputs:
                yield f"[conditions.{name}] limits {each!r}, which is no input"


def _build(file: ClaimFile, where: str) -> Claim:
    inputs = frozenset({*file.inputs, *file.constants})
    formulas = frozenset(ids())
    chosen = frozenset(each for name in file.choices for each in (name, f"{name}_derivative"))
    calls = chosen | formulas | frozenset(file.expectations)
    body = Body(
        start=file.start, over=file.over, step=file.step, equations=file.equations, returns=["all"]
    ).model_copy(update={"returns": []})
    program = build_program(body, inputs, (*file.choices, *file.expectations), where, formulas)
    assigned = dict.fromkeys(t for statement in program.statements for t in statement.targets)
    return Claim(
        file.id,
        where,
        file,
        replace(program, returns=tuple(assigned)),
        _comparisons(file.given, inputs, calls, f"{where}: given"),
        _comparisons(file.holds, inputs | frozenset(assigned), calls, f"{where}: holds"),
        {
            name: _expectation(each, calls, f"{where}: [expectations.{name}]")
            for name, each in file.expectations.items()
        },
        tuple(
            _condition(name, each, inputs, calls, f"{where}: [conditions.{name}]")
            for name, each in file.conditions.items()
        ),
    )


def _expectation(each: Expectation, calls: frozenset[str], where: str) -> ExpectationRule:
    names = frozenset({*each.arguments, "u"})
    return ExpectationRule(tuple(each.arguments), parse(each.mean, names, where=where, calls=calls))


def _condition(
    name: str, each: Condition, inputs: frozenset[str], calls: frozenset[str], where: str
) -> ConditionRule:
    fixed = {
        target: parse(text, inputs, where=where, calls=calls) for target, text in each.set.items()
    }
    when = _comparisons(each.when, inputs, calls, f"{where} when")
    return ConditionRule(name, each.note, when, fixed, each.between)


def _comparisons(
    written: Sequence[str], names: frozenset[str], calls: frozenset[str], where: str
) -> tuple[Comparison, ...]:
    return tuple(_comparison(text, names, calls, f"{where}[{i}]") for i, text in enumerate(written))


def _comparison(text: str, names: frozenset[str], calls: frozenset[str], where: str) -> Comparison:
    parse(text, names, where=where, calls=calls)
    text = text.strip()
    node = ast.parse(text, mode="eval").body
    if not isinstance(node, ast.Compare):
        raise SpecError(f"{where}: {text!r} compares nothing; write LEFT <= RIGHT or the like")
    sides = [
        parse(ast.get_source_segment(text, side) or "", names, where=where, calls=calls)
        for side in (node.left, node.comparators[0])
    ]
    return Comparison(text, sides[0], _OPERATORS[type(node.ops[0])], sides[1])


def claim_schema() -> dict[str, Any]:
    """The JSON Schema of a claim's file, as shipped in ``claims/schema.json``."""
    return json_schema(ClaimFile)
