"""Ids, groups and patterns."""

import pytest

from nnconform.conformance.selection import describe_formulas, select, sources
from nnconform.spec import UnknownFormulaError, ids, load

SELECTED = {
    (): ids(),
    ("huber",): ("huber",),
    ("mse", "huber"): ("huber", "mse"),
    ("mse", "mse"): ("mse",),
    ("softmax*",): ("softmax", "softmax_jacobian"),
    ("*_head",): ("binary_head", "multiclass_head", "multilabel_head", "regression_head"),
    ("*relu",): ("leaky_relu", "prelu", "relu"),
    ("heads", "mse"): (
        "binary_head",
        "multiclass_head",
        "multilabel_head",
        "regression_head",
        "mse",
    ),
    ("*",): ids(),
}


@pytest.mark.parametrize("names", SELECTED, ids=",".join)
def test_names_select_in_the_order_of_the_spec(names: tuple[str, ...]) -> None:
    assert select(names) == SELECTED[names]


UNKNOWN = {
    "hubr": "unknown formula 'hubr'; did you mean huber?",
    "activation": "did you mean activations",
    "zz*": "unknown formula 'zz*'",
    "Huber": "did you mean huber?",
    "zzz": "`nnconform list` shows all ids",
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_that_selects_nothing_is_refused(name: str) -> None:
    with pytest.raises(UnknownFormulaError) as caught:
        select(("huber", name))
    assert UNKNOWN[name] in str(caught.value)


def test_reports_know_every_formula_with_its_conventions_and_mistakes() -> None:
    infos = {info.id: info for info in describe_formulas()}
    assert tuple(infos) == ids()
    assert {"smooth_l1", "reduction_none", "reduction_sum"} <= set(infos["huber"].conventions)
    assert "reduction_mean" not in infos["huber"].conventions
    assert not any(name.startswith("reduction") for name in infos["relu"].conventions)
    assert "missing_half" in infos["huber"].mistakes


def test_sources_are_ready_to_print() -> None:
    assert sources(load("huber")) == [
        "Unit 2: Deep Learning, Regression loss functions: Huber loss"
    ]
