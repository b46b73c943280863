"""The assignment file: questions, points, what counts how much, limits and bindings."""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from nnconform.adapters.isolation.binding import Binding, BindingError, parse, source
from nnconform.conformance.planning import applies
from nnconform.conformance.suites import suite
from nnconform.spec import (
    Formula,
    NNConformError,
    UnknownFormulaError,
    json_schema,
    key_fault,
    load,
    place_of,
)

Check = Literal[
    "value", "contract", "gradient", "properties", "limits", "stability", "accuracy", "examples",
    "statistics",
]  # fmt: skip
Share = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Part = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]

# The share of a question's points that each check carries. `statistics` stands in for `value`
# where a formula draws random numbers; a formula without some check shares its part among others.
# Limits carry nothing unless asked for: hardly a homework says what is due at infinity.
DEFAULT_SHARES: Mapping[Check, float] = {
    "value": 60,
    "statistics": 60,
    "contract": 10,
    "properties": 10,
    "gradient": 10,
    "stability": 10,
    "limits": 0,
    "accuracy": 0,
    "examples": 0,
}


class AssignmentError(NNConformError):
    """An assignment does not fit; the message names file, key and what was expected."""


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bounds(_Table):
    """What a submission may use: seconds a call and in all, and memory.

    The time for importing the submission counts towards ``seconds``.
    """

    call_seconds: Annotated[float, Field(gt=0, le=600)] = 5.0
    seconds: Annotated[float, Field(gt=0, le=86400)] = 60.0
    memory_mb: Annotated[int, Field(ge=128)] = 1024


class Question(_Table):
    """One question: a formula, its points, and how a submission offers it.

    Attributes:
        formula: the formula's id; the question's own name where it is empty.
        checks: the share of the points that each check carries; only these checks are run.
        hidden: checks of which a student sees the points only.
        accept: conventions that count as right; every one where it is left out.
        inaccurate: the part of a check's points for the right formula, computed badly.
        binding: where and how a submission offers it.
    """

    formula: str = ""
    title: str = ""
    points: Annotated[float, Field(gt=0, le=1e6, allow_inf_nan=False)] = 10.0
    checks: dict[Check, Share] | None = None
    hidden: list[Check] | None = None
    accept: list[str] | None = None
    inaccurate: Part | None = None
    binding: Binding | None = None


