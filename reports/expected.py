"""Expected deviations: a small reviewed file of what a project knows to depart from the formulas.

An entry covers results of one verdict and nothing else: what fails in another way, or with another
mistake, is new.
"""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from nnconform.spec import NNConformError

from .record import CHECKS, Record, ReportError
from .wording import joined, one_line, variant_names

FILE_NAME = "nnconform-expected.toml"
# A draft's reason begins with this; a file is refused until a person has replaced it.
UNWRITTEN = "TODO"

Text = Annotated[str, Field(min_length=1)]
Check = Literal[
    "contract", "value", "gradient", "properties", "limits", "stability", "accuracy", "examples",
    "statistics",
]  # fmt: skip
Dtype = Literal["float16", "bfloat16", "float32", "float64"]
Provenance = Literal["builtin", "as_written", "submission"]
DTYPES: tuple[str, ...] = get_args(Dtype)

# Gives the ids that a formula's id, a group or a pattern selects, or raises NNConformError.
Select = Callable[[Sequence[str]], Sequence[str]]


class Deviation(BaseModel):
    """One entry of the file.

    Attributes:
        id: a formula's id, a group, or a pattern such as "softmax*".
        adapter: the adapter's name, as records have it.
        dtype: one dtype or a list; every one where it is left out, as with the keys that follow.
        verdict: what is expected; an entry covers this verdict and no other.
        variant: the mistake or convention that explains the results; another one is not covered.
        reason: why the project lives with it.
        link: where it is followed up.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Text
    adapter: Text
    dtype: Dtype | Annotated[list[Dtype], Field(min_length=1)] | None = None
    check: Check | Annotated[list[Check], Field(min_length=1)] | None = None
    device: Text | Annotated[list[Text], Field(min_length=1)] | None = None
    mode: Text | Annotated[list[Text], Field(min_length=1)] | None = None
    provenance: Provenance | Annotated[list[Provenance], Field(min_length=1)] | None = None
    verdict: Literal["fails", "error", "inaccurate"] = "fails"
    variant: Text | None = None
    reason: Text
    link: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None

    @field_validator("reason")
    @classmethod
    def _written(cls, reason: str, info: ValidationInfo) -> str:
        drafts = bool(info.context and info.context["drafts"])
        if not reason.strip() or (reason.lstrip().startswith(UNWRITTEN) and not drafts):
            raise ValueError("say why this deviation is accepted, in place of the TODO")
        return reason


class ExpectedFile(BaseModel):
    """The whole file: a list of tables ``[[expected]]``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    expected: list[Deviation] = []


# The fields of a record that an entry may name, besides formula, verdict and variant.
PLACES = ("adapter", "dtype", "check", "device", "mode", "provenance")


@dataclass(frozen=True, slots=True)
class Expectation:
    """An entry with the formulas that it selects; ``number`` is its place in the file, from 1."""

    number: int
    entry: Deviation
    formulas: frozenset[str]

    def is_asked_by(self, record: Record) -> bool:
        """Whether a result is about what the entry speaks of, whatever came of it."""
        return record.formula in self.formulas and all(
            wanted is None or getattr(record, name) in wanted
            for name, wanted in ((name, _listed(getattr(self.entry, name))) for name in PLACES)
        )

    def asked(self, records: Iterable[Record]) -> list[Record]:
        """The results that are about what the entry speaks of."""
        return [record for record in records if self.is_asked_by(record)]

    def covers(self, record: Record) -> bool:
        """Whether a result is the deviation that is expected."""
        return (
            record.verdict == self.entry.verdict
            and self.is_asked_by(record)
            and _is_variant(self.entry.variant, record.variant)
        )


@dataclass(frozen=True, slots=True)
class Expectations:
    """The entries of a file; without a file there are none."""

    path: str = ""
    entries: tuple[Expectation, ...] = ()

    def mark(self, record: Record) -> Record:
        """Return a result with the reason of the first entry that covers it."""
        for each in self.entries:
            if each.covers(record):
                link = f" ({each.entry.link})" if each.entry.link else ""
                return replace(record, expected=f"{one_line(each.entry.reason)}{link}")
        return record

    def gone(self, records: Iterable[Record], checks: Sequence[str] = ()) -> list[Expectation]:
        """Return the entries that nothing needs any more.

        An entry is left alone where not all that it speaks of was run: another adapter, dtype or
        check, a formula left out, or nothing that applies.

        Args:
            records: the results of a run.
            checks: the checks that were asked for; all where empty.
        """
        given = list(records)
        return [each for each in self.entries if _has_gone(each, each.asked(given), checks)]

    def unnecessary(self, records: Sequence[Record], checks: Sequence[str] = ()) -> list[str]:
        """Say of each entry that has gone what came instead; the arguments are those of gone."""
        return [
            f"{self.path}: {_named(each)} is no longer needed: {_instead(each.asked(records))}; "
            "remove it"
            for each in self.gone(records, checks)
        ]


