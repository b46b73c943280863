"""One rule on one set of points, evaluated on balls at whatever precision it takes.

Points lie along the first axis of every input that is not a scalar. The change of a result is how
far it moves when each input moves by ``k * u`` of itself: first order in smooth places, and right
at kinks and jumps too.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb

from nnconform.conformance.balls import Balls, BallSystem, is_settled, precision, to_balls
from nnconform.conformance.formats import Array, Floats, Format
from nnconform.spec import Formula, Rule, load

K = 8  # three bits, once, for everything

_LADDER = (128, 256, 512, 1024, 2048, 4096)
_VALUE_BITS = 80
_GRADIENT_BITS = 64
# From here on an input counts as "on its way to infinity" where the ball is not finite.
_HUGE = 2.0**40

Values = Mapping[str, Any]
Direction = tuple[str, tuple[int, ...] | None]


class Setting:
    """One rule on one set of points: the pieces that value and gradient share."""

    def __init__(
        self,
        formula: Formula,
        rule: Rule,
        inputs: Mapping[str, Array],
        parameters: Mapping[str, float],
        form: Format,
    ) -> None:
        self.formula = formula
        self.rule = rule
        self.form = form
        self.scalars = frozenset(n for n, given in formula.inputs.items() if given.shape == "")
        self.arrays = {name: np.asarray(inputs[name]) for name in formula.inputs}
        self.points = next(a.shape[0] for n, a in self.arrays.items() if n not in self.scalars)
        self.balls: dict[str, Any] = {n: to_balls(a) for n, a in self.arrays.items()}
        self.balls |= {n: arb(float(v)) for n, v in {**parameters, **rule.fixed}.items()}
        self.system = BallSystem(form)
        self.floor = arb(form.tiny) * arb(2) ** -20

    def additions(self) -> int:
        """How many additions the kernel itself chains: one less than the length of a row."""
        rows = [a.shape[-1] for n, a in self.arrays.items() if a.ndim > 1 and n not in self.scalars]
        return max(rows, default=1) - 1 if self.rule.kernel.sums else 0

    def kernel_size(self) -> int:
        with precision(_LADDER[0]):
            return int(np.asarray(self._kernel(self._rows(np.arange(self.points)))).size)

    def directions(self, names: Sequence[str]) -> list[Direction]:
        """The coordinates that move together: whole arrays, or columns where rows are joined."""
        found: list[Direction] = []
        for name in names:
            array = self.arrays.get(name)
            if array is not None and array.dtype.kind in "iub":
                continue
            if array is None or name in self.scalars or array.ndim == 1:
                found.append((name, None))
            else:
                found.extend((name, column) for column in np.ndindex(array.shape[1:]))
        return found

    def values(self) -> tuple[Balls, Balls, npt.NDArray[np.bool_]]:
        """The kernel, its change under rounding of the inputs, and where it is undecided."""
        (f, change), left = self._ladder(self._value_parts, _VALUE_BITS, _LADDER[0])
        return f, change, _mask(left, f)

    def choices(self, f: Balls) -> tuple[Balls, Balls]:
        """Lowest and highest allowed values: apart at kinks of the base and unspecified points."""
        low, high = f, f
        base = self.formula.file.formula.derivative_of
        if base is not None and self.formula.elementwise:
            low, high = self._at_kinks_of(load(base), f)
        for freedom in self.formula.unspecified:
            rows = self._rows(np.arange(self.points))
            mask = np.broadcast_to(freedom.given.evaluate(self.system, rows), f.shape).astype(bool)
            if mask.any():
                ends = [
                    np.broadcast_to(
                        np.asarray(e.evaluate(self.system, rows), dtype=object), f.shape
                    )
                    for e in (freedom.low, freedom.high)
                ]
                low, high = (
                    np.where(mask, end, part) for end, part in zip(ends, (low, high), strict=True)
                )
        return low, high

    def _at_kinks_of(self, base: Formula, f: Balls) -> tuple[Balls, Balls]:
        inner = Setting(base, base.rule, self.arrays, {}, self.form)
        inner.balls = {**self.balls}
        name = (base.differentiable or tuple(base.inputs))[0]
        low, high, _, left = inner.gradient((name, None), None, with_change=False)
        kink = (apart(low, high) & ~left).reshape(f.shape)
        if not kink.any():
            return f, f
        # A variant may take a value of its own there.
        low = np.minimum(low.reshape(f.shape), f)
        high = np.maximum(high.reshape(f.shape), f)
        return np.where(kink, low, f), np.where(kink, high, f)

    def gradient(
        self, direction: Direction, cotangent: Floats | None, with_change: bool = True
    ) -> tuple[Balls, Balls, Balls, npt.NDArray[np.bool_]]:
        """One-sided derivatives of each point's ``sum(cotangent * kernel)`` along a direction."""

        def parts(rows: npt.NDArray[np.int64], bits: int, kernel: "Setting") -> tuple[Balls, ...]:
            return kernel._gradient_parts(direction, cotangent, rows, bits, with_change)

        (low, high, change), left = self._ladder(parts, _GRADIENT_BITS, _LADDER[1])
        return low, high, change, _mask(left, low)

    # -- pieces of one precision ------------------------------------------------------------

    def _value_parts(
        self, rows: npt.NDArray[np.int64], bits: int, kernel: "Setting"
    ) -> tuple[Balls, ...]:
        at = kernel._rows(rows)
        f = kernel._kernel(at)
        names = (*kernel.arrays, *(n for n in kernel.balls if n not in kernel.arrays))
        return f, kernel._change(kernel._kernel, f, at, kernel.directions(names))

    def _gradient_parts(
        self,
        direction: Direction,
        cotangent: Floats | None,
        rows: npt.NDArray[np.int64],
        bits: int,
        with_change: bool,
    ) -> tuple[Balls, ...]:
        at = self._rows(rows)
        weights = None if cotangent is None else to_balls(cotangent[rows])
        # Where the slope itself has a corner the difference is off by a quarter of the step.
        step = arb(2) ** -(bits // 4)

        def total(given: Values) -> Balls:
            f = self._kernel(given)
            if weights is not None:
                f = f * weights
            return np.asarray(f.reshape(len(rows), -1).sum(axis=1))

        def slope(given: Values) -> Balls:
            t, up, down = self._stepped(given, direction, step)
            return np.asarray((total(up) - total(down)) / (2 * t))

        low, high = self._one_sided(total, at, direction, step)
        change = low * 0
        if with_change and weights is not None:  # the cotangent is an input too
            t, up, down = self._stepped(at, direction, step)
            parts = ((self._kernel(up) - self._kernel(down)) * weights).reshape(len(rows), -1)
            change = np.abs(parts).sum(axis=1) / np.abs(2 * t) * (K * self.form.u)
        if with_change:
            names = (*self.arrays, *(n for n in self.balls if n not in self.arrays))
            change = change + self._change(slope, slope(at), at, self.directions(names))
        return low, high, change

    def _one_sided(
        self, total: Callable[[Values], Balls], at: Values, direction: Direction, step: arb
    ) -> tuple[Balls, Balls]:
        here = total(at)

        def sides(size: arb) -> tuple[Balls, Balls, Balls]:
            t, up, down = self._stepped(at, direction, size)
            above, below = total(up), total(down)
            return (above - here) / t, (here - below) / t, (above - below) / (2 * t)

        forward, backward, coarse = sides(step)
        near, far, central = sides(step * arb(2) ** -16)
        gap = [upper(g) for g in np.abs(forward - backward)]
        size = [upper(g) for g in np.abs(forward) + np.abs(backward)]
        noise = float(step) ** 0.5
        # How far the step itself carries the difference off: it is more precise elsewhere.
        low = np.frompyfunc(_widened, 2, 1)(central, np.abs(coarse - central))
        suspects = [i for i, (g, s) in enumerate(zip(gap, size, strict=True)) if not g <= noise * s]
        high = low.copy()
        for i in suspects:
            # The gap of a smooth function shrinks with the step; that of a kink stays.
            if float(abs(near[i] - far[i]).lower()) > gap[i] / 2:
                low[i], high[i] = sorted((forward[i], backward[i]), key=float)
        return low, high

    def _change(
        self,
        function: Callable[[Values], Balls],
        f: Balls,
        at: Values,
        directions: Sequence[Direction],
    ) -> Balls:
        """Sum over directions of how far moving that input by ``k * u`` of itself carries f."""
        total = f * 0
        for direction in directions:
            moves = []
            for sign in (1, -1):
                factor = 1 + sign * arb(K * self.form.u)
                moved = self._with(at, direction, lambda x, c=factor: x * c)  # type: ignore[misc]
                moves.append(np.abs(function(moved) - f))
            total = total + np.frompyfunc(_larger, 2, 1)(*moves)
        return total

    def _stepped(self, at: Values, direction: Direction, step: arb) -> tuple[Any, Values, Values]:
        """A step relative to each coordinate (absolute at zero), and the values up and down it."""
        name, column = direction
        x = at[name] if column is None else at[name][(slice(None), *column)]
        t = np.frompyfunc(lambda v: abs(v) * step if v != 0 else step, 1, 1)(x)
        return (
            t if np.ndim(t) < 2 else t.reshape(len(t), -1)[:, 0],
            self._with(at, direction, lambda v: v + t),
            self._with(at, direction, lambda v: v - t),
        )

    @staticmethod
    def _with(at: Values, direction: Direction, move: Callable[[Any], Any]) -> Values:
        name, column = direction
        if column is None:
            return {**at, name: move(at[name])}
        moved = at[name].copy()
        place = (slice(None), *column)
        moved[place] = move(moved[place])
        return {**at, name: moved}

    def _rows(self, rows: npt.NDArray[np.int64]) -> Values:
        return {
            n: b[rows] if n in self.arrays and n not in self.scalars else _scalar(b)
            for n, b in self.balls.items()
        }

    def _kernel(self, at: Values) -> Balls:
        names = tuple(self.formula.inputs)
        read = {**at, **{n: at[source] for n, source in zip(names, self.rule.order, strict=True)}}
        result = np.asarray(self.rule.kernel.evaluate(self.system, read), dtype=object)
        lengths = {np.shape(at[n])[0] for n in self.arrays if n not in self.scalars}
        if result.ndim == 0:  # an expression that does not read its inputs
            result = np.broadcast_to(result, (lengths.pop(),))
        return result

    # -- precision and asymptotes -------------------------------------------------------------

    def _ladder(
        self,
        parts: Callable[[npt.NDArray[np.int64], int, "Setting"], tuple[Balls, ...]],
        bits: int,
        least: int,
    ) -> tuple[list[Balls], npt.NDArray[np.int64]]:
        """Evaluate at doubling precision; return the parts and the rows that never settled."""
        out: list[Balls] = []
        rows = np.arange(self.points)
        for work in _LADDER:
            if work < least:
                continue
            rows = self._climb(parts, rows, work, bits, self, out)
            if not rows.size:
                return out, rows
        undecided = rows
        for setting, mask in self._asymptotes(rows):
            left = setting._climb(parts, rows[mask], _LADDER[2], bits, setting, out)
            undecided = np.setdiff1d(undecided, np.setdiff1d(rows[mask], left))
        return out, undecided

    def _climb(
        self,
        parts: Callable[..., tuple[Balls, ...]],
        rows: npt.NDArray[np.int64],
        work: int,
        bits: int,
        setting: "Setting",
        out: list[Balls],
    ) -> npt.NDArray[np.int64]:
        with precision(work):
            found = parts(rows, work, setting)
            if not out:
                out.extend(np.empty((self.points, *part.shape[1:]), dtype=object) for part in found)
            for whole, part in zip(out, found, strict=True):
                whole[rows] = part
            *exact, change = (part.reshape(len(rows), -1) for part in found)
            bad = [
                i
                for i in range(len(rows))
                if not self._row_settled([e[i] for e in exact], change[i], bits)
            ]
        return rows[bad]

    def _row_settled(self, exact: Sequence[Balls], change: Balls, bits: int) -> bool:
        """The values to ``bits`` bits; their change to a few, or to far less than an ulp."""
        if not all(is_settled(ball, bits, self.floor) for part in exact for ball in part):
            return False
        small = self.form.u * 2.0**-10
        return all(
            is_settled(c, 4, abs(arb(f)) * small + self.floor)
            for c, f in zip(change, exact[0], strict=True)
        )

    def _asymptotes(
        self, rows: npt.NDArray[np.int64]
    ) -> Iterator[tuple["Setting", npt.NDArray[np.bool_]]]:
        """The rule's limits at infinity, and which of ``rows`` are on their way there."""
        for name, table in self.rule.limits.items():
            x = self.arrays[name][rows].astype(np.float64)
            for key, mask in (("+inf", x >= _HUGE), ("-inf", x <= -_HUGE)):
                if key in table and mask.ndim == 1 and mask.any() and not self.rule.kernel.joins:
                    setting = Setting.__new__(Setting)
                    setting.__dict__.update(self.__dict__)
                    setting.rule = replace(self.rule, kernel=table[key])
                    yield setting, mask


def _scalar(ball: Any) -> Any:
    return ball.item() if isinstance(ball, np.ndarray) and ball.ndim == 0 else ball


def _widened(value: Any, error: Any) -> Any:
    """The ball around ``value`` that also holds what is off by ``error``, if that is finite."""
    return value + arb(0, error.upper()) if isinstance(error, arb) and error.is_finite() else value


def _larger(a: arb, b: arb) -> arb:
    """The larger of two changes; one that left the domain does not count."""
    if not (isinstance(a, arb) and a.is_finite()):
        return b if isinstance(b, arb) and b.is_finite() else arb(0)
    if not (isinstance(b, arb) and b.is_finite()):
        return a
    return a if float(a) >= float(b) else b


def _mask(rows: npt.NDArray[np.int64], like: Balls) -> npt.NDArray[np.bool_]:
    mask = np.zeros(like.shape, dtype=bool)
    mask[rows] = True
    return mask


def apart(low: Balls, high: Balls) -> npt.NDArray[np.bool_]:
    """Where a choice is left: the two ends are one and the same ball everywhere else."""
    pairs = zip(low.ravel().tolist(), high.ravel().tolist(), strict=True)
    return np.array([a is not b for a, b in pairs], dtype=bool).reshape(low.shape)


def upper(ball: Any) -> float:
    """The upper end of a nonnegative ball; infinite where it is not finite."""
    if not isinstance(ball, arb):
        return float(ball)
    return float(abs(ball).upper()) if ball.is_finite() else float("inf")
