"""Initializers, dropout, normalization, clipping and counts in torch and jax."""

import math
from typing import Any

import jax
import ml_dtypes
import numpy as np
import pytest
import torch
from jax.nn.initializers import variance_scaling

from nnconform.adapters import Array, Missing, Unsupported, resolve

from ._balls import balls, floats
from ._formulas import COUNT, KEYWORD_COUNT, builtin

FANS = {"fan_in": COUNT, "fan_out": COUNT}
STD = {
    "xavier_normal": math.sqrt(2 / 500),
    "xavier_uniform": math.sqrt(2 / 500),
    "he_normal": math.sqrt(2 / 300),
    "he_uniform": math.sqrt(2 / 300),
    "small_random": 0.01,
}

_INIT = "jax.nn.initializers.variance_scaling"
NAMED = {
    f"{_INIT}(1.0, 'fan_avg', 'normal')": variance_scaling(1.0, "fan_avg", "normal"),
    f"{_INIT}(2.0, 'fan_in', 'normal')": variance_scaling(2.0, "fan_in", "normal"),
}

both = pytest.mark.parametrize("framework", ["torch", "jax"])


@both
@pytest.mark.parametrize("name", STD)
def test_weights_have_the_documents_shape_and_spread(framework: str, name: str) -> None:
    got = builtin(framework, name, FANS).value([300, 200], {"seed": 3})
    assert got.shape == (200, 300)
    # 60,000 numbers: the spread of their mean is std/245, that of their std less than std/345.
    assert abs(got.mean()) < 5 * STD[name] / 245
    assert abs(got.std() / STD[name] - 1) < 5 / 345


@both
@pytest.mark.parametrize(("name", "limit"), [("xavier_uniform", math.sqrt(6 / 500)),
                                             ("he_uniform", math.sqrt(6 / 300))])  # fmt: skip
def test_uniform_weights_fill_their_interval(framework: str, name: str, limit: float) -> None:
    got = builtin(framework, name, FANS).value([300, 200], {"seed": 3})
    assert 0.999 * limit < np.abs(got).max() <= limit


@pytest.mark.parametrize("name", ["xavier_normal", "he_normal"])
def test_normal_weights_are_truncated_in_jax_and_the_named_call_is_not(name: str) -> None:
    # Cut at two standard deviations of a wider normal, whose spread becomes STD by that.
    cut = 2 * STD[name] / 0.87962566103423978
    values = {f: np.abs(builtin(f, name, FANS).value([300, 200], {"seed": 3}))
              for f in ("torch", "jax")}  # fmt: skip
    assert values["jax"].max() < cut < values["torch"].max()
    form = resolve("jax").document_form[name]  # type: ignore[attr-defined]
    plain = NAMED[form](jax.random.key(3), (300, 200))
    assert np.abs(plain).max() > cut
    assert abs(float(plain.std()) / STD[name] - 1) < 5 / 345


@both
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
@pytest.mark.parametrize("name", STD)
def test_a_seed_gives_the_same_weights_again(framework: str, name: str, dtype: str) -> None:
    draw = builtin(framework, name, FANS, dtype=dtype)
    first, again, other = (draw.value([5, 7], {"seed": seed}) for seed in (1, 1, 2))
    assert str(first.dtype) == dtype
    assert first.tobytes() == again.tobytes() != other.tobytes()


@both
def test_sizes_may_come_as_arrays(framework: str) -> None:
    draw = builtin(framework, "he_normal", FANS)
    given = draw.value([np.array(5), np.int64(7)], {"seed": 1})
    assert given.tobytes() == draw.value([5, 7], {"seed": 1}).tobytes()


def test_jitted_initializers_are_the_eager_ones() -> None:
    eager, jitted = (builtin("jax", "he_uniform", FANS, mode=mode).value([5, 7], {"seed": 1})
                     for mode in ("eager", "jit"))  # fmt: skip
    np.testing.assert_allclose(jitted, eager, rtol=1e-13)


def test_torch_divides_what_dropout_keeps() -> None:
    x = np.ones((100, 100))
    drop = builtin("torch", "dropout")
    state = torch.random.get_rng_state()
    got = drop.value([x], {"p": 0.75, "seed": 1, "training": True})
    assert set(got.ravel()) == {0.0, 4.0}
    # Of 10,000 a quarter is kept, with a spread of 43.
    assert abs((got != 0).sum() - 2500) < 5 * 43.4
    assert np.array_equal(got, drop.value([x], {"p": 0.75, "seed": 1, "training": True}))
    assert drop.value([x], {"p": 0.75, "seed": 1, "training": False}).tolist() == x.tolist()
    assert torch.equal(state, torch.random.get_rng_state())


def normalized(inputs: list[Array], epsilon: float) -> Array:
    x, gamma, beta = balls(inputs)
    centred = x - x.sum(axis=0) / len(x)
    variance = (centred**2).sum(axis=0) / len(x)
    result: Array = floats(gamma * centred / np.sqrt(variance + balls(epsilon)[()]) + beta)
    return result


@both
def test_batch_normalization_uses_the_biased_variance(framework: str) -> None:
    rng = np.random.default_rng(2)
    inputs = [rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=3)]
    got = builtin(framework, "batch_norm").value(inputs, {"epsilon": 1e-3})
    np.testing.assert_allclose(got, normalized(inputs, 1e-3), rtol=1e-12)


