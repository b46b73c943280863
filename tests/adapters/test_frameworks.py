"""Values and gradients of torch and jax on numbers whose results are known exactly."""

from collections.abc import Sequence
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
import torch

from nnconform.adapters import (
    AS_WRITTEN,
    BUILTIN,
    Array,
    Implementation,
    Missing,
    Target,
    Unsupported,
    _jax,
    jax as jax_stone,
    resolve,
)
from nnconform.adapters._frameworks import refusals
from nnconform.spec import load

both = pytest.mark.parametrize("framework", ["torch", "jax"])
DTYPES = ("float16", "bfloat16", "float32", "float64")


def formula(framework: str, identifier: str, *, dtype: str = "float64", mode: str = "eager",
            provenance: str = BUILTIN, device: str = "cpu") -> Implementation:  # fmt: skip
    target = Target(provenance, device, dtype, mode)
    return resolve(framework).implementation(load(identifier), target)


def arrays(*values: Any) -> list[Array]:
    return [np.array(value, np.float64) for value in values]


# id, inputs, parameters, d sum(result) / d each differentiable input; exact by hand.
SLOPES: list[tuple[str, Sequence[Any], dict[str, float], dict[int, Any]]] = [
    ("identity", [[-1, 2]], {}, {0: [1, 1]}),
    ("sigmoid", [[0, 0]], {}, {0: [0.25, 0.25]}),
    ("tanh", [[0]], {}, {0: [1]}),
    ("relu", [[-1, 2]], {}, {0: [0, 1]}),
    ("leaky_relu", [[-1, 2]], {"alpha": 0.25}, {0: [0.25, 1]}),
    ("prelu", [[-2, 4], 0.25], {}, {0: [0.25, 1], 1: -2}),
    ("elu", [[0.5, 2]], {"alpha": 0.5}, {0: [1, 1]}),
    ("softplus", [[0]], {}, {0: [0.5]}),
    ("softmax", [[0, 0]], {}, {0: [0, 0]}),
]


@both
@pytest.mark.parametrize("provenance", [BUILTIN, AS_WRITTEN])
@pytest.mark.parametrize(("identifier", "inputs", "parameters", "slopes"), SLOPES,
                         ids=[row[0] for row in SLOPES])  # fmt: skip
def test_a_gradient_is_the_one_computed_by_hand(
    framework: str, provenance: str, identifier: str, inputs: Any, parameters: Any, slopes: Any
) -> None:
    implementation = formula(framework, identifier, provenance=provenance)
    got = implementation.gradient(arrays(*inputs), parameters, list(slopes), None)
    assert [g.tolist() for g in got] == list(slopes.values())


@both
def test_the_cotangent_weighs_the_elements(framework: str) -> None:
    implementation = formula(framework, "sigmoid")
    (got,) = implementation.gradient(arrays([0, 0]), {}, [0], np.array([1.0, 2.0]))
    assert got.tolist() == [0.25, 0.5]


@both
@pytest.mark.parametrize("dtype", DTYPES)
def test_value_and_gradient_have_the_dtype_of_the_input(framework: str, dtype: str) -> None:
    implementation = formula(framework, "leaky_relu", dtype=dtype)
    z = np.array([-1, 2]).astype(np.dtype(dtype) if dtype != "bfloat16" else jnp.bfloat16)
    value = implementation.value([z], {"alpha": 0.25})
    (slope,) = implementation.gradient([z], {"alpha": 0.25}, [0], value)
    assert (str(value.dtype), value.tolist()) == (dtype, [-0.25, 2])
    assert (str(slope.dtype), slope.tolist()) == (dtype, [-0.0625, 2])


def test_torch_averages_by_default_and_optax_does_not() -> None:
    inputs = arrays([1, 2], [3, 2.5])
    assert formula("torch", "squared_error").value(inputs, {}).tolist() == 2.125
    assert formula("jax", "squared_error").value(inputs, {}).tolist() == [4, 0.25]
    (slope,) = formula("torch", "squared_error").gradient(inputs, {}, [1], np.array(2.0))
    assert slope.tolist() == [4, 1]


def test_several_inputs_have_gradients_in_the_order_asked_for() -> None:
    inputs = arrays([1], [0], [1])
    ranking = formula("torch", "margin_ranking")
    assert ranking.value(inputs, {"margin": 0.5}).tolist() == 1.5
    got = ranking.gradient(inputs, {"margin": 0.5}, [2, 1], None)
    assert [g.tolist() for g in got] == [[1], [-1]]


@both
def test_integer_labels_need_no_gradient(framework: str) -> None:
    loss = formula(framework, "sparse_categorical_cross_entropy", provenance=AS_WRITTEN)
    (slope,) = loss.gradient([np.array([1]), np.array([[0.25, 0.5]])], {}, [1], None)
    assert slope.tolist() == [[0, -2]]


@pytest.mark.parametrize(("framework", "mode"),
                         [("torch", "eager"), ("jax", "eager"), ("jax", "jit")])  # fmt: skip
@pytest.mark.parametrize(("identifier", "slope"), [("sigmoid", 0.25), ("relu", 1), ("tanh", 1)])
def test_a_derivative_entry_is_the_frameworks_own_differentiation(
    framework: str, mode: str, identifier: str, slope: float
) -> None:
    implementation = formula(framework, f"{identifier}_derivative", mode=mode)
    z = arrays([1 if identifier == "relu" else 0])
    assert implementation.value(z, {}).tolist() == [slope]


