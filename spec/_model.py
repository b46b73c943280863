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
    "count",
    "index",
    "flag",
    "gradient",
]
Family = Literal["normal", "truncated_normal", "clipped_normal", "uniform", "masked", "any"]
# What a distribution has to compute: the arguments of its family, by name. A normal that is cut
# has nothing (or, clipped, all the rest) ``cut`` scales from its mean; of ``any`` only the largest
# root mean square is stated.
ARGUMENTS: dict[Family, list[str]] = {
    "normal": ["mean", "scale"],
    "truncated_normal": ["mean", "scale", "cut"],
    "clipped_normal": ["mean", "scale", "cut"],
    "uniform": ["low", "high"],
    "masked": ["kept", "keep"],
    "any": ["spread"],
}
# What may share one draw where every element should have its own: all rows (they are equal), all
# columns, all elements, all seeds; or the number of elements that a mask keeps.
Shared = Literal["rows", "columns", "elements", "seeds", "counts"]
Reduction = Literal["none", "mean", "sum"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
Sentence = Annotated[str, Field(min_length=8)]
# A number as the decimal text it was written as; vectors, matrices and lists of them nest.
_Nested = str | list[str] | list[list[str]] | list[list[list[str]]]


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
    """One argument: its shape, domain and differentiability.

    Shapes: ``""`` a number, ``"*"`` elementwise, ``"n"``, ``"n k"`` by the names of the axes. In a
    program also ``"steps *"`` (one array of any shape a step), ``"in batch?"`` (an axis that may be
    absent) and ``"[out in]"`` (a list, one array a layer; ``in`` and ``out`` of the others are its
    two ends).
    """

    shape: Annotated[
        str, Field(pattern=r"^(\*|\[[a-z]+( [a-z]+)*\]|[a-z]+( [a-z]+)*( [a-z]+\?| \*)?)?$")
    ]
    domain: Domain
    differentiable: bool = False
    keyword: bool = False


class Parameter(_Table):
    """One keyword argument: its default and the domain it is drawn from."""

    default: float
    domain: Domain
    why: str = ""


class Choice(_Table):
    """One keyword argument that names a formula: its default, and what it is chosen among."""

    default: Identifier
    among: Annotated[list[Identifier], Field(min_length=1)]


class Gradient(_Table):
    """A program that returns derivatives: of which of its names, and in which inputs."""

    of: Name
    wrt: Annotated[list[Name], Field(min_length=1)]


Statements = list[str]


class Body(_Table):
    """The formula, in one of four forms.

    An ``expression``; a per-sample ``kernel`` and a ``reduction``; a program, whose statements
    are ``start``, then one ``step`` for each element of ``over`` (``t`` counts them from 1), then
    ``equations``, and whose results are ``returns`` (with ``trajectory`` stacked over the steps;
    with ``gradient`` the derivatives); or a distribution, which is a program that returns the
    arguments of its ``family`` (:data:`ARGUMENTS`), for a result of which ``shape`` gives each
    axis (left out: the shape of the first input).
    """

    expression: str | None = None
    kernel: str | None = None
    reduction: Reduction | None = None
    derivative_of: Identifier | None = None
    range: tuple[str, str] | None = None
    start: Statements = []
    over: dict[Name, str] = {}
    step: Statements = []
    equations: Statements = []
    returns: list[Name] = []
    trajectory: bool = False
    gradient: Gradient | None = None
    family: Family | None = None
    shape: list[str] = []

    @model_validator(mode="after")
    def _one_form(self) -> "Body":
        program = bool(self.returns)
        if sum(form is not None for form in (self.expression, self.kernel)) + program != 1:
            raise ValueError(
                "write either expression, or kernel and reduction, or statements and returns"
            )
        if (self.kernel is None) != (self.reduction is None):
            raise ValueError("kernel and reduction belong together")
        if bool(self.over) != bool(self.step):
            raise ValueError("over and step belong together")
        if self.trajectory and not self.over:
            raise ValueError("a trajectory needs steps")
        if not program and (self.start or self.step or self.equations or self.gradient):
            raise ValueError("a program needs returns, the names of its results")
        if self.family is None and self.shape:
            raise ValueError("shape belongs to a distribution: add its family")
        if self.family is not None and self.returns != ARGUMENTS[self.family]:
            due = ", ".join(ARGUMENTS[self.family])
            raise ValueError(f"a distribution of family {self.family} returns {due}")
        return self


class Property(_Table):
    """A statement about the implementation ``f`` and its ``result`` that must hold."""

    holds: str
    given: str | None = None
    draws: dict[Name, Domain] = {}
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
    # In a program: by the name that a statement assigns, what it computes instead (several
    # statements may assign it: the last one is meant); or the whole list.
    start: dict[Name, str] | Statements = {}
    over: dict[Name, str] = {}
    step: dict[Name, str] | Statements = {}
    equations: dict[Name, str] | Statements = {}
    # In a distribution: another family (it then returns that family's arguments), another shape,
    # what shares one draw, or that the seed does not decide the draws.
    family: Family | None = None
    shape: list[str] = []
    shared: list[Shared] = []
    repeatable: bool = True
    parameters: dict[Name, Annotated[list[float], Field(min_length=1)]] = {}
    limits: dict[Name, dict[str, str]] = {}
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
        changes = (self.expression, self.kernel, self.reduction, self.family)
        tables = (self.start, self.over, self.step, self.equations, self.shape, self.shared)
        unchanged = all(change is None for change in changes) and self.repeatable
        if not any(tables) and unchanged:
            raise ValueError("a variant changes the expression, kernel, reduction or statements")
        return self


class Layout(_Table):
    """Another way to hand the same data over and back: by name, how it is turned.

    ``call`` gives each input as the implementation wants it, ``returns`` each result as the
    formula has it.
    """

    note: Sentence
    call: dict[Name, str] = {}
    returns: dict[Name, str] = {}
    used_by: list[str] = []
    sources: list[Source] = []


class Example(_Table):
    """The worked numbers of a document for one set of inputs, as printed there.

    One quantity is ``printed``; where a document prints many, ``printed_in`` has them by the place
    in the document and the name of the quantity, in the document's order. A program's names are
    its quantities, returned or not; the same one may be printed in several places.
    """

    source: Source
    line: Annotated[int, Field(ge=1)] | None = None  # in the document's file, where it begins
    inputs: dict[Name, Decimals]
    parameters: dict[Name, Decimals] = {}
    quantity: str = "result"
    printed: _Nested | None = None
    printed_in: dict[Sentence, dict[Name, _Nested]] = {}
    says: str = ""
    variant: Identifier | None = None
    note: str = ""

    @model_validator(mode="after")
    def _printed_once(self) -> "Example":
        if self.printed is not None and self.printed_in:
            raise ValueError("write either printed, or printed_in with its places")
        return self


class FormulaFile(_Table):
    """One file of ``spec/``: a formula and everything that is derived from it."""

    id: Identifier
    title: Sentence | str
    sources: Annotated[list[Source], Field(min_length=1)]
    latex: str
    notes: str = ""
    inputs: dict[Name, Input] = {}
    parameters: dict[Name, Parameter] = {}
    choices: dict[Name, Choice] = {}
    formula: Body
    unspecified: dict[Identifier, Unspecified] = {}
    limits: dict[Name, dict[str, str]] = {}
    properties: dict[Identifier, Property] = {}
    variants: dict[Identifier, Variant] = {}
    layouts: dict[Identifier, Layout] = {}
    examples: dict[Identifier, Example] = {}


class Document(_Table):
    """A document that the spec cites."""

    title: str
    file: str = ""
    url: str = ""
