"""Put one call to an implementation again, beside the exact answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnconform.adapters import Target, resolve
from nnconform.conformance.cases import Case, as_input, defaults, rounded
from nnconform.conformance.check_limits import tends_to
from nnconform.conformance.draws import Draw
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.oracle import Exact
from nnconform.conformance.outcome import Counterexample
from nnconform.conformance.subject import Subject
from nnconform.spec import Formula, NNConformError, load


@dataclass(frozen=True, slots=True)
class Replayed:
    """What is due (as float64; of a distribution, in words), and what came."""

    expected: Any
    got: Any


def replay(
    adapter: str,
    formula: str,
    inputs: Mapping[str, Any],
    parameters: Mapping[str, float] | None = None,
    *,
    dtype: str = "float64",
    provenance: str = "builtin",
    device: str = "cpu",
    mode: str = "eager",
    gradient: bool = False,
) -> Replayed:
    """Call an implementation on the inputs of a counterexample.

    Args:
        adapter: a name, a path or a module, as on the command line.
        formula: the formula's id.
        inputs: numbers or nested lists by name; "inf", "-inf" and "nan" as text.
        parameters: keyword arguments; the defaults where None.
        gradient: ask for the gradient in every differentiable input instead of the value.

    Raises:
        NNConformError: unknown adapter, formula, dtype, input or parameter; a missing input.

    >>> replay("numpy", "huber", {"y": [0.0], "y_hat": [2.0]}).expected
    1.5
    """
    entry = load(formula)
    _known("dtype", [dtype], FORMATS)
    _known(f"input of {formula}", inputs, entry.inputs)
    _known(f"parameter of {formula}", parameters or {}, entry.parameters)
    lacking = [name for name in entry.inputs if name not in inputs]
    if lacking:
        raise NNConformError(f"{formula} needs the input {', '.join(lacking)} too")
    form = FORMATS[dtype]
    target = Target(provenance, device, dtype, mode)
    subject = Subject(entry, target, resolve(adapter).implementation(entry, target))
    if entry.kind == "distribution":
        return _drawn(subject, inputs, {**defaults(entry), **(parameters or {})})
    arrays = {name: as_input(entry, name, inputs[name]) for name in entry.inputs}
    given = {
        # Rounding saturates; infinities and NaN are meant as they are.
        name: np.where(np.isfinite(arrays[name]), value, arrays[name]).astype(value.dtype)
        for name, value in rounded(entry, arrays, form).items()
    }
    case = Case(entry, form, given, {**defaults(entry), **(parameters or {})})
    if not gradient:
        due = _due(case).low.to_float()
        return Replayed(due.tolist(), np.asarray(subject.value(case)).astype(np.float64).tolist())
    names = entry.differentiable
    got = subject.gradient(case, names, None)
    return Replayed(
        [case.gradient(entry.rule, n, None).low.to_float().tolist() for n in names],
        [np.asarray(g).astype(np.float64).tolist() for g in got],
    )


def _drawn(subject: Subject, inputs: Mapping[str, Any], parameters: Mapping[str, Any]) -> Replayed:
    """One draw, beside the distribution that it is due from."""
    from nnconform.conformance.distribution_checks import due, result

    formula, form = subject.formula, subject.form
    sizes = {name for name, given in formula.inputs.items() if not given.shape}
    given = {n: int(inputs[n]) if n in sizes else form.round(inputs[n]) for n in formula.inputs}
    call = Draw(formula, form, given, parameters)
    return Replayed(due(formula.rule, call), result(subject, call).astype(np.float64).tolist())


def _known(kind: str, given: Iterable[str], known: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            expected = ", ".join(known) or "none"
            raise NNConformError(f"unknown {kind} {name!r}; expected {expected}")


def _due(case: Case) -> Exact:
    """What the formula gives, or tends to where an input is infinite."""
    for name, array in case.inputs.items():
        infinite = array[np.isinf(array)] if array.dtype.kind not in "iu" else array[:0]
        if infinite.size:
            return tends_to(case, case.formula.rule, name, "+inf" if infinite[0] > 0 else "-inf")
    return case.exact(case.formula.rule)


def command(
    adapter: str, formula: Formula, target: Target, check: str, shown: Counterexample
) -> str:
    """The line that replays a counterexample."""
    inputs = {name: _literal(value) for name, value in shown.inputs.items()}
    given = [repr(adapter), repr(formula.id), repr(inputs)]
    if shown.parameters:
        given.append(repr(dict(shown.parameters)))
    given += [
        f"{key}={getattr(target, key)!r}" for key in ("dtype", "provenance", "device", "mode")
    ]
    if check == "gradient":
        given.append("gradient=True")
    call = f"replay({', '.join(given)})"
    return f'python -c "from nnconform.conformance import replay; print({call})"'


def _literal(value: Any) -> Any:
    """Numbers as they are, infinities and NaN as text that can be typed."""
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value if np.isfinite(value) else str(value)
