"""From the pieces of a sweep to its record; pieces in order, whoever computed them when."""

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from nnconform.conformance.sweeping import kernel
from nnconform.conformance.sweeping.pieces import Piece
from nnconform.conformance.sweeping.questions import Question
from nnconform.conformance.sweeping.spaces import Line, Space
from nnconform.conformance.sweeping.truth import Truth
from nnconform.reports.sweep_record import Sweep, sweep_id
from nnconform.spec import Formula

_FIRST = 3


def record(
    question: Question,
    due: Truth,
    space: Space,
    pieces: Sequence[Piece],
    adapter: tuple[str, str],
    jobs: int,
    versions: Mapping[str, str],
    machine: str,
) -> Sweep:
    """Return what all pieces together say."""
    return Sweep(
        **_asked(question, due, adapter),
        space={
            "kind": "all" if isinstance(space, Line) and space.every else "stratified",
            "points": sum(piece["points"] for piece in pieces),
        },
        **_worst(pieces, 0, ""),
        **_worst(pieces, 1, "subnormal_"),
        **_counted(space, pieces),
        breaks=_breaks(due, space, pieces),
        disagreements=_tally(pieces, "disagreements"),
        kink_choices={key: value for piece in pieces for key, value in piece["kinks"].items()},
        collapses=_collapses(pieces) if isinstance(space, Line) else [],
        curve=_curve(pieces) if isinstance(space, Line) else [],
        proved=_proved(due, pieces),
        seconds=round(sum(piece["seconds"] for piece in pieces) / jobs, 3),
        cpu_seconds=round(sum(piece["cpu_seconds"] for piece in pieces), 3),
        jobs=jobs,
        versions=dict(versions),
        machine=machine,
    )


def _asked(question: Question, due: Truth, adapter: tuple[str, str]) -> dict[str, Any]:
    target, formula = question.target, due.base
    return {
        "id": identity(question, formula, adapter[0]),
        "formula": formula.id,
        "group": formula.group,
        "adapter": adapter[0],
        "version": adapter[1],
        "provenance": target.provenance,
        "device": target.device,
        "dtype": target.dtype,
        "mode": target.mode,
        "quantity": question.quantity,
        "parameters": question.given,
        "input": ", ".join(due.varying),
    }


def _counted(space: Space, pieces: Sequence[Piece]) -> dict[str, Any]:
    counts = _counts(pieces)
    return {
        "not_correctly_rounded": counts[kernel.WRONG],
        "above": {f"{limit:g}": counts[k] for k, limit in enumerate(kernel.ABOVE)},
        "flushed": counts[kernel.FLUSHED],
        "overflowed": counts[kernel.OVERFLOWED],
        "nan": counts[kernel.NAN],
        "nan_inputs_answered": counts[kernel.ANSWERED] if isinstance(space, Line) else 0,
    }


def _counts(pieces: Sequence[Piece]) -> list[int]:
    return [sum(piece["counts"][i] for piece in pieces) for i in range(kernel.COUNTS)]


def identity(question: Question, formula: Formula, adapter: str) -> str:
    """The stable id of the sweep that answers a question."""
    target = question.target
    defaults = {n: float(given.default) for n, given in formula.parameters.items()}
    return sweep_id(
        group=formula.group,
        formula=formula.id,
        quantity=question.quantity,
        adapter=adapter,
        mode=target.mode,
        device=target.device,
        dtype=target.dtype,
        provenance=target.provenance,
        parameters={n: v for n, v in question.parameters if defaults.get(n) != v},
    )


def _worst(pieces: Sequence[Piece], kind: int, prefix: str) -> dict[str, Any]:
    found = [side[kind] for piece in pieces for side in piece["worst"] if side[kind] is not None]
    # max takes the first of equals, so the order of the pieces decides
    best = max(found, key=lambda each: each["ulp"], default=None)
    if best is None:
        values: tuple[Any, ...] = (None, None, None, None)
    else:
        values = best["ulp"], _point(best["input"]), best["got"], best["exact"]
    names = ("max_ulp", "worst_input", "worst_got", "worst_exact")
    return {prefix + name: value for name, value in zip(names, values, strict=True)}


def _point(inputs: Mapping[str, float]) -> Any:
    return next(iter(inputs.values())) if len(inputs) == 1 else dict(inputs)


def _tally(pieces: Sequence[Piece], kind: str) -> dict[str, Any]:
    first = [x for piece in pieces for x in piece["first"].get(kind, [])]
    return {"count": sum(piece["tally"].get(kind, 0) for piece in pieces), "first": first[:_FIRST]}


def _breaks(due: Truth, space: Space, pieces: Sequence[Piece]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if any(math.isfinite(end) for end in due.range):
        found["range"] = _tally(pieces, "range")
    if isinstance(space, Line) and due.monotone:
        found["monotonicity"] = _tally(pieces, "monotonicity")
        _between(space, pieces, due.monotone, found["monotonicity"])
    if isinstance(space, Line) and due.symmetric:
        found["symmetry"] = _tally(pieces, "symmetry")
    return found


def _between(space: Line, pieces: Sequence[Piece], direction: int, tally: dict[str, Any]) -> None:
    """Neighbours that lie in two pieces."""
    for index, (one, two) in enumerate(pairwise(pieces)):
        if not space.successive(index):
            continue
        for minus, (before, after) in enumerate(zip(one["ends"], two["ends"], strict=True)):
            if (after[0] - before[1]) * (-direction if minus else direction) < 0:
                tally["count"] += 1
                if len(tally["first"]) < _FIRST:
                    start = float(space.signed(space.sample(index + 1, 1), bool(minus))[0])
                    tally["first"].append(start)


def _collapses(pieces: Sequence[Piece]) -> list[list[float]]:
    """Intervals of inputs, ascending; those of adjacent binades become one."""
    sides: dict[bool, list[tuple[int, float, float, float]]] = {False: [], True: []}
    for index, piece in enumerate(pieces):
        for first, last, ulp in piece["lost"]:
            start, end = _point(first), _point(last)
            known = sides[math.copysign(1.0, start) < 0]
            if known and known[-1][0] == index - 1:
                _, begun, _, largest = known.pop()
                known.append((index, begun, end, max(largest, ulp)))
            else:
                known.append((index, start, end, ulp))
    return sorted([min(a, b), max(a, b), ulp] for one in sides.values() for _, a, b, ulp in one)


def _curve(pieces: Sequence[Piece]) -> list[list[float]]:
    found = []
    for piece in pieces:
        for side in piece["worst"]:
            known = [(each["ulp"], _point(each["input"])) for each in side if each is not None]
            ulp, x = max(known, default=(0.0, math.nan))
            if math.isfinite(x):
                found.append([x, ulp])
    return sorted(found)


def _proved(due: Truth, pieces: Sequence[Piece]) -> dict[str, Any]:
    worst = [each for piece in pieces for side in piece["worst"] for each in side if each]
    return {
        "filter": due.arithmetic,
        "balls": sum(piece["balls"] for piece in pieces),
        "by_filter": _counts(pieces)[kernel.BY_FILTER],
        "filter_error": max(piece["seen"] for piece in pieces),
        "filter_bound": max(piece["margin"] for piece in pieces),
        "refuted": sum(piece["refuted"] for piece in pieces),
        "worst_confirmed": all(each["exact"] is not None or each["ulp"] == 0 for each in worst),
    }
