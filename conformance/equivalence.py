"""Whether two rules are one and the same function, by exact arithmetic.

Both rules are enclosed in balls on one dense set of admissible points: ordinary and boundary
inputs, kinks, zeros and ones, every magnitude of the format, the ends of every domain, and drawn,
default and extreme hyperparameters. They count as equal where the enclosures, far narrower than a
unit in the last place, agree at all of these points in value and in derivative.

What kind of proof this is: at each point it is rigorous, and a difference that it finds is one.
Between the points it is an identity test: two different expressions of the language, which are
analytic between their kinks, can agree on so many independent points only where they are equal.
It is no symbolic proof, and it cannot see a difference that is confined to a region without a
point. Points at which the formula leaves the value open (``unspecified``, the derivative at a
kink) agree where the value is one of those that are allowed.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache, partial
from itertools import chain, product
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

from nnconform.conformance import cases, program_cases, whole
from nnconform.conformance.balls import Balls, BallSystem, Scaled, exact_values, precision
from nnconform.conformance.cases import Case
from nnconform.conformance.check_limits import tends_to
from nnconform.conformance.formats import Floats, Format
from nnconform.conformance.gradient_cases import gradient_cases
from nnconform.conformance.oracle import Exact
from nnconform.conformance.program_cases import Call
from nnconform.conformance.programs import ProgramSetting, flat, shape_of
from nnconform.spec import Formula, Rule, load

Mask = npt.NDArray[np.bool_]

_EXAMPLES = 24
# The oracle encloses values to 80 bits and slopes to 64; float64 keeps 53.
_VALUE_BITS, _SLOPE_BITS = 70, 58
_ENDS: Mapping[str, tuple[float, ...]] = {
    "real": (0.0, 1.0, -1.0),
    "nonnegative": (0.0, 1.0),
    "positive": (1.0,),
    "unit": (0.0, 1.0),
    "probability": (0.0, 1.0),
    "distribution": (0.0, 1.0),
}
# Hyperparameters at the ends of their domains and at the values where kinks fall on the grid.
_SETTINGS: Mapping[str, tuple[float, ...]] = {
    "real": (-1.0, 0.0, 1.0, 2.0),
    "nonnegative": (0.0, 0.5, 1.0, 2.0),
    "positive": (0.5, 1.0, 2.0),
    "unit": (0.0, 0.5, 1.0),
}


def equal(formula: Formula, rule: Rule, other: Rule, form: Format, seed: int) -> bool:
    """Whether ``rule`` allows nothing but what ``other`` allows, wherever ``other`` has a value.

    Args:
        formula: the entry that both rules belong to.
        rule: the one that is doubted.
        other: the formula itself, or a declared convention.
        form: the format whose numbers are the points.
        seed: what the points are drawn from; others than the checks draw from it.
    """
    if formula.kind == "program":
        calls = program_points(formula.id, form, seed)
        return _all(partial(_one_call, call, rule, other) for call in calls) and _all(
            _slopes(formula, rule, other, form, seed)
        )
    return _all(
        chain(
            (partial(_one_value, c, rule, other) for c in points(formula.id, form, seed)),
            (partial(_one_limit, *end, rule, other) for end in ends(formula.id, form, seed)),
            _slopes(formula, rule, other, form, seed),
        )
    )


def equal_slopes(formula: Formula, rule: Rule, other: Rule, form: Format, seed: int) -> bool:
    """As :func:`equal`, of the derivatives alone."""
    return _all(_slopes(formula, rule, other, form, seed))


def _slopes(
    formula: Formula, rule: Rule, other: Rule, form: Format, seed: int
) -> Iterator[Callable[[], bool]]:
    if formula.kind == "program":
        for call in program_points(formula.id, form, seed) if len(formula.returns) == 1 else ():
            for name in formula.differentiable:
                yield partial(_one_call_slope, call, name, rule, other)
        return
    for case in slope_points(formula.id, form, seed):
        for name in formula.differentiable:
            yield partial(_one_slope, case, name, rule, other, seed)


def _all(questions: Iterable[Callable[[], bool]]) -> bool:
    try:
        return all(question() for question in questions)
    except Exception:  # what cannot be evaluated where the formula can is another function
        return False


@lru_cache(maxsize=64)
def points(identifier: str, form: Format, seed: int) -> tuple[Case, ...]:
    """The calls on which two rules are compared, the most telling ones first."""
    formula = load(identifier)
    kinks = gradient_cases(identifier, form, _apart(seed))
    settings = list(_settings(formula))
    return (
        *cases.value_cases(identifier, form, _apart(seed), _EXAMPLES),
        *(case.anew(parameters=p) for p in settings for case in kinks),
        cases.spread_case(identifier, form, _apart(seed)),
        cases.extreme_case(identifier, form, _apart(seed)),
    )


@lru_cache(maxsize=64)
def slope_points(identifier: str, form: Format, seed: int) -> tuple[Case, ...]:
    """The calls on which the derivatives of two rules are compared."""
    return (
        *cases.value_cases(identifier, form, _apart(seed), _EXAMPLES),
        *gradient_cases(identifier, form, _apart(seed)),
    )


def _apart(seed: int) -> int:
    """Another seed, so that what the checks happen to draw proves nothing."""
    return (seed + 1) % 2**32


def _settings(formula: Formula) -> Iterator[dict[str, float]]:
    tables = [
        [(name, value) for value in (given.default, *_SETTINGS.get(given.domain, ()))]
        for name, given in formula.parameters.items()
    ]
    yield from map(dict, product(*tables))


@lru_cache(maxsize=64)
def ends(identifier: str, form: Format, seed: int) -> tuple[tuple[Case, str, float], ...]:
    """Calls with one input at an end of its domain, at zero or at one."""
    formula = load(identifier)
    return tuple(
        (cases.at_limit(formula, form, name, value, _apart(seed)), name, value)
        for name, given in formula.inputs.items()
        if given.shape != ""
        for value in _ENDS.get(given.domain, ())
    )


@lru_cache(maxsize=64)
def program_points(identifier: str, form: Format, seed: int) -> tuple[Call, ...]:
    """The calls on which two programs are compared."""
    return (
        *program_cases.value_calls(identifier, form, _apart(seed), _EXAMPLES),
        *program_cases.extreme_calls(identifier, form, _apart(seed)),
    )


def _one_call(call: Call, rule: Rule, other: Rule) -> bool:
    fresh = call.anew()  # what the oracle says of a doubted rule is not kept
    quick = [whole.program(ProgramSetting(c.formula, r, c.inputs, c.parameters, c.form))
             for c, r in ((fresh, rule), (call, other))]  # fmt: skip
    if shape_of(quick[0]) != shape_of(quick[1]) or _apart_for_sure(*map(flat, quick)):
        return False
    return _allowed(fresh.exact(rule), call.exact(other), call.form, _VALUE_BITS)


def _apart_for_sure(got: Balls, due: Balls) -> bool:
    """Whether some pair of balls does not overlap, by more than what is let pass."""
    with precision(whole.BITS):
        for a, b in zip(got.tolist(), due.tolist(), strict=True):
            one, other = arb(a), arb(b)
            if abs(one - other) > abs(other) * arb(2) ** -_SLOPE_BITS + arb(2) ** -1084:
                return True
    return False


def _one_call_slope(call: Call, name: str, rule: Rule, other: Rule) -> bool:
    # With equal weights a sum over a normalized batch has no slope, whatever the formula.
    weights = np.arange(1.0, call.exact(other).band.size + 1)
    due, got = call.gradient(other, name, weights), call.anew().gradient(rule, name, weights)
    return _allowed(got, due, call.form, _SLOPE_BITS)


def _one_value(case: Case, rule: Rule, other: Rule) -> bool:
    if _join(rule, other):
        return _whole_value(case, rule, other)
    due = case.exact(other, reduced=False)
    got = case.anew().exact(_tending(rule, other), reduced=False)
    return _allowed(got, due, case.form, _VALUE_BITS)


def _join(rule: Rule, other: Rule) -> bool:
    """Whether a sample alone has no value, or not the same one."""
    return rule.kernel.joins or other.kernel.joins or rule.reduction != other.reduction


def _whole_value(case: Case, rule: Rule, other: Rule) -> bool:
    """All samples in one call, and each in one of its own."""
    samples = [case.part(i, i + 1) for i in range(case.shape[0])]
    parts = [case.anew(dict(zip(case.inputs, x, strict=True))) for x in samples]
    return all(
        _same(whole.value(part, rule), whole.value(part, other), case.form, _VALUE_BITS)
        for part in (case, *parts)
    )


def _tending(rule: Rule, other: Rule) -> Rule:
    """The rule with the other's limits: far out, where balls are not finite, nothing is proven."""
    return replace(rule, limits=other.limits)


