"""Exact arithmetic: NumPy object arrays of balls, each with a proven error bound."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import flint
import numpy as np
import numpy.typing as npt
from flint import arb

from nnconform.conformance.formats import Array, Floats, Format
from nnconform.spec import Arrays

Balls = npt.NDArray[Any]

# Beyond these, a float64 holds too few digits of the value or of its remainder.
_PLAIN_LOW, _PLAIN_HIGH = 2.0**-900, 2.0**900
_BEYOND = 5000


@contextmanager
def precision(bits: int) -> Iterator[None]:
    """Work at ``bits`` bits inside the block (the precision is global state of the library)."""
    before = flint.ctx.prec
    flint.ctx.prec = bits
    try:
        yield
    finally:
        flint.ctx.prec = before


def to_balls(values: Array) -> Balls:
    """The exact values of floating-point numbers; integer arrays stay as they are."""
    if values.dtype.kind in "iub":
        return values
    out = np.empty(values.shape, dtype=object)
    out.ravel()[...] = 0
    flat = [arb(v) for v in values.astype(np.float64).ravel().tolist()]
    out.reshape(-1)[:] = flat
    return out


def exact_values(inputs: Mapping[str, Array], parameters: Mapping[str, float]) -> dict[str, Any]:
    """The exact values of arrays and scalars by name; an array without axes becomes one ball."""
    given = {name: exact_value(array) for name, array in inputs.items()}
    numbers = {n: v for n, v in parameters.items() if not isinstance(v, str)}
    return given | {name: arb(float(value)) for name, value in numbers.items()}


def exact_value(given: Any) -> Any:
    """The exact value of an array, of a number, or of each array of a list by layers."""
    if isinstance(given, tuple):
        return Arrays(exact_value(each) for each in given)
    balls = to_balls(np.asarray(given))
    return balls if balls.ndim else balls.item()


def _lift(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    lifted = np.frompyfunc(lambda x: function(x if isinstance(x, arb) else arb(x)), 1, 1)
    return lambda values: lifted(values)


class BallSystem:
    """The expression language on balls; ``rounded`` rounds constants to the format, if given.

    A ``rough`` one takes forward differences: half the work, and right to a quarter of the bits.
    """

    def __init__(self, form: Format | None = None, *, rough: bool = False) -> None:
        self._rough = rough
        self.functions: Mapping[str, Callable[..., Any]] = {
            **_FUNCTIONS,
            "rounded": _rounding(form),
            "held": self._hold,
        }
        self._scopes: dict[int, dict[int, Any]] = {}
        # What ``held`` was given while nothing was moved, and how much of it has been read.
        self._kept: list[Any] = []
        self._read: int | None = None

    @property
    def scopes(self) -> dict[int, Any]:
        """What expressions keep here: their literals are as narrow as the precision of now."""
        return self._scopes.setdefault(flint.ctx.prec, {})

    def stack(self, arrays: Sequence[Any]) -> Balls:
        """The arrays along a new first axis."""
        return np.stack([np.asarray(array, dtype=object) for array in arrays])

    def gradient(self, function: Callable[..., Any], at: Sequence[Any]) -> list[Any]:
        """Central differences: the derivatives of a number in each ball of each argument.

        The step is a quarter of the precision, relative to the ball, so the result holds about
        half the bits; nothing of the chain rule enters.
        """
        step = arb(2) ** -(flint.ctx.prec // 4)
        outer = self._kept, self._read
        self._kept, self._read = [], None
        here = function(*at)

        def again(*moved: Any) -> Any:
            self._read = 0
            return function(*moved)

        base = here if self._rough else None
        found = [
            _differences(lambda x, i=i: again(*at[:i], x, *at[i + 1 :]), given, step, base)  # type: ignore[misc]
            for i, given in enumerate(at)
        ]
        self._kept, self._read = outer
        return found

    def _hold(self, value: Any) -> Any:
        """A value that a derivative takes for a constant: as it was before anything moved."""
        if self._read is None:
            self._kept.append(value)
            return value
        self._read += 1
        return self._kept[self._read - 1]

    def number(self, text: str) -> arb:
        """The literal or named constant as an exact ball (pi: as narrow as the precision)."""
        if text == "inf":
            return arb.pos_inf()
        if text == "nan":
            return arb.nan()
        return arb.pi() if text == "pi" else arb(text)


def _differences(function: Callable[[Any], Any], at: Any, step: arb, base: Any) -> Any:
    """Derivatives by central differences; by forward ones where the value ``base`` is given."""
    if isinstance(at, Arrays):
        return Arrays(
            _differences(
                lambda x, i=i: function(Arrays((*at[:i], x, *at[i + 1 :]))),  # type: ignore[misc]
                each,
                step,
                base,
            )
            for i, each in enumerate(at)
        )
    array = np.asarray(at, dtype=object)
    found = np.empty(array.shape, dtype=object)
    for index in np.ndindex(array.shape):
        ball: Any = array[index]
        h = abs(ball) * step if ball != 0 else step
        ends = []
        for moved in (ball + h, ball - h) if base is None else (ball + h,):
            there = array.copy()
            there[index] = moved
            ends.append(function(there if array.ndim else moved))
        found[index] = (ends[0] - ends[1]) / (2 * h) if base is None else (ends[0] - base) / h
    return found if array.ndim else found.item()


def _rounding(form: Format | None) -> Callable[[Any], Any]:
    """Constants such as ``1 - c`` are held in the format before they meet an array."""
    if form is None:
        return lambda value: value
    return _lift(lambda x: arb(float(form.round(float(x)))))


def _counted(values: Any) -> Balls:
    """Truth values and integers as balls, whose mean is exact."""
    array = np.asarray(values)
    return to_balls(array.astype(np.float64)) if array.dtype.kind in "iub" else array


_FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs,
    "exp": _lift(lambda x: x.exp()),
    "expm1": _lift(lambda x: x.expm1()),
    "log": _lift(lambda x: x.log()),
    "log1p": _lift(lambda x: x.log1p()),
    "sqrt": _lift(lambda x: x.sqrt()),
    "tanh": _lift(lambda x: x.tanh()),
    "sign": _lift(lambda x: x.sgn()),
    "maximum": np.maximum,
    "minimum": np.minimum,
    "max": np.max,
    "min": np.min,
    "where": np.where,
    "sum": lambda x, **axes: np.sum(_counted(x), **axes),
    "mean": lambda x, **axes: np.mean(_counted(x), **axes),
    "all": np.all,
    "any": np.any,
    "take_along_axis": np.take_along_axis,
    "expand_dims": np.expand_dims,
    "squeeze": np.squeeze,
    "size": lambda x, axis: int(np.size(x, axis)),
    "columns": lambda x: x[:, None] if np.ndim(x) == 1 else x,
    "transpose": lambda x: x.T if np.ndim(x) == 2 else x,
    "eye_like": lambda z: np.eye(z.shape[-1], dtype=np.int64).astype(object),
}


SYSTEM = BallSystem()


@dataclass(frozen=True, slots=True)
class Scaled:
    """Real numbers ``(hi + lo) * 2**scale`` to about 106 bits; ``hi`` may be infinite or NaN."""

    hi: Floats
    lo: Floats
    scale: npt.NDArray[np.int64]

    def reshape(self, shape: tuple[int, ...]) -> "Scaled":
        """The same numbers in another shape."""
        return Scaled(self.hi.reshape(shape), self.lo.reshape(shape), self.scale.reshape(shape))

    def to_float(self) -> Floats:
        """The nearest float64; infinite beyond its range."""
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(np.ldexp(self.hi, self.scale))


def scaled(balls: Balls) -> Scaled:
    """Midpoints of balls as float64 pairs; NaN or an infinity where a ball is not finite."""
    flat = balls.ravel()
    hi, lo = np.empty(flat.size), np.zeros(flat.size)
    scale = np.zeros(flat.size, dtype=np.int64)
    for i, ball in enumerate(flat.tolist()):
        hi[i], lo[i], scale[i] = _split(ball)
    return Scaled(hi.reshape(balls.shape), lo.reshape(balls.shape), scale.reshape(balls.shape))


def _split(ball: Any) -> tuple[float, float, int]:
    if not isinstance(ball, arb):
        return float(ball), 0.0, 0
    if not ball.is_finite():
        return _not_finite(ball), 0.0, 0
    hi = float(ball)
    if hi == 0.0 and ball.mid() == 0:
        return 0.0, 0.0, 0
    if _PLAIN_LOW < abs(hi) < _PLAIN_HIGH:
        return hi, float(ball - hi), 0
    mantissa, exponent = ball.mid().man_exp()
    shift = int(exponent) + int(mantissa).bit_length()
    if shift > _BEYOND:
        return float("inf") if mantissa > 0 else float("-inf"), 0.0, 0
    if shift < -_BEYOND:
        return 0.0, 0.0, 0
    unit = ball * arb(2) ** -shift
    hi = float(unit)
    return hi, float(unit - hi), shift


def _not_finite(ball: arb) -> float:
    if ball == arb.pos_inf():
        return float("inf")
    return float("-inf") if ball == arb.neg_inf() else float("nan")


def is_settled(ball: Any, bits: int, floor: arb) -> bool:
    """Whether a ball is finite and narrower than ``2**-bits`` of itself, or than ``floor``."""
    if not isinstance(ball, arb):
        return True
    if not ball.is_finite():
        return False
    return bool(ball.rel_accuracy_bits() >= bits) or bool(ball.rad() <= floor)
