"""How PyTorch converts, calls, compiles and differentiates."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

import array_api_compat.torch as xp
import ml_dtypes
import numpy as np
import torch as framework
from torch import Tensor

from . import torch_models
from ._frameworks import Call, FrameworkAdapter, Function, Parameters, leaves
from .as_written import ArrayNumbers
from .protocol import Array, Missing, Target, as_array

STONES = ("torch", "torch_networks", "torch_gradients", "torch_regularization",
           "torch_initializers", "torch_counts", "torch_optimizers")  # fmt: skip
_RECOMPILATIONS = 4096
_BFLOAT16 = np.dtype(ml_dtypes.bfloat16)
_ARRAYS = (np.ndarray, np.generic)


@cache
def adapter() -> FrameworkAdapter:
    """Return the adapter of the torch that is installed."""
    return FrameworkAdapter("torch", STONES, TorchEngine(), models=torch_models)


def to_native(value: Any, device: str) -> Any:
    """Return arrays, and those in lists, as tensors; Python numbers and text as they are.

    Bit for bit; a tensor shares its array's memory where torch allows that.
    """
    if isinstance(value, list | tuple):
        return [to_native(each, device) for each in value]
    return _tensor(np.asarray(value), device) if isinstance(value, _ARRAYS) else value


def to_numpy(result: Any) -> Any:
    """Return tensors as NumPy arrays of their own dtype, bit for bit; lists become tuples."""
    if isinstance(result, list | tuple):
        return tuple(to_numpy(each) for each in result)
    if not isinstance(result, Tensor):
        return as_array(result)
    tensor = result.detach().cpu()
    if tensor.dtype == framework.bfloat16:
        return as_array(tensor.view(framework.int16).numpy().view(_BFLOAT16))
    return as_array(tensor.numpy().copy())


def _tensor(array: Array, device: str) -> Tensor:
    if not array.flags.writeable or any(stride < 0 for stride in array.strides):
        array = array.copy()
    if array.dtype == _BFLOAT16:
        tensor = framework.from_numpy(array.view(np.int16)).view(framework.bfloat16)
    else:
        tensor = framework.from_numpy(array)
    return tensor.to(device)


class TorchEngine:
    """PyTorch behind :class:`nnconform.adapters._frameworks.Engine`."""

    modes = ("eager", "compiled")

    def __init__(self) -> None:
        present = ("cpu", "cuda") if framework.cuda.is_available() else ("cpu",)
        self.devices: tuple[str, ...] = present
        self._compiles = False

    def numbers(self, target: Target) -> ArrayNumbers:
        """Return torch's functions through its array-API namespace."""
        return ArrayNumbers(xp, getattr(framework, target.dtype), target.device, self.grad)

    def prepared(self, function: Function, mode: str) -> Function:
        """Return ``function`` or its compiled form, which serves every shape."""
        if mode == "eager":
            return function
        self._compiles = True
        return _compiled(function)

    def placed(self, function: Function, target: Target) -> Function:
        """Return a function that makes tensors, made to make them on ``target``."""
        dtype = getattr(framework, target.dtype)

        def made(*inputs: Any, **parameters: Any) -> Any:
            with framework.device(target.device):
                return function(*inputs, dtype=dtype, **parameters)

        return made

    def grad(self, function: Function) -> Function:
        """Return a function of tensors that lists the gradient in each of them."""

        def gradients(*at: Tensor) -> list[Tensor]:
            own = [x.detach().requires_grad_() for x in at]
            result = function(*own)
            return list(_pulled(result, own, framework.ones_like(result)))

        return gradients

    def derivative(self, function: Function) -> Function:
        """Return the slope of ``function`` in its first input, by torch's differentiation."""

        def slope(z: Tensor, *others: Any, **parameters: float) -> Tensor:
            again = z.requires_grad
            z = z if again else z.detach().requires_grad_()
            result = function(z, *others, **parameters)
            return _pulled(result, [z], framework.ones_like(result), create_graph=again)[0]

        return slope

    def jacobian(self, function: Function) -> Function:
        """Return d result[i] / d z[j] over the last axis, at [..., i, j]."""

        def rows(z: Tensor, *others: Any, **parameters: float) -> Tensor:
            # One copy of z a row of the Jacobian: each is pulled back by its own unit vector.
            again, size = z.requires_grad, z.shape[-1]
            copies = z.unsqueeze(-2).expand(*z.shape, size).clone()
            copies = copies if again else copies.detach().requires_grad_()
            result = function(copies, *others, **parameters)
            unit = framework.eye(size, dtype=result.dtype, device=z.device).expand_as(result)
            return _pulled(result, [copies], unit, create_graph=again)[0]

        return rows

    def value(self, call: Call, inputs: Sequence[Any], parameters: Parameters) -> Any:
        """Return what the function returns."""
        # A compiled function is compiled once: forward and backward belong to one graph.
        tracked = call.tracked if call.mode == "compiled" else ()
        return to_numpy(call.function(*_tracked(call, inputs, tracked), **parameters))

    def gradient(
        self, call: Call, inputs: Sequence[Any], parameters: Parameters,
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return torch's derivatives of ``sum(cotangent * result)``."""
        tracked = call.tracked if call.mode == "compiled" else ()
        native = _tracked(call, inputs, {*tracked, *wrt})
        result = call.function(*native, **parameters)
        if cotangent is None:
            weights = framework.ones_like(result)
        else:
            weights = to_native(cotangent, call.device).to(result.dtype)
        return [to_numpy(g) for g in _pulled(result, [native[i] for i in wrt], weights)]

    def forget(self) -> None:
        """Drop what was compiled."""
        if self._compiles:  # the compiler takes a second to import
            framework.compiler.reset()


def _tracked(call: Call, inputs: Sequence[Any], tracked: Any) -> list[Any]:
    native: list[Any] = to_native(inputs, call.device)
    for leaf in leaves([native[i] for i in tracked]):
        leaf.requires_grad_(leaf.is_floating_point())
    return native


def _pulled(
    result: Tensor, wrt: list[Tensor], weights: Tensor, create_graph: bool = False
) -> Sequence[Tensor]:
    if not result.requires_grad:
        raise Missing("torch offers no derivative: the result does not require a gradient")
    return framework.autograd.grad(
        result, wrt, weights, create_graph=create_graph, materialize_grads=True
    )


def _compiled(function: Function) -> Function:
    # torch compiles anew for each dtype, rank, size 0 or 1, and value of a hyperparameter. Past
    # its limits it would silently go back to eager mode, were it not for fullgraph.
    settings = import_module("torch._dynamo.config")
    for name in ("recompile_limit", "accumulated_recompile_limit"):
        name = name if hasattr(settings, name) else name.replace("recompile", "cache_size")
        setattr(settings, name, _RECOMPILATIONS)
    compiled: Function = framework.compile(function, fullgraph=True, dynamic=True)
    return compiled
