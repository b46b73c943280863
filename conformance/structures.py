"""The sizes that a call of a program is made of: fixed ones, and those that Hypothesis draws."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from nnconform.conformance.drawing import from_seed
from nnconform.spec import Formula, Program, load


@dataclass(frozen=True, slots=True)
class Structure:
    """The sizes of one call.

    Attributes:
        axes: by name of an axis.
        layers: sizes of a network's layers, the input first.
        optional: whether axes that may be absent are there.
        anything: the shape that stands for "*".
        scales: whether gradients change their order of magnitude from step to step.
        simple: whether values are small dyadic numbers, among which equals are met.
        small: whether real numbers are so small that they stay below thresholds, and that their
            squares are of the order of what is added to keep denominators from zero.
    """

    axes: Mapping[str, int] = field(default_factory=dict)
    layers: tuple[int, ...] = (2, 2, 2)
    optional: bool = True
    anything: tuple[int, ...] = (2,)
    scales: bool = False
    simple: bool = False
    small: bool = False


def of_structure(formula: Formula) -> list[str]:
    """The names of the axes that a structure gives sizes to."""
    names = [
        token.rstrip("?")
        for given in formula.inputs.values()
        if not given.shape.startswith("[")
        for token in given.shape.split()
        if token != "*"
    ]
    return list(dict.fromkeys(names))


def fixed_structures(formula: Formula) -> Iterator[Structure]:
    """The structures that every run has: small, of sizes that all differ, and special ones."""
    names = of_structure(formula)
    yield Structure(dict.fromkeys(names, 2), (2, 2, 2), optional=False)
    different = {name: 3 + i for i, name in enumerate(names)}
    yield Structure({**different, "steps": 6}, (3, 4, 2), anything=(2, 3))
    yield Structure({**dict.fromkeys(names, 3), "steps": 6}, (3, 3, 3), anything=(3,), scales=True)
    yield Structure(dict.fromkeys(names, 4), (2, 3), optional=False, simple=is_smooth(formula))
    if is_plain(formula):  # a few numbers decide little where a result is one of two
        for size in (1, 1, 2, 3):
            yield Structure(dict.fromkeys(names, size), (2, 3), simple=True)
    if has_threshold(formula):
        yield Structure(dict.fromkeys(names, 3), anything=(2, 2), small=True)


def is_smooth(formula: Formula) -> bool:
    """Whether no derivative is taken, which small numbers would put on a kink."""
    program = formula.rule.kernel
    return isinstance(program, Program) and program.gradient is None and not formula.choices


def has_threshold(formula: Formula) -> bool:
    """Whether a positive parameter decides what small inputs give, and no steps follow."""
    given = any(parameter.domain == "positive" for parameter in formula.parameters.values())
    return given and is_plain(formula)


def is_plain(formula: Formula) -> bool:
    """Whether there are neither steps nor layers nor other formulas in it."""
    program = formula.rule.kernel
    if not isinstance(program, Program) or is_network(formula):
        return False
    calls = any(statement.value.calls for statement in program.statements)
    return not (calls or program.over or program.gradient)


@lru_cache(maxsize=64)
def drawn_structures(
    identifier: str, seed: int, examples: int
) -> tuple[tuple[Structure, dict[str, Any], int], ...]:
    """What Hypothesis draws for each call: sizes, parameters and choices, seed of the values."""
    return from_seed(lambda: _example(load(identifier)), seed, examples)


def _example(formula: Formula) -> Any:
    from hypothesis import strategies as st

    return st.tuples(_structures(formula), _settings(formula), st.integers(0, 2**32 - 1))


def _structures(formula: Formula) -> Any:
    from hypothesis import strategies as st

    # Few shapes, so that frameworks which compile once a shape do it rarely.
    size = st.sampled_from([2, 4])
    networks = [(2, 2), (3, 2), (2, 3, 2), (3, 4, 2), (2, 3, 3, 2)]
    return st.builds(
        Structure,
        axes=st.fixed_dictionaries({name: size for name in of_structure(formula)}),
        layers=st.sampled_from(networks),
        optional=st.booleans(),
        anything=st.sampled_from([(2,), (2, 3)]),
        scales=st.booleans(),
    )


def _settings(formula: Formula) -> Any:
    """Parameters, and the formulas that are chosen."""
    from hypothesis import strategies as st

    # A network that leaps in training lands where outputs saturate.
    leap = 0.25 if is_network(formula) else 1.0
    parameters = {name: _parameter(each.domain, leap) for name, each in formula.parameters.items()}
    choices = {name: st.sampled_from(given.among) for name, given in formula.choices.items()}
    return st.fixed_dictionaries({**parameters, **choices})


def _parameter(domain: str, leap: float) -> Any:
    from hypothesis import strategies as st

    if domain == "count":
        return st.integers(1, 3)
    low, high = {
        "unit": (0.0625, 0.9375),
        "probability": (0.0625, 0.9375),
        "nonnegative": (0.0, 4.0),
        "real": (-4.0, 4.0),
    }.get(domain, (0.0625, 2.0 * leap))
    return st.floats(low, high, width=16)


def is_network(formula: Formula) -> bool:
    """Whether some input is a list of arrays, one a layer."""
    return any(given.shape.startswith("[") for given in formula.inputs.values())
