"""The calls that every implementation of a program faces: shapes, choices and values.

Shapes come by the names of the axes (``in``, ``out``, ``examples``, ``steps``), so that what
belongs together fits; networks have layers of drawn widths. A few structures are fixed: a square
one, on which a missing transpose shows as wrong numbers and not as an error, and one in which
all sizes differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from nnconform.conformance import domains
from nnconform.conformance.cases import Case, defaults, exactly, meant, random
from nnconform.conformance.formats import FORMATS, Array, Floats, Format
from nnconform.conformance.oracle import Exact
from nnconform.conformance.programs import ProgramSetting, flat
from nnconform.conformance.structures import (
    Structure,
    drawn_structures,
    fixed_structures,
    has_threshold,
    is_network,
    is_plain,
    of_structure,
)
from nnconform.spec import Formula, Program, Rule, load

DRIFT_STEPS = 1000
# Hypothesis draws this many calls at most: each is a whole network or trajectory.
_DRAWN, _DRAWN_PLAIN = 6, 12
_CLASSES = "out"
_EXAMPLES = "examples"
# Counts of samples say little on two or three: their ratios are 0, 1 and 0/0 too often. Two rows
# of a batch are one above and one below their mean, whatever they are.
_LONGER = {"samples": 4, "batch": 2}
_LABELS = 2


@dataclass(frozen=True, repr=False)
class Call(Case):
    """One call of a program, judged as a whole: its results stand in one row."""

    def exact(self, rule: Rule, *, reduced: bool = True) -> Exact:
        """What ``rule`` allows as the results, in one row."""
        return self._results(rule)[0]

    def copies(self) -> list[Any]:
        """The inputs in call order: lists for layers, Python integers for counts."""
        return [_handed(given) for given in self.inputs.values()]

    def shapes(self, rule: Rule) -> Any:
        """The shapes of the results of ``rule``."""
        return self._results(rule)[1]

    def roughly(self, rule: Rule) -> Floats:
        """The results of ``rule`` in one row, without proof: to rule it out quickly."""
        row: Floats = self._once((rule.key, "roughly"), lambda: self.setting(rule).roughly())
        return row

    def gradient(self, rule: Rule, name: str, cotangent: Floats | None) -> Exact:
        """What ``rule`` allows as the gradient in an input, in one row."""
        weights = np.ones(self.exact(rule).band.size) if cotangent is None else cotangent
        found: Exact = self._once(
            (rule.key, "gradient", name, weights.tobytes()),
            lambda: self.setting(rule).gradient(name, weights),
        )
        return found

    def like(self, structure: Structure) -> "Call":
        """A call of another structure with the same parameters and choices."""
        rng = random(self.formula, 0, "like")
        return _call(self.formula, self.form, structure, self.parameters, rng)

    def _results(self, rule: Rule) -> tuple[Exact, Any]:
        found: tuple[Exact, Any] = self._once(rule.key, lambda: self.setting(rule).results())
        return found

    def setting(self, rule: Rule) -> ProgramSetting:
        """The call under a rule, for the oracle."""
        return ProgramSetting(self.formula, rule, self.inputs, self.parameters, self.form)

    @property
    def shape(self) -> tuple[int, ...]:
        """The size of all inputs together: what a smaller call has less of."""
        return (sum(flat(given).size for given in self.inputs.values()),)


def _handed(given: Any) -> Any:
    if isinstance(given, tuple):
        return [np.array(each) for each in given]
    array = np.array(given)
    return array.item() if array.ndim == 0 and array.dtype.kind in "iub" else array


@lru_cache(maxsize=256)
def value_calls(identifier: str, form: Format, seed: int, examples: int) -> tuple[Call, ...]:
    """Ordinary calls: fixed structures with the defaults, then drawn ones."""
    formula = load(identifier)
    calls = [
        _call(formula, form, structure, defaults(formula), random(formula, seed, f"call {i}"))
        for i, structure in enumerate(fixed_structures(formula))
    ]
    first = next(iter(formula.inputs), "")
    if has_threshold(formula) and formula.inputs[first].domain == "real":
        calls.append(calls[-1].anew({first: np.zeros_like(calls[-1].inputs[first])}))
    calls.extend(_chosen_calls(identifier, form, seed))
    most = _DRAWN_PLAIN if is_plain(formula) else _DRAWN
    for structure, parameters, points in drawn_structures(identifier, seed, min(examples, most)):
        rng = random(formula, seed + points, "call")
        calls.append(_call(formula, form, structure, exactly(parameters, form), rng))
    return tuple(call for call in calls if not _refused(call))


@lru_cache(maxsize=64)
def _chosen_calls(identifier: str, form: Format, seed: int) -> tuple[Call, ...]:
    """Small calls in which every formula that can be chosen is chosen at least once."""
    formula = load(identifier)
    structure = Structure(dict.fromkeys(of_structure(formula), 2), (2, 3, 2))
    found: list[Call] = []
    for name, given in formula.choices.items():
        for option in given.among:
            if any(call.parameters[name] == option for call in found):
                continue
            for turn in range(max(len(other.among) for other in formula.choices.values())):
                # The others take turns: what is the output of one is outside another's domain.
                picked = {
                    other: each.among[(turn + len(found)) % len(each.among)]
                    for other, each in formula.choices.items()
                }
                rng = random(formula, seed, f"chosen {name} {option}")
                # Every other call counts further than the default does.
                counts = _counted(formula, 1 + len(found) % 2)
                parameters = {**defaults(formula), **counts, **picked, name: option}
                call = _call(formula, form, structure, parameters, rng)
                if not _refused(call):
                    found.append(call)
                    break
    return tuple(found)


def _counted(formula: Formula, factor: int) -> dict[str, int]:
    return {
        name: factor * int(given.default)
        for name, given in formula.parameters.items()
        if given.domain == "count"
    }


def _refused(call: Call) -> bool:
    """Whether the call leaves what the documents define (0/0, say) or what the format holds."""
    setting = call.setting(call.formula.rule)
    return not (setting.representable() and call.exact(call.formula.rule).decided.all())


def _call(
    formula: Formula,
    form: Format,
    structure: Structure,
    parameters: Mapping[str, Any],
    rng: np.random.Generator,
) -> Call:
    inputs = {name: _filled(formula, name, structure, form, rng) for name in formula.inputs}
    return Call(formula, form, inputs, dict(parameters))


def _filled(
    formula: Formula, name: str, structure: Structure, form: Format, rng: np.random.Generator
) -> Any:
    given = formula.inputs[name]
    if given.shape.startswith("["):
        pairs = zip(structure.layers[1:], structure.layers[:-1], strict=True)
        axes = given.shape.strip("[]").split()
        shapes = [tuple(dict(zip(("out", "in"), p, strict=True))[a] for a in axes) for p in pairs]
        # Halved, so that what comes through several layers saturates no output.
        values = [domains.ordinary(given.domain, each, rng) / 2 for each in shapes]
        return tuple(_typed(each, form) for each in values)
    tokens = [t for t in given.shape.split() if structure.optional or not t.endswith("?")]
    shape = _sizes(formula, tokens, structure)
    if given.domain == "index":
        # One less than there are examples, some of them twice.
        count = _axis(formula, _EXAMPLES, structure)
        return np.asarray(rng.integers(0, count, size=max(count - 1, 1)))
    if given.domain == "gradient" and structure.simple:
        return _typed(domains.simple("real", shape, rng), form)
    if given.domain == "gradient":
        return _typed(_gradients(shape, structure, form, rng), form)
    if given.domain in {"distribution", "one_hot"} and tokens[:1] == [_CLASSES]:
        rows = domains.ordinary(given.domain, shape[::-1], rng)  # classes along the last axis
        return _typed(np.moveaxis(rows, -1, 0), form)
    if given.domain == "label":
        return _labelled(shape, rng)
    fill = domains.simple if structure.simple else domains.ordinary
    drawn = np.asarray(fill(given.domain, shape, rng))
    if formula.choices and given.domain == "real":
        drawn = drawn / 2  # what is summed up before an activation saturates nothing
    return _typed(
        drawn * _size(form) if structure.small and given.domain == "real" else drawn, form
    )


def _labelled(shape: tuple[int, ...], rng: np.random.Generator) -> Array:
    """Labels among which each class is met, where there are enough of them."""
    found = domains.labels(shape, _LABELS, rng)
    if found.size >= _LABELS:
        found.flat[rng.choice(found.size, size=_LABELS, replace=False)] = np.arange(_LABELS)
    return found


def _size(form: Format) -> float:
    """What small numbers are a multiple of; their squares are normal."""
    return max(2.0**-8, float(np.sqrt(form.normal)) * 16)


def _sizes(formula: Formula, tokens: Sequence[str], structure: Structure) -> tuple[int, ...]:
    shape: tuple[int, ...] = ()
    for token in tokens:
        if token == "*":
            shape += structure.anything
        else:
            shape += (_axis(formula, token.rstrip("?"), structure),)
    return shape


def _axis(formula: Formula, name: str, structure: Structure) -> int:
    if is_network(formula) and name in {"in", "out"}:
        return structure.layers[0 if name == "in" else -1]
    return structure.axes.get(name, 3) * _LONGER.get(name, 1)


def _gradients(
    shape: tuple[int, ...], structure: Structure, form: Format, rng: np.random.Generator
) -> Floats:
    """Gradients of order one; or of other orders too, as far as their squares are normal."""
    found = domains.ordinary("real", shape, rng)
    if structure.scales:
        orders = [s for s in (1.0, 2.0**-13, 2.0**-26) if s * s >= form.normal * 2.0**10]
        scales = np.resize(orders, shape[0]) if shape else np.ones(())
        found = found * scales.reshape(-1, *(1 for _ in shape[1:]))
    return np.asarray(found)


def as_input(formula: Formula, name: str, value: Any, form: Format) -> Any:
    """Numbers or nested lists as an input: an array, or a tuple of them where it goes by layers."""
    declared = formula.inputs[name]
    if declared.domain in domains.WHOLE:
        return np.array(value, dtype=np.int64)
    if declared.shape.startswith("["):
        return tuple(meant(np.array(each, dtype=np.float64), form) for each in value)
    return meant(np.array(value, dtype=np.float64), form)


def _typed(values: Array, form: Format) -> Array:
    return values if values.dtype.kind in "iu" else form.round(values)


# -- beyond ordinary inputs -----------------------------------------------------------------------


@lru_cache(maxsize=256)
def extreme_calls(identifier: str, form: Format, seed: int) -> tuple[Call, ...]:
    """Each input in turn huge, tiny, zero, constant, or far from zero by an offset."""
    formula = load(identifier)
    # A network of two by two says it all, and is the cheapest.
    structure = list(fixed_structures(formula))[0 if is_network(formula) else 1]
    found = []
    for name, given in formula.inputs.items():
        if given.domain not in {"real", "gradient", "positive", "nonnegative"}:
            continue
        for label, change in _extremes(form).items():
            rng = random(formula, seed, f"extreme {name} {label}")
            call = _call(formula, form, structure, defaults(formula), rng)
            with np.errstate(over="ignore"):
                moved = _each(call.inputs[name], change, form)
            found.append(call.anew({name: moved}))
    reals = [name for name, given in formula.inputs.items() if given.domain == "real"]
    for call in _chosen_calls(identifier, form, seed):
        for name in reals[: 1 if is_network(formula) else None]:
            moved = _each(call.inputs[name], lambda x: x * 1024.0, form)
            found.append(call.anew({name: moved}))
    return tuple(call for call in found if not _refused(call))


def _extremes(form: Format) -> Mapping[str, Callable[[Floats], Floats]]:
    return {
        "square overflows": lambda x: x * 2.0 ** (form.emax // 2 + 12),
        "near the largest": lambda x: x * 2.0 ** (form.emax - 6),
        "square underflows": lambda x: x * 2.0 ** (form.emin // 2 - 12),
        "large": lambda x: x * 64.0,
        # Squares keep a few digits of what lies behind the offset.
        "offset": lambda x: x + 2.0 ** (3 * form.precision // 8),
        "constant": lambda x: np.full_like(x, 0.5),
        "zero": np.zeros_like,
    }


def _each(given: Any, change: Callable[[Floats], Floats], form: Format) -> Any:
    if isinstance(given, tuple):
        return tuple(_each(part, change, form) for part in given)
    return form.round(change(given.astype(np.float64)))


@lru_cache(maxsize=256)
def accuracy_calls(identifier: str, form: Format, seed: int) -> tuple[Call, ...]:
    """Further ordinary calls, some behind an offset; a trajectory that is long enough to drift."""
    formula = load(identifier)
    found = [
        _call(formula, form, structure, defaults(formula), random(formula, seed, f"accuracy {i}"))
        for i, structure in enumerate(fixed_structures(formula))
    ]
    reals = [name for name, given in formula.inputs.items() if given.domain == "real"]
    for name in reals if is_plain(formula) else ():
        moved = _each(found[1].inputs[name], _extremes(form)["offset"], form)
        found.append(found[1].anew({name: moved}))
    program = formula.rule.kernel
    if isinstance(program, Program) and program.trajectory:
        long = Structure({"steps": DRIFT_STEPS}, anything=(2,))
        drift = _call(formula, form, long, defaults(formula), random(formula, seed, "drift"))
        # Of the same values as the others: whether the format holds them is known by then.
        return (*(call for call in found if not _refused(call)), drift)
    return tuple(call for call in found if not _refused(call))


@lru_cache(maxsize=64)
def open_calls(identifier: str, seed: int) -> tuple[Call, ...]:
    """Calls at which the documents leave the result open: an input, or all, at zero or at one."""
    formula, form = load(identifier), FORMATS["float64"]
    structure = list(fixed_structures(formula))[1]
    found = []
    for names in dict.fromkeys([*((n,) for n in formula.inputs), tuple(formula.inputs)]):
        for value in (0, 1):
            call = _call(formula, form, structure, defaults(formula), random(formula, seed, "open"))
            moved = {n: np.full_like(np.asarray(call.inputs[n]), value) for n in names
                     if not isinstance(call.inputs[n], tuple)}  # fmt: skip
            call = call.anew(moved)
            if _refused(call):
                found.append(call)
    return tuple(found)
