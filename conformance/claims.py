"""What is true of the documents' claims: found by search and by proof, never written down.

A claim about all values is tried at fixed and at random points; without a counterexample a proof
is looked for, and with one the conditions that the claim names. A claim that there are some
values needs one witness.
"""

import time
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import product
from random import Random

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis.errors import NoSuchExample

from nnconform.conformance.claim_draws import Point, constants, fixed_points, points
from nnconform.conformance.claim_proofs import proved, scope_of
from nnconform.conformance.claim_values import Choices, Trial, shown
from nnconform.reports.claims import (
    CONDITIONAL,
    FALSE,
    HOLDS,
    Case,
    ClaimOutcome,
    Evidence,
    Found,
    Outcome,
)
from nnconform.spec import (
    Claim,
    ConditionRule,
    SpecError,
    UnknownClaimError,
    claims,
    documents,
    load_claim,
)

# Random points that are decided; of all choices together.
_ENOUGH, _ENOUGH_FOR_A_WITNESS = 120, 20_000
# Points that are drawn before it is said that there are none.
_TRIES = 2000
_SETTINGS = settings(
    max_examples=20_000,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
_Finding = tuple[Outcome, Evidence, str, Found | None, tuple[Case, ...]]


def select_claims(names: Sequence[str]) -> tuple[str, ...]:
    """The claims with these ids, in the order of the spec; all without names.

    Raises:
        UnknownClaimError: there is no such claim; the message offers the nearest.
    """
    for name in names:
        if name not in claims():
            near = get_close_matches(name, claims(), n=3)
            hint = f"did you mean {', '.join(near)}?" if near else "`nnconform claims` shows all"
            raise UnknownClaimError(f"unknown claim {name!r}; {hint}")
    return tuple(name for name in claims() if name in names or not names)


def check_claims(names: Sequence[str] = (), *, seed: int = 0) -> Iterator[ClaimOutcome]:
    """What came of each claim that is named, or of all.

    Args:
        seed: what the random points are drawn from.

    Raises:
        UnknownClaimError: there is no such claim.
        SpecError: a file breaks the format, or allows no point at all.
    """
    for name in select_claims(names):
        yield check_claim(load_claim(name), seed=seed)


def check_claim(claim: Claim, *, seed: int = 0) -> ClaimOutcome:
    """Find out about one claim.

    Raises:
        SpecError: no point fulfils what is given, so there is nothing to claim about.
    """
    start = time.perf_counter()
    judge = _some if claim.file.quantifier == "some" else _all
    outcome, evidence, detail, found, cases = judge(claim, seed)
    file = claim.file
    return ClaimOutcome(
        claim.id,
        file.title,
        file.statement,
        tuple(f"{documents()[s.document].title}, {s.section}" for s in file.sources),
        file.notes,
        tuple(claim.program.text.splitlines()),
        tuple(file.holds),
        tuple(sorted(claim.calls)),
        outcome,
        evidence,
        detail,
        found,
        cases,
        round(time.perf_counter() - start, 3),
    )


def _all(claim: Claim, seed: int) -> _Finding:
    evidence, detail, against = _judged(claim, None, seed)
    if against is None:
        return HOLDS, evidence, detail, None, ()
    cases = tuple(_case(claim, condition, seed) for condition in claim.conditions)
    outcome: Outcome = CONDITIONAL if any(case.holds for case in cases) else FALSE
    return outcome, evidence, detail, against, cases


def _case(claim: Claim, condition: ConditionRule, seed: int) -> Case:
    evidence, detail, against = _judged(claim.narrowed(condition), condition, seed)
    if against is not None:
        detail = ", ".join(f"{name} = {value}" for name, value in against.inputs.items())
    return Case(condition.name, condition.note, against is None, evidence, detail)


def _judged(
    claim: Claim, condition: ConditionRule | None, seed: int
) -> tuple[Evidence, str, Found | None]:
    """A proof; else a smallest counterexample; else how many points have been tried."""
    choices = _choices(claim)
    if all(proved(claim, each, condition) for each in choices):
        # A proof of something that is never met says nothing.
        met = (
            _Search(claim, each, condition, seed).first(True, 1, small=False) for each in choices
        )
        _needs_points(claim, condition, sum(point is not None for point in met))
        return "proved", scope_of(claim), None
    tried = 0
    for each in choices:
        search = _Search(claim, each, condition, seed, share=len(choices))
        point = search.first(False, _ENOUGH)
        if point is not None:
            said = search.trial.failing(point)
            return "counterexample", "", Found(_texts(claim, point), each, *said)
        tried += search.decided
    _needs_points(claim, condition, tried)
    return "tested", f"{tried} points", None


def _some(claim: Claim, seed: int) -> _Finding:
    if all(proved(claim, choices, value=False) for choices in _choices(claim)):
        return FALSE, "proved", scope_of(claim), None, ()
    tried = 0
    for choices in _choices(claim):
        search = _Search(claim, choices, None, seed)
        point = search.first(True, _ENOUGH_FOR_A_WITNESS)
        if point is not None:
            return HOLDS, "witness", "", Found(_texts(claim, point), choices), ()
        tried += search.decided
    _needs_points(claim, None, tried)
    return FALSE, "tested", f"{tried} points", None, ()


def _needs_points(claim: Claim, condition: ConditionRule | None, tried: int) -> None:
    if not tried:
        place = f"[conditions.{condition.name}]" if condition else "given"
        raise SpecError(
            f"{claim.where}: no point was found that fulfils {place} and where both sides can be "
            "compared; widen it, or bring the inputs nearer with between"
        )


def _choices(claim: Claim) -> list[Choices]:
    names = claim.file.choices
    return [dict(zip(names, picked, strict=True)) for picked in product(*names.values())]


def _texts(claim: Claim, point: Point) -> dict[str, str]:
    return {name: shown(point[name]) for name in claim.file.inputs}


class _EnoughError(BaseException):
    """Raised past Hypothesis, which would go on drawing."""


class _Search:
    """Looks for a point at which a claim has an answer, and counts the decided ones."""

    def __init__(
        self,
        claim: Claim,
        choices: Choices,
        condition: ConditionRule | None,
        seed: int,
        *,
        share: int = 1,
    ) -> None:
        self.claim, self.seed, self.share = claim, seed, share
        self.trial = Trial(claim, choices, condition)
        self.decided = 0

    def first(self, wanted: bool, enough: int, *, small: bool = True) -> Point | None:
        """A point with the wanted answer, the simplest if it is to be ``small``.

        The fixed points come first, then random ones until ``enough`` are decided; as many as
        ``share`` searches have them together.
        """
        rng = Random(self.seed)
        if not self.claim.file.inputs:
            point = constants(self.claim)
            return point if self._answer(point) is wanted else None
        fixed = next(
            (p for p in fixed_points(self.claim, rng, self.share) if self._answer(p) is wanted),
            None,
        )
        if fixed is not None and not small:
            return fixed
        # One that filling in has found is made smaller all the same, if Hypothesis meets one.
        return self._drawn(wanted, self.decided + enough // self.share, rng) or fixed

    def _drawn(self, wanted: bool, enough: int, rng: Random) -> Point | None:
        met, drawn = False, 0

        def is_wanted(point: Point) -> bool:
            nonlocal met, drawn
            drawn += 1
            if not met and (self.decided >= enough or drawn > max(_TRIES, enough)):
                raise _EnoughError
            found = self._answer(point) is wanted
            met |= found
            return found

        try:
            return find(points(self.claim), is_wanted, random=rng, settings=_SETTINGS)
        except (NoSuchExample, _EnoughError):
            return None

    def _answer(self, point: Point) -> bool | None:
        answer = self.trial.answer(point)
        self.decided += answer is not None
        return answer
