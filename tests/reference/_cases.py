"""Inputs for every function: ordinary ones, and those at the ends of the range; same every run."""

import zlib
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Case = tuple[list[Array], dict[str, float]]

FLOATS = (np.float64, np.float32, np.float16)

# Zero to the largest float64, with the places where exponentials round to 1, turn subnormal,
# vanish and overflow, and where squares do.
MAGNITUDES = (
    *(0.0, 5e-324, 1e-310, 2.3e-308, 1e-160, 1e-20, 1e-8, 0.01, 0.1, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0),
    *(10.0, 17.5, 36.7, 37.5, 88.8, 103.9, 354.0, 372.6, 700.0, 708.4, 709.8, 710.5, 740.0, 744.4),
    *(745.1, 745.2, 746.0, 1e4, 1e16, 1e154, 1.5e154, 1e160, 1e300, 1e308, 1.7976931348623157e308),
)
SIGNED = np.array([*MAGNITUDES, *(-m for m in MAGNITUDES)])
PROBABILITIES = np.array(
    [*(5e-324, 1e-310, 1e-300, 1e-150, 1e-16, 0.1, 0.5, 0.7, 0.999), 1 - 2**-30, 1 - 2**-53]
)
SCALES = (1.0, 0.1, 3.0, 5e-324, 1e-310, 1e-160, 1e308)

ELEMENTWISE: list[tuple[str, dict[str, float]]] = [
    *((name, {}) for name in ("identity", "step", "sigmoid", "tanh", "relu", "softplus")),
    *(("leaky_relu", {"alpha": alpha}) for alpha in (0.01, 0.0, 1.0, 1e-310)),
    *(("elu", {"alpha": alpha}) for alpha in (1.0, 0.0, 0.3, 1e-310, 1e308)),
]

Random = np.random.Generator
Shape = tuple[int, ...]


def generator(name: str) -> Random:
    return np.random.default_rng(zlib.crc32(name.encode()))


def points(dtype: npt.DTypeLike) -> Array:
    """Return single inputs of ``dtype``, all finite."""
    random = generator("points")
    return narrowed(
        np.concatenate([SIGNED, random.normal(size=20), random.uniform(-760, 760, 40)]), dtype
    )


def narrowed(x: npt.ArrayLike, dtype: npt.DTypeLike) -> Array:
    """Return ``x`` rounded to ``dtype``, the largest number of it where it would overflow."""
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.nan_to_num(np.asarray(x).astype(dtype)))


def real(random: Random, shape: Shape) -> Array:
    kinds: list[Callable[[], Array]] = [
        lambda: random.normal(size=shape),
        lambda: random.integers(-3, 4, size=shape) * 0.1,
        lambda: random.choice(SIGNED, size=shape),
        lambda: np.ldexp(random.uniform(-1, 1, size=shape), random.integers(-1074, 1024, shape)),
    ]
    return np.asarray(kinds[random.integers(len(kinds))]())


def near(random: Random, x: Array) -> Array:
    """Return numbers that are ``x`` but for the last bits, or anything else."""
    return x * (1 - 2.0**-52) if random.random() < 0.3 else real(random, x.shape)


def logits(random: Random, shape: Shape) -> Array:
    if random.random() < 0.5:
        return np.asarray(random.uniform(-800, 800, size=shape))
    return real(random, shape)


def probability(random: Random, shape: Shape) -> Array:
    if random.random() < 0.5:
        return np.asarray(random.choice(PROBABILITIES, size=shape))
    return np.asarray(random.uniform(1e-9, 1 - 1e-9, size=shape))


def binary(random: Random, shape: Shape) -> Array:
    if random.random() < 0.7:
        return random.integers(0, 2, size=shape).astype(float)
    return probability(random, shape)


def sign(random: Random, shape: Shape) -> Array:
    return np.asarray(random.choice([-1.0, 1.0], size=shape))


def distribution(random: Random, shape: Shape) -> Array:
    if random.random() < 0.6:
        return np.asarray(np.eye(shape[-1])[random.integers(0, shape[-1], size=shape[:-1])])
    return np.asarray(random.dirichlet(np.ones(shape[-1]), size=shape[:-1]))


def _residuals(random: Random, n: int) -> list[Array]:
    y = real(random, (n,))
    return [y, near(random, y)]