@both
def test_a_jacobian_stands_over_the_last_axis(framework: str) -> None:
    got = formula(framework, "softmax_jacobian").value(arrays([[0, 0], [3, 3]]), {})
    assert got.tolist() == [[[0.25, -0.25], [-0.25, 0.25]]] * 2


@both
def test_a_jacobian_has_rows_for_results_and_columns_for_inputs(framework: str) -> None:
    engine = resolve(framework).engine  # type: ignore[attr-defined]
    rows = engine.jacobian(lambda z: z * z[..., :1])
    z = torch.tensor([2.0, 3.0]) if framework == "torch" else jnp.array([2.0, 3.0])
    assert rows(z).tolist() == [[4, 0], [3, 2]]


@both
def test_a_derivative_can_be_differentiated_again(framework: str) -> None:
    (second,) = formula(framework, "softplus_derivative").gradient(arrays([0]), {}, [0], None)
    assert second.tolist() == [0.25]


@pytest.mark.parametrize("identifier", ["softplus", "softmax", "elu", "sigmoid"])
def test_traced_gradients_of_jax_are_those_of_vjp_bit_for_bit(identifier: str) -> None:
    z = np.random.default_rng(3).normal(size=(5, 7)).astype(np.float32) * 8
    implementation = formula("jax", identifier, dtype="float32")
    parameters = {"alpha": 1.5} if identifier == "elu" else {}
    (got,) = implementation.gradient([z], parameters, [0], z)
    function = getattr(jax_stone, identifier)
    wanted = jax.vjp(lambda z: function(z, **parameters), jnp.asarray(z))[1](jnp.asarray(z))[0]
    assert got.tobytes() == np.asarray(wanted).tobytes()


def test_eager_jax_traces_a_signature_once() -> None:
    implementation = formula("jax", "sigmoid")
    for z in ([1.0, 2.0], [3.0, 4.0]):
        implementation.gradient(arrays(z), {}, [0], None)
    before = _jax._traced.cache_info().misses
    implementation.gradient(arrays([5.0, 6.0]), {}, [0], None)
    assert _jax._traced.cache_info().misses == before


@both
def test_what_a_framework_lacks_is_missing_with_the_reason(framework: str) -> None:
    with pytest.raises(Missing, match="no contrastive loss on distances"):
        formula(framework, "contrastive")


def test_a_derivative_that_torch_lacks_is_missing() -> None:
    with pytest.raises(Missing, match="derivative for aten::heaviside is not implemented"):
        formula("torch", "step_derivative").value(arrays([1]), {})


def test_a_constant_result_has_no_derivative_in_torch() -> None:
    with pytest.raises(Missing, match="the result does not require a gradient"):
        formula("torch", "step", provenance=AS_WRITTEN).gradient(arrays([1]), {}, [0], None)


@both
@pytest.mark.parametrize(
    ("target", "message"),
    [
        (Target("submission", "cpu", "float32", "eager"), "no provenance 'submission'; it has"),
        (Target(BUILTIN, "abacus", "float32", "eager"), "no device 'abacus' here; it has cpu"),
        (Target(BUILTIN, "cpu", "float8", "eager"), "no dtype 'float8'; it has float16, bfloat16"),
        (Target(BUILTIN, "cpu", "float32", "lazy"), "no mode 'lazy'; it has eager, "),
    ],
)
def test_a_target_that_is_not_there_is_unsupported(
    framework: str, target: Target, message: str
) -> None:
    with pytest.raises(Unsupported, match=f"{framework} has {message}"):
        resolve(framework).implementation(load("relu"), target)


REFUSALS = [
    (RuntimeError('"addmm_cuda" not implemented for \'Half\''), Unsupported),
    (NotImplementedError("Could not run 'aten::x' with arguments from the 'CUDA' backend.\n\nCPU"),
     Unsupported),
    (NotImplementedError(), Unsupported),
    (RuntimeError("UNIMPLEMENTED: float8 dot"), Unsupported),
    (RuntimeError("backend='inductor' raised:\nInvalidCxxCompiler: No working C++ compiler found"),
     Unsupported),
    (RuntimeError("derivative for aten::heaviside is not implemented"), Missing),
    (RuntimeError("The size of tensor a (3) must match"), RuntimeError),
    (ZeroDivisionError("float division by zero"), ZeroDivisionError),
]  # fmt: skip


@pytest.mark.parametrize(("error", "kind"), REFUSALS, ids=[str(e)[:30] for e, _ in REFUSALS])
def test_only_messages_about_dtypes_and_devices_become_unsupported(
    error: Exception, kind: type[Exception]
) -> None:
    with pytest.raises(kind) as caught, refusals():
        raise error
    assert type(caught.value) is kind
    assert kind is type(error) or "\n" not in str(caught.value)


@both
def test_warnings_of_a_framework_do_not_come_out(framework: str) -> None:
    even = np.full((1, 2), 0.5)
    assert formula(framework, "kl_divergence").value([even, even], {}).sum() == 0


@both
def test_a_formula_is_prepared_once(framework: str) -> None:
    assert formula(framework, "relu") is formula(framework, "relu")


def test_jitted_functions_take_hyperparameters_without_compiling_again() -> None:
    implementation = formula("jax", "leaky_relu", mode="jit")
    got = [implementation.value(arrays([-4]), {"alpha": a}).tolist() for a in (0.25, 0.5)]
    assert got == [[-1], [-2]]
    (form,) = implementation.call.function.forms.values()  # type: ignore[attr-defined]
    assert form._cache_size() == 1
