"""Put one call to an implementation again, beside the exact answer."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from nnconform.adapters import Target, offered, resolve
from nnconform.conformance import cases, program_cases
from nnconform.conformance.cases import Case, defaults, meant
from nnconform.conformance.check_limits import tends_to
from nnconform.conformance.draws import Draw
from nnconform.conformance.formats import FORMATS, Floats
from nnconform.conformance.layouts import laid_out
from nnconform.conformance.oracle import Exact
from nnconform.conformance.outcome import Counterexample
from nnconform.conformance.program_cases import Call
from nnconform.conformance.program_checks import slopes_shown
from nnconform.conformance.program_probes import probe
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
    parameters: Mapping[str, Any] | None = None,
    *,
    dtype: str = "float64",
    provenance: str = "builtin",
    device: str = "cpu",
    mode: str = "eager",
    gradient: Any = False,
    layouts: Sequence[str] = (),
) -> Replayed:
    """Call an implementation on the inputs of a counterexample.

    Args:
        adapter: a name, a path or a module, as on the command line.
        formula: the formula's id.
        inputs: numbers or nested lists by name; "inf", "-inf" and "nan" as text.
        parameters: keyword arguments; the defaults where None.
        gradient: ask for the gradient in every differentiable input instead of the value: of the
            sum of the result, or times these weights.
        layouts: the names of the layouts in which the implementation has its data.

    Raises:
        NNConformError: unknown adapter, formula, dtype, input, parameter or layout; a missing
            input.

    >>> replay("numpy", "huber", {"y": [0.0], "y_hat": [2.0]}).expected
    1.5
    """
    entry = load(formula)
    _known("dtype", [dtype], FORMATS)
    _known(f"input of {formula}", inputs, entry.inputs)
    _known(f"parameter of {formula}", parameters or {}, entry.defaults)
    _known(f"layout of {formula}", layouts, [layout.name for layout in entry.layouts])
    lacking = [name for name in entry.inputs if name not in inputs]
    if lacking:
        raise NNConformError(f"{formula} needs the input {', '.join(lacking)} too")
    target = Target(provenance, device, dtype, mode)
    subject = Subject(entry, target, offered(resolve(adapter), entry, target))
    if layouts:
        subject = replace(subject, implementation=laid_out(subject, layouts))
    given = {**defaults(entry), **(parameters or {})}
    return _REPLAYS[entry.kind](subject, inputs, given, gradient)


def _pointwise(
    subject: Subject, inputs: Mapping[str, Any], parameters: Mapping[str, Any], gradient: Any
) -> Replayed:
    entry, form = subject.formula, subject.form
    arrays = {name: cases.as_input(entry, name, inputs[name]) for name in entry.inputs}
    given = {n: a if a.dtype.kind in "iu" else meant(a, form) for n, a in arrays.items()}
    case = Case(entry, form, given, parameters)
    if gradient is False:
        due = _due(case).low.to_float()
        return Replayed(due.tolist(), np.asarray(subject.value(case)).astype(np.float64).tolist())
    names, weights = entry.differentiable, _weights(gradient)
    got = subject.gradient(case, names, weights)
    return Replayed(
        [case.gradient(entry.rule, n, weights).low.to_float().tolist() for n in names],
        [np.asarray(g).astype(np.float64).tolist() for g in got],
    )


def _program(
    subject: Subject, inputs: Mapping[str, Any], parameters: Mapping[str, Any], gradient: Any
) -> Replayed:
    entry, form = subject.formula, subject.form
    given = {name: program_cases.as_input(entry, name, inputs[name], form) for name in entry.inputs}
    call = Call(entry, form, given, parameters)
    if gradient is False:
        shown = probe(subject, call, subject.value(call), entry.rule).shown(entry.rule)
    else:
        shown = slopes_shown(subject, call, entry.rule, _weights(gradient))
    return Replayed(shown.expected, shown.got)


def _weights(gradient: Any) -> Floats | None:
    return None if gradient is True else np.asarray(gradient, dtype=np.float64)


def _drawn(
    subject: Subject, inputs: Mapping[str, Any], parameters: Mapping[str, Any], gradient: Any
) -> Replayed:
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
    options = {"gradient": True} if check == "gradient" else {}
    given += [f"{key}={_literal(value)!r}" for key, value in {**options, **shown.options}.items()]
    call = f"replay({', '.join(given)})"
    return f'python -c "from nnconform.conformance import replay; print({call})"'


def _literal(value: Any) -> Any:
    """Numbers as they are, infinities and NaN as text that can be typed."""
    if isinstance(value, list):
        return [_literal(item) for item in value]
    return value if isinstance(value, str) or np.isfinite(value) else str(value)


_REPLAYS: Mapping[str, Callable[..., Replayed]] = {
    "pointwise": _pointwise,
    "program": _program,
    "distribution": _drawn,
}
