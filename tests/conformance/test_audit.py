"""The audit of the suite: it sees a blunt check, a false alarm, and what is equal to a formula."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from nnconform.conformance import audit as auditing, runner, suites
from nnconform.conformance.audit import (
    CAUGHT,
    EQUIVALENT,
    FALSE_ALARM,
    SURVIVOR,
    Finding,
    Findings,
    audit,
    mutants,
    share,
)
from nnconform.conformance.audit_report import as_dict, lines, markdown, summary
from nnconform.conformance.cli import main
from nnconform.conformance.equivalence import equal, equal_slopes
from nnconform.conformance.exactly import Exactly
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import CONFORMS, FAILS, Outcome
from nnconform.spec import Formula, Rule, load, parse

FLOAT64 = FORMATS["float64"]


def written(formula: Formula, text: str) -> Rule:
    """The formula with another expression."""
    names = frozenset({*formula.inputs, *formula.parameters})
    kernel = parse(text, names, where="test")
    return replace(formula.rule, name="another", kernel=kernel, limits={})


def is_equal(identifier: str, text: str) -> bool:
    formula = load(identifier)
    return equal(formula, written(formula, text), formula.rule, FLOAT64, 0)


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("relu", "maximum(z, 0)"),
        ("relu", "where(z >= 0, z, 0)"),
        ("relu", "(z + abs(z))/2"),
        ("mse", "(y_hat - y)**2"),
        ("sigmoid", "(1 + tanh(z/2))/2"),
        ("softplus", "log1p(exp(z))"),
        ("tanh_derivative", "1 - tanh(z)**2"),
        # At the kink any value between the one-sided slopes is allowed.
        ("relu_derivative", "where(z >= 0, 1, 0)"),
        ("step", "where(z > 0, 1, 0)"),
        ("hinge", "where(y*y_hat <= 1, 1 - y*y_hat, 0)"),
        # The sum over the classes is left to the reduction.
        ("categorical_cross_entropy", "-(y*log(y_hat))"),
        # Labels are zero or one, and nothing else.
        ("binary_cross_entropy", "-(y**2*log(y_hat) + (1 - y)*log(1 - y_hat))"),
    ],
)  # fmt: skip
def test_the_same_function_written_otherwise_is_proven_equal(identifier: str, text: str) -> None:
    assert is_equal(identifier, text)


@pytest.mark.parametrize(
    ("identifier", "text"),
    [
        ("relu", "maximum(0, z) + 1e-20*maximum(0, z)"),  # less than float64 can hold
        ("relu", "maximum(1e-300, z)"),
        ("sigmoid", "1/(1 + exp(-z)) + 1e-40"),
        ("elu", "where(z > 0, z, exp(z) - 1)"),  # equal for the default of alpha only
        ("prelu", "maximum(alpha*z, z)"),  # equal for slopes up to 1 only
        ("mse", "abs(y - y_hat)**3"),
        ("softmax", "exp(z)/sum(exp(z), axis=0, keepdims=True)"),
        ("kl_divergence", "sum(y*log(y/y_hat), axis=-1)"),  # 0*log(0) where y = 0
        ("relu_derivative", "where(z >= 0, 1, 0) + where(z == 0, 1, 0)"),  # 2 is not between
    ],
)
def test_another_function_is_not_proven_equal(identifier: str, text: str) -> None:
    assert not is_equal(identifier, text)


def test_slopes_are_equal_up_to_a_constant_and_not_otherwise() -> None:
    formula = load("mse")
    shifted, scaled = (written(formula, f"(y - y_hat)**2{end}") for end in (" + 3", "*3"))
    assert equal_slopes(formula, shifted, formula.rule, FLOAT64, 0)
    assert not equal_slopes(formula, scaled, formula.rule, FLOAT64, 0)
    assert not equal(formula, shifted, formula.rule, FLOAT64, 0)


def test_mutants_are_changes_slopes_reductions_and_mistakes_each_once() -> None:
    found = list(mutants(load("huber")))
    changes = {mutant.change for mutant in found}
    assert {
        "abs(y - y_hat) <= delta -> abs(y - y_hat) < delta",
        "derivative of delta -> -delta",
        "reduction mean -> sum",
        "mistake square_compared",
        "mistake arguments_swapped",
    } <= changes
    keys = [(m.rule.kernel.text, m.rule.reduction, m.rule.order, m.slope) for m in found]
    assert len(set(keys)) == len(keys)


def verdicts(identifier: str) -> dict[str, str]:
    return {each.change: each.verdict for each in audit(identifier)}


def test_the_suite_catches_every_fault_of_a_formula() -> None:
    found = verdicts("relu")
    assert set(found.values()) == {CAUGHT, EQUIVALENT}
    assert found["maximum(0, z) -> maximum(z, 0)"] == EQUIVALENT
    assert found["maximum(0, z) -> minimum(0, z)"] == CAUGHT
    assert found["derivative of maximum(0, z) -> minimum(0, z)"] == CAUGHT


def test_a_declared_convention_is_no_fault_and_no_survivor() -> None:
    found = {each.change: each for each in audit("mse")}
    reduced = found["reduction mean -> sum"]
    assert (reduced.verdict, reduced.said) == ("convention", "convention reduction_sum")


def test_order_of_updates_is_audited() -> None:
    found = verdicts("momentum")
    assert any(change.startswith("step: statements 1 and 2") for change in found)
    assert SURVIVOR not in found.values()


@pytest.fixture
def blunt(monkeypatch: pytest.MonkeyPatch) -> None:
    """A suite whose value check always conforms, and that asks nothing else."""

    def identify(subject: Any, seed: int, examples: int) -> tuple[Outcome, Any]:
        return Outcome(CONFORMS), None

    monkeypatch.setitem(suites._SUITES, "pointwise", suites.Suite(identify, {}))


@pytest.mark.usefixtures("blunt")
def test_a_blunt_suite_has_survivors_and_none_of_them_is_proven_equal() -> None:
    found = verdicts("relu")
    assert found["maximum(0, z) -> minimum(0, z)"] == SURVIVOR
    assert found["maximum(0, z) -> maximum(z, 0)"] == EQUIVALENT
    assert CAUGHT not in found.values()
    assert share(audit("relu")) == 0


@pytest.fixture
def jumpy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A suite that objects to everything."""
    own = suites._SUITES["pointwise"]

    def objects(plan: Any) -> Outcome:
        return Outcome(FAILS, "is not to my taste")

    suite = suites.Suite(own.identify, {"limits": objects})
    monkeypatch.setitem(suites._SUITES, "pointwise", suite)