def read_expected(path: str | Path, select: Select, *, drafts: bool = False) -> Expectations:
    """Read a file of expected deviations.

    Args:
        path: the file.
        select: gives the formulas that an entry's ``id`` names.
        drafts: whether reasons that a draft has left open pass.

    Raises:
        ReportError: the message names file, entry and what to do, a line a fault.
    """
    values = read_toml(path)
    try:
        entries = ExpectedFile.model_validate(values, context={"drafts": drafts}).expected
    except ValidationError as error:
        said = dict.fromkeys(_explained(dict(item), values) for item in error.errors())
        # Of a key that takes a word or a list, both forms are tried: the longer sentence says both.
        told = [one for one in said if not any(o != one and o.startswith(one) for o in said)]
        raise ReportError("\n".join(f"{path}: {each}" for each in told)) from None
    return Expectations(str(path), tuple(_resolved(path, entries, select)))


def read_toml(path: str | Path) -> dict[str, Any]:
    """Return what a TOML file holds.

    Raises:
        ReportError: it cannot be read, or is no TOML.
    """
    try:
        return tomllib.loads(Path(path).read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ReportError(f"cannot read {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise ReportError(f"{path}: not UTF-8 text; save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ReportError(f"{path}: not valid TOML: {error}") from None


def schema() -> str:
    """The JSON Schema of the file, as shipped in ``expected.schema.json``."""
    found = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return json.dumps(found | ExpectedFile.model_json_schema(), indent=1) + "\n"


def _resolved(
    path: str | Path, entries: Iterable[Deviation], select: Select
) -> Iterator[Expectation]:
    for number, entry in enumerate(entries, start=1):
        try:
            formulas = frozenset(select([entry.id]))
        except NNConformError as error:
            raise ReportError(f"{path}: entry {number}, id: {error}") from None
        yield Expectation(number, entry, formulas)


def _is_variant(wanted: str | None, found: str | None) -> bool:
    """Whether an entry's variant is the one found; constants in parentheses may be left out."""
    return wanted is None or (
        found is not None and wanted in (found, "+".join(variant_names(found)))
    )


def _has_gone(each: Expectation, asked: Sequence[Record], checks: Sequence[str]) -> bool:
    """Whether everything that an entry speaks of was run, and nothing of it deviates so."""
    if any(each.covers(record) for record in asked):
        return False
    tried = [record for record in asked if record.verdict != "unsupported"]
    for name in PLACES:
        wanted = _listed(getattr(each.entry, name))
        if wanted is not None and not set(wanted) <= {getattr(record, name) for record in tried}:
            return False
    if each.entry.check is None and checks and not set(checks) >= set(CHECKS):
        return False
    # What an adapter does not offer was run, as far as it can be.
    return bool(tried) and each.formulas <= {record.formula for record in asked}


def _instead(asked: Sequence[Record]) -> str:
    """What the results that an entry speaks of say now."""
    found = sorted({r.verdict for r in asked} - {"conforms", "unsupported"})
    return f"{joined(found)} is found now" if found else "everything conforms now"


def _named(each: Expectation) -> str:
    entry = each.entry
    dtypes = ", ".join(_listed(entry.dtype) or ())
    words = (entry.id, entry.adapter, dtypes, entry.verdict)
    return one_line(f"entry {each.number} ({' '.join(word for word in words if word)})")


def _listed(value: object) -> tuple[str, ...] | None:
    """A key that holds one word, a list of words or nothing, as a tuple or nothing."""
    match value:
        case None:
            return None
        case str():
            return (value,)
        case list():
            return tuple(str(each) for each in value)
    raise ReportError(f"a word or a list of words was expected, got {value!r}")


def _explained(item: Mapping[str, Any], values: Mapping[str, Any]) -> str:
    """One fault that pydantic has found, in words."""
    path = item["loc"]
    known = ", ".join(Deviation.model_fields)
    if len(path) < 3:
        key = path[0]
        if item["type"] == "extra_forbidden":
            return f"unknown key {key!r}; entries are tables [[expected]]"
        return f"{key!r} must be a list of tables: write [[expected]] above each entry"
    place = _place(path[1], values)
    if item["type"] == "extra_forbidden":
        return f"{place}: unknown key {path[2]!r}; expected one of {known}"
    if item["type"] == "missing":
        return f"{place} lacks {path[2]!r}; add it"
    message = item["msg"].removeprefix("Value error, ")
    message = f"{message[:1].lower()}{message[1:]}".replace("input should be", "must be")
    got = "" if isinstance(item["input"], dict | list) else f", got {item['input']!r}"
    return f"{place}, {path[2]}: {message}{got}"


def _place(index: int, values: Mapping[str, Any]) -> str:
    """An entry by its number, and by formula and adapter where it names them."""
    entry = values["expected"][index]
    named = entry if isinstance(entry, dict) else {}
    words = [str(named[key]) for key in ("id", "adapter") if key in named]
    return one_line(f"entry {index + 1}" + (f" ({' '.join(words)})" if words else ""))
