"""From the options of the command to the questions of a sweep."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec

from nnconform.adapters import SUBMISSION, Adapter, Missing, Target, Unsupported, resolve
from nnconform.conformance.cases import single_array
from nnconform.conformance.filtering import GRADIENT, VALUE
from nnconform.conformance.selection import select
from nnconform.conformance.sweeping.questions import Question, settings, targets
from nnconform.conformance.sweeping.truth import SweepError, check
from nnconform.spec import Formula, load


def questions(
    adapters: Sequence[str],
    only: Sequence[str],
    dtypes: Sequence[str],
    devices: Sequence[str],
    modes: Sequence[str],
    provenances: Sequence[str],
    parameters: Mapping[str, Sequence[float]],
    *,
    gradient: bool,
    points: int | None,
) -> list[Question]:
    """The sweeps that are asked for: formula by formula, so that adapters stand together.

    Raises:
        SweepError: nothing can be swept; the message says why.
        AdapterError: an adapter cannot be loaded.
    """
    if find_spec("numba") is None:
        raise SweepError("numba is not installed: pip install 'nnconform[sweep]'")
    formulas = _formulas(only)
    _check_parameters(formulas, parameters)
    found = [
        Question(formula.id, name, target, quantity, tuple(setting.items()), points)
        for formula in formulas
        for setting in settings(formula, parameters)
        for quantity in (VALUE, GRADIENT)[: 2 if gradient and formula.differentiable else 1]
        for name in dict.fromkeys(adapters)
        for target in targets(resolve(name), dtypes, devices, modes, provenances)
        if _is_asked(resolve(name), formula, target)
    ]
    if not found:
        raise SweepError(f"{', '.join(adapters)}: no function named after an elementwise formula; "
                         f"`nnconform list` shows the names")  # fmt: skip
    return found


def _formulas(only: Sequence[str]) -> list[Formula]:
    """The formulas that can be swept; one that is named and cannot is an error."""
    found = []
    for formula in map(load, select(tuple(only))):
        if not only and single_array(formula) is None:
            continue
        try:
            check(formula, VALUE)
        except SweepError:
            if formula.id in only:
                raise
            continue
        found.append(formula)
    if not found:
        raise SweepError(f"{', '.join(only)}: no elementwise formula is among these")
    return found


def _check_parameters(
    formulas: Sequence[Formula], parameters: Mapping[str, Sequence[float]]
) -> None:
    known = {n for f in formulas for n in (*f.parameters, *_numbers(f))}
    for name in parameters:
        if name not in known:
            there = f"; there is {', '.join(sorted(known))}" if known else ""
            raise SweepError(f"no formula here has a parameter {name!r}{there}")


def _numbers(formula: Formula) -> Iterator[str]:
    return (name for name, given in formula.inputs.items() if given.shape == "")


def _is_asked(adapter: Adapter, formula: Formula, target: Target) -> bool:
    """Whether a file defines the formula at all; frameworks say why they do not."""
    if target.provenance != SUBMISSION:
        return True
    try:
        adapter.implementation(formula, target)
    except Missing:
        return False
    except Unsupported:
        return True
    return True