@pytest.mark.usefixtures("jumpy")
def test_an_objection_to_what_is_right_is_a_false_alarm() -> None:
    found = [each for each in audit("relu") if each.verdict == FALSE_ALARM]
    assert {each.change for each in found} == {"the reference", "the formula rounded once"}
    assert all(each.check == "limits" and not each.mutant for each in found)
    assert "is not to my taste" in found[0].said


def test_an_objection_to_an_equal_mutant_is_a_false_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    own, calls = runner.judge, iter(range(10**6))

    def judge(subject: Any, request: Any) -> Iterator[tuple[str, Outcome, float]]:
        if next(calls):  # not of the unchanged expression, which comes first
            yield "value", Outcome(FAILS), 0.0
        yield from own(subject, request)

    monkeypatch.setattr(auditing, "judge", judge)
    assert verdicts("relu")["maximum(0, z) -> maximum(z, 0)"] == FALSE_ALARM


def test_a_formula_is_rounded_once() -> None:
    formula = load("sigmoid")
    z = np.array([-750.0, -1.0, 0.0, 40.0, np.inf])
    got = Exactly(formula, formula.rule, FLOAT64).value([z], {})
    # mpmath, 50 digits: exp(-750) is below the smallest subnormal; 1 - sigmoid(40) is 4.2e-18
    assert got.tolist() == [0.0, 0.2689414213699951, 0.5, 1.0, 1.0]
    slope = Exactly(formula, formula.rule, FLOAT64).gradient([z[1:3]], {}, [0], None)[0]
    assert slope.tolist() == [0.19661193324148185, 0.25]


FOUND = Findings(
    [
        Finding("relu", CAUGHT, "minimum(0, z)", "maximum -> minimum", "value", "fails"),
        Finding("relu", EQUIVALENT, "maximum(z, 0)", "swapped"),
        Finding("mse", SURVIVOR, "mean(y | y_hat)", "a -> b"),
        Finding("mse", FALSE_ALARM, "x", "the reference", "limits", "fails: no", mutant=False),
    ],
    7,
    "float32",
)


def test_the_share_is_of_the_faults_and_is_never_rounded_up() -> None:
    assert share(FOUND.findings) == 0.5
    many = [*[FOUND.findings[0]] * 99_999, FOUND.findings[2]]
    assert summary(many).startswith("99.99% of the faults caught (99999 of 100000)")
    assert summary(FOUND.findings[:2]).startswith("100% of the faults caught (1 of 1), 1 equal")


def test_survivors_and_false_alarms_are_listed_one_a_line() -> None:
    assert list(lines(FOUND.findings)) == [
        "survivor: mse: a -> b: mean(y | y_hat)",
        "false alarm: mse: the reference: x [limits: fails: no]",
    ]


def test_the_report_counts_mutants_and_keeps_every_finding() -> None:
    data = as_dict(FOUND)
    assert [row["mutants"] for row in data["formulas"]] == [2, 1]
    assert data["all"]["mutants"] == 3
    assert (data["seed"], data["dtype"], data["share"]) == (7, "float32", 0.5)
    assert len(data["findings"]) == 4
    assert "| mse | `a -> b` | `mean(y \\| y_hat)` |  |  |" in markdown(FOUND)


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["audit", *arguments])


def test_the_command_writes_both_files_and_exits_0(tmp_path: Path) -> None:
    result = called("identity", "--out", str(tmp_path / "new"))
    assert result.exit_code == 0, result.output
    assert "100% of the faults caught" in result.stdout
    data = json.loads((tmp_path / "new" / "audit.json").read_text())
    assert data["formulas"][0]["formula"] == "identity"
    assert (tmp_path / "new" / "audit.md").read_text().startswith("# Sensitivity audit")


def test_json_is_all_that_is_printed() -> None:
    assert json.loads(called("identity", "--json").stdout)["share"] == 1


@pytest.mark.usefixtures("blunt")
def test_a_survivor_gives_exit_code_1() -> None:
    result = called("identity")
    assert result.exit_code == 1
    assert "survivor: identity:" in result.stdout


def test_a_wrong_name_or_folder_is_one_line_and_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for arguments in (["hubr"], ["identity", "--out", str(tmp_path / "file" / "x")]):
        result = called(*arguments)
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1
