"""The rules of an entry: order, names, hints and constants of what an implementation may follow."""

from collections.abc import Mapping

import pytest

from nnconform.spec import REDUCTIONS, Rule, generated, ids, load, rules

HINTS = {name: item.text for name, item in generated().items()}


def every(identifier: str) -> list[Rule]:
    return list(rules(load(identifier), HINTS))


def test_the_formula_comes_first_then_conventions_then_mistakes_then_the_generated() -> None:
    order = {"formula": 0, "convention": 1, "mistake": 2}
    places = [
        3 + ("arguments_swapped" in r.name)
        if "reduction_" in r.name or "swapped" in r.name
        else order[r.kind]
        for r in every("huber")
    ]
    assert places == sorted(places)
    assert set(places) == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("identifier", ids())
def test_keys_tell_the_rules_of_an_entry_apart(identifier: str) -> None:
    keys = [rule.key for rule in every(identifier)]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    "identifier", ["huber", "hinge", "kl_divergence", "l1_penalty", "squared_error"]
)
def test_each_rule_gets_the_other_reductions_as_conventions(identifier: str) -> None:
    formula = load(identifier)
    found = {rule.name for rule in every(identifier)}
    reducible = formula.file.formula.kernel is not None
    others = {f"reduction_{r}" for r in REDUCTIONS if r != formula.rule.reduction}
    assert others <= found if reducible else not any("reduction_" in name for name in found)


def test_a_reduced_convention_is_a_convention_and_a_reduced_mistake_a_mistake() -> None:
    kinds = {rule.name: rule.kind for rule in every("huber")}
    assert kinds["reduction_none"] == "convention"
    assert kinds["smooth_l1+reduction_sum"] == "convention"
    assert kinds["missing_half+reduction_sum"] == "mistake"


def test_the_own_reduction_is_never_generated() -> None:
    assert "reduction_mean" not in {rule.name for rule in every("huber")}


def test_hints_of_a_combination_say_both() -> None:
    rule = next(rule for rule in every("huber") if rule.name == "missing_half+reduction_sum")
    assert rule.hint.startswith("The quadratic branch")
    assert rule.hint.endswith(HINTS["reduction_sum"])


# Inputs of one shape are taken for each other; labels and scalars are not.
SWAPS: Mapping[str, set[tuple[str, ...]]] = {
    "huber": {("y_hat", "y")},
    "sigmoid": set(),
    "prelu": set(),
    "sparse_categorical_cross_entropy": set(),
    "triplet": {("p", "a", "n"), ("n", "p", "a"), ("a", "n", "p")},
    "margin_ranking": {("s_pos", "y", "s_neg"), ("s_neg", "s_pos", "y"), ("y", "s_neg", "s_pos")},
}


@pytest.mark.parametrize("identifier", SWAPS)
def test_swapped_arguments_are_pairs_of_one_shape(identifier: str) -> None:
    swapped = {rule.order for rule in every(identifier) if rule.name == "arguments_swapped"}
    assert swapped == SWAPS[identifier]


def test_swapped_arguments_are_a_mistake_of_a_convention_too() -> None:
    rule = next(rule for rule in every("huber") if rule.name == "smooth_l1+arguments_swapped")
    assert (rule.kind, rule.order) == ("mistake", ("y_hat", "y"))


def test_a_variant_with_several_constants_is_several_rules() -> None:
    labels = [rule.label for rule in load("relu").variants if rule.name == "leaky"]
    assert labels == ["leaky (c = 0.01)", "leaky (c = 0.1)", "leaky (c = 0.2)", "leaky (c = 0.3)"]


def test_a_variant_with_a_kernel_of_its_own_inherits_no_limits() -> None:
    stated = {name: variant.limits for name, variant in load("sigmoid").file.variants.items()}
    for rule in load("sigmoid").variants:
        assert rule.limits.keys() == stated[rule.name].keys()


def test_a_variant_of_the_reduction_alone_keeps_the_limits() -> None:
    formula = load("mse")
    found = next(
        rule
        for rule in rules(
            formula, {"reduction_sum": "", "reduction_none": "", "arguments_swapped": ""}
        )
        if rule.name == "reduction_sum"
    )
    assert found.limits == formula.rule.limits


def test_a_formula_says_what_it_takes() -> None:
    formula = load("prelu")
    assert (tuple(formula.inputs), formula.differentiable) == (("z", "alpha"), ("z", "alpha"))
    assert load("huber").parameters["delta"].default == 1
    assert load("sigmoid").elementwise
    assert not load("softmax").elementwise