def _one_limit(case: Case, name: str, value: float, rule: Rule, other: Rule) -> bool:
    """At the ends of a domain: only where the other rule has a value without being told one."""
    if _join(rule, other):
        return _whole_value(case, rule, other)
    if case.formula.unspecified or case.formula.file.formula.derivative_of is not None:
        return True  # these ends are among the points already, with what is allowed there
    due, got = (tends_to(case, replace(r, limits={}), name, f"{value:g}") for r in (other, rule))
    return _allowed(got, due, case.form, _VALUE_BITS)


def _one_slope(case: Case, name: str, rule: Rule, other: Rule, seed: int) -> bool:
    weights = _weights(case, other, name, seed)
    if _join(rule, other):
        got, due = (whole.slopes(case, each, name, weights) for each in (rule, other))
        ends = ((got.forward, due.forward), (got.backward, due.backward))
        return all(_same(one, another, case.form, _SLOPE_BITS) for one, another in ends)
    allowed = case.gradient(other, name, weights)
    # At a jump there is no slope to compare.
    known = allowed.decided & ~_left_open(case, allowed.decided.shape)
    found = case.anew().gradient(_tending(rule, other), name, weights)
    return _allowed(_flattest(found), replace(allowed, decided=known), case.form, _SLOPE_BITS)


