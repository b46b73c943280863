"""The smallest call that still shows a fault, found by Hypothesis."""

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nnconform.conformance.cases import Case, rounded
from nnconform.conformance.formats import Array

_TRIES = 250
# What each domain is made of, the simplest first.
_SIMPLE: dict[str, tuple[float, ...]] = {
    "real": (0.0, 1.0, 2.0, -1.0, -2.0, 0.5, 3.0, -0.5),
    "embedding": (0.0, 1.0, 2.0, -1.0),
    "positive": (1.0, 2.0, 0.5, 3.0),
    "nonnegative": (0.0, 1.0, 2.0, 0.5, 3.0),
    "unit": (0.5, 1.0, 0.25),
    "probability": (0.5, 0.25, 0.75),
    "binary": (0.0, 1.0),
    "sign": (1.0, -1.0),
    "label": (0.0, 1.0),
}


def shrink(case: Case, failing: int, shows: Callable[[Case], bool]) -> Case:
    """Return the simplest case on which ``shows`` is true; the given one if nothing simpler is.

    Args:
        case: a case that shows the fault.
        failing: the sample that shows it, or -1 if it is not known.
        shows: whether a case shows the fault.
    """
    from hypothesis.errors import NoSuchExample

    try:
        with warnings.catch_warnings():  # it warns of the length of its own reports
            warnings.simplefilter("ignore")
            found: Case = _find(case, failing, shows)
    except NoSuchExample:
        return case
    return found


def _find(case: Case, failing: int, shows: Callable[[Case], bool]) -> Case:
    from hypothesis import HealthCheck, Phase, find, settings

    found: Case = find(
        _smaller(case, failing),
        shows,
        settings=settings(
            max_examples=_TRIES,
            database=None,
            deadline=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    return found


def _smaller(case: Case, failing: int) -> Any:
    """Cases of fewer samples, made of simple values and of those of the failing sample."""
    from hypothesis import strategies as st

    formula = case.formula
    batch = min(case.shape[0], 3) if case.shape else 1
    atoms = {
        name: _atoms(name, case, failing) for name, g in formula.inputs.items() if g.shape != ""
    }
    scalars = {
        name: _pool(g.domain, [float(case.inputs[name])])
        for name, g in formula.inputs.items()
        if g.shape == ""
    }

    @st.composite
    def build(draw: Any) -> Case:
        size = draw(st.integers(1, batch))
        drawn: dict[str, Array] = {}
        for name in formula.inputs:
            if name in scalars:
                drawn[name] = np.asarray(draw(st.sampled_from(scalars[name])))
            else:
                picks = [draw(st.integers(0, len(atoms[name]) - 1)) for _ in range(size)]
                drawn[name] = np.stack([atoms[name][i] for i in picks])
        return Case(formula, case.form, rounded(formula, drawn, case.form), case.parameters)

    return build()


def _pool(domain: str, own: Sequence[float]) -> list[float]:
    return list(dict.fromkeys([*_SIMPLE[domain], *own]))


def _atoms(name: str, case: Case, failing: int) -> list[Array]:
    """What one sample of an input may be."""
    domain = case.formula.inputs[name].domain
    array = np.asarray(case.inputs[name])
    if case.formula.inputs[name].shape == "*":
        array = array.reshape(-1)
    own = array[failing : failing + 1] if 0 <= failing < len(array) else array[:4]
    if array.ndim == 1:
        return [
            np.asarray(v, dtype=np.int64 if array.dtype.kind in "iu" else np.float64)
            for v in _pool(domain, own.astype(np.float64).tolist())
        ]
    width = array.shape[1]
    if domain == "one_hot":
        return list(np.eye(width))
    if domain == "distribution":
        return [*_simple_rows(width), *own.astype(np.float64)]
    simple = [np.resize(np.array(values), width) for values in ((0.0, 1.0), (1.0, 2.0), (0.0, 0.0))]
    if domain in {"binary", "sign"}:
        simple = (
            [np.eye(width)[0] * 2 - 1, np.ones(width)] if domain == "sign" else list(np.eye(width))
        )
    return [*simple, *own.astype(np.float64)]


def _simple_rows(width: int) -> list[Array]:
    """Distributions of dyadic numbers that sum to exactly one."""
    halves = np.array([2.0 ** -(i + 1) for i in range(width - 1)] + [2.0 ** -(width - 1)])
    return [halves, halves[::-1].copy()]
