"""The calls that a distribution is judged by, and what a rule says of their results."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

import numpy as np

from nnconform.adapters.as_written import ArrayNumbers, function as as_function
from nnconform.conformance import cases
from nnconform.conformance.formats import FORMATS, Array, Floats, Format
from nnconform.conformance.setting import K
from nnconform.spec import Formula, Rule, load

# Few outputs, hardly any inputs, as many of one as of the other, twice, and very few of both: few
# shapes, because some frameworks compile for each. Together about a hundred thousand numbers, of
# which a law is told by a percent. A layer has fan_in and fan_out; a convolution has channels and
# the height and width of its kernel.
_FANS = {
    2: ((300, 80), (2, 8000), (170, 170), (170, 170), (3, 2)),
    4: ((30, 80, 2, 5), (1, 4000, 2, 2), (34, 170, 1, 5), (34, 170, 1, 5), (1, 2, 3, 1)),
}
_SIZES = ((200, 150), (120, 250), (200, 200), (200, 200), (5, 4))
_SHARES = (0.8, 0.3, 0.5, 0.5, 0.5)
LARGE = len(_SIZES) - 1
# Small calls that differ in nothing but their seed.
SEEDS = 40
# Seeds that every generator takes: RandomState wants less than 2**32, others a signed number.
_LARGEST_SEED = 2**31 - 1
_STEP = 2.0**-30
Role = Literal["large", "small", "other"]


@dataclass(frozen=True, eq=False)
class Draw:
    """One call of a distribution: sizes or an array, and a seed among the parameters.

    Attributes:
        role: one of few large calls, or of many small ones that differ in their seed only.
    """

    formula: Formula
    form: Format
    inputs: Mapping[str, Any]
    parameters: Mapping[str, Any]
    role: Role = "other"

    def copies(self) -> list[Any]:
        """The inputs in call order; sizes are Python's integers."""
        return [x if isinstance(x, int) else np.array(x) for x in self.inputs.values()]

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """The arguments of the rule's family, in float64."""
        return _arguments(rule, self.inputs, self.parameters)

    def change(self, rule: Rule, name: str) -> Floats:
        """How far an argument moves when every input and parameter moves by its own size."""
        usual = np.asarray(self.arguments(rule)[name], dtype=np.float64)
        moved = np.zeros(usual.shape)
        real = {n: x for n, x in {**self.inputs, **self.parameters}.items() if _is_real(x)}
        for each, value in real.items():
            inputs = {**self.inputs, each: value * (1 + _STEP)} if each in self.inputs else None
            given = {**self.parameters, each: value * (1 + _STEP)} if inputs is None else None
            there = _arguments(rule, inputs or self.inputs, given or self.parameters)[name]
            moved = moved + np.abs(np.asarray(there, dtype=np.float64) - usual) / _STEP
        return moved

    def band(self, rule: Rule, name: str) -> Floats:
        """How far rounding alone may carry an argument: the rule of every other check."""
        usual = np.abs(np.asarray(self.arguments(rule)[name], dtype=np.float64))
        return K * self.form.u * (usual + self.change(rule, name)) + self.form.tiny

    def shape(self, rule: Rule) -> tuple[int, ...]:
        """The shape of the result."""
        if not rule.shape:
            return np.shape(next(iter(self.inputs.values())))
        named = dict(zip(rule.order, self.inputs.values(), strict=True))
        return tuple(int(axis.evaluate(_SYSTEM, named)) for axis in rule.shape)

    @property
    def where(self) -> str:
        """The call, for a message."""
        said = [f"{n} = {x}" if isinstance(x, int) else f"{n} of shape {x.shape}"
                for n, x in self.inputs.items()]  # fmt: skip
        return ", ".join(
            [*said, *(f"{n} = {x}" for n, x in self.parameters.items() if n != "seed")]
        )


def _role(i: int) -> Role:
    return "large" if i < LARGE else "small"


_SYSTEM = ArrayNumbers(np, np.dtype(np.float64))


def _is_real(x: Any) -> bool:
    return isinstance(x, float) or (isinstance(x, np.ndarray) and x.dtype.kind not in "iub")


def _arguments(rule: Rule, inputs: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    wide = [x if isinstance(x, int) else np.asarray(x, dtype=np.float64) for x in inputs.values()]
    with np.errstate(all="ignore"):
        found = as_function(rule, _SYSTEM)(*wide, **given)
    names = rule.kernel.returns  # type: ignore[union-attr]
    return dict(zip(names, found if len(names) > 1 else (found,), strict=True))


@lru_cache(maxsize=64)
def plan(identifier: str, dtype: str, seed: int) -> tuple[Draw, ...]:
    """The large calls, then the small ones, which differ in their seed only."""
    return tuple(_plan(load(identifier), FORMATS[dtype], seed))


def _plan(formula: Formula, form: Format, seed: int) -> Iterator[Draw]:
    rng = cases.random(formula, seed, "statistics")
    # No two calls share a seed: with another shape it would give the same numbers again.
    seeds = iter(rng.choice(_LARGEST_SEED, size=LARGE + SEEDS + 1, replace=False).tolist())
    for i in range(LARGE):
        yield _draw(formula, form, rng, i, next(seeds))
    for _ in range(SEEDS):
        yield _draw(formula, form, rng, LARGE, next(seeds))
    if "training" in formula.parameters:
        last = _draw(formula, form, rng, 0, next(seeds))
        yield replace(last, parameters={**last.parameters, "training": False}, role="other")


def _draw(formula: Formula, form: Format, rng: np.random.Generator, i: int, seed: int) -> Draw:
    parameters = {**formula.defaults, "seed": seed}
    if not any(given.shape for given in formula.inputs.values()):
        sizes = dict(zip(formula.inputs, _FANS[len(formula.inputs)][i], strict=True))
        return Draw(formula, form, sizes, parameters, role=_role(i))
    x = {name: inputs(form, rng, _SIZES[i]) for name in formula.inputs}
    return Draw(formula, form, x, {**parameters, "p": _SHARES[i]}, role=_role(i))


def inputs(form: Format, rng: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Activations of either sign, all different from zero, which stands for a dropped one."""
    return form.round(rng.uniform(0.5, 4.0, shape) * rng.choice([-1.0, 1.0], shape))
