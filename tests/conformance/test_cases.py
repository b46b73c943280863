"""The inputs: the same from the seed alone, exact in the format, inside the domain."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from nnconform.conformance import cases, domains
from nnconform.conformance.cases import BLOCK, CHUNK, Case
from nnconform.conformance.formats import FORMATS, Array, Format
from nnconform.conformance.gradient_cases import gradient_cases
from nnconform.conformance.oracle import K
from nnconform.spec import load

from ._fakes import POINTWISE

DOUBLE, HALF = FORMATS["float64"], FORMATS["float16"]
Make = Callable[[str, Format, int], tuple[Case, ...]]
MAKERS: dict[str, Make] = {
    "value": lambda i, form, seed: cases.value_cases(i, form, seed, 3),
    "spread": lambda i, form, seed: (cases.spread_case(i, form, seed),),
    "extreme": lambda i, form, seed: (cases.extreme_case(i, form, seed),),
    "gradient": gradient_cases,
    "property": lambda i, form, seed: (cases.property_case(i, form, seed, 5),),
}
makers = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
SOME = [
    "sigmoid",
    "prelu",
    "softmax",
    "huber",
    "binary_cross_entropy",
    "kl_divergence",
    "triplet",
    "sparse_categorical_cross_entropy",
    "contrastive",
    "hinge",
    "multiclass_head",
]


def fresh(make: Make, identifier: str, form: Format, seed: int) -> list[Any]:
    """The bytes of all cases, drawn anew."""
    for cached in (
        cases.value_cases,
        cases.spread_case,
        cases.extreme_case,
        gradient_cases,
        cases.property_case,
        cases.layouts,
    ):
        cached.cache_clear()
    return [
        (dict(c.parameters), {n: (a.shape, a.tobytes()) for n, a in c.inputs.items()})
        for c in make(identifier, form, seed)
    ]


@makers
@pytest.mark.parametrize("identifier", ["prelu", "huber", "kl_divergence"])
def test_the_same_seed_gives_the_same_inputs(make: Make, identifier: str) -> None:
    first = fresh(make, identifier, DOUBLE, 7)
    np.random.seed(3)
    assert fresh(make, identifier, DOUBLE, 7) == first


@makers
def test_another_seed_gives_other_inputs(make: Make) -> None:
    assert fresh(make, "huber", DOUBLE, 7) != fresh(make, "huber", DOUBLE, 8)


@makers
def test_the_order_of_calls_does_not_matter(make: Make) -> None:
    alone = fresh(make, "huber", DOUBLE, 1)
    for other in MAKERS.values():
        fresh(other, "mse", HALF, 1)
    assert fresh(make, "huber", DOUBLE, 1) == alone


def test_formulas_do_not_share_their_draws() -> None:
    one, other = (
        cases.value_cases("mse", DOUBLE, 0, 0)[1],
        cases.value_cases("mae", DOUBLE, 0, 0)[1],
    )
    assert one.inputs["y"].tobytes() != other.inputs["y"].tobytes()


def drawn(identifier: str, form: Format) -> Iterator[Case]:
    for make in MAKERS.values():
        yield from make(identifier, form, 0)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
@pytest.mark.parametrize("identifier", SOME)
def test_inputs_have_the_dtype_of_the_format_and_labels_are_integers(
    identifier: str, form: Format
) -> None:
    for case in drawn(identifier, form):
        for name, array in case.inputs.items():
            label = case.formula.inputs[name].domain == "label"
            assert array.dtype == (np.int64 if label else form.dtype)
            assert np.isfinite(array.astype(np.float64)).all()


@pytest.mark.parametrize("form", [DOUBLE, HALF], ids=["float64", "float16"])
@pytest.mark.parametrize("identifier", POINTWISE)
def test_every_input_lies_in_its_domain(identifier: str, form: Format) -> None:
    for case in drawn(identifier, form):
        for name, array in case.inputs.items():
            assert INSIDE[case.formula.inputs[name].domain](array.astype(np.float64), form), name


def sums_to_one(rows: Array, form: Format) -> bool:
    return bool((rows >= 0).all() and (np.abs(rows.sum(axis=-1) - 1) <= K * form.u).all())


INSIDE: dict[str, Callable[[Array, Format], Any]] = {
    "real": lambda x, form: True,
    "embedding": lambda x, form: True,
    "positive": lambda x, form: (x > 0).all(),
    "nonnegative": lambda x, form: (x >= 0).all(),
    "unit": lambda x, form: ((x >= 0) & (x <= 1)).all(),
    "probability": lambda x, form: ((x > 0) & (x < 1)).all(),
    "distribution": sums_to_one,
    "binary": lambda x, form: np.isin(x, [0, 1]).all(),
    "sign": lambda x, form: np.isin(x, [-1, 1]).all(),
    "label": lambda x, form: ((x >= 0) & (x < 3)).all(),
    "one_hot": lambda x, form: np.isin(x, [0, 1]).all() and (x.sum(axis=-1) == 1).all(),
}


@pytest.mark.parametrize("identifier", POINTWISE)
def test_there_are_few_shapes(identifier: str) -> None:
    shapes = {case.shape for case in cases.value_cases(identifier, DOUBLE, 0, 25)}
    assert len(shapes) <= 3
    for case in (
        cases.spread_case(identifier, DOUBLE, 0),
        cases.extreme_case(identifier, DOUBLE, 0),
    ):
        assert case.shape[0] % (CHUNK if cases.single_array(case.formula) else BLOCK) == 0


@pytest.mark.parametrize("identifier", POINTWISE)
def test_the_first_cases_take_the_default_parameters(identifier: str) -> None:
    formula = load(identifier)
    for case in cases.value_cases(identifier, DOUBLE, 0, 4)[:3]:
        assert case.parameters == cases.defaults(formula)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_drawn_parameters_are_numbers_of_the_format(form: Format) -> None:
    for case in cases.value_cases("huber", form, 0, 10):
        delta = case.parameters["delta"]
        assert float(form.round(delta)) == delta > 0


def test_drawn_parameters_differ_from_the_defaults() -> None:
    deltas = {case.parameters["delta"] for case in cases.value_cases("huber", DOUBLE, 0, 10)}
    assert len(deltas) > 3


def test_more_examples_keep_the_first_ones() -> None:
    few, many = (cases.value_cases("mse", DOUBLE, 0, n) for n in (2, 6))
    assert len(many) == len(few) + 4
    assert [c.inputs["y"].tolist() for c in few[:3]] == [c.inputs["y"].tolist() for c in many[:3]]


def test_gradient_cases_hold_the_kinks() -> None:
    z = np.concatenate([c.inputs["z"] for c in gradient_cases("relu", DOUBLE, 0)])
    assert set(domains.NICE) <= set(z.tolist())
    pairs = [
        (y, p)
        for c in gradient_cases("mae", DOUBLE, 0)
        for y, p in zip(*c.inputs.values(), strict=True)
    ]
    assert sum(y == p for y, p in pairs) >= 5


def test_the_spread_holds_neighbours_where_differences_cancel() -> None:
    case = cases.spread_case("mse", DOUBLE, 0)
    y, p = case.inputs.values()
    assert ((np.abs(y - p) <= 8 * DOUBLE.u * np.abs(y)) & (y != 0)).sum() >= 2


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_extremes_hold_the_ends_of_the_format(form: Format) -> None:
    z = set(cases.extreme_case("sigmoid", form, 0).inputs["z"].astype(np.float64).tolist())
    assert {form.tiny, -form.tiny, form.normal, form.largest, -form.largest, 20.0} <= z


@pytest.mark.parametrize("identifier", ["kl_divergence", "softmax", "sigmoid", "mse"])
def test_a_limit_stands_in_every_sample(identifier: str) -> None:
    formula = load(identifier)
    name = list(formula.inputs)[-1]
    array = cases.at_limit(formula, DOUBLE, name, np.inf, 0).inputs[name]
    assert np.isinf(array).reshape(len(array), -1).any(axis=1).all()


def test_an_answer_of_the_oracle_is_computed_once() -> None:
    case = cases.value_cases("mse", DOUBLE, 0, 0)[1]
    assert case.exact(case.formula.rule) is case.exact(case.formula.rule)
    assert case.exact(case.formula.rule) is not case.exact(case.formula.rule, reduced=False)


def test_rules_of_one_label_and_another_order_have_answers_of_their_own() -> None:
    from nnconform.conformance.assess import candidates

    swapped = [rule for rule in candidates("triplet") if rule.name == "arguments_swapped"]
    case = cases.value_cases("triplet", DOUBLE, 0, 0)[1]
    found = [case.exact(rule).low.hi.item() for rule in swapped]
    fresh_case = [
        Case(case.formula, DOUBLE, case.inputs, case.parameters).exact(r).low.hi.item()
        for r in swapped
    ]
    assert found == fresh_case


def test_gradients_of_two_cotangents_are_two_answers() -> None:
    case = gradient_cases("softmax", DOUBLE, 0)[-1]
    one = case.gradient(case.formula.rule, "z", None)
    other = case.gradient(case.formula.rule, "z", np.eye(3)[np.arange(len(case.inputs["z"])) % 3])
    assert np.abs(one.low.hi - other.low.hi).max() > 0