def _flattest(found: Exact) -> Exact:
    """At a kink or a jump the flatter slope, which is the one that is taken."""
    flat = np.abs(found.low.to_float()) <= np.abs(found.high.to_float())
    ends = [np.where(flat, getattr(found.low, part), getattr(found.high, part))
            for part in ("hi", "lo", "scale")]  # fmt: skip
    taken = Scaled(*ends)
    return replace(found, low=taken, high=taken)


def _left_open(case: Case, shape: tuple[int, ...]) -> Mask:
    """Where the entry leaves the value open."""
    open_ = np.zeros(shape, dtype=bool)
    with precision(256):
        given = exact_values(case.inputs, case.parameters)
        for freedom in case.formula.unspecified:
            found = freedom.given.evaluate(BallSystem(case.form), given)
            open_ |= np.broadcast_to(np.asarray(found, dtype=bool), shape)
    return open_


def _weights(case: Case, rule: Rule, name: str, seed: int) -> Floats | None:
    """Weights for rules that return more than a number a sample; None stands for ones."""
    if rule.reduction != "none" or case.formula.elementwise:
        return None
    shape = case.exact(rule).low.hi.shape
    rng = cases.random(case.formula, seed, f"weights {name} {shape}")
    return np.asarray(rng.integers(-4, 5, size=shape) / 2)


def _allowed(got: Exact, due: Exact, form: Format, bits: int) -> bool:
    """Whether every value that ``got`` may take is one that ``due`` allows."""
    if got.low.hi.shape != due.low.hi.shape:
        return False
    low = _not_below(got.low, due.low, form, bits)
    high = _not_below(due.high, got.high, form, bits)
    known = due.decided & ~np.isnan(due.low.hi)
    return bool(((got.decided & low & high) | ~known).all())


def _same(got: Balls, due: Balls, form: Format, bits: int) -> bool:
    """Whether balls differ by less than ``2**-bits`` of the largest, radii included."""
    if got.shape != due.shape:
        return False
    with precision(whole.BITS):
        balls = [(arb(a), arb(b)) for a, b in zip(got.ravel(), due.ravel(), strict=True)]
        known = [(a, b) for a, b in balls if b.is_finite()]
        largest = max((abs(b).upper() for _, b in known), default=arb(0))
        slack = largest * arb(2) ** -bits + arb(form.tiny) * arb(2) ** -10
        return all(bool(abs(a - b) <= slack) for a, b in known)


def _not_below(a: Scaled, b: Scaled, form: Format, bits: int) -> Mask:
    """Whether ``a >= b`` but for what the enclosures leave open."""
    with np.errstate(all="ignore"):
        shift: Any = b.scale - a.scale
        difference = (a.hi - np.ldexp(b.hi, shift)) + (a.lo - np.ldexp(b.lo, shift))
        size = np.maximum(np.abs(a.hi), np.abs(np.ldexp(b.hi, shift)))
        size = np.where(np.isfinite(size), size, 0.0)
        # Far below the smallest subnormal the oracle stops; a power that float64 cannot hold.
        floor = np.ldexp(1.0, form.emin - form.precision - 9 - a.scale)
        slack = size * 2.0**-bits + floor
        return np.asarray((difference >= -slack) | (np.isinf(a.hi) & (a.hi == b.hi)))
