"""What the record of a framework says about the arguments that give the documents' form."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from nnconform.adapters import BUILTIN, SUBMISSION, Target
from nnconform.conformance import runner
from nnconform.conformance.outcome import CONFORMS, CONVENTION, FAILS, INACCURATE, Outcome
from nnconform.spec import load

ADAPTER: Any = SimpleNamespace(
    name="theirs",
    version="1",
    dtypes=("float64",),
    devices=("cpu",),
    modes=("eager",),
    document_form={"relu": "slope=0"},
    implementation=lambda formula, target: SimpleNamespace(value=print, gradient=print),
)
SAID = "The documents' form: slope=0."


def messages(
    outcomes: dict[str, Outcome], monkeypatch: pytest.MonkeyPatch, provenance: str = BUILTIN
) -> list[str]:
    def judge(*_: object) -> Iterator[tuple[str, Outcome, float]]:
        yield from ((check, outcome, 0.0) for check, outcome in outcomes.items())

    monkeypatch.setattr(runner, "judge", judge)
    target = Target(provenance, "cpu", "float64", "eager")
    request = runner.Request(("theirs",), ("relu",), explicit=True)
    found = runner.run_target(ADAPTER, load("relu"), target, request)
    return [record.message for record in found]


def test_every_failure_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"value": Outcome(CONFORMS), "stability": Outcome(FAILS, "another formula")}
    again = {"accuracy": Outcome(FAILS, "Off by one.", "shifted")}
    assert messages({**told, **again}, monkeypatch) == [
        "",
        f"another formula. {SAID}",
        f"Off by one. {SAID}",
    ]


def test_a_convention_says_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = {name: Outcome(CONVENTION, "Leaks.", "leaky") for name in ("value", "accuracy")}
    assert messages(outcomes, monkeypatch) == [f"Leaks. {SAID}", "Leaks."]


@pytest.mark.parametrize("verdict", [CONFORMS, INACCURATE])
def test_what_is_no_other_form_does_not_say_it(
    verdict: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert messages({"value": Outcome(verdict, "Well.")}, monkeypatch) == ["Well."]


def test_a_submission_has_no_arguments_to_be_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    found = messages({"value": Outcome(FAILS, "Wrong.")}, monkeypatch, SUBMISSION)
    assert found == ["Wrong."]
