"""How JAX converts, calls, compiles and differentiates."""

import os
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jax as framework
import jax.numpy as jnp
import numpy as np
from jax.extend.core import jaxpr_as_fun

from . import jax as stone
from ._frameworks import Call, FrameworkAdapter, Function
from .as_written import ArrayNumbers
from .protocol import Array, Target, as_array

_Shapes = tuple[framework.ShapeDtypeStruct, ...]
_Parameters = tuple[tuple[str, float], ...]


@cache
def adapter() -> FrameworkAdapter:
    """Return the adapter of the JAX that is installed."""
    _keep_compiled()
    return FrameworkAdapter(stone, JaxEngine())


def _keep_compiled() -> None:
    """Let JAX keep what it compiles on disk: eager mode compiles every operation once a shape."""
    config: Any = framework.config
    if config.jax_compilation_cache_dir is None:  # the user's own choice stands
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        config.update("jax_compilation_cache_dir", str(home / "nnconform" / "jax"))
        config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def to_native(array: Array, device: str) -> framework.Array:
    """Return ``array`` on ``device``, bit for bit."""
    placed: framework.Array = framework.device_put(array, _device(device))
    return placed


def to_numpy(result: Any) -> Array:
    """Return a JAX array as a NumPy array of its own dtype, bit for bit."""
    return as_array(np.array(result))


@cache
def _device(name: str) -> framework.Device:
    return framework.devices(name)[0]


class JaxEngine:
    """JAX behind :class:`nnconform.adapters._frameworks.Engine`."""

    modes = ("eager", "jit")

    def __init__(self) -> None:
        try:
            self.devices: tuple[str, ...] = ("cpu", "gpu") if framework.devices("gpu") else ("cpu",)
        except RuntimeError:  # JAX raises where the backend is not installed
            self.devices = ("cpu",)

    def numbers(self, target: Target) -> ArrayNumbers:
        """Return the functions of jax.numpy."""
        return ArrayNumbers(jnp, jnp.dtype(target.dtype))

    def prepared(self, function: Function, mode: str) -> Function:
        """Return ``function``, or its jitted form."""
        return function if mode == "eager" else framework.jit(function)

    def derivative(self, function: Function) -> Function:
        """Return the slope of ``function`` in its first input, by JAX's differentiation."""

        def slope(z: Any, *others: Any, **parameters: float) -> Any:
            result, pull = framework.vjp(lambda z: function(z, *others, **parameters), z)
            return pull(jnp.ones_like(result))[0]

        return _Staged(slope)

    def jacobian(self, function: Function) -> Function:
        """Return d result[i] / d z[j] over the last axis, at [..., i, j]."""

        def rows(z: Any, *others: Any, **parameters: float) -> Any:
            # One copy of z a row of the Jacobian: each is pulled back by its own unit vector.
            size = z.shape[-1]
            copies = jnp.broadcast_to(z[..., None, :], (*z.shape, size))
            result, pull = framework.vjp(lambda z: function(z, *others, **parameters), copies)
            return pull(jnp.broadcast_to(jnp.eye(size, dtype=result.dtype), result.shape))[0]

        return _Staged(rows)

    def value(self, call: Call, inputs: Sequence[Array], parameters: Mapping[str, float]) -> Array:
        """Return what the function returns."""
        native = tuple(to_native(array, call.device) for array in inputs)
        if isinstance(call.function, _Staged):
            if call.mode == "jit":
                return to_numpy(_jitted(call.function)(*native, **parameters))
            return to_numpy(_traced(call.function, _shapes(native), _key(parameters))(*native)[0])
        return to_numpy(call.function(*native, **parameters))

    def gradient(
        self, call: Call, inputs: Sequence[Array], parameters: Mapping[str, float],
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return JAX's derivatives of ``sum(cotangent * result)``."""
        pull = _pullback(call.function, tuple(wrt))
        native = tuple(to_native(array, call.device) for array in inputs)
        if cotangent is not None:
            native = (*native, to_native(cotangent, call.device))
        given = cotangent is not None
        if call.mode == "jit":
            return [to_numpy(g) for g in _jitted(pull)(*native, _given=given, **parameters)]
        traced = _traced(pull, _shapes(native), _key(parameters), given)
        return [to_numpy(g) for g in traced(*native)]

    def forget(self) -> None:
        """Drop what was compiled and traced; on disk it stays (:func:`_keep_compiled`)."""
        for kept in (_pullback, _jitted, _traced):
            kept.cache_clear()
        clear: Function = framework.clear_caches
        clear()


class _Staged:
    """A function that differentiates, and so is slow to run unless it is traced once."""

    def __init__(self, function: Function) -> None:
        self._function = function

    def __call__(self, *inputs: Any, **parameters: float) -> Any:
        return self._function(*inputs, **parameters)


@cache
def _pullback(function: Function, wrt: tuple[int, ...]) -> Function:
    def pull(*arrays: Any, _given: bool, **parameters: float) -> Any:
        inputs, cotangent = (arrays[:-1], arrays[-1]) if _given else (arrays, None)

        def of(*chosen: Any) -> Any:
            full = list(inputs)
            for i, value in zip(wrt, chosen, strict=True):
                full[i] = value
            return function(*full, **parameters)

        result, back = framework.vjp(of, *(inputs[i] for i in wrt))
        if cotangent is None:
            return back(jnp.ones_like(result))
        return back(cotangent.astype(result.dtype))

    return pull


@cache
def _jitted(function: Function) -> Function:
    return framework.jit(function, static_argnames="_given")


@lru_cache(maxsize=1024)
def _traced(
    function: Function, shapes: _Shapes, parameters: _Parameters, given: bool | None = None
) -> Function:
    """Trace ``function`` for one signature; running the trace is eager, operation by operation.

    ``jax.vjp`` traces anew at each call, which takes most of its time: the operations and their
    order are the same, and so are the results, bit for bit.
    """
    keywords: dict[str, Any] = dict(parameters)
    if given is not None:
        keywords["_given"] = given
    traced: Function = jaxpr_as_fun(
        framework.make_jaxpr(lambda *arrays: function(*arrays, **keywords))(*shapes)
    )
    return traced


def _shapes(arrays: Sequence[framework.Array]) -> _Shapes:
    describe: Function = framework.ShapeDtypeStruct
    return tuple(describe(a.shape, a.dtype) for a in arrays)


def _key(parameters: Mapping[str, float]) -> _Parameters:
    return tuple(sorted(parameters.items()))
