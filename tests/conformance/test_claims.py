"""What the engine finds out about claims: planted ones, and the documents' own."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nnconform.conformance.algebra import never
from nnconform.conformance.claims import check_claim, check_claims
from nnconform.conformance.cli import main
from nnconform.conformance.inequalities import Row, contradictory
from nnconform.conformance.symbols import Case, Ratio, UnprovableError
from nnconform.reports.claims import ClaimOutcome
from nnconform.reports.claims_page import claims_page
from nnconform.spec import SpecError, load_claim, read_claim

HEAD = """
id        = "planted"
title     = "A planted claim"
statement = "Something that is planted"
sources   = [{ document = "unit2", section = "none" }]
"""


def planted(body: str) -> ClaimOutcome:
    return check_claim(read_claim(HEAD + body, "spec/claims/planted.toml"))


NUMBER = '[inputs]\nz = { shape = "", domain = "real" }\n'


def test_a_false_claim_has_a_small_counterexample() -> None:
    found = planted(f'holds = ["z**2 >= z"]\n{NUMBER}')
    assert (found.outcome, found.evidence) == ("does not hold", "counterexample")
    assert found.found is not None
    assert 0 < float(found.found.inputs["z"]) < 1
    assert len(found.found.inputs["z"]) <= 5


def test_a_claim_that_is_false_at_one_point_only_is_false() -> None:
    found = planted(f'holds = ["(z - 3)**2 > 0"]\n{NUMBER}')
    assert found.found is not None
    assert (found.outcome, found.found.inputs) == ("does not hold", {"z": "3"})


def test_an_almost_true_claim_is_false() -> None:
    found = planted(f'holds = ["sigmoid_derivative(z) <= 0.2499999999999999"]\n{NUMBER}')
    assert found.found is not None
    assert (found.outcome, found.found.inputs) == ("does not hold", {"z": "0"})


def test_a_true_claim_is_proved() -> None:
    found = planted(f'holds = ["z**2 - 2*z + 1 >= 0"]\n{NUMBER}')
    assert (found.outcome, found.evidence, found.found) == ("holds", "proved", None)


def test_what_the_algebra_does_not_reach_is_tested() -> None:
    found = planted(f'holds = ["exp(z) >= 1 + z"]\n{NUMBER.replace("}", ", between = [-9, 9] }")}')
    assert (found.outcome, found.evidence) == ("holds", "tested")
    assert int(found.detail.split()[0]) > 100


def test_a_claim_may_hold_under_a_condition_only() -> None:
    found = planted(
        f'holds = ["abs(z) >= z**2"]\n{NUMBER}'
        '[conditions.small]\nnote = "not far from zero"\nwhen = ["abs(z) <= 1"]\n'
        '[conditions.positive]\nnote = "above zero"\nwhen = ["z > 0"]\n'
    )
    assert found.outcome == "holds under conditions"
    assert [(case.name, case.holds) for case in found.conditions] == [
        ("small", True),
        ("positive", False),
    ]


def test_a_condition_that_does_not_help_leaves_a_claim_false() -> None:
    found = planted(
        f'holds = ["z > 0"]\n{NUMBER}[conditions.any]\nnote = "not zero"\nwhen = ["z != 0"]\n'
    )
    assert found.outcome == "does not hold"


def test_some_needs_a_witness() -> None:
    found = planted(f'quantifier = "some"\nholds = ["z**2 == 4*z", "z != 0"]\n{NUMBER}')
    assert (found.outcome, found.evidence) == ("holds", "witness")
    assert found.found is not None
    assert found.found.inputs == {"z": "4"}


def test_that_there_is_none_can_be_proved() -> None:
    found = planted(f'quantifier = "some"\nholds = ["z**2 < 0"]\n{NUMBER}')
    assert (found.outcome, found.evidence) == ("does not hold", "proved")


def test_a_claim_about_nothing_is_an_error() -> None:
    with pytest.raises(SpecError, match=r"planted.toml: no point was found that fulfils given"):
        planted(f'given = ["z > 1", "z < 0"]\nholds = ["z == 7"]\n{NUMBER}')


def test_a_difference_below_all_digits_is_not_taken_for_equality() -> None:
    # 1 - tanh(1000) is about 1e-868: too small to be told from 0, and no counterexample.
    found = planted(
        'holds = ["tanh(z) < 1", "exp(z) > z"]\n'
        '[inputs]\nz = { shape = "", domain = "real", between = [100, 1000] }\n'
    )
    assert (found.outcome, found.evidence) == ("holds", "tested")


def test_a_parameter_that_is_handed_over_is_exact() -> None:
    found = planted(f'given = ["z < 0"]\nholds = ["leaky_relu(z, alpha=0.1) == z/10"]\n{NUMBER}')
    assert (found.outcome, found.evidence) == ("holds", "proved")


# Known independently of the engine: textbook mathematics, or worked out by hand beside it.
KNOWN = {
    "composition_of_linear_layers": ("holds", "proved"),
    # f(x + u) counts the bias once, f(x) + f(u) twice.
    "linear_network_adds_up": ("holds under conditions", "counterexample"),
    # max s(1 - s) = 1/4 at s = 1/2.
    "sigmoid_slope_at_most_a_quarter": ("holds", "proved"),
    # max(alpha z, z) = alpha z for z > 0 as soon as alpha > 1.
    "leaky_relu_forms_agree": ("holds under conditions", "counterexample"),
    # log 1 = 0.
    "log_of_a_probability_is_negative": ("holds under conditions", "counterexample"),
    # r**2 > |r| only where |r| > 1.
    "mse_punishes_outliers_more": ("holds under conditions", "counterexample"),
    # r**2/2 < min(r**2, |r|) for 0 < |r| < 2.
    "huber_lies_between": ("holds under conditions", "counterexample"),
    # max(0, 1 - y s) is 1 - y s around s = 0.
    "hinge_has_a_kink_at_zero": ("does not hold", "counterexample"),
    "hinge_has_a_kink_at_the_margin": ("holds", "proved"),
    # Minsky and Papert: b < 0 <= w1 + b, w2 + b and w1 + w2 + b < 0 contradict each other.
    "perceptron_cannot_do_xor": ("holds", "proved"),
    "mlp_can_do_xor": ("holds", "witness"),
    # relu(-1) = 0 is not -1.
    "relu_output_reaches_any_target": ("holds under conditions", "counterexample"),
    # |clip(g)| <= |g|.
    "clipping_revives_gradients": ("does not hold", "proved"),
    # E[relu(x)**2] = Var(x)/2, so Xavier halves ten times.
    "xavier_keeps_variance_for_relu": ("does not hold", "counterexample"),
    # (1 - p) x is not x.
    "dropout_keeps_the_expectation": ("holds under conditions", "counterexample"),
    "l1_step_reaches_zero": ("holds", "proved"),
    "accuracy_misleads": ("holds", "proved"),
}


@pytest.mark.parametrize("identifier", KNOWN)
def test_the_documents_claims_come_out_as_is_known(identifier: str) -> None:
    found = check_claim(load_claim(identifier))
    assert (found.outcome, found.evidence) == KNOWN[identifier]


def test_the_same_seed_finds_the_same() -> None:
    names = ("huber_lies_between", "softplus_is_smooth")
    assert list(check_claims(names, seed=3)) == list(check_claims(names, seed=3))


def test_xor_weights_do_compute_xor() -> None:
    found = check_claim(load_claim("mlp_can_do_xor")).found
    assert found is not None
    (hidden, [out]), (biases, [last]) = (json.loads(found.inputs[n]) for n in ("Ws", "bs"))
    for a, b in ((0, 0), (0, 1), (1, 0), (1, 1)):
        units = [max(0, w[0] * a + w[1] * b + c) for w, c in zip(hidden, biases, strict=True)]
        score = sum(w * u for w, u in zip(out, units, strict=True)) + last
        assert (score > 0.5) == (a != b)


# -- the algebra ---------------------------------------------------------------------------------


def unknown(case: Case) -> Ratio:
    return case.unknown("input", "z")


TRUE: dict[str, Callable[[Ratio], bool]] = {
    "a square": lambda z: z * z - 4 * z + 4 >= 0,
    "tanh is odd": lambda z: (-z).tanh() == -(z.tanh()),
    "exp is positive": lambda z: z.exp() > 0,
    "exp grows": lambda z: not (z > 0) or (z + z).exp() > z.exp(),
    "the root of a square plus one": lambda z: (z * z + 1).sqrt() ** 2 == z * z + 1,
    "log of exp": lambda z: (1 + z.exp()).log() > z,
    "a product of facts": lambda z: not (z > 1) or z * z - z > 0,
}
UNTRUE: dict[str, Callable[[Ratio], bool]] = {
    "a square is positive": lambda z: z * z > 0,
    "tanh is positive": lambda z: z.tanh() >= 0,
    "a root is its square": lambda z: (z * z + 1).sqrt() == z * z + 1,
    "exp is above one": lambda z: z.exp() >= 1,
    "large": lambda z: not (z > 1) or z * z - 2 * z > 0,
}


@pytest.mark.parametrize("truth", TRUE.values(), ids=TRUE)
def test_the_algebra_proves(truth: Callable[[Ratio], bool]) -> None:
    assert never(False, lambda case: bool(truth(unknown(case))))


@pytest.mark.parametrize("untruth", UNTRUE.values(), ids=UNTRUE)
def test_the_algebra_proves_nothing_that_is_false(untruth: Callable[[Ratio], bool]) -> None:
    assert not never(False, lambda case: bool(untruth(unknown(case))))


def test_what_the_algebra_cannot_do_is_no_proof() -> None:
    def beyond(case: Case) -> bool:
        raise UnprovableError

    assert not never(False, beyond)


def test_inequalities_contradict_each_other_or_not() -> None:
    from flint import fmpq

    above = Row({"x": fmpq(1)}, fmpq(-1), False)  # x >= 1
    below = Row({"x": fmpq(-1)}, fmpq(1), False)  # x <= 1
    strictly = Row({"x": fmpq(-1)}, fmpq(1), True)  # x < 1
    assert not contradictory([above, below])
    assert contradictory([above, strictly])


# -- the command and its page --------------------------------------------------------------------


def test_the_command_writes_a_page_and_exits_with_zero(tmp_path: Path) -> None:
    names = ["hinge_has_a_kink_at_zero", "log_of_a_probability_is_negative"]
    result = CliRunner().invoke(main, ["claims", *names, "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert "2 claims: 0 holds, 1 holds under conditions, 1 does not hold" in result.stdout
    data = json.loads((tmp_path / "claims.json").read_text(encoding="utf-8"))
    assert [claim["id"] for claim in data["claims"]] == names
    page = (tmp_path / "claims.html").read_text(encoding="utf-8")
    assert "Hinge is not differentiable at zero" in page
    assert "the probability is not 1" in page


def test_the_command_prints_json_and_nothing_else() -> None:
    result = CliRunner().invoke(main, ["claims", "relu_slope_is_zero_or_one", "--json"])
    assert json.loads(result.stdout)["counts"]["holds"] == 1


def test_an_unknown_claim_is_wrong_usage() -> None:
    result = CliRunner().invoke(main, ["claims", "relu_slope"])
    assert result.exit_code == 2
    assert "unknown claim 'relu_slope'" in result.stderr


def test_nothing_reaches_the_page_as_markup() -> None:
    found = planted(f'holds = ["z > 0"]\nnotes = "<script>alert(1)</script>"\n{NUMBER}')
    page = claims_page([found], seed=0, version="1")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
