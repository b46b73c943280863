"""How a printed number stands to its exact value."""

import pytest
from flint import arb

from nnconform.conformance.balls import precision
from nnconform.conformance.recomputed import number
from nnconform.conformance.worked import all_worked_numbers, classify, rounded, worked_numbers
from nnconform.spec import documents, ids, load

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


# Printed, exact, class: infinities and NaN agree with themselves only.
BEYOND = {
    "far too small": ("0.1", "1e30", "erratum"),
    "far too large": ("1e30", "0.1", "erratum"),
    "beyond float64": ("1e400", "1.4e400", "agrees"),
    "beyond 28 digits": ("1000000000000000000000000000000.5", "1e30", "erratum"),
    "many digits beyond 28": (
        "1000000000000000000000000000000.5",
        "1000000000000000000000000000000.52",
        "agrees",
    ),
    "finite for an infinity": ("1", "inf", "erratum"),
    "infinity": ("inf", "inf", "agrees"),
    "infinity spelt out": ("Infinity", "inf", "agrees"),
    "minus infinity": ("-inf", "-inf", "agrees"),
    "wrong infinity": ("inf", "-inf", "erratum"),
    "infinity for a number": ("inf", "12", "erratum"),
    "infinity for a number beyond float64": ("inf", "1e400", "erratum"),
    "nan": ("nan", "nan", "agrees"),
    "nan for an infinity": ("nan", "inf", "erratum"),
    "nan for a number": ("nan", "0.5", "erratum"),
    "number for nan": ("0", "nan", "erratum"),
}


@pytest.mark.parametrize("case", BEYOND)
def test_infinities_nan_and_numbers_of_any_size_are_classed(case: str) -> None:
    printed, exact, kind = BEYOND[case]
    with precision(256):
        assert classify(printed, number(exact)) == kind


def test_one_of_several_carried_values_explains_a_number() -> None:
    with precision(256):
        others = [arb("0.71"), arb("0.642")]
        assert classify("0.64", arb("0.659"), others) == "carried"
        assert classify("0.70", arb("0.659"), [arb("0.7099")]) == "truncated"


@pytest.mark.parametrize(
    ("value", "printed", "right"),
    [("0.65900114", "0.65", "0.66"), ("-0.00807", "-0.0819", "-0.0081"), ("0.6", "7", "1"),
     ("-0.0004", "0.01", "0.00"), ("1234", "1E+3", "1E+3"), ("inf", "3", "inf"),
     ("2.5", "inf", "2.500000000")],
)  # fmt: skip
def test_the_right_value_has_the_printed_digits(value: str, printed: str, right: str) -> None:
    with precision(256):
        assert rounded(number(value), printed) == right


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


def test_the_numbers_are_sorted_by_document_and_place() -> None:
    found = all_worked_numbers(ids())
    lines = [n.line for n in found if n.document == "unit2"]
    assert lines == sorted(line for line in lines if line is not None)
    assert [n.document for n in found] == sorted(
        (n.document for n in found), key=list(documents()).index
    )
    assert {n.example.split(".")[0] for n in found} == {i for i in ids() if load(i).examples}


# Read off the documents: every number that they print for an example, by formula.
PRINTED = {
    "softmax": ["0.65", "0.24", "0.11"],
    "binary_cross_entropy": ["4.6"],
    "tanh": ["-0.96", "0.96", "0"],
    "sigmoid": ["0", "0", "1"],
    "hinge": ["0", "0.5", "1.5"],
    "contrastive": ["0.25", "2.25", "0"],
    "triplet": ["0.3", "0"],
    "margin_ranking": ["0", "1", "0"],
    "pixelwise_cross_entropy": ["0.357"],
    "forward_example": ["10.575", "0.999", "6.540", "0.998", "0.787", "0.6872"],
    "backpropagation_example": [
        "0.21", "0.56", "0.315", "0.57", "0.59", "0.702", "0.67", "-0.17", "-0.0376", "-0.0027",
        "-0.0819", "-0.022184", "0.877816", "0.000945", "0.200945", "0.273225", "0.086615",
        "0.269445", "0.18534", "0.57", "0.56", "0.61", "-0.11",
    ],
}  # fmt: skip


@pytest.mark.parametrize("identifier", PRINTED)
def test_every_number_that_the_documents_print_is_there(identifier: str) -> None:
    found = [n.printed for n in worked_numbers(identifier) if n.printed is not None]
    assert found == PRINTED[identifier]
