"""The exact results of a program on one call, and how far rounding alone may carry them.

A program is evaluated as a whole, on balls, at doubling precision. The band is the same rule as
everywhere, ``u * (|f| + sum_i |x_i * df/dx_i|)``: the sum is taken input by input where there are
few, and estimated where there are many: the root mean square of the change along random sign
directions, times the root of their number.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb

from nnconform.conformance.balls import (
    Balls,
    BallSystem,
    exact_value,
    is_settled,
    precision,
    scaled,
    to_balls,
)
from nnconform.conformance.formats import Floats, Format
from nnconform.conformance.oracle import Exact, K
from nnconform.conformance.setting import upper
from nnconform.spec import Arrays, Formula, Program, Rule, callables

_LADDER = (256, 1024)
# A difference of equal numbers, known to be below this share of the largest result, is zero.
_NOTHING = 2.0**-500
_BITS = 80
_FULL_SUM = 24
_DIRECTIONS = 4
_NEARER = 2.0**-40

Given = Mapping[str, Any]


def flat(results: Any) -> Balls:
    """All numbers of (nested) results in one row."""
    if isinstance(results, tuple | list):
        parts = [flat(each) for each in results]
        return np.concatenate(parts) if parts else np.empty(0)
    return np.asarray(results).reshape(-1)


def row(results: Any) -> Balls:
    """All numbers of (nested) results in one row of balls."""
    values = flat(results).tolist()
    found = np.empty(len(values), dtype=object)
    found[:] = [_ball(value) for value in values]
    return found


def _ball(value: Any) -> arb:
    if isinstance(value, arb):
        return value
    return arb(value) if isinstance(value, int) else arb(float(value))


def shape_of(results: Any) -> Any:
    """The shapes of (nested) results, nested the same way."""
    if isinstance(results, tuple | list):
        return tuple(shape_of(each) for each in results)
    return np.shape(results)


def nested(numbers: Any, shapes: Any) -> Any:
    """A row of numbers as arrays of (nested) shapes again."""
    return _taken(iter(numbers), shapes)


def _taken(numbers: Iterator[Any], shapes: Any) -> Any:
    if all(isinstance(n, int) for n in shapes):
        size = int(np.prod(shapes, dtype=int))
        found = np.empty(size, dtype=object)
        found[:] = [next(numbers) for _ in range(size)]
        return found.reshape(shapes) if shapes else found.item()
    return Arrays(_taken(numbers, shape) for shape in shapes)


@dataclass(frozen=True)
class ProgramSetting:
    """One rule of a program on one call.

    Attributes:
        inputs: arrays of the format, or tuples of them (one a layer).
        parameters: numbers, and ids of formulas for the choices.
    """

    formula: Formula
    rule: Rule
    inputs: Given
    parameters: Given
    form: Format

    @property
    def program(self) -> Program:
        """The rule's program."""
        assert isinstance(self.rule.kernel, Program)
        return self.rule.kernel

    def results(self) -> tuple[Exact, Any]:
        """The exact results in one row, and their shapes."""
        exact, shapes = self._exact(self._evaluated)
        return self._freed(exact), shapes

    def on_balls(self, *, rough: bool = False) -> Any:
        """The results on balls at the present precision, nested as they are.

        Args:
            rough: derivatives are forward differences, which are cheaper and hold fewer digits.
        """
        return self._evaluated(BallSystem(self.form, rough=rough), self._values())

    def roughly(self) -> Floats:
        """The results without proof and without a band: to rule a formula out quickly."""
        with precision(_LADDER[0]):
            return scaled(row(self.on_balls(rough=True))).to_float()

    def representable(self) -> bool:
        """Whether the format holds every quantity that the program names, as a normal number.

        Where it does not (the square of a huge gradient, which is a state of an optimizer), the
        documents' own quantities do not exist in the format, and nothing is asked.
        """
        low, high = arb(self.form.normal), arb(self.form.largest)
        with precision(_LADDER[0]):
            system, values = BallSystem(self.form), self._values()
            scope = {**values, **self._calls(system)}
            found = row(self.program.quantities(system, scope)).tolist()
            return all(ball == 0 or low <= abs(ball) <= high for ball in found)

    def gradient(self, name: str, cotangent: Floats) -> Exact:
        """The derivatives of ``sum(cotangent * results)`` in an input, in one row."""
        weights = to_balls(cotangent)

        def derivatives(system: BallSystem, values: Given) -> Any:
            def objective(at: Any) -> Any:
                return np.sum(flat(self._evaluated(system, {**values, name: at})) * weights)

            return system.gradient(objective, [values[name]])[0]

        return self._freed(self._exact(derivatives)[0])

    def _exact(self, compute: Callable[[BallSystem, Given], Any]) -> tuple[Exact, Any]:
        system = BallSystem(self.form)
        floor = arb(self.form.tiny) * arb(2) ** -20
        for bits in _LADDER:
            with precision(bits):
                values = self._values()
                found = compute(system, values)
                f = row(found)
                if bits == _LADDER[-1]:
                    f = _zeros(f)
                settled = np.array([is_settled(ball, _BITS, floor) for ball in f], dtype=bool)
                if not settled.all() and bits != _LADDER[-1]:
                    continue
                change = self._change(lambda v: row(compute(system, v)), f, values)
                return self._banded(f, change, settled), shape_of(found)
        raise AssertionError("the last precision is always taken")

    def _banded(self, f: Balls, change: Balls, settled: Any) -> Exact:
        band = (np.abs(f) * self.form.u + change / K) * self._chained(f.size)
        exact = scaled(f)
        scale = exact.scale.tolist()
        units = [upper(b if s == 0 else b * arb(2) ** -s) for b, s in zip(band, scale, strict=True)]
        none = np.zeros(f.size, dtype=bool)
        return Exact(exact, exact, np.array(units), self._terms(), settled, none)

    def _chained(self, size: int) -> Balls:
        """How many steps had been added up when each result of a trajectory was taken."""
        if not self.program.trajectory or self.program.gradient is not None:
            return np.ones(size)
        over = self._over()
        steps = over if isinstance(over, int) else len(over)
        each = size // (len(self.program.returns) * steps)
        return np.tile(np.repeat(np.arange(1.0, steps + 1), each), len(self.program.returns))

    def _over(self) -> Any:
        """What the steps go through: their number, or a sequence."""
        return self.program.over[0][1].evaluate(BallSystem(self.form), self._values())

    def _terms(self) -> int:
        """How many additions are chained: through all layers, there and back, in each step."""
        if not self.program.sums and not self.program.calls:
            return 1
        rows = [n for g in self.inputs.values() if not isinstance(g, tuple) for n in np.shape(g)]
        layers = max((g for g in self.inputs.values() if isinstance(g, tuple)), key=len, default=())
        through = sum(max(np.shape(each), default=1) for each in layers)
        derived = self.program.gradient is not None or self.program.calls
        chain = max(rows, default=1) - 1 + through * (2 if derived else 1)
        over = self._over() if self.program.over else 1
        # Steps that are not counted go through the layers, which are in the chain already.
        return max(chain * (over if isinstance(over, int) else 1), 1)

    # -- inputs as balls, and moved ----------------------------------------------------------

    def _values(self) -> dict[str, Any]:
        names = tuple(self.formula.inputs)
        found = {name: exact_value(self.inputs[source])
                 for name, source in zip(names, self.rule.order, strict=True)}  # fmt: skip
        for name, value in {**self.parameters, **self.rule.fixed}.items():
            if name not in self.formula.choices:
                whole = isinstance(value, int | np.integer)
                found[name] = int(value) if whole else arb(float(value))
        return found

    def _evaluated(self, system: BallSystem, values: Given) -> Any:
        return self.program.evaluate(system, {**values, **self._calls(system)})

    def _calls(self, system: BallSystem) -> Given:
        picked = {n: v for n, v in self.parameters.items() if n in self.formula.choices}
        choices = self.formula.choices_of({**picked, **self.rule.chosen})
        return callables(self.program, system, choices)

    def _change(self, function: Callable[[Given], Balls], f: Balls, values: Given) -> Balls:
        """Sum over inputs of how far moving each by ``k * u`` of itself carries the results."""
        coordinates = list(self._coordinates(values))
        total = np.array([arb(0)] * f.size, dtype=object)
        if len(coordinates) <= _FULL_SUM:
            for coordinate in coordinates:
                total = total + self._moves(function, f, values, [coordinate], [1.0])
            return total
        rng = np.random.default_rng(zlib.crc32(self.formula.id.encode()))
        for _ in range(_DIRECTIONS):
            signs = rng.choice([-1.0, 1.0], size=len(coordinates)).tolist()
            total = total + self._moves(function, f, values, coordinates, signs) ** 2
        factor = arb(len(coordinates)) / _DIRECTIONS
        return np.array([(each * factor).sqrt() for each in total], dtype=object)

    def _moves(
        self,
        function: Callable[[Given], Balls],
        f: Balls,
        values: Given,
        coordinates: Sequence["_Coordinate"],
        signs: Sequence[float],
    ) -> Balls:
        """How far a move by ``k * u`` carries the results.

        A jump does not count: it is as far however small the move is (two scores that are equal),
        so the inputs as they are decide on which side a result stands.
        """

        def moved(step: float) -> Balls:
            by = [sign * K * self.form.u * step for sign in signs]
            return _finite(np.abs(function(_moved(values, coordinates, by)) - f))

        change = moved(1.0)
        far = np.array([c > abs(x) * self.form.u**0.5 for c, x in zip(change, f, strict=True)])
        if not far.any():
            return change
        jumps = np.array([n > c / 2 for n, c in zip(moved(_NEARER), change, strict=True)])
        none = np.array([arb(0)] * f.size, dtype=object)
        return np.asarray(np.where(far & jumps, none, change))

    def _coordinates(self, values: Given) -> Iterator["_Coordinate"]:
        """Every number that is rounded; the elements of an array that goes by elements move
        together.
        """
        for name, value in values.items():
            declared = self.formula.inputs.get(name)
            shape = "" if declared is None else declared.shape
            if isinstance(value, int):
                continue
            parts = value if isinstance(value, Arrays) else (value,)
            for i, part in enumerate(parts):
                if np.ndim(part) and np.asarray(part).dtype.kind in "iub":
                    continue
                layer = i if isinstance(value, Arrays) else None
                if shape.endswith("*"):
                    axes = len(shape.split()) - 1
                    indices: Any = np.ndindex(np.shape(part)[:axes])
                else:
                    indices = np.ndindex(np.shape(part))
                for index in indices:
                    yield name, layer, index

    def _freed(self, exact: Exact) -> Exact:
        """Where the documents leave the result open, nothing is judged."""
        with precision(_LADDER[0]):
            values = self._values()
            system = BallSystem(self.form)
            opened = any(
                bool(np.all(freedom.given.evaluate(system, values)))
                for freedom in self.formula.unspecified
            )
        if not opened:
            return exact
        none = np.zeros(exact.decided.shape, dtype=bool)
        return Exact(exact.low, exact.high, exact.band, exact.terms, none, exact.free)


