"""The reference as an adapter: found by name, gradients put together and rounded once."""

import numpy as np
import pytest

from nnconform.adapters import BUILTIN, Array, BadReturn, Implementation, Missing, Target, resolve
from nnconform.adapters._plain import Plain, gather
from nnconform.spec import load


def reference(identifier: str, dtype: str = "float64") -> Implementation:
    return resolve("numpy").implementation(load(identifier), Target(BUILTIN, "cpu", dtype, "eager"))


def plain(identifier: str, **functions: object) -> Plain:
    names = {"".join(("_", name)) if name != "own" else "": f for name, f in functions.items()}
    return Plain("test", load(identifier), names)  # type: ignore[arg-type]


def test_a_value_comes_from_the_function_of_that_name() -> None:
    z = np.array([-1, 2], np.float16)
    got = reference("leaky_relu", "float16").value([z], {"alpha": 0.25})
    assert (str(got.dtype), got.tolist()) == ("float16", [-0.25, 2])


def test_a_loss_uses_its_gradient() -> None:
    y, y_hat = np.array([1.0, 2.0]), np.array([3.0, 2.5])
    (slope,) = reference("mse").gradient([y, y_hat], {}, [1], np.array(2.0))
    assert slope.tolist() == [4, 1]


def test_an_activation_uses_its_derivative() -> None:
    weights = np.array([2.0, 4.0])
    (slope,) = reference("sigmoid").gradient([np.zeros(2)], {}, [0], weights)
    assert slope.tolist() == [0.5, 1]


def test_softmax_uses_its_jacobian() -> None:
    (slope,) = reference("softmax").gradient([np.zeros((3, 2))], {}, [0], np.array([[1.0, 0]] * 3))
    assert slope.tolist() == [[0.25, -0.25]] * 3


def test_a_learned_slope_sums_over_the_elements_it_serves() -> None:
    z, alpha = np.array([-2.0, -4.0, 1.0]), np.array(0.25)
    dz, dalpha = reference("prelu").gradient([z, alpha], {}, [0, 1], np.array([1.0, 2.0, 4.0]))
    assert dz.tolist() == [0.25, 0.5, 4]
    assert dalpha.tolist() == -10


def test_a_function_that_is_not_there_is_missing() -> None:
    with pytest.raises(Missing, match="nobody has no function mse"):
        gather(load("mse"), lambda name: None, "nobody")


def test_without_derivative_functions_there_is_no_gradient() -> None:
    implementation = plain("tanh", own=np.tanh)
    with pytest.raises(Missing, match="test has no tanh_gradient, so no derivative in z"):
        implementation.gradient([np.zeros(2)], {}, [0], None)


def test_a_derivative_says_nothing_about_the_second_input() -> None:
    implementation = plain("prelu", own=np.multiply, derivative=np.multiply)
    with pytest.raises(Missing, match="no derivative in alpha"):
        implementation.gradient([np.zeros(2), np.zeros(())], {}, [1], None)


def test_products_are_rounded_once_to_the_dtype_of_the_input() -> None:
    # The slope 2**20 is beyond float16, the product is not.
    implementation = plain("tanh", own=np.tanh, derivative=lambda z: z * 0 + np.float64(2**20))
    (slope,) = implementation.gradient([np.zeros(1, np.float16)], {}, [0],
                                       np.array([2**-14], np.float16))  # fmt: skip
    assert (str(slope.dtype), slope.tolist()) == ("float16", [64])


def triples(count: int) -> tuple[Array, ...]:
    return tuple(np.full((2, 3), float(i)) for i in range(count))


def test_gradients_of_several_inputs_are_picked_by_position() -> None:
    implementation = plain("triplet", own=max, gradient=lambda a, p, n: triples(3))
    inputs = list(triples(3))
    got = implementation.gradient(inputs, {}, [2, 0], np.array(1.0))
    assert [g[0, 0] for g in got] == [2, 0]


def test_a_wrong_number_of_gradients_is_a_bad_return() -> None:
    implementation = plain("triplet", own=max, gradient=lambda a, p, n: triples(2))
    with pytest.raises(BadReturn, match="returned 2 arrays; expected one for each of a, p, n"):
        implementation.gradient(list(triples(3)), {}, [0], None)


ONE_SLOPE = {
    "array": lambda y, y_hat: np.array([0.5]),
    "list": lambda y, y_hat: [0.5],
    "tuple of one": lambda y, y_hat: (np.array([0.5]),),
    "tuple of two, also for y": lambda y, y_hat: (np.array([-0.5]), np.array([0.5])),
}


@pytest.mark.parametrize("gradient", ONE_SLOPE.values(), ids=ONE_SLOPE)
def test_one_gradient_may_be_returned_in_several_ways(gradient: object) -> None:
    implementation = plain("mse", own=max, gradient=gradient)
    (slope,) = implementation.gradient([np.zeros(1), np.zeros(1)], {}, [1], None)
    assert slope.tolist() == [0.5]


def test_one_array_for_several_gradients_is_a_bad_return() -> None:
    implementation = plain("triplet", own=max, gradient=lambda a, p, n: a)
    with pytest.raises(BadReturn, match="returned one ndarray; expected an array for each of a"):
        implementation.gradient(list(triples(3)), {}, [0], None)


def test_rows_of_gradients_are_weighed_by_row() -> None:
    implementation = plain("triplet", own=max, gradient=lambda a, p, n: triples(3))
    (slope,) = implementation.gradient(list(triples(3)), {}, [2], np.array([1.0, 0.5]))
    assert slope.tolist() == [[2, 2, 2], [1, 1, 1]]
