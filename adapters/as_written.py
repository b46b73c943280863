"""Every formula as written: the spec's expression on a framework's own array functions.

``xp`` is an array namespace: ``numpy``, ``jax.numpy`` or ``array_api_compat.torch``. Numbers of
the formula stay Python numbers, so that they never widen the arrays.
"""

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from nnconform.spec import CONSTANTS, Arrays, Program, Rule, callables

from .protocol import Missing

Function = Callable[..., Any]


@dataclass(frozen=True)
class ArrayNumbers:
    """A number system for :meth:`nnconform.spec.Expression.evaluate`.

    Attributes:
        xp: the array namespace.
        dtype: what a Python number becomes where a function accepts arrays only.
        device: where it is put, in the framework's own terms; None is the default device.
        differentiate: the framework's own: from a function of arrays, which returns a number,
            to the function that returns the list of its gradients; None where there is none.
    """

    xp: Any
    dtype: Any
    device: Any = None
    differentiate: Callable[[Function], Function] | None = None

    @cached_property
    def functions(self) -> Mapping[str, Function]:
        """The implementation of each name of the expression language."""
        return {**_elementwise(self), **_joining(self), **_shaping(self)}

    def number(self, text: str) -> Any:
        """The literal or named constant ``text`` as a Python number."""
        return getattr(math, text) if text in CONSTANTS else ast.literal_eval(text)

    def stack(self, arrays: Sequence[Any]) -> Any:
        """Return the arrays along a new first axis."""
        return self.xp.stack(list(arrays))

    def gradient(self, function: Function, at: Sequence[Any]) -> Sequence[Any]:
        """Return the framework's derivatives of ``function`` in each array or list of arrays.

        Raises:
            Missing: the array namespace does not differentiate.
        """
        if self.differentiate is None:
            raise Missing("nothing differentiates here")
        single = [not isinstance(each, Arrays) for each in at]
        groups = [(each,) if one else each for each, one in zip(at, single, strict=True)]

        def of_arrays(*arrays: Any) -> Any:
            rest = iter(arrays)
            given = [[next(rest) for _ in group] for group in groups]
            pairs = zip(given, single, strict=True)
            return function(*(g[0] if one else Arrays(g) for g, one in pairs))

        slopes = iter(self.differentiate(of_arrays)(*(x for group in groups for x in group)))
        found = [[next(slopes) for _ in group] for group in groups]
        return [f[0] if one else Arrays(f) for f, one in zip(found, single, strict=True)]

    def lift(self, value: Any) -> Any:
        """Return a Python number as an array without axes, and an array as it is."""
        if isinstance(value, bool):
            return self._full(value, self.xp.bool)
        if isinstance(value, int | float):
            return self._full(value, self.dtype)
        return value

    def counted(self, value: Any) -> Any:
        """Return truth values and integers as numbers of ``dtype``, and numbers as they are."""
        value = self.lift(value)
        if value.dtype == self.dtype:  # first: NumPy's isdtype refuses bfloat16
            return value
        if value.dtype == self.xp.bool:
            return self.xp.where(value, self.lift(1), self.lift(0))
        if self.xp.isdtype(value.dtype, "integral"):
            return self.xp.astype(value, self.dtype)
        return value

    def _full(self, value: float, dtype: Any) -> Any:
        where = {} if self.device is None else {"device": self.device}
        return self.xp.full((), value, dtype=dtype, **where)


def evaluate(rule: Rule, inputs: Sequence[Any], parameters: Mapping[str, float], xp: Any) -> Any:
    """Evaluate a rule on arrays of ``xp``: its kernel, then its reduction over all elements.

    Args:
        rule: the formula or a variant of it.
        inputs: arrays, in the call order of the formula; the first that holds real numbers
            gives the dtype of the numbers in the formula.
        parameters: the keyword arguments.
        xp: the array namespace.

    Returns:
        an array of ``xp``.
    """
    dtype = next((x.dtype for x in inputs if xp.isdtype(x.dtype, "real floating")), inputs[0].dtype)
    return function(rule, ArrayNumbers(xp, dtype))(*inputs, **parameters)


def function(rule: Rule, system: ArrayNumbers) -> Function:
    """Return ``rule`` as a plain function of its inputs and keyword parameters.

    The rule's text has passed the whitelist of the expression language already. It becomes the
    body of a function, because a framework's compiler can trace one, and cannot trace ``eval``;
    and the whole body, because compilers tell functions apart by their code.
    """
    if isinstance(rule.kernel, Program):
        return _program(rule, rule.kernel, system)
    free = sorted(rule.kernel.names.difference(rule.order, rule.fixed))
    arguments = ", ".join([*rule.order, *(["*", *free] if free else []), "**_"])
    scope = {**system.functions, **rule.fixed}
    scope.update((name, system.number(name)) for name in CONSTANTS)
    scope["_reduced"] = scope.get(rule.reduction, system.counted)
    made: Function = eval(f"lambda {arguments}: _reduced((\n{rule.kernel.text}\n))", scope)
    return made


def _program(rule: Rule, program: Program, system: ArrayNumbers) -> Function:
    def run(*inputs: Any, **given: Any) -> Any:
        picked = {name: given.pop(name) for name in program.choices}
        named = {
            name: Arrays(x) if isinstance(x, tuple | list) else x
            for name, x in zip(rule.order, inputs, strict=True)
        }
        picked |= rule.chosen
        calls = callables(program, system, picked)
        results = program.evaluate(system, {**named, **given, **rule.fixed, **calls})
        return results[0] if len(results) == 1 else results

    return run


def _elementwise(system: ArrayNumbers) -> dict[str, Function]:
    xp, lift = system.xp, system.lift

    def lifted(name: str) -> Function:
        function = getattr(xp, name)
        return lambda *arguments: function(*[lift(x) for x in arguments])

    names = "abs exp expm1 log log1p sqrt tanh sign maximum minimum where"
    return {name: lifted(name) for name in names.split()}


def _joining(system: ArrayNumbers) -> dict[str, Function]:
    def joined(name: str, prepare: Function) -> Function:
        function = getattr(system.xp, name)

        def join(x: Any, axis: int | None = None, keepdims: bool = False) -> Any:
            return function(prepare(x), axis=axis, keepdims=keepdims)

        return join

    numbers = {name: joined(name, system.counted) for name in ("sum", "mean", "max", "min")}
    return numbers | {name: joined(name, system.lift) for name in ("all", "any")}


def _shaping(system: ArrayNumbers) -> dict[str, Function]:
    xp = system.xp
    where = {} if system.device is None else {"device": system.device}
    return {
        "take_along_axis": lambda x, indices, axis: xp.take_along_axis(x, indices, axis=axis),
        "expand_dims": lambda x, axis: xp.expand_dims(x, axis=axis),
        "squeeze": lambda x, axis: xp.squeeze(x, axis=axis),
        "held": lambda x: x,  # only variants hold, and they are not run as written
        "size": lambda x, axis: x.shape[axis],
        "columns": lambda x: x[:, None] if x.ndim == 1 else x,
        "transpose": lambda x: x.T if x.ndim == 2 else x,
        "rounded": lambda x: x,  # rounded when it meets an array
        "eye_like": lambda z: xp.eye(z.shape[-1], dtype=z.dtype, **where),
    }
