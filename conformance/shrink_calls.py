"""The smallest call of a program that still shows a fault, found by Hypothesis."""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from nnconform.conformance.program_cases import Call
from nnconform.conformance.structures import Structure, of_structure

_TRIES = 60
# Numbers that are easy to follow by hand, the simplest first.
_VALUES = {
    "real": (1.0, 2.0, -1.0, 0.5, 3.0, -2.0),
    "gradient": (1.0, 2.0, -1.0, 0.5, 3.0, -2.0),
    "positive": (1.0, 2.0, 0.5, 3.0),
    "nonnegative": (1.0, 2.0, 0.5, 3.0),
    "probability": (0.5, 0.25, 0.75),
    "unit": (0.5, 1.0, 0.25),
}


def shrink(call: Call, shows: Callable[[Call], bool]) -> Call:
    """Return the simplest call on which ``shows`` is true; the given one if nothing simpler is."""
    from hypothesis import HealthCheck, Phase, find, settings
    from hypothesis.errors import NoSuchExample

    try:
        with warnings.catch_warnings():  # it warns of the length of its own reports
            warnings.simplefilter("ignore")
            found: Call = find(
                _smaller(call),
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
    except NoSuchExample:
        return call
    return found if found.shape <= call.shape else call


def _smaller(call: Call) -> Any:
    """Calls of small structures, made of simple values; parameters and choices stay."""
    from hypothesis import strategies as st

    size = st.integers(1, 2)

    @st.composite
    def build(draw: Any) -> Call:
        structure = Structure(
            axes={name: draw(size) for name in of_structure(call.formula)},
            layers=tuple(draw(st.lists(size, min_size=2, max_size=3))),
            optional=draw(st.booleans()),
            anything=(draw(size),),
        )
        small = call.like(structure)
        return small.anew(
            {name: _simple(draw, call, name, given) for name, given in small.inputs.items()}
        )

    return build()


def _simple(draw: Any, call: Call, name: str, given: Any) -> Any:
    from hypothesis import strategies as st

    values = _VALUES.get(call.formula.inputs[name].domain)
    if values is None:
        return given
    if isinstance(given, tuple):
        return tuple(_simple(draw, call, name, each) for each in given)
    array = np.empty(given.shape)
    for index in np.ndindex(given.shape):
        array[index] = draw(st.sampled_from(values))
    return call.form.round(array)
