"""How JAX converts, calls, compiles and differentiates."""

import os
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import jax as framework
import jax.numpy as jnp
import numpy as np
from jax.extend.core import jaxpr_as_fun

from nnconform.spec import Arrays

from ._frameworks import Call, FrameworkAdapter, Function, Parameters
from .as_written import ArrayNumbers
from .protocol import Array, Target, as_array

STONES = ("jax", "jax_networks", "jax_gradients", "jax_regularization", "jax_initializers",
           "jax_counts", "jax_optimizers")  # fmt: skip
_ARRAYS = (np.ndarray, np.generic)
_Shapes = tuple[Any, ...]
_Key = tuple[tuple[str, Any], ...]


# JAX looks into tuples, but not into what derives from them.
framework.tree_util.register_pytree_node(
    Arrays, lambda arrays: (tuple(arrays), None), lambda _, parts: Arrays(parts)
)


@cache
def adapter() -> FrameworkAdapter:
    """Return the adapter of the JAX that is installed."""
    update: Function = framework.config.update
    update("jax_enable_x64", True)  # before the first use: without it there is no float64
    _keep_compiled()
    return FrameworkAdapter("jax", STONES, JaxEngine())


def _keep_compiled() -> None:
    """Let JAX keep what it compiles on disk: eager mode compiles every operation once a shape."""
    config: Any = framework.config
    if config.jax_compilation_cache_dir is None:  # the user's own choice stands
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        config.update("jax_compilation_cache_dir", str(home / "nnconform" / "jax"))
        config.update("jax_persistent_cache_min_compile_time_secs", 0.0)
        config.update("jax_persistent_cache_min_entry_size_bytes", -1)


def to_native(value: Any, device: str) -> Any:
    """Return arrays, and those in lists, on ``device``; Python numbers and text as they are."""
    if isinstance(value, list | tuple):
        return tuple(to_native(each, device) for each in value)
    return framework.device_put(value, _device(device)) if isinstance(value, _ARRAYS) else value


def to_numpy(result: Any) -> Any:
    """Return JAX arrays as NumPy arrays of their own dtype, bit for bit; lists become tuples."""
    if isinstance(result, list | tuple):
        return tuple(to_numpy(each) for each in result)
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
        return ArrayNumbers(jnp, jnp.dtype(target.dtype), differentiate=self.grad)

    def prepared(self, function: Function, mode: str) -> Function:
        """Return ``function``, or its jitted form."""
        return function if mode == "eager" else _Jitted(function)

    def placed(self, function: Function, target: Target) -> Function:
        """Return a function that makes arrays, made to make them on ``target``."""
        dtype = jnp.dtype(target.dtype)

        def made(*inputs: Any, **parameters: Any) -> Any:
            with framework.default_device(_device(target.device)):
                return function(*inputs, dtype=dtype, **parameters)

        return made

    def grad(self, function: Function) -> Function:
        """Return a function of arrays that lists the gradient in each of them."""

        def gradients(*at: framework.Array) -> list[framework.Array]:
            return list(framework.grad(function, argnums=tuple(range(len(at))))(*at))

        return gradients

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

    def value(self, call: Call, inputs: Sequence[Any], parameters: Parameters) -> Any:
        """Return what the function returns."""
        native = to_native(inputs, call.device)
        if isinstance(call.function, _Staged):
            if call.mode == "jit":
                return to_numpy(_jitted(call.function)(*native, **parameters))
            return to_numpy(_staged(call.function, native, parameters))
        return to_numpy(call.function(*native, **parameters))

    def gradient(
        self, call: Call, inputs: Sequence[Any], parameters: Parameters,
        wrt: Sequence[int], cotangent: Array | None,
    ) -> list[Array]:  # fmt: skip
        """Return JAX's derivatives of ``sum(cotangent * result)``."""
        pull = _pullback(call.function, tuple(wrt))
        given = cotangent is not None
        native = to_native([*inputs, cotangent] if given else inputs, call.device)
        keywords = {**parameters, "_given": given}
        if call.mode == "jit":
            return list(to_numpy(_jitted(pull)(*native, **keywords)))
        return list(to_numpy(_staged(pull, native, keywords)))

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


class _Jitted:
    """A function that JAX compiles: for any floats and arrays, once a value of anything else.

    Attributes:
        forms: the compiled function by the positions and names of what is no float or array.
    """

    def __init__(self, function: Function) -> None:
        self._function = function
        self.forms: dict[tuple[tuple[int, ...], tuple[str, ...]], Any] = {}

    def __call__(self, *inputs: Any, **parameters: Any) -> Any:
        positions = tuple(i for i, each in enumerate(inputs) if _is_fixed(each))
        names = tuple(sorted(name for name, each in parameters.items() if _is_fixed(each)))
        if (positions, names) not in self.forms:
            self.forms[positions, names] = framework.jit(
                self._function, static_argnums=positions, static_argnames=names
            )
        return self.forms[positions, names](*inputs, **parameters)


def _is_fixed(value: Any) -> bool:
    return isinstance(value, bool | int | str | np.dtype)


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
def _jitted(function: Function) -> _Jitted:
    return _Jitted(function)


def _staged(function: Function, native: Sequence[Any], parameters: Parameters) -> Any:
    """Run ``function`` eagerly, operation by operation, but trace it once a signature.

    ``jax.vjp`` traces anew at each call, which takes most of its time: the operations and their
    order are the same, and so are the results, bit for bit.
    """
    flat, tree = framework.tree.flatten(tuple(native))
    arrays = [leaf for leaf in flat if isinstance(leaf, framework.Array)]
    traced, returns = _traced(
        function, tree, tuple(_described(leaf) for leaf in flat), tuple(sorted(parameters.items()))
    )
    return framework.tree.unflatten(returns, traced(*arrays))


@lru_cache(maxsize=1024)
def _traced(function: Function, tree: Any, shapes: _Shapes, parameters: _Key) -> tuple[Any, Any]:
    """Return the trace of one signature as a function of its arrays, and how its results nest."""

    def of(*arrays: Any) -> Any:
        left = iter(arrays)
        flat = [next(left) if _is_shape(each) else each for each in shapes]
        return function(*framework.tree.unflatten(tree, flat), **dict(parameters))

    wanted = [each for each in shapes if _is_shape(each)]
    trace, result = framework.make_jaxpr(of, return_shape=True)(*wanted)
    return jaxpr_as_fun(trace), framework.tree.structure(result)


def _described(leaf: Any) -> Any:
    if not isinstance(leaf, framework.Array):
        return leaf
    describe: Function = framework.ShapeDtypeStruct
    return describe(leaf.shape, leaf.dtype)


def _is_shape(described: Any) -> bool:
    return isinstance(described, framework.ShapeDtypeStruct)
