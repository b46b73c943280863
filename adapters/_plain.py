"""Functions on NumPy arrays, found by their names: ``huber``, ``huber_gradient`` and so on.

Where nothing differentiates by itself, the gradient of a formula is put together from what
stands beside it, under the first of these names:

    <id>_gradient      for each input that is differentiable, d sum(result) / d input
    <id>_derivative    the slope in the first input, element by element
    <id>_jacobian      d result[..., i] / d input[..., j]

A trajectory may be given by its steps instead, ``<id>_step(theta, g, state) -> (theta, state)``,
the state being None at first.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnconform.spec import Formula

from .protocol import Array, BadReturn, Missing, as_array, as_results

Function = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Plain:
    """A formula as functions of NumPy arrays.

    Attributes:
        owner: who offers the functions, for messages.
        functions: the formula's own function by its id, and what stands beside it.
        taken: the hyperparameters that can be passed.
    """

    owner: str
    formula: Formula
    functions: Mapping[str, Function]
    taken: frozenset[str] | None = None

    def value(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Any:
        """See :meth:`nnconform.adapters.protocol.Implementation.value`."""
        if "" not in self.functions:
            return self.stepped(inputs, parameters)
        result = self._call("", inputs, parameters)
        return as_array(result) if self.formula.kind == "pointwise" else as_results(result)

    def stepped(self, inputs: Sequence[Any], parameters: Mapping[str, Any]) -> Array:
        """Return the trajectory that single steps with an explicit state make.

        Raises:
            BadReturn: a step does not return the pair (theta, state).
        """
        theta, grads = inputs
        state, seen = None, []
        for g in grads:
            returned = self._call("_step", (theta, np.array(g), state), parameters)
            if not isinstance(returned, tuple | list) or len(returned) != 2:
                raise BadReturn(f"{self.formula.id}_step returned {type(returned).__name__}; "
                                f"expected the pair (theta, state)")  # fmt: skip
            theta, state = returned
            seen.append(as_array(theta).copy())
        return as_array(seen)

    def gradient(
        self, inputs: Sequence[Any], parameters: Mapping[str, Any],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """See :meth:`nnconform.adapters.protocol.Implementation.gradient`.

        The contraction happens in float64 and is rounded once, to the dtype of the input.
        """
        if "_gradient" in self.functions:
            return self._from_gradient(inputs, parameters, wrt, cotangent)
        name = next((n for n in ("_derivative", "_jacobian") if n in self.functions), None)
        if name is None or tuple(wrt) != (0,):
            raise Missing(_missing(self.owner, self.formula, wrt))
        slope = as_array(self._call(name, inputs, parameters)).astype(np.float64)
        if cotangent is None:
            cotangent = np.ones(slope.shape[:-1] if name == "_jacobian" else slope.shape)
        weights = cotangent.astype(np.float64)
        with np.errstate(all="ignore"):
            if name == "_jacobian":
                return [_rounded(np.einsum("...i,...ij->...j", weights, slope), inputs[0])]
            return [_rounded(weights * slope, inputs[0])]

    def _from_gradient(
        self, inputs: Sequence[Array], parameters: Mapping[str, float],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        given = list(inputs)
        if cotangent is not None and self.formula.elementwise and cotangent.ndim:
            # One slope an element, so that each can have its own weight.
            given = [_spread(x, cotangent.shape) for x in inputs]
        slopes = self._slopes(self._call("_gradient", given, parameters), wrt)
        with np.errstate(all="ignore"):
            return [_contracted(slope, cotangent, inputs[i])
                    for i, slope in zip(wrt, slopes, strict=True)]  # fmt: skip

    def _slopes(self, returned: Any, wrt: Sequence[int]) -> list[Array]:
        names = list(self.formula.inputs)
        wanted = self.formula.differentiable
        if len(wanted) == 1 and not _is_arrays(returned):
            returned = (returned,)
        if not isinstance(returned, tuple | list):
            raise BadReturn(f"{self.formula.id}_gradient returned one {type(returned).__name__}; "
                            f"expected an array for each of {', '.join(wanted)}")  # fmt: skip
        if len(returned) == len(names):
            return [as_array(returned[i]) for i in wrt]
        if len(returned) != len(wanted):
            raise BadReturn(f"{self.formula.id}_gradient returned {len(returned)} arrays; "
                            f"expected one for each of {', '.join(wanted)}")  # fmt: skip
        return [as_array(returned[wanted.index(names[i])]) for i in wrt]

    def _call(self, suffix: str, inputs: Sequence[Any], parameters: Mapping[str, float]) -> Any:
        return self.functions[suffix](*inputs, **parameters)


def gather(
    formula: Formula, find: Callable[[str], Function | None], owner: str
) -> dict[str, Function]:
    """Return the functions that ``find`` has for ``formula``, by suffix; "" is its own.

    Raises:
        Missing: there is no function of the formula's name.
    """
    found = {suffix: find(formula.id + suffix)
             for suffix in ("", "_gradient", "_derivative", "_jacobian", "_step")}  # fmt: skip
    if not steps(formula):
        found["_step"] = None
    if found[""] is None and found["_step"] is None:
        raise Missing(f"{owner} has no function {formula.id}")
    return {suffix: function for suffix, function in found.items() if function is not None}


def steps(formula: Formula) -> bool:
    """Whether the formula is a trajectory of its first input, so that one step says it all."""
    kernel = formula.rule.kernel
    moved = formula.kind == "program" and tuple(formula.inputs)[:1] == formula.returns
    return moved and bool(getattr(kernel, "trajectory", False))


def _is_arrays(returned: Any) -> bool:
    """Whether these are gradients of several inputs, and not one gradient as a list of numbers."""
    return isinstance(returned, tuple | list) and all(isinstance(x, np.ndarray) for x in returned)


def _missing(owner: str, formula: Formula, wrt: Sequence[int]) -> str:
    names = ", ".join(list(formula.inputs)[i] for i in wrt)
    return f"{owner} has no {formula.id}_gradient, so no derivative in {names}"


def _contracted(slope: Array, cotangent: Array | None, like: Array) -> Array:
    product = slope.astype(np.float64)
    if cotangent is not None:
        weights = cotangent.astype(np.float64)
        product = product * weights.reshape(weights.shape + (1,) * (slope.ndim - weights.ndim))
    extra = product.ndim - like.ndim
    if extra > 0:
        product = product.sum(axis=tuple(range(extra)))
    spread = tuple(i for i, size in enumerate(like.shape) if size == 1 != product.shape[i])
    return _rounded(product.sum(axis=spread, keepdims=True) if spread else product, like)


def _spread(array: Array, shape: tuple[int, ...]) -> Array:
    return array if array.shape == shape else np.array(np.broadcast_to(array, shape))


def _rounded(product: Array, like: Array) -> Array:
    return np.asarray(product).astype(like.dtype)