class Assignment(_Table):
    """What is asked, and how it is judged.

    Attributes:
        examples: how many random sets of hyperparameters are drawn for a formula.
        show_formula: whether a student's report may show the expected formula.
        other_checks: when the checks beside the value count: ``always``, ``when_right``, or
            ``when_explained`` (the value is right, or wrong by a mistake that has a name).
    """

    title: Annotated[str, Field(min_length=1)]
    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    dtype: Literal["float64", "float32", "float16"] = "float64"
    examples: Annotated[int, Field(ge=0, le=1000)] = 10
    checks: dict[Check, Share] | None = None
    hidden: list[Check] = []
    accept: list[str] | None = None
    inaccurate: Part = 0.5
    other_checks: Literal["always", "when_explained", "when_right"] = "when_explained"
    show_formula: bool = False
    limits: Bounds = Bounds()
    questions: Annotated[dict[Name, Question], Field(min_length=1)]
    _beside: Path = PrivateAttr(default=Path())

    @model_validator(mode="after")
    def _filled(self) -> "Assignment":
        for name, question in self.questions.items():
            filled = {"formula": question.formula or name}
            self.questions[name] = question.model_copy(update=filled)
        return self

    @property
    def beside(self) -> Path:
        """The folder of the assignment, where the adapters of bindings are."""
        return self._beside

    @property
    def digest(self) -> str:
        """Tells this assignment, with its adapters, from every other one."""
        adapters = [
            source(name, each.binding, self.beside)
            for name, each in self.questions.items()
            if each.binding is not None
        ]
        text = json.dumps([self.model_dump(mode="json"), adapters], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def shares(self, name: str) -> dict[str, Fraction]:
        """The part of a question's points that each check carries; they add up to one."""
        question = self.questions[name]
        formula = load(question.formula)
        asked = question.checks or self.checks or self._default(name)
        found = {c: Fraction(str(s)) for c, s in asked.items() if s and applies(c, formula)}
        whole = sum(found.values(), Fraction(0))
        return {check: share / whole for check, share in found.items()} if whole else {}

    def _default(self, name: str) -> Mapping[Check, float]:
        """Without the gradient where the derivative is a question of its own."""
        formulas = (load(each.formula) for each in self.questions.values())
        bases = {formula.file.formula.derivative_of for formula in formulas}
        skip = {"gradient"} if self.questions[name].formula in bases else set()
        return {check: share for check, share in DEFAULT_SHARES.items() if check not in skip}

    def required(self, name: str, check: str) -> bool:
        """Whether a check was asked for by name: leaving it out then costs its points."""
        asked = self.questions[name].checks or self.checks or {}
        return check == suite(load(self.questions[name].formula)).first or check in asked

    def is_hidden(self, name: str, check: str) -> bool:
        """Whether a student sees the points of a check only."""
        own = self.questions[name].hidden
        return check in (self.hidden if own is None else own)

    def accepts(self, name: str, variant: str) -> bool:
        """Whether a convention counts as right; a combined name as far as each part does."""
        own = self.questions[name].accept
        known = self.accept if own is None else own
        if known is None:
            return True
        parts = [part.partition(" (")[0] for part in variant.split("+")]
        return variant in known or all(part in known for part in parts)

    def kept_of_inaccurate(self, name: str) -> Fraction:
        """The part of a check's points for the right formula, computed badly."""
        own = self.questions[name].inaccurate
        return Fraction(str(self.inaccurate if own is None else own))


def read_assignment(path: str | Path) -> Assignment:
    """Read an assignment.

    Raises:
        AssignmentError: the message names file, key and what was expected.
    """
    place = Path(path)
    try:
        values = tomllib.loads(place.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise AssignmentError(f"cannot read {place}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise AssignmentError(f"{place}: not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise AssignmentError(f"{place}: not valid TOML: {error}") from None
    try:
        assignment = Assignment.model_validate(values)
    except ValidationError as error:
        said = [_explained(dict(item)) for item in error.errors()]
        raise AssignmentError(
            "\n".join(f"{place}: {each}" for each in dict.fromkeys(said))
        ) from None
    assignment._beside = place.resolve().parent
    problems = [f"{place}: {each}" for each in _problems(assignment)]
    if problems:
        raise AssignmentError("\n".join(problems))
    return assignment


def schema() -> str:
    """The JSON Schema of an assignment, as shipped in ``schema.json``."""
    return json.dumps(json_schema(Assignment), indent=1) + "\n"


def _problems(assignment: Assignment) -> Iterator[str]:
    """What the model cannot say: formulas, conventions, checks that do not apply."""
    for name, question in assignment.questions.items():
        try:
            formula = load(question.formula)
        except UnknownFormulaError as error:
            key = "formula" if question.formula != name else f"questions.{name}"
            yield f"[questions.{name}] {key}: {error}"
            continue
        if not assignment.shares(name):
            known = ", ".join(c for c in DEFAULT_SHARES if applies(c, formula))
            yield (
                f"[questions.{name}] checks: none of them applies to {formula.id} with a share "
                f"above 0; expected some of {known}"
            )
        yield from _conventions(f"[questions.{name}] accept", question.accept or (), [formula])
        if question.binding is not None:
            try:
                parse(formula.id, question.binding, assignment.beside)
            except BindingError as error:
                yield f"[questions.{name}.binding] {error}"
    ids = {each.formula for each in assignment.questions.values()}
    known_formulas = [load(each) for each in sorted(ids) if _is_known(each)]
    if len(known_formulas) == len(ids):
        yield from _conventions("accept", assignment.accept or (), known_formulas)


def _is_known(identifier: str) -> bool:
    try:
        load(identifier)
    except UnknownFormulaError:
        return False
    return True


def _conventions(place: str, asked: Any, formulas: list[Formula]) -> Iterator[str]:
    known = dict.fromkeys(
        name
        for formula in formulas
        for name in (
            *(n for n, v in formula.file.variants.items() if v.kind == "convention"),
            *formula.file.layouts,
            "reduction_none",
            "reduction_mean",
            "reduction_sum",
        )
    )
    for name in asked:
        if any(part.partition(" (")[0] not in known for part in name.split("+")):
            yield f"{place}: no convention is called {name!r}; expected some of {', '.join(known)}"


def _explained(item: dict[str, Any]) -> str:
    """One fault that pydantic has found, in words."""
    *path, key = place_of(item["loc"])
    table = f"[{'.'.join(path)}]" if path else "top level"
    message = item["msg"].removeprefix("Value error, ")
    message = message[:1].lower() + message[1:]
    got = "" if isinstance(item["input"], dict | list) else f", got {item['input']!r}"
    return key_fault(Assignment, item) or f"{table} {key}: {message}{got}"