def _triplets(random: Random, n: int) -> list[Array]:
    a = real(random, (2, n))
    return [a, near(random, a), near(random, a)]


def _scores(random: Random, n: int) -> list[Array]:
    s = real(random, (n,))
    return [sign(random, (n,)), s, near(random, s)]


def _divergences(random: Random, n: int) -> list[Array]:
    if random.random() < 0.5:
        return [distribution(random, (2, n)), probability(random, (2, n))]
    y = probability(random, (2, n))
    return [y, y * (1 - 2.0**-50)]


def _entropies(random: Random, n: int) -> list[Array]:
    return [distribution(random, (2, n)), probability(random, (2, n))]


# How each loss draws its inputs of n elements; which of them its gradient is in; its parameter.
_LOSSES: dict[str, tuple[Callable[[Random, int], list[Array]], tuple[int, ...], str]] = {
    "mse": (_residuals, (1,), ""),
    "squared_error": (_residuals, (1,), ""),
    "mae": (_residuals, (1,), ""),
    "huber": (_residuals, (1,), "delta"),
    "binary_cross_entropy": (lambda r, n: [binary(r, (n,)), probability(r, (n,))], (1,), ""),
    "cross_entropy_single": (lambda r, n: [probability(r, (n,)), binary(r, (n,))], (0,), ""),
    "categorical_cross_entropy": (_entropies, (1,), ""),
    "kl_divergence": (_divergences, (1,), ""),
    "pixelwise_cross_entropy": (_entropies, (1,), ""),
    "hinge": (lambda r, n: [sign(r, (n,)), real(r, (n,))], (1,), ""),
    "contrastive": (lambda r, n: [binary(r, (n,)), abs(real(r, (n,)))], (1,), "m"),
    "triplet": (_triplets, (0, 1, 2), "alpha"),
    "margin_ranking": (_scores, (1, 2), "margin"),
    "l1_penalty": (lambda r, n: [real(r, (n,))], (0,), "lam"),
    "l2_penalty": (lambda r, n: [real(r, (n,))], (0,), "lam"),
    "regression_head": (_residuals, (1,), ""),
    "binary_head": (lambda r, n: [binary(r, (n,)), logits(r, (n,))], (1,), ""),
    "multiclass_head": (lambda r, n: [distribution(r, (2, n)), logits(r, (2, n))], (1,), ""),
    "multilabel_head": (lambda r, n: [binary(r, (1, n)), logits(r, (1, n))], (1,), ""),
}

LOSSES = tuple(name for name in _LOSSES if not name.endswith("_head"))
HEADS = tuple(name for name in _LOSSES if name.endswith("_head"))
SPARSE = ("sparse_categorical_cross_entropy", "negative_log_likelihood")


def differentiable(name: str) -> tuple[int, ...]:
    """Return the positions of the inputs that the gradient of ``name`` is in."""
    return _LOSSES[name][1]


def cases(name: str, dtype: npt.DTypeLike, count: int = 12) -> Iterator[Case]:
    """Yield inputs of ``dtype`` and parameters for the loss or head ``name``.

    A third of them for the narrow dtypes, which only add a rounding.
    """
    draw, (differentiable, *_), parameter = _LOSSES[name]
    random = generator(name)
    for i in range(count if dtype == np.float64 else count // 3):
        inputs = [narrowed(x, dtype) for x in draw(random, 1 + i % 3)]
        if name in ("cross_entropy_single", "kl_divergence") or name.endswith("_cross_entropy"):
            inputs[differentiable] = _inside(inputs[differentiable])
        yield inputs, {parameter: float(random.choice(SCALES))} if parameter else {}


def sparse_cases(name: str, count: int = 12) -> Iterator[tuple[Array, Array]]:
    """Yield labels and probabilities for one of ``SPARSE``."""
    random = generator(name)
    for i in range(count):
        n = 1 + i % 3
        yield random.integers(0, 3, size=n), probability(random, (n, 3))


def _inside(p: Array) -> Array:
    # a probability that a narrow dtype rounded to 0 or 1 is no longer an ordinary input
    info = np.finfo(p.dtype)
    smallest = info.smallest_subnormal if p.dtype == np.float64 else info.tiny
    return np.clip(p, smallest, 1 - info.epsneg)
