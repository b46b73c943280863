"""Errors, and the small checks that raise them; every message begins with the function's name."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.floating]
IntArray = npt.NDArray[np.int64]
# One array a layer; a formula that takes such a list says so with this annotation.
Arrays = Sequence[FloatArray]

# Domain of a parameter: the words of the message, the smallest and the largest value.
_DOMAINS = {
    "positive": ("positive", math.ulp(0.0), math.inf),
    "nonnegative": ("zero or positive", 0.0, math.inf),
    "unit": ("between 0 and 1", 0.0, 1.0),
    "below_one": ("at least 0 and below 1", 0.0, math.nextafter(1.0, 0.0)),
}


class ShapeError(ValueError):
    """Arrays whose shapes do not belong together, or a mean over nothing."""


class DomainError(ValueError):
    """A parameter, a label or a dtype for which the formula is not defined."""


def check_same_shape(function: str, **arrays: FloatArray) -> None:
    """Raise ShapeError unless all ``arrays`` have one shape: nothing is broadcast silently."""
    shapes = [array.shape for array in arrays.values()]
    if any(shape != shapes[0] for shape in shapes):
        raise ShapeError(
            f"{function}: {_listed(list(arrays))} must have one shape, "
            f"got {_listed([str(shape) for shape in shapes])}"
        )


def check_broadcast(function: str, **arrays: FloatArray | float) -> None:
    """Raise ShapeError unless the ``arrays`` can be broadcast together."""
    shapes = [np.shape(array) for array in arrays.values()]
    try:
        np.broadcast_shapes(*shapes)
    except ValueError:
        raise ShapeError(
            f"{function}: {_listed(list(arrays))} must broadcast, "
            f"got {_listed([str(shape) for shape in shapes])}"
        ) from None


def check_count(function: str, thing: str, shape: tuple[int, ...]) -> int:
    """Return how many things ``shape`` holds; raise ShapeError for none, which have no mean."""
    count = math.prod(shape)
    if count == 0:
        raise ShapeError(f"{function}: the mean needs at least one {thing}, got shape {shape}")
    return count


def check_last_axis(function: str, meaning: str, **arrays: FloatArray) -> None:
    """Raise ShapeError for a 0-d array, which has no last axis to hold ``meaning``."""
    for name, array in arrays.items():
        if array.ndim == 0:
            raise ShapeError(f"{function}: {name} needs a last axis of {meaning}, got shape ()")


def check_parameter(function: str, name: str, value: float, domain: str) -> float:
    """Return ``value`` as a Python float; raise DomainError outside of ``domain``."""
    words, smallest, largest = _DOMAINS[domain]
    if not (smallest <= value <= largest and math.isfinite(value)):
        raise DomainError(f"{function}: {name} must be {words}, got {float(value)}")
    return float(value)


def check_whole(function: str, smallest: int, **counts: int) -> None:
    """Raise DomainError unless all ``counts`` are whole numbers from ``smallest`` on."""
    for name, count in counts.items():
        if not (isinstance(count, int | np.integer) and count >= smallest):
            raise DomainError(
                f"{function}: {name} must be a whole number from {smallest} on, got {count}"
            )


def check_labels(function: str, y: FloatArray, y_hat: FloatArray) -> IntArray:
    """Return ``y`` as class numbers of the last axis of ``y_hat``.

    Raises:
        ShapeError: ``y`` has not the shape of ``y_hat`` without its last axis.
        DomainError: a label is no whole number from 0 to k - 1; negative ones do not count
            from the end.
    """
    check_last_axis(function, "classes", y_hat=y_hat)
    if y.shape != y_hat.shape[:-1]:
        raise ShapeError(
            f"{function}: y must have the shape of y_hat without its last axis, "
            f"got {y.shape} and {y_hat.shape}"
        )
    classes = y_hat.shape[-1]
    wrong = ~((y >= 0) & (y < classes) & (y == np.floor(y)))
    if np.any(wrong):
        raise DomainError(
            f"{function}: y must hold whole numbers from 0 to {classes - 1}, got {y[wrong][0]:g}"
        )
    return y.astype(np.int64)


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}"
