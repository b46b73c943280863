"""Reading a claim's file: every fault is one line with the file, the place and what is expected."""

import json
from importlib.resources import files

import pytest

from nnconform.spec import (
    Claim,
    SpecError,
    UnknownClaimError,
    claim_schema,
    claims,
    ids,
    load_claim,
    read_claim,
)

ENTRY = """
id         = "toy"
title      = "A toy claim"
statement  = "The slope of something is small"
sources    = [{ document = "unit2", section = "1" }]
quantifier = "all"
given      = ["z != 0"]
equations  = ["slope = sigmoid_derivative(z)"]
holds      = ["slope <= limit"]
[constants]
limit = 0.25
[inputs.z]
shape  = "n"
domain = "real"
[conditions.near]
note = "near zero"
when = ["abs(z) < 1"]
"""
WHERE = "spec/claims/toy.toml"


def changed(old: str, new: str) -> Claim:
    assert old in ENTRY
    return read_claim(ENTRY.replace(old, new, 1), WHERE)


def refusal(old: str, new: str) -> str:
    with pytest.raises(SpecError) as caught:
        changed(old, new)
    return str(caught.value)


def test_the_entry_of_these_tests_is_sound() -> None:
    claim = read_claim(ENTRY, WHERE)
    assert (claim.id, claim.calls) == ("toy", frozenset({"sigmoid_derivative"}))
    [holds] = claim.holds
    assert (holds.left.text, holds.operator, holds.right.text) == ("slope", "<=", "limit")


# What is replaced in the entry, by what, and what the message says.
FAULTS = {
    "not toml": ("[constants]", "[constants", "not valid TOML"),
    "unknown key": ("quantifier", "quantifer", "top level has the unknown key 'quantifer'"),
    "missing key": ('holds      = ["slope <= limit"]', "", "top level lacks 'holds'; add it"),
    "an outcome": ("quantifier", 'outcome = "holds"\nquantifier', "unknown key 'outcome'"),
    "quantifier": ('"all"', '"most"', "[quantifier] Input should be 'all' or 'some'"),
    "document": ('"unit2"', '"unit3"', "unknown document 'unit3' in a source; expected one of"),
    "file name": ('"toy"', '"toys"', "id is 'toys', but the file is named 'toy'"),
    "comparison": ("slope <= limit", "slope", "holds[0]: 'slope' compares nothing; write LEFT"),
    "name": ("slope <= limit", "slop <= limit", "holds[0]: unknown name 'slop'"),
    "formula": ("sigmoid_derivative(z)", "sigmoids(z)", "unknown function 'sigmoids'"),
    "shape": ('shape  = "n"', 'shape  = "N*"', "[inputs.z.shape]"),
    "taken name": ("[inputs.z]", "[inputs.limit]", "'limit' is a name that is taken already"),
    "condition": ('when = ["abs(z) < 1"]', "", "[conditions.near] limits nothing; add when, set"),
    "set": ('when = ["abs(z) < 1"]', 'set = { y = "0" }', "limits 'y', which is no input"),
}


@pytest.mark.parametrize(("old", "new", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_said_with_its_place(old: str, new: str, said: str) -> None:
    message = refusal(old, new)
    assert message.startswith(WHERE)
    assert said in message


def test_an_unknown_claim_is_offered_the_nearest() -> None:
    with pytest.raises(UnknownClaimError, match="did you mean sigmoid_saturates"):
        load_claim("sigmoid_saturate")


def test_claims_are_no_formulas() -> None:
    assert not set(claims()) & set(ids())


@pytest.mark.parametrize("identifier", claims())
def test_every_shipped_claim_is_sound(identifier: str) -> None:
    claim = load_claim(identifier)
    assert claim.file.title != claim.file.statement
    # Only the logarithm of a probability is no formula of the spec.
    assert claim.calls or claim.file.choices or identifier.startswith("log_of_a_probability")


def test_the_shipped_schema_is_the_one_that_the_model_makes() -> None:
    shipped = files("nnconform.spec").joinpath("claims", "schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == claim_schema()