def test_batch_normalization_in_jax_loses_the_variance_under_a_large_mean() -> None:
    x, gamma, beta = 1e8 + np.array([[0.0], [1.0], [2.0]]), np.ones(1), np.zeros(1)
    inputs, names = [x, gamma, beta], {"epsilon": 1e-5}
    wanted = normalized(inputs, 1e-5)
    # torch takes the mean off after dividing, which costs 1e8 roundings of 1.
    in_torch = builtin("torch", "batch_norm").value(inputs, names)
    np.testing.assert_allclose(in_torch, wanted, atol=1e8 * 2**-52)
    assert np.abs(builtin("jax", "batch_norm").value(inputs, names) - wanted).max() > 0.1
    standardize: Any = jax.nn.standardize  # its types lack the argument
    stable = standardize(x, axis=0, epsilon=1e-5, algorithm="stable")
    np.testing.assert_allclose(stable, wanted, rtol=1e-15)


@both
def test_clipping_by_value_clamps(framework: str) -> None:
    g = np.array([-3.0, -0.5, 0.0, 0.25, 8.0])
    got = builtin(framework, "clip_by_value").value([g], {"c": 0.5})
    assert got.tolist() == [-0.5, -0.5, 0, 0.25, 0.5]
    assert g.tolist() == [-3, -0.5, 0, 0.25, 8]


def test_clipping_by_norm_divides_by_the_norm_in_optax_and_by_a_little_more_in_torch() -> None:
    g = np.array([[3.0, 0.0], [0.0, -4.0]])
    got = builtin("jax", "clip_by_norm").value([g], {"c": 2.5})
    np.testing.assert_allclose(got, g / 2, rtol=1e-15)
    got = builtin("torch", "clip_by_norm").value([g], {"c": 2.5})
    np.testing.assert_allclose(got, g * 2.5 / (5 + 1e-6), rtol=1e-14)
    assert g.tolist() == [[3, 0], [0, -4]]


@both
def test_clipping_by_norm_leaves_what_is_short_enough(framework: str) -> None:
    for g in (np.array([0.75, -1.0]), np.zeros(3)):
        assert builtin(framework, "clip_by_norm").value([g], {"c": 2.5}).tolist() == g.tolist()


# id, sizes, what torch counts; by hand from the layers' definitions.
COUNTS: list[tuple[str, dict[str, int], int]] = [
    ("conv1d", {"in_channels": 2, "out_channels": 3, "kernel_size": 5}, 2 * 5 * 3 + 3),
    ("conv2d", {"in_channels": 2, "out_channels": 3, "kernel_height": 4, "kernel_width": 5},
     2 * 4 * 5 * 3 + 3),
    ("embedding", {"num_embeddings": 7, "embedding_dim": 3}, 21),
    # two bias vectors a gate, where the documents' count has one
    ("simple_rnn", {"input_size": 2, "units": 3}, 3 * (2 + 3) + 2 * 3),
    ("lstm", {"input_size": 2, "units": 3}, 4 * (3 * (2 + 3) + 2 * 3)),
    ("gru", {"input_size": 2, "units": 3}, 3 * (3 * (2 + 3) + 2 * 3)),
    ("batch_norm", {"features": 5}, 10),
    ("prelu", {"units": 5}, 1),
    ("dropout", {}, 0),
    ("max_pool", {}, 0),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "sizes", "count"), COUNTS, ids=[row[0] for row in COUNTS])
def test_torch_counts_the_parameters_of_its_layers(
    layer: str, sizes: dict[str, int], count: int
) -> None:
    keywords = dict.fromkeys(sizes, KEYWORD_COUNT)
    counted = builtin("torch", f"{layer}_parameter_count", keywords)
    assert counted.value([np.array(size) for size in sizes.values()], {}).tolist() == count


def test_torch_counts_the_worked_example() -> None:
    assert builtin("torch", "dense_parameter_count").value([np.array([3, 5, 2])], {}).tolist() == 32


def test_torch_counts_what_the_named_argument_gives() -> None:
    assert resolve("torch").document_form["prelu_parameter_count"] == (  # type: ignore[attr-defined]
        "num_parameters=units"
    )
    assert torch.nn.PReLU(num_parameters=5).weight.numel() == 5


def test_there_is_nothing_to_compile_where_parameters_are_counted() -> None:
    with pytest.raises(Unsupported, match="nothing to compile"):
        builtin("torch", "dropout_parameter_count", mode="compiled")


@pytest.mark.parametrize(
    ("framework", "name", "reason"),
    [
        ("torch", "auc_roc", "torchmetrics and torcheval"),
        ("torch", "delta_rule", "see mlp_backward"),
        ("jax", "dense", "jax.nn has no layers"),
        ("jax", "lstm_parameter_count", "no layers whose parameters could be counted"),
        ("jax", "dropout", "flax, haiku and equinox"),
        ("jax", "binary_cross_entropy_output_gradient", "logits only"),
        ("jax", "no_such_formula", "nnconform's jax adapter does not list it"),
    ],
)
def test_what_is_missing_has_its_reason(framework: str, name: str, reason: str) -> None:
    with pytest.raises(Missing, match=reason):
        builtin(framework, name)


def test_numbers_of_16_bits_are_those_of_ml_dtypes() -> None:
    drawn = builtin("jax", "small_random", FANS, dtype="bfloat16").value([2, 2], {"seed": 0})
    assert drawn.dtype == ml_dtypes.bfloat16
