"""Formulas as the adapters ask for them: an id and its inputs, without a spec file."""

from collections.abc import Mapping
from types import MappingProxyType, SimpleNamespace
from typing import Any, cast

import ml_dtypes
import numpy as np

from nnconform.adapters import BUILTIN, Array, Implementation, Target, resolve
from nnconform.spec import Formula, Input

COUNT = Input(shape="", domain="count")
KEYWORD_COUNT = Input(shape="", domain="count", keyword=True)


def formula(identifier: str, inputs: Mapping[str, Input]) -> Formula:
    """A formula that is the framework's own; of its inputs those alone that are counts."""
    body = SimpleNamespace(formula=SimpleNamespace(derivative_of=None))
    return cast(Formula, SimpleNamespace(id=identifier, inputs=inputs, file=body))


def builtin(
    framework: str, identifier: str, inputs: Mapping[str, Input] = MappingProxyType({}),
    *, dtype: str = "float64", mode: str = "eager",
) -> Implementation:  # fmt: skip
    """The framework's own function of that id."""
    target = Target(BUILTIN, "cpu", dtype, mode)
    return resolve(framework).implementation(formula(identifier, inputs), target)


def cast_to(dtype: str, value: Any) -> Any:
    """Real arrays, also in lists, in another dtype; everything else as it is."""
    if isinstance(value, list | tuple):
        return [cast_to(dtype, each) for each in value]
    if isinstance(value, np.ndarray) and value.dtype == np.float64:
        return value.astype(ml_dtypes.bfloat16 if dtype == "bfloat16" else dtype)
    return value


def leaves(nested: Any) -> list[Array]:
    """The arrays that a nested result holds."""
    if isinstance(nested, tuple):
        return [leaf for each in nested for leaf in leaves(each)]
    return [nested]
