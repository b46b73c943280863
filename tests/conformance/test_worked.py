"""How a printed number stands to its exact value."""

import pytest
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.worked import classify, worked_numbers
from nnconform.spec import ids, load

# Printed, exact, recomputed from printed intermediates, class.
CLASSES = {
    "rounds down": ("0.24", "0.2424330", None, "agrees"),
    "rounds up": ("0.66", "0.65900114", None, "agrees"),
    "cut": ("0.65", "0.65900114", None, "truncated"),
    "neither": ("0.64", "0.65900114", None, "erratum"),
    "too large": ("0.67", "0.65900114", None, "erratum"),
    "carried": ("0.64", "0.65900114", "0.6412", "carried"),
    "agreeing is more than carried": ("0.66", "0.65900114", "0.66", "agrees"),
    "carried is more than cut": ("0.65", "0.65900114", "0.6501", "carried"),
    "carried from nothing": ("0.64", "0.65900114", "0.62", "erratum"),
    "half way up": ("0.13", "0.125", None, "agrees"),
    "half way to even": ("0.12", "0.125", None, "agrees"),
    "negative": ("-0.96", "-0.9640", None, "agrees"),
    "negative cut": ("-0.96", "-0.9660", None, "truncated"),
    "negative rounded away": ("-0.97", "-0.9660", None, "agrees"),
    "wrong sign": ("0.96", "-0.9640", None, "erratum"),
    "integer": ("2", "2", None, "agrees"),
    "integer rounded": ("1", "0.99995", None, "agrees"),
    "integer cut": ("0", "0.99995", None, "truncated"),
    "integer off": ("3", "2", None, "erratum"),
    "zero": ("0", "0.000045", None, "agrees"),
    "trailing zeros count": ("0.50", "0.502", None, "agrees"),
    "trailing zeros deny": ("0.500", "0.502", None, "erratum"),
    "thousand": ("1E+3", "1234", None, "agrees"),
    "many digits": ("4.605170185988091", "4.60517018598809136803598290937", None, "agrees"),
}


@pytest.mark.parametrize("case", CLASSES)
def test_a_printed_number_is_classed(case: str) -> None:
    printed, exact, carried, kind = CLASSES[case]
    with precision(256):
        assert classify(printed, arb(exact), arb(carried) if carried else None) == kind


@pytest.mark.parametrize(
    ("printed", "exact"),
    [
        pytest.param(
            "0.1",
            "1e30",
            marks=pytest.mark.xfail(
                strict=True, reason="decimal.InvalidOperation beyond 28 digits"
            ),
        ),
        pytest.param(
            "1",
            "inf",
            marks=pytest.mark.xfail(strict=True, reason="decimal.InvalidOperation for infinities"),
        ),
    ],
)
def test_numbers_of_other_sizes_are_errata(printed: str, exact: str) -> None:
    with precision(256):
        value = arb.pos_inf() if exact == "inf" else arb(exact)
        assert classify(printed, value) == "erratum"


def test_softmax_of_the_document_is_cut_once() -> None:
    found = list(worked_numbers("softmax"))
    assert [(n.printed, n.kind) for n in found] == [
        ("0.65", "truncated"),
        ("0.24", "agrees"),
        ("0.11", "erratum"),
    ]
    assert found[0].example == "softmax.three_scores"
    assert found[0].quantity.endswith("[0]")
    assert found[0].shown.startswith("0.659001138")  # 1/(1 + e^-1 + e^-1.9), mpmath at 30 digits


def test_numbers_are_recomputed_from_the_decimals_as_printed() -> None:
    hinge = {n.example: n for n in worked_numbers("hinge")}
    assert hinge["hinge.wrong"].exact == 1.5
    assert hinge["hinge.wrong"].kind == "agrees"


def test_what_is_only_described_has_no_class() -> None:
    found = next(iter(worked_numbers("kl_divergence")))
    assert (found.printed, found.kind) == (None, None)
    assert "the document says: small" in found.note


@pytest.mark.parametrize("identifier", [i for i in ids() if load(i).examples])
def test_every_worked_number_can_be_recomputed(identifier: str) -> None:
    found = list(worked_numbers(identifier))
    assert len(found) >= len(load(identifier).examples)
    assert all(
        n.as_dict()["class"] in {"agrees", "carried", "truncated", "erratum", None} for n in found
    )
