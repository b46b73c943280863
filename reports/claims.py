"""What came of the documents' claims, as data and as JSON."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Final, Literal

HOLDS: Final = "holds"
CONDITIONAL: Final = "holds under conditions"
FALSE: Final = "does not hold"
Outcome = Literal["holds", "holds under conditions", "does not hold"]
OUTCOMES: tuple[Outcome, ...] = (HOLDS, CONDITIONAL, FALSE)
Evidence = Literal["proved", "tested", "counterexample", "witness"]


@dataclass(frozen=True, slots=True)
class Found:
    """Values at which a claim was decided.

    Attributes:
        inputs, choices: where; numbers are texts.
        comparison, left, right: what is false there, and its two sides; empty for a witness.
    """

    inputs: Mapping[str, str]
    choices: Mapping[str, str]
    comparison: str = ""
    left: str = ""
    right: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A condition, and what came of the claim under it."""

    name: str
    note: str
    holds: bool
    evidence: Evidence
    detail: str


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What came of one claim.

    Attributes:
        definitions, checked: the statements, and what is compared after them.
        formulas: the ids that the claim speaks of by name.
        detail: how far the evidence reaches ("319 points").
        conditions: of a claim that is false as it stands.
    """

    id: str
    title: str
    statement: str
    sources: tuple[str, ...]
    notes: str
    definitions: tuple[str, ...]
    checked: tuple[str, ...]
    formulas: tuple[str, ...]
    outcome: Outcome
    evidence: Evidence
    detail: str
    found: Found | None
    conditions: tuple[Case, ...] = ()
    seconds: float = field(default=0.0, compare=False)


def claims_json(outcomes: Sequence[ClaimOutcome], *, seed: int) -> str:
    """The text of ``claims.json``: the seed, counts by outcome, and the claims."""
    counts = Counter(each.outcome for each in outcomes)
    data = {
        "seed": seed,
        "counts": {outcome: counts[outcome] for outcome in OUTCOMES},
        "claims": [asdict(each) for each in outcomes],
    }
    return json.dumps(data, indent=1, ensure_ascii=False)


def claims_rows(outcomes: Sequence[ClaimOutcome]) -> Iterator[tuple[str, ...]]:
    """A row a claim: id, sources, outcome, evidence, counterexample or condition."""
    for each in outcomes:
        evidence = f"{each.evidence}: {each.detail}" if each.detail else each.evidence
        yield each.id, "; ".join(each.sources), each.outcome, evidence, _remark(each)


def _remark(each: ClaimOutcome) -> str:
    lines = []
    if each.found is not None:
        values = {**each.found.inputs, **each.found.choices}
        where = ", ".join(f"{name} = {value}" for name, value in values.items())
        compared = f": {each.found.comparison} compares {each.found.left} with {each.found.right}"
        lines.append(where + (compared if each.found.comparison else ""))
    for case in each.conditions:
        said = "holds if" if case.holds else "not even if"
        lines.append(f"{said} {case.note} ({case.evidence}: {case.detail})")
    return "\n".join(lines)


def claims_summary(outcomes: Sequence[ClaimOutcome]) -> str:
    """The counts in a line."""
    counts = Counter(each.outcome for each in outcomes)
    return f"{len(outcomes)} claims: " + ", ".join(f"{counts[o]} {o}" for o in OUTCOMES)
