"""The properties check: what the spec claims of the function holds of the implementation.

Every result counts as a ball as wide as its band; a property is broken only where even the
balls cannot keep it.
"""

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance import cases
from nnconform.conformance.balls import SYSTEM, Balls, exact_values, precision
from nnconform.conformance.cases import Case
from nnconform.conformance.checks import Plan
from nnconform.conformance.domains import nice
from nnconform.conformance.formats import Format
from nnconform.conformance.largest import largest
from nnconform.conformance.oracle import Exact, K
from nnconform.conformance.outcome import CONFORMS, CONVENTION, FAILS, Counterexample, Outcome
from nnconform.conformance.readable import point
from nnconform.conformance.subject import CallFailed
from nnconform.spec import Arrays, Formula, PropertyRule, Rule, parse

Function = Callable[..., Balls]
_BATCHES = (1, 5)
_BITS = 256
_KEPT = 4000
_SEEN: dict[Any, Case] = {}
# With the case, so that its id stays taken.
_TRUE: dict[Any, tuple[Case, bool]] = {}


class Loose:
    """A ball whose comparisons hold unless they are certainly false."""

    __slots__ = ("ball",)

    def __init__(self, ball: Any) -> None:
        self.ball = ball if isinstance(ball, arb) else arb(ball)

    __hash__ = None  # type: ignore[assignment]

    def __neg__(self) -> "Loose":
        return Loose(-self.ball)

    def __abs__(self) -> "Loose":
        return Loose(abs(self.ball))


def _ball(value: Any) -> arb:
    if isinstance(value, Loose):
        return value.ball
    return (
        value if isinstance(value, arb) else arb(value if isinstance(value, int) else float(value))
    )


def _operator(name: str, apply: Callable[[arb, arb], Any], wrap: type = Loose) -> None:
    def forward(self: Loose, other: Any) -> Any:
        # NumPy takes over where the other side is an array.
        return (
            NotImplemented
            if isinstance(other, np.ndarray)
            else wrap(apply(self.ball, _ball(other)))
        )

    setattr(Loose, f"__{name}__", forward)


for _name in ("add", "sub", "mul", "truediv", "pow"):
    _apply = getattr(operator, _name)
    _operator(_name, _apply)
    _operator(f"r{_name}", lambda a, b, f=_apply: f(b, a))  # type: ignore[misc]
# Between exact numbers a comparison is what it is; between balls it holds unless it cannot.
for _name, _apply, _opposite in (
    ("le", operator.le, operator.gt),
    ("lt", operator.lt, operator.gt),
    ("ge", operator.ge, operator.lt),
    ("gt", operator.gt, operator.lt),
):
    _operator(
        _name,
        lambda a, b, f=_apply, g=_opposite: (  # type: ignore[misc]
            f(a, b) if a.is_exact() and b.is_exact() else not g(a, b)
        ),
        bool,
    )
_operator("eq", lambda a, b: a.overlaps(b), bool)
_operator("ne", lambda a, b: not operator.eq(a, b), bool)


def _lift(function: Callable[..., Any]) -> Callable[..., Any]:
    """An elementwise ball function on loose balls."""

    def apply(*values: Any) -> Loose:
        return Loose(function(*(np.asarray(_ball(v), dtype=object) for v in values)).item())

    return lambda *values: np.frompyfunc(apply, len(values), 1)(*values)


class _System:
    functions: Mapping[str, Callable[..., Any]] = {
        **SYSTEM.functions,
        **{
            name: _lift(lambda x, f=SYSTEM.functions[name]: np.asarray(f(x), dtype=object))
            for name in ("exp", "expm1", "log", "log1p", "sqrt", "tanh", "sign")
        },
    }

    def number(self, text: str) -> Loose:
        return Loose(SYSTEM.number(text))


_SYSTEM = _System()


def properties(plan: Plan) -> Outcome | None:
    """Hold every property of the spec, and its range, against the implementation."""
    formula = plan.subject.formula
    stated = list(statements(formula))
    if not stated:
        return None
    points = 0
    for case in property_cases(formula, plan.subject.form, plan.seed):
        for claim in stated:
            if not _true_of_rule(claim, case, plan):
                continue  # the convention that was recognised does not claim it
            got = holds(claim, case, _measured(plan, case), plan.seed)
            points += got.size
            if not got.all():
                return _broken(claim, case, got, plan)
    verdict = CONVENTION if plan.rule.kind == "convention" else CONFORMS
    return Outcome(verdict, variant=plan.rule.label or None, points=points)


def _true_of_rule(claim: PropertyRule, case: Case, plan: Plan) -> bool:
    key = (id(case), claim.name, plan.rule.key, plan.seed)
    if key not in _TRUE:
        _TRUE[key] = (
            case,
            bool(holds(claim, case, exact_function(case, plan.rule), plan.seed).all()),
        )
    return _TRUE[key][1]


def statements(formula: Formula) -> Iterator[PropertyRule]:
    """The declared properties, and the range as two more."""
    yield from formula.properties
    if formula.range is not None:
        low, high = formula.range
        names = frozenset({"result", *formula.inputs, *formula.parameters})
        for name, text in (
            ("range_low", f"result >= {low.text}"),
            ("range_high", f"result <= {high.text}"),
        ):
            yield PropertyRule(name, parse(text, names, where=formula.where), None, {})


