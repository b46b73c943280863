"""Implementations of other people: wrong ones are caught, right and unstable ones are not.

One file a case, ``corpus/<folder>/<formula>__<what>.py``. Comment lines in a file say more:

    # mistake: NAME             the declared mistake that explains it is named
    # allows: inaccurate: WHY   a right formula that really loses digits somewhere
    # expects: convention       an epsilon or a cut that is declared: the convention is named
"""

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from nnconform.conformance.outcome import (
    CONFORMS,
    CONVENTION,
    ERROR,
    FAILS,
    INACCURATE,
    UNSUPPORTED,
)
from nnconform.conformance.runner import Request, run
from nnconform.reports.record import Record
from nnconform.spec import ids, load

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = 4
CHEAP = ("contract", "value", "gradient", "properties", "statistics")
# These overwrite what they are given: their inputs are drawn for them alone.
OVERWRITES = frozenset({
    "identity__sorts", "mse__residual_in_place", "relu__in_place",
    "relu_derivative__in_place_aliased", "sigmoid__in_place_result", "sigmoid__modifies_input",
    "softmax__subtract_in_place",
})  # fmt: skip


def _files(folder: str) -> list[Path]:
    return sorted((CORPUS / folder).glob("*.py"))


def _named(path: Path) -> str:
    return path.stem


def _formula(path: Path) -> str:
    return path.stem.partition("__")[0]


def _said(path: Path, key: str) -> str | None:
    """What the line ``# key: ...`` of a file says."""
    found = re.search(rf"^# {key}: (.+)$", path.read_text(), re.MULTILINE)
    return found[1] if found else None


def _records(*paths: Path, seed: int = 0, checks: Sequence[str] = ()) -> list[Record]:
    request = Request(adapters=tuple(map(str, paths)), formulas=(_formula(paths[0]),),
                      examples=EXAMPLES, seed=seed, checks=tuple(checks),
                      explicit=True)  # fmt: skip
    return [record for records in run(request, jobs=1) for record in records]


def _judged(path: Path, checks: Sequence[str] = ()) -> list[Record]:
    return _records(path, seed=1000 if path.stem in OVERWRITES else 0, checks=checks)


def _found(path: Path) -> list[Record]:
    """What the checks say of a wrong file; of a whole network the cheap ones, if they find it."""
    if load(_formula(path)).kind == "pointwise":
        return _judged(path)
    records = _judged(path, CHEAP)
    return records if _is_found(path, records) else _judged(path)


def _is_found(path: Path, records: Sequence[Record]) -> bool:
    found = [r for r in records if r.verdict in {FAILS, ERROR}]
    mistake = _said(path, "mistake")
    named = {part for r in found for part in re.split(r"[+ ]", r.variant or "")}
    return bool(found) and (mistake is None or mistake in named)


def _told(records: Sequence[Record]) -> str:
    lines = [f"{r.check}: {r.verdict} {r.variant or ''} {r.message}" for r in records]
    return "\n".join(["", *lines])


@pytest.mark.parametrize("path", _files("wrong"), ids=_named)
def test_wrong_implementation_fails(path: Path) -> None:
    records = _found(path)
    assert _is_found(path, records), _told(records)
    found = [r for r in records if r.verdict in {FAILS, ERROR}]
    assert all(r.message for r in found), _told(records)
    value = next((r for r in records if r.check in {"value", "statistics"}), None)
    if value is not None and value.verdict == FAILS and value.variant is None:
        # What ordinary inputs refute explains nothing elsewhere.
        assert not any(r.variant for r in found), _told(records)


@pytest.mark.parametrize("path", _files("right"), ids=_named)
def test_right_implementation_does_not_fail(path: Path) -> None:
    records = _judged(path)
    allowed = {CONFORMS, CONVENTION, UNSUPPORTED}
    if (_said(path, "allows") or "").startswith(INACCURATE):
        allowed.add(INACCURATE)
    assert any(r.verdict in {CONFORMS, CONVENTION} for r in records), _told(records)
    assert {r.verdict for r in records} <= allowed, _told(records)


@pytest.mark.parametrize("path", _files("unstable"), ids=_named)
def test_unstable_implementation_is_inaccurate(path: Path) -> None:
    records = _judged(path)
    due = {CONVENTION, INACCURATE} if _said(path, "expects") == CONVENTION else {INACCURATE}
    verdicts = {r.verdict for r in records}
    assert not verdicts & {FAILS, ERROR}, _told(records)
    assert verdicts & due, _told(records)


@pytest.mark.parametrize(
    ("first", "then"),
    [("sigmoid__modifies_input", "sigmoid__textbook"), ("relu__in_place", "relu__clip"),
     ("softmax__subtract_in_place", "softmax__shifted"), ("mse__residual_in_place", "mse__dot")],
)  # fmt: skip
def test_a_file_that_overwrites_its_inputs_does_not_harm_the_next(first: str, then: str) -> None:
    path = CORPUS / "right" / f"{then}.py"
    records = _records(CORPUS / "wrong" / f"{first}.py", path, seed=2000)
    after = [r for r in records if r.adapter == then]
    assert not {r.verdict for r in after} & {FAILS, ERROR}, _told(after)


@pytest.mark.parametrize("folder", ["wrong", "right"])
def test_every_formula_has_a_file(folder: str) -> None:
    assert {_formula(path) for path in _files(folder)} == set(ids())
