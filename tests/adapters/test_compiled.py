"""torch.compile: one compilation serves value and gradient, every shape, and is no eager mode."""

import shutil

import numpy as np
import pytest

from nnconform.adapters import AS_WRITTEN, BUILTIN, Target, Unsupported, resolve
from nnconform.spec import load

pytestmark = pytest.mark.skipif(
    shutil.which("g++") is None and shutil.which("clang++") is None,
    reason="torch.compile needs a C++ compiler; neither g++ nor clang++ is installed",
)


@pytest.mark.parametrize("provenance", [BUILTIN, AS_WRITTEN])
def test_compiled_functions_serve_every_shape(provenance: str) -> None:
    relu = resolve("torch").implementation(
        load("relu"), Target(provenance, "cpu", "float32", "compiled")
    )
    for size in (3, 4, 1000):
        z = np.arange(size, dtype=np.float32) + 1
        assert relu.value([z], {}).tolist() == z.tolist()
        (slope,) = relu.gradient([z], {}, [0], z)
        assert slope.tolist() == z.tolist()


def test_more_hyperparameters_than_torch_likes_to_compile_for() -> None:
    leaky = resolve("torch").implementation(
        load("leaky_relu"), Target(BUILTIN, "cpu", "float32", "compiled")
    )
    z = np.array([-4, 8], np.float32)
    for alpha in np.arange(12) / 16:
        assert leaky.value([z], {"alpha": float(alpha)}).tolist() == [-4 * alpha, 8]


def test_derivatives_come_from_the_compiled_function() -> None:
    target = Target(BUILTIN, "cpu", "float64", "compiled")
    slope = resolve("torch").implementation(load("sigmoid_derivative"), target)
    assert slope.value([np.zeros(3)], {}).tolist() == [0.25] * 3
    rows = resolve("torch").implementation(load("softmax_jacobian"), target)
    assert rows.value([np.zeros(2)], {}).tolist() == [[0.25, -0.25], [-0.25, 0.25]]


def test_second_derivatives_are_not_compiled() -> None:
    target = Target(BUILTIN, "cpu", "float64", "compiled")
    slope = resolve("torch").implementation(load("sigmoid_derivative"), target)
    with pytest.raises(Unsupported, match="double backward"):
        slope.gradient([np.zeros(3)], {}, [0], None)
