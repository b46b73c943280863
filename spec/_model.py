"""The typed model of a spec file; ``schema.json`` is its JSON Schema."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Domain = Literal[
    "real",
    "embedding",
    "positive",
    "nonnegative",
    "unit",
    "probability",
    "distribution",
    "binary",
    "sign",
    "label",
    "one_hot",
]
Reduction = Literal["none", "mean", "sum"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=8)]
# A number as the decimal text it was written as; vectors and matrices nest.
_Nested = str | list[str] | list[list[str]]


def _exact(value: object) -> object:
    """Keep a number of the file as the decimal text it was written as (exact in balls)."""
    if isinstance(value, list):
        return [_exact(item) for item in value]
    number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return str(value) if number else value


Decimals = Annotated[_Nested, BeforeValidator(_exact)]


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Source(_Table):
    """Where a statement comes from: a document of ``sources.toml`` and the place in it."""

    document: Identifier
    section: str


class Input(_Table):
    """One argument: its shape ("*" elementwise, "n", "n k"), domain and differentiability."""

    shape: Annotated[str, Field(pattern=r"^(\*|[a-z]+( [a-z]+)*)?$")]
    domain: Domain
    differentiable: bool = False


class Parameter(_Table):
    """One keyword argument: its default and the domain it is drawn from."""

    default: float
    domain: Domain
    why: str = ""


class Body(_Table):
    """The formula: an expression, or a per-sample kernel and a reduction."""

    expression: str | None = None
    kernel: str | None = None
    reduction: Reduction | None = None
    derivative_of: Identifier | None = None
    range: tuple[str, str] | None = None

    @model_validator(mode="after")
    def _one_form(self) -> "Body":
        if (self.expression is None) == (self.kernel is None):
            raise ValueError("write either expression, or kernel and reduction")
        if (self.kernel is None) != (self.reduction is None):
            raise ValueError("kernel and reduction belong together")
        return self


class Property(_Table):
    """A statement about the implementation ``f`` and its ``result`` that must hold."""

    holds: str
    given: str | None = None
    draws: dict[Identifier, Domain] = {}
    sources: list[Source] = []


class Unspecified(_Table):
    """A point at which no document fixes the value: any value in ``between`` conforms."""

    given: str
    between: tuple[str, str]
    why: Sentence


class Variant(_Table):
    """Another formula: a legitimate ``convention``, or a ``mistake`` that people make."""

    kind: Literal["convention", "mistake"]
    expression: str | None = None
    kernel: str | None = None
    reduction: Reduction | None = None
    parameters: dict[Identifier, Annotated[list[float], Field(min_length=1)]] = {}
    limits: dict[Identifier, dict[str, str]] = {}
    hint: str = ""
    note: str = ""
    used_by: list[str] = []
    sources: list[Source] = []

    @model_validator(mode="after")
    def _says_something(self) -> "Variant":
        if self.kind == "mistake" and len(self.hint) < 20:
            raise ValueError("a mistake needs a hint that teaches (at least 20 characters)")
        if self.kind == "convention" and not (self.note and (self.used_by or self.sources)):
            raise ValueError("a convention needs a note, and used_by or sources")
        if self.expression is not None and self.kernel is not None:
            raise ValueError("write either expression or kernel")
        if self.expression is None and self.kernel is None and self.reduction is None:
            raise ValueError("a variant changes the expression, the kernel or the reduction")
        return self


class Example(_Table):
    """A worked number of a document: the inputs, and the value as printed there."""

    source: Source
    inputs: dict[Identifier, Decimals]
    parameters: dict[Identifier, Decimals] = {}
    quantity: str = "result"
    printed: _Nested | None = None
    says: str = ""
    variant: Identifier | None = None
    note: str = ""


class FormulaFile(_Table):
    """One file of ``spec/``: a formula and everything that is derived from it."""

    id: Identifier
    title: Sentence | str
    sources: Annotated[list[Source], Field(min_length=1)]
    latex: str
    notes: str = ""
    inputs: Annotated[dict[Identifier, Input], Field(min_length=1)]
    parameters: dict[Identifier, Parameter] = {}
    formula: Body
    unspecified: dict[Identifier, Unspecified] = {}
    limits: dict[Identifier, dict[str, str]] = {}
    properties: dict[Identifier, Property] = {}
    variants: dict[Identifier, Variant] = {}
    examples: dict[Identifier, Example] = {}


class Document(_Table):
    """A document that the spec cites."""

    title: str
    file: str = ""
    url: str = ""