_Coordinate = tuple[str, int | None, tuple[int, ...]]


def _zeros(f: Balls) -> Balls:
    """Balls around zero that are narrower than anything that matters become zero."""
    largest = max((upper(abs(b)) for b in f.tolist() if b.is_finite()), default=0.0)
    found = np.empty(f.shape, dtype=object)
    found[:] = [
        arb(0) if b.is_finite() and b.contains(0) and float(b.rad()) < _NOTHING * largest else b
        for b in f.tolist()
    ]
    return found


def _finite(change: Balls) -> Balls:
    """A move that left the domain does not count."""
    found = np.empty(change.shape, dtype=object)
    found[:] = [c if c.is_finite() else arb(0) for c in change.tolist()]
    return found


def _moved(values: Given, coordinates: Sequence[_Coordinate], by: Sequence[float]) -> Given:
    moved: dict[str, Any] = dict(values)
    fresh: set[tuple[str, int | None]] = set()
    for (name, layer, index), relative in zip(coordinates, by, strict=True):
        if (name, layer) not in fresh:
            fresh.add((name, layer))
            moved[name] = _copied(moved[name], layer)
        if layer is None and not isinstance(moved[name], np.ndarray):
            moved[name] = moved[name] * (1 + arb(relative))
            continue
        array = moved[name] if layer is None else moved[name][layer]
        array[index] = array[index] * (1 + arb(relative))
    return moved


def _copied(value: Any, layer: int | None) -> Any:
    if layer is None:
        return value.copy() if isinstance(value, np.ndarray) else value
    return Arrays((*value[:layer], value[layer].copy(), *value[layer + 1 :]))
