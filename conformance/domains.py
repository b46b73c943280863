"""The points of each domain: ordinary ones, fixed boundary ones, and the whole range.

Ordinary inputs are those on which every right algorithm agrees, however naive: far enough from
zero that a difference of exponentials keeps its digits, small enough that nothing saturates.
"""

from collections.abc import Callable, Mapping

import numpy as np

from nnconform.conformance.formats import Array, Floats, Format

Random = np.random.Generator
Shape = tuple[int, ...]

# The domains of whole numbers: in no format, and never rounded.
WHOLE = frozenset({"label", "count", "index", "flag"})
# Dyadic numbers that every format holds exactly, and whose sums and doubles it holds too.
NICE = (0.0, 1.0, -1.0, 0.5, -0.5, 2.0, -2.0, 1.5, -1.5, 3.0, -3.0)
# Where exponentials of the formats overflow, underflow or leave the last place of one.
_EDGES = (
    5.5,
    8.3,
    9.0,
    9.7,
    10.4,
    11.1,
    16.6,
    17.3,
    18.7,
    20.0,
    36.7,
    37.4,
    44.0,
    65.0,
    87.3,
    88.0,
    88.72,
    89.0,
    92.0,
    100.0,
    103.0,
    104.0,
    300.0,
    354.0,
    500.0,
    600.0,
    700.0,
    708.3,
    709.0,
    709.78,
    710.0,
    720.0,
    740.0,
    744.0,
    745.0,
    746.0,
    800.0,
)


def ordinary(domain: str, shape: Shape, rng: Random) -> Array:
    """Draw ordinary values of a domain, before rounding to a format; labels need ``classes``."""
    return _ORDINARY[domain](shape, rng)


def labels(shape: Shape, classes: int, rng: Random) -> Array:
    """Draw integer labels below ``classes``."""
    return rng.integers(0, classes, size=shape, dtype=np.int64)


def nice(domain: str, shape: Shape, rng: Random) -> Array:
    """Draw small dyadic values, on which sums, differences and doubles are exact."""
    if domain in {"real", "embedding"}:
        return rng.integers(-24, 25, size=shape) / 8
    if domain in {"positive", "nonnegative"}:
        return rng.integers(1, 25, size=shape) / 8
    if domain in {"unit", "probability"}:
        return rng.integers(1, 8, size=shape) / 8
    return _ORDINARY[domain](shape, rng)


def near(domain: str, shape: Shape, rng: Random) -> Array:
    """Draw dyadic values of a quarter of the size, where margins are not passed yet."""
    found = nice(domain, shape, rng)
    return found / 4 if domain in {"real", "embedding", "positive", "nonnegative"} else found


def simple(domain: str, shape: Shape, rng: Random) -> Array:
    """Draw from the smallest dyadic numbers, zero included, where equals and kinks are met."""
    if domain in {"real", "embedding"}:
        return rng.choice(NICE[:7], size=shape)
    return nice(domain, shape, rng)


def extremes(domain: str, form: Format) -> Floats:
    """The fixed list of extreme finite values of a domain: ends, thresholds, tiny and huge.

    For embeddings they are factors of whole samples: distances are taken between points of one
    scale.
    """
    ladder = np.concatenate(
        [
            2.0 ** np.linspace(form.emin - form.precision + 1, -1, 24),
            [form.tiny, form.normal, form.u, 2 * form.u, np.sqrt(form.normal), np.sqrt(form.u)],
        ]
    )
    huge = np.concatenate(
        [
            _EDGES,
            2.0 ** np.linspace(10, form.emax, 10),
            [form.largest, form.largest / 2, np.sqrt(form.largest)],
        ]
    )
    if domain in {"real", "embedding"}:
        one_sided = np.concatenate([ladder, huge])
        values = np.concatenate([one_sided, -one_sided])
    elif domain in {"positive", "nonnegative"}:
        values = np.concatenate([ladder, huge])
    elif domain in {"probability", "unit", "distribution"}:
        near_one = 1.0 - 2.0 ** -np.arange(1.0, form.precision + 1)
        values = np.concatenate(
            [ladder[ladder < 0.5], near_one, [10.0**-e for e in range(2, 17, 2)]]
        )
    else:
        return np.empty(0)
    rounded = form.round(values).astype(np.float64)
    inside = (rounded < 1) | (domain not in {"probability", "unit", "distribution"})
    return np.unique(rounded[inside & (rounded != 0)])


def spread(domain: str, size: int, form: Format, rng: Random) -> Floats:
    """Values over the whole useful range: a dense middle, every magnitude, and the extremes."""
    if domain in {"real", "embedding"}:
        parts = [
            rng.uniform(-12, 12, size // 3),
            rng.uniform(-120, 120, size // 6),
            _signed(10.0 ** rng.uniform(-8, 4, size // 4), rng),
            _signed(2.0 ** rng.uniform(form.emin - form.precision, form.emax, size // 8), rng),
        ]
    elif domain in {"positive", "nonnegative"}:
        parts = [rng.uniform(0, 12, size // 3), 10.0 ** rng.uniform(-6, 4, size // 3)]
    elif domain in {"probability", "unit", "distribution"}:
        parts = [
            rng.uniform(0.01, 0.99, size // 3),
            10.0 ** rng.uniform(-12, -1, size // 4),
            1 - 10.0 ** rng.uniform(-6, -1, size // 4),
        ]
    else:
        return np.empty(0)
    values = form.round(np.concatenate(parts)).astype(np.float64)
    if domain in {"probability", "unit", "distribution"}:
        values = values[(values > 0) & (values < 1)]
    return np.concatenate([values, extremes(domain, form), [0.0] if domain == "real" else []])


def _signed(magnitudes: Floats, rng: Random) -> Floats:
    return np.asarray(magnitudes * rng.choice([-1.0, 1.0], size=magnitudes.shape))


def _rows(shape: Shape, rng: Random) -> Floats:
    weights = rng.uniform(0.25, 1.0, size=shape)
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def _one_hot(shape: Shape, rng: Random) -> Floats:
    return np.eye(shape[-1])[rng.integers(0, shape[-1], size=shape[:-1])]


_ORDINARY: Mapping[str, Callable[[Shape, Random], Array]] = {
    "real": lambda shape, rng: _signed(rng.uniform(0.25, 2.0, size=shape), rng),
    "embedding": lambda shape, rng: _signed(rng.uniform(0.25, 2.0, size=shape), rng),
    "positive": lambda shape, rng: rng.uniform(0.25, 3.0, size=shape),
    "nonnegative": lambda shape, rng: rng.uniform(0.25, 2.0, size=shape),
    "unit": lambda shape, rng: rng.uniform(0.0625, 1.0, size=shape),
    "probability": lambda shape, rng: rng.uniform(0.125, 0.875, size=shape),
    "distribution": _rows,
    "binary": lambda shape, rng: rng.integers(0, 2, size=shape).astype(np.float64),
    "sign": lambda shape, rng: rng.choice([-1.0, 1.0], size=shape),
    "one_hot": _one_hot,
    "gradient": lambda shape, rng: _signed(rng.uniform(0.25, 2.0, size=shape), rng),
    "count": lambda shape, rng: rng.integers(1, 9, size=shape),
}
