"""What is swept: one formula, one adapter, one target, one setting of its parameters."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from nnconform.adapters import Adapter, Target, resolve
from nnconform.adapters.protocol import Array
from nnconform.conformance.filtering import VALUE
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.sweeping.pieces import Sweeper
from nnconform.conformance.sweeping.spaces import CHUNK, DEVICE_CHUNK, Space, line, plane
from nnconform.conformance.sweeping.truth import SweepError, Truth, truth
from nnconform.spec import Formula, load

# By the domain of a parameter: the values of its sweeps beside the default. They are exact in
# every format; the first stands for the default of an input that has none.
_CHOSEN: Mapping[str, tuple[float, ...]] = {
    "unit": (0.25, 0.0, 1.0),
    "positive": (0.25, 4.0),
    "nonnegative": (0.25, 0.0, 4.0),
    "real": (0.25, -0.25, 4.0),
}
# Without a filter the balls decide every point, some ten thousand a second.
_STRATIFIED, _BALLS_ALONE = 2**28, 2**18


@dataclass(frozen=True, slots=True)
class Question:
    """One sweep that is asked for.

    Attributes:
        adapter: as people type it.
        parameters: by name; scalar inputs among them.
        points: how many to take of a space that cannot be swept whole; None for the default.
    """

    formula: str
    adapter: str
    target: Target
    quantity: str
    parameters: tuple[tuple[str, float], ...]
    points: int | None = None

    @property
    def given(self) -> dict[str, float]:
        """The parameters by name."""
        return dict(self.parameters)


def settings(formula: Formula, asked: Mapping[str, Sequence[float]]) -> list[dict[str, float]]:
    """The settings of a formula's parameters: defaults, a few others, or those asked for.

    Raises:
        SweepError: a parameter that the formula does not have.
    """
    domains = {n: given.domain for n, given in formula.inputs.items() if given.shape == ""}
    usual = {name: _CHOSEN.get(domain, (1.0,))[0] for name, domain in domains.items()}
    usual |= {name: float(given.default) for name, given in formula.parameters.items()}
    domains |= {name: given.domain for name, given in formula.parameters.items()}
    for name, values in asked.items():
        if name in usual:
            _check_domain(formula, name, domains[name], values)
    named = {n: tuple(v) for n, v in asked.items() if n in usual}
    if named:
        return [
            usual | dict(zip(named, values, strict=True)) for values in product(*named.values())
        ]
    found = [usual]
    for name, domain in domains.items():
        others = _CHOSEN.get(domain, ())
        found += [usual | {name: value} for value in others if value != usual[name]]
    return found


def _check_domain(formula: Formula, name: str, domain: str, values: Sequence[float]) -> None:
    lowest, highest = {"unit": (0.0, 1.0), "positive": (5e-324, np.inf),
                       "nonnegative": (0.0, np.inf)}.get(domain, (-np.inf, np.inf))  # fmt: skip
    for value in values:
        if not (np.isfinite(value) and lowest <= value <= highest):
            raise SweepError(f"{formula.id}: {name} must be {domain}, got {value:g}")


def sweeper(question: Question) -> Sweeper:
    """Make ready to answer a question.

    Raises:
        SweepError: this formula cannot be swept, or the call did not return its elements.
        Missing, Unsupported: the adapter does not offer it.
    """
    formula = load(question.formula)
    form = FORMATS[question.target.dtype]
    due = truth(formula, question.quantity, form, question.given)
    space = _space(question, due)
    return Sweeper(due, _evaluation(question, due), space)


def _space(question: Question, due: Truth) -> Space:
    default = _STRATIFIED if due.filter is not None else _BALLS_ALONE
    points = question.points or default
    chunk = CHUNK if question.target.device == "cpu" else DEVICE_CHUNK
    if len(due.varying) == 1:
        every = due.form.dtype.itemsize < 8 and question.points is None and due.filter is not None
        return line(due.form, None if every else points, due.corners, chunk)
    domains = {name: due.base.inputs[name].domain for name in due.varying}
    return plane(due.form, points, domains, chunk)


def _evaluation(question: Question, due: Truth) -> Any:
    formula = due.base
    made = resolve(question.adapter).implementation(formula, question.target)
    taken = getattr(made, "taken", None)
    given = {
        n: v for n, v in question.given.items()
        if n in formula.parameters and (taken is None or n in taken)
    }  # fmt: skip
    _check_taken(formula, question.given, given)
    wrt = list(formula.inputs).index(due.varying[0])
    if formula.differentiable:
        wrt = list(formula.inputs).index(formula.differentiable[0])

    def evaluate(inputs: Mapping[str, Array]) -> Array:
        arrays = [inputs[n] if n in inputs else due.fixed[n] for n in formula.inputs]
        if question.quantity == VALUE:
            found = made.value(arrays, given)
        else:
            found = made.gradient(arrays, given, [wrt], None)[0]
        return _elements(found, next(iter(inputs.values())).shape, formula, due)

    return evaluate


def _check_taken(formula: Formula, asked: Mapping[str, float], passed: Mapping[str, float]) -> None:
    for name, parameter in formula.parameters.items():
        if name not in passed and asked[name] != parameter.default:
            raise SweepError(f"{formula.id} takes no {name} here, so only its default "
                             f"{parameter.default:g} can be swept")  # fmt: skip


def _elements(found: Any, shape: tuple[int, ...], formula: Formula, due: Truth) -> Array:
    array = np.asarray(found)
    if array.shape != shape:
        raise SweepError(f"{formula.id} returned shape {array.shape} for inputs of shape {shape}")
    if array.dtype != due.form.dtype and array.dtype not in (np.float32, np.float64):
        array = array.astype(np.float64)
    return np.ascontiguousarray(array)


def targets(
    adapter: Adapter, dtypes: Sequence[str], devices: Sequence[str], modes: Sequence[str],
    provenances: Sequence[str],
) -> Iterator[Target]:  # fmt: skip
    """The targets of an adapter; without a choice the first provenance, device and mode."""
    chosen = product(
        provenances or adapter.provenances[:1],
        devices or adapter.devices[:1],
        dtypes,
        modes or adapter.modes[:1],
    )
    for provenance, device, dtype, mode in chosen:
        yield Target(provenance, device, dtype, mode)


def digest(question: Question, versions: Mapping[str, str]) -> str:
    """A name for the pieces of a question, as these versions answer it."""
    text = repr((question, sorted(versions.items())))
    return hashlib.sha256(text.encode()).hexdigest()[:20]
