"""Values cross the border between NumPy and a framework bit for bit."""

from types import ModuleType

import ml_dtypes
import numpy as np
import pytest

from nnconform.adapters import Array, _jax, _torch

BFLOAT16 = np.dtype(ml_dtypes.bfloat16)

both = pytest.mark.parametrize("framework", [_torch, _jax], ids=["torch", "jax"])


def returned(framework: ModuleType, array: Array) -> Array:
    back: Array = framework.to_numpy(framework.to_native(array, "cpu"))
    return back


@both
@pytest.mark.parametrize("dtype", [np.dtype(np.float16), BFLOAT16], ids=str)
def test_every_pattern_of_16_bits_comes_back(framework: ModuleType, dtype: np.dtype) -> None:
    bits = np.arange(65536, dtype=np.uint16)
    back = returned(framework, bits.view(dtype))
    assert back.dtype == dtype
    assert np.array_equal(back.view(np.uint16), bits)


@both
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_random_patterns_of_32_and_64_bits_come_back(framework: ModuleType, dtype: type) -> None:
    patterns = np.random.default_rng(1).bytes(8 * 10_000)
    back = returned(framework, np.frombuffer(patterns, dtype))
    assert back.dtype == dtype
    assert back.tobytes() == patterns


@both
def test_labels_stay_64_bit_integers(framework: ModuleType) -> None:
    labels = np.array([0, 2**53 + 1, -1], np.int64)
    back = returned(framework, labels)
    assert back.dtype == np.int64
    assert back.tolist() == labels.tolist()


@both
@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32", "float64"])
def test_native_arrays_have_the_dtype_of_that_name(framework: ModuleType, dtype: str) -> None:
    native = framework.to_native(np.zeros(2, BFLOAT16 if dtype == "bfloat16" else dtype), "cpu")
    assert str(native.dtype).removeprefix("torch.") == dtype


@both
@pytest.mark.parametrize("dtype", [np.dtype(np.float32), BFLOAT16], ids=str)
@pytest.mark.parametrize(
    "view",
    [
        pytest.param(lambda a: a[::-1], id="reversed"),
        pytest.param(lambda a: a[:, ::2].T, id="strided"),
        pytest.param(lambda a: a[:0], id="empty"),
        pytest.param(lambda a: a[1, 1, ...], id="no axes"),
        pytest.param(lambda a: np.broadcast_to(a[0], (3, 4)), id="read-only"),
        pytest.param(lambda a: a[1, 1], id="scalar"),
    ],
)  # fmt: skip
def test_views_arrive_as_their_values(framework: ModuleType, dtype: np.dtype, view) -> None:  # type: ignore[no-untyped-def]
    array = view(np.arange(12, dtype=np.float32).reshape(3, 4).astype(dtype))
    back = returned(framework, array)
    assert back.dtype == dtype
    assert back.tolist() == array.tolist()


def test_torch_works_on_the_very_array_so_that_changes_are_seen() -> None:
    array = np.zeros(3)
    _torch.to_native(array, "cpu")[1] = 7.0
    assert array.tolist() == [0.0, 7.0, 0.0]


@both
def test_results_are_copies(framework: ModuleType) -> None:
    array = np.zeros(3)
    returned(framework, array)[1] = 7.0
    assert array.tolist() == [0.0, 0.0, 0.0]
