"""What can be said of wrong results that no declared rule explains."""

from collections.abc import Sequence

import numpy as np

from nnconform.conformance.assess import Probe
from nnconform.conformance.cases import defaults
from nnconform.conformance.formats import Floats
from nnconform.conformance.programs import shape_of
from nnconform.spec import Rule

_NOTHING = "matches neither the formula nor any declared variant of it"


def hints(probes: Sequence[Probe], rule: Rule) -> str:
    """Right up to a factor or an offset, on one sign only, for the defaults only; wrong shape.

    Args:
        probes: results and what was due, of which some are wrong.
        rule: what the results are held against.
    """
    for probe in probes:
        if probe.errors(rule) is None:
            return f"returns shape {shape_of(probe.got)} where {probe.due(rule)} is due"
    due, got = _flat(probes, rule)
    lost = int((~np.isfinite(got) & np.isfinite(due)).sum())
    if lost:
        return f"{lost} of {got.size} results are not finite where they should be"
    return (
        _up_to(due, got, probes[0].case.form.u ** 0.5)
        or _one_sided(probes, rule)
        or _defaults_only(probes, rule)
        or _narrow(due, got)
        or _NOTHING
    )


def _flat(probes: Sequence[Probe], rule: Rule) -> tuple[Floats, Floats]:
    """What was due and what came, at every decided point with a finite value."""
    due = [np.atleast_1d(probe.exact(rule).low.to_float()).ravel() for probe in probes]
    got = [probe.numbers for probe in probes]
    one, other = np.concatenate(due), np.concatenate(got)
    known = np.isfinite(one)
    return np.asarray(one[known]), np.asarray(other[known])


def _up_to(due: Floats, got: Floats, near: float) -> str:
    """A constant factor or offset between what came and what was due."""
    with np.errstate(all="ignore"):
        factor = got[due != 0] / due[due != 0]
    if factor.size > 1 and np.ptp(factor) <= near * abs(factor[0]) and abs(factor[0]) > near:
        return f"right up to the constant factor {factor[0]:.6g}"
    offset = got - due
    if offset.size > 1 and np.ptp(offset) <= near * np.abs(due).max():
        return f"right up to the constant offset {offset[0]:.6g}"
    return ""


def _one_sided(probes: Sequence[Probe], rule: Rule) -> str:
    """Right on one sign of the first input only."""
    name = next(iter(probes[0].case.inputs), "")
    signs: dict[bool, set[bool]] = {True: set(), False: set()}
    for probe in probes:
        errors = probe.errors(rule)
        if errors is None or errors.ulp.shape != np.shape(probe.case.inputs[name]):
            return ""
        x = np.asarray(probe.case.inputs[name]).astype(np.float64)
        wrong = errors.wrong(probe.case.form, ordinary=True)
        for positive in (True, False):
            signs[positive] |= set(wrong[(x > 0) == positive].tolist())
    for positive, word in ((True, "positive"), (False, "negative")):
        if signs[positive] == {False} and True in signs[not positive]:
            return f"right for {word} {name} only"
    return ""


def _defaults_only(probes: Sequence[Probe], rule: Rule) -> str:
    """Right wherever the hyperparameters have their defaults: they may not be used at all."""
    verdicts: dict[bool, set[bool]] = {True: set(), False: set()}
    for probe in probes:
        errors = probe.errors(rule)
        usual = probe.case.parameters == defaults(probe.case.formula)
        if errors is not None:
            verdicts[usual].add(bool(errors.wrong(probe.case.form, ordinary=True).any()))
    if verdicts[True] == {False} and True in verdicts[False]:
        names = ", ".join(probes[0].case.parameters)
        return f"right for the default of {names} only: is it used?"
    return ""


def _narrow(due: Floats, got: Floats) -> str:
    """Every result is a number of a narrower format, close to what was due."""
    for name, dtype in (("float16", np.float16), ("float32", np.float32)):
        with np.errstate(all="ignore"):
            narrow = got.astype(dtype).astype(np.float64)
            close = np.abs(got - due) <= 64 * float(np.finfo(dtype).eps) * np.abs(due).max()
        if (narrow == got).all() and close.all():
            return f"right to the digits of {name} only: is something computed in {name}?"
    return ""
