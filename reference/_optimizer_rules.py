"""The optimizers' equations: what a gradient takes from the parameters, and what is remembered.

A rule maps a gradient and the averages kept so far to the change, which is subtracted from the
parameters, and the new averages. Numbers are ``DoubleDouble``: neither a square of a gradient
overflows nor does a thousand steps drift. Equations bear the names of their documents.
"""

from collections.abc import Callable
from typing import NamedTuple

from ._double_double import DoubleDouble
from ._validation import check_parameter

Averages = tuple[DoubleDouble, ...]

ZERO, ONE = DoubleDouble(0.0), DoubleDouble(1.0)


class Rule(NamedTuple):
    """How one optimizer moves: ``move(g, averages) -> (change, averages)``, from ``start`` on."""

    start: Averages
    move: Callable[[DoubleDouble, Averages], tuple[DoubleDouble, Averages]]


def sgd(function: str, eta: float) -> Rule:
    rate = _checked(function, "eta", eta, "nonnegative")

    def move(g: DoubleDouble, _: Averages) -> tuple[DoubleDouble, Averages]:
        return rate * g, ()

    return Rule((), move)


def momentum(function: str, alpha: float, beta: float) -> Rule:
    rate = _checked(function, "alpha", alpha, "nonnegative")
    keep = _checked(function, "beta", beta, "unit")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        (v,) = averages
        v = _average(keep, v, g)
        return rate * v, (v,)

    return Rule((ZERO,), move)


def rmsprop(function: str, eta: float, beta: float, epsilon: float) -> Rule:
    rate = _checked(function, "eta", eta, "nonnegative")
    keep = _checked(function, "beta", beta, "unit")
    least = _checked(function, "epsilon", epsilon, "nonnegative")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        (e,) = averages
        e = _average(keep, e, g * g)
        return rate / (e + least).sqrt() * g, (e,)

    return Rule((ZERO,), move)


def adagrad(function: str, eta: float, epsilon: float) -> Rule:
    rate = _checked(function, "eta", eta, "nonnegative")
    least = _checked(function, "epsilon", epsilon, "nonnegative")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        (total,) = averages
        total = total + g * g
        return rate / (total + least).sqrt() * g, (total,)

    return Rule((ZERO,), move)


def adadelta(function: str, rho: float, epsilon: float) -> Rule:
    keep = _checked(function, "rho", rho, "unit")
    least = _checked(function, "epsilon", epsilon, "nonnegative")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        s, d = averages
        s = _average(keep, s, g * g)
        r = (d + least).sqrt() / (s + least).sqrt() * g
        d = _average(keep, d, r * r)
        return r, (s, d)

    return Rule((ZERO, ZERO), move)


def adam_moments(function: str, beta1: float, beta2: float) -> Rule:
    keep1 = _checked(function, "beta1", beta1, "unit")
    keep2 = _checked(function, "beta2", beta2, "unit")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        m, v = averages
        return ZERO, (_average(keep1, m, g), _average(keep2, v, g * g))

    return Rule((ZERO, ZERO), move)


def adam(function: str, eta: float, beta1: float, beta2: float, epsilon: float) -> Rule:
    rate = _checked(function, "eta", eta, "nonnegative")
    keep1 = _checked(function, "beta1", beta1, "below_one")
    keep2 = _checked(function, "beta2", beta2, "below_one")
    least = _checked(function, "epsilon", epsilon, "nonnegative")

    def move(g: DoubleDouble, averages: Averages) -> tuple[DoubleDouble, Averages]:
        m, v, power1, power2 = averages
        m, v = _average(keep1, m, g), _average(keep2, v, g * g)
        power1, power2 = power1 * keep1, power2 * keep2  # beta1**t, beta2**t
        m_hat, v_hat = m / (ONE - power1), v / (ONE - power2)
        return rate / (v_hat.sqrt() + least) * m_hat, (m, v, power1, power2)

    return Rule((ZERO, ZERO, ONE, ONE), move)


def _average(keep: DoubleDouble, old: DoubleDouble, new: DoubleDouble) -> DoubleDouble:
    return keep * old + (ONE - keep) * new


def _checked(function: str, name: str, value: float, domain: str) -> DoubleDouble:
    return DoubleDouble(check_parameter(function, name, value, domain))