def property_cases(formula: Formula, form: Format, seed: int) -> list[Case]:
    """A few dyadic batches: one sample, several, many."""
    reduced = formula.rule.reduction != "none"
    return [
        cases.property_case(formula.id, form, seed + i, batch)
        for i in range(3 if reduced else 2)
        for batch in (_BATCHES if reduced else _BATCHES[1:])
    ]


def holds(claim: PropertyRule, case: Case, f: Function, seed: int) -> Any:
    """Whether the claim holds, by element (or once where it speaks of the whole result)."""
    rng = cases.random(case.formula, seed, f"property {claim.name}")
    with precision(_BITS):
        drawn = {n: float(nice(domain, (), rng)) for n, domain in claim.draws.items()}
        given = exact_values(case.inputs, {**case.parameters, **drawn})
        mask = np.asarray(True)
        if claim.given is not None:
            mask = np.asarray(claim.given.evaluate(SYSTEM, given), dtype=bool)
            if not mask.any():
                return np.ones(1, dtype=bool)
        loose = {n: _loose(v) for n, v in given.items()}
        result = f(*(given[n] for n in case.formula.inputs))
        names = case.formula.returns
        several = dict(zip(names, result if len(names) > 1 else (result,), strict=True))
        truth = claim.holds.evaluate(
            _SYSTEM, {**several, **loose, "result": result, "f": lambda *a: f(*map(_tight, a))}
        )
        return np.atleast_1d(np.asarray(truth, dtype=bool) | ~mask)


def _loose(value: Any) -> Any:
    if isinstance(value, Arrays):
        return Arrays(map(_loose, value))
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "iub" else np.frompyfunc(Loose, 1, 1)(value)
    return Loose(value)


def _tight(value: Any) -> Any:
    if isinstance(value, Arrays):
        return Arrays(map(_tight, value))
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in "iub" else np.frompyfunc(_ball, 1, 1)(value)
    return _ball(value)


def _recast(case: Case, arguments: tuple[Any, ...]) -> Case:
    """A case with other inputs: exact numbers rounded to the format (dyadic ones are exact)."""
    inputs = {}
    for (name, before), value in zip(case.inputs.items(), arguments, strict=True):
        if before.dtype.kind in "iu":
            inputs[name] = np.asarray(value)
        else:
            numbers = np.frompyfunc(float, 1, 1)(np.asarray(value, dtype=object))
            inputs[name] = case.form.round(
                np.broadcast_to(np.asarray(numbers, dtype=float), before.shape)
            )
    return _known(case, tuple((n, a.tobytes(), a.shape) for n, a in inputs.items()), inputs)


def _known(case: Case, key: Any, inputs: Mapping[str, Any]) -> Case:
    """The same inputs come again for every implementation: keep the oracle's answers."""
    key = (case.formula.id, case.form.name, key)
    if key not in _SEEN:
        if len(_SEEN) > _KEPT:
            _SEEN.clear()
        _SEEN[key] = Case(case.formula, case.form, inputs, case.parameters)
    return _SEEN[key]


def exact_function(case: Case, rule: Rule) -> Function:
    """The rule itself as a function on balls."""

    def f(*arguments: Any) -> Balls:
        exact = _recast(case, arguments).exact(rule)
        return widened(exact, exact.low.to_float(), 0.0)

    return f


def _measured(plan: Plan, case: Case) -> Function:
    """The implementation as a function on balls.

    Each result is as wide as half its digits and as the absolute accuracy that is let pass
    elsewhere: a property says which formula it is, the accuracy check says how well computed.
    """
    form = plan.subject.form
    slack = K * form.u * largest(plan.subject.formula, plan.rule, form, case.parameters)

    def f(*arguments: Any) -> Balls:
        other = _recast(case, arguments)
        got = np.asarray(plan.subject.value(other)).astype(np.float64)
        exact = other.exact(plan.rule)
        if got.size != exact.band.size:
            raise CallFailed(f"returned shape {got.shape} where {exact.band.shape} is due")
        return widened(exact, got.reshape(exact.band.shape), form.u**-0.5, slack)

    return f


def widened(exact: Exact, values: Any, width: float, slack: float = 0.0) -> Balls:
    """Values as loose balls of ``width`` bands (at 0: what the rounding to float64 leaves out)."""
    unit = np.ldexp(exact.band * exact.terms, exact.low.scale) * width + slack
    unit = unit + np.abs(exact.low.to_float()) * 2.0**-52 + 2.0**-1074
    if width:
        unit = unit + np.abs(exact.high.to_float() - exact.low.to_float())
    out = np.empty(np.shape(values), dtype=object)
    radii = np.broadcast_to(unit, out.shape).ravel().tolist()
    flat = [
        Loose(arb(v, r)) for v, r in zip(np.asarray(values).ravel().tolist(), radii, strict=True)
    ]
    out.reshape(-1)[:] = flat
    return out


def _broken(claim: PropertyRule, case: Case, got: Any, plan: Plan) -> Outcome:
    flat = int(np.flatnonzero(~got.ravel())[0])
    shape = (
        got.shape
        if got.size == (case.shape[0] if case.shape else 1) or got.shape == case.shape
        else ()
    )
    spot = point(case, flat if shape else -1, shape)
    result = np.asarray(plan.subject.value(case)).astype(np.float64)
    shown = result.ravel()[flat].item() if shape and result.size == got.size else result.tolist()
    return Outcome(
        FAILS,
        f"property {claim.name} is broken: {claim.holds.text}",
        points=got.size,
        counterexample=Counterexample(spot, dict(case.parameters), claim.holds.text, shown),
    )
