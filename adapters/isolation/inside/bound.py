"""Carry a binding out: call what a submission offers, the way it wants to be called."""

import inspect
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .language import FUNCTIONS, BindingError, Expression

_array = np.array


class Recorder:
    """A gradient function for loops that ask for one: answers in order, and notes where it was.

    Attributes:
        visited: the points at which it was asked.
    """

    def __init__(self, grads: Any) -> None:
        self.grads = list(grads)
        self.visited: list[Any] = []

    def __call__(self, theta: Any, *rest: Any, **further: Any) -> Any:
        self.visited.append(_array(theta))
        return _array(self.grads[min(len(self.visited), len(self.grads)) - 1])


class Call:
    """One call of a binding: which arguments, which keywords, and when.

    Attributes:
        keywords: formula's name to the callee's.
    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        listed = given.get("arguments")
        self.arguments = None if listed is None else [Expression(each) for each in listed]
        self.keywords: dict[str, str] = dict(given.get("keywords") or {})
        self.constants: dict[str, Any] = dict(given.get("constants") or {})
        self.method: str | None = given.get("method")
        self.function: str | None = given.get("function")
        self.when = Expression(given.get("when", True))

    @property
    def names(self) -> set[str]:
        """The names that the arguments and keywords read."""
        found = set(self.keywords) | set(self.when.names)
        return found.union(*(each.names for each in self.arguments or ()))

    def passed(
        self, callee: Any, scope: Mapping[str, Any], inputs: Sequence[str], offered: Sequence[str]
    ) -> tuple[list[Any], dict[str, Any]]:
        """The arguments for ``callee``.

        Args:
            inputs: what is passed by position where the binding names no arguments.
            offered: what is passed by keyword where the callee knows the name.
        """
        given = [Expression(name) for name in inputs] if self.arguments is None else self.arguments
        positional = [each.evaluate(scope) for each in given if each.keyword is None]
        named = {each.keyword: each.evaluate(scope) for each in given if each.keyword is not None}
        for name in self.passed_on(callee, inputs, offered):
            named.setdefault(self.keywords.get(name, name), scope[name])
        return positional, {**named, **self.constants}

    def passed_on(self, callee: Any, inputs: Sequence[str], offered: Sequence[str]) -> list[str]:
        """The names that are passed by keyword: those asked for, and those the callee knows."""
        used = set(inputs) if self.arguments is None else self.names - set(self.keywords)
        known = parameters_of(callee)
        further = [n for n in offered if n not in used and n not in self.keywords and n in known]
        return [*self.keywords, *(name for name in further if name not in self.constants)]


def parameters_of(callee: Any) -> set[str]:
    """The names that can be passed by keyword; none where it cannot tell."""
    try:
        given = inspect.signature(callee).parameters.values()
    except (TypeError, ValueError):
        return set()
    return {p.name for p in given if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}


class Bound:
    """A formula as a submission offers it; called with the formula's inputs and parameters.

    Attributes:
        taken: the parameters that reach the submission.
        in_place: whether its arguments may be changed.
    """

    def __init__(
        self, binding: Mapping[str, Any], module: Any, name: str,
        inputs: Sequence[str], parameters: Sequence[str],
    ) -> None:  # fmt: skip
        self.binding = binding
        self.module = module
        self.inputs = list(inputs)
        self.parameters = list(parameters)
        self.in_place = bool(binding.get("in_place")) or bool(binding.get("per_step"))
        self.call = Call(binding)
        self.before = [Call(each) for each in binding.get("before", ())]
        self.constructor = Call(binding["constructor"]) if "constructor" in binding else None
        self.start = {n: Expression(e) for n, e in (binding.get("start") or {}).items()}
        self.keep = {n: Expression(e) for n, e in (binding.get("keep") or {}).items()}
        self.set = [(Expression(n), Expression(e)) for n, e in (binding.get("set") or {}).items()]
        self.result = _result(binding.get("result"))
        self.made = self._class()
        self.callee = None if self.made is not None else _reached(module, called(binding, name))
        self.taken = self._taken()

    def _class(self) -> Any:
        name = self.binding.get("class")
        return None if name is None else _reached(self.module, name.rpartition(":")[2])

    def _taken(self) -> list[str]:
        calls = [self.call, *self.before, *([self.constructor] if self.constructor else [])]
        read = set().union(*(each.names for each in calls), self.result.names)
        for each in (*self.start.values(), *self.keep.values(), *(e for _, e in self.set)):
            read |= each.names
        callees = [(self.call, self.callee, self.inputs)]
        if self.made is not None:
            method = getattr(self.made, self.call.method or "__call__", None)
            maker = self.constructor or self.call
            callees = [(self.call, method, self.inputs), (maker, self.made, [])]
        for call, callee, inputs in callees:
            if callee is not None:
                read |= set(call.passed_on(callee, inputs, self.parameters))
        fixed = self.binding.get("fixed") or {}
        return [name for name in self.parameters if name in read and name not in fixed]

    def __call__(self, *inputs: Any, upstream: Any = None, **parameters: Any) -> Any:
        scope = {**parameters, **dict(zip(self.inputs, inputs, strict=True))}
        scope["module"] = self.module
        scope["upstream"] = FUNCTIONS["ones_like"](inputs[0]) if upstream is None else upstream
        self._choose(scope)
        if self.inputs[1:] == ["grads"]:
            scope["gradient_function"] = recorder = Recorder(inputs[1])
            scope["visited"], scope["steps"] = recorder.visited, len(inputs[1])
        for name, expression in self.start.items():
            scope[name] = expression.evaluate(scope)
        if self.made is not None:
            scope["self"] = self._construct(scope)
        if self.binding.get("per_step"):
            return self._steps(scope)
        found = self._once(scope, self.inputs)
        # The points that a loop has visited are a trajectory, not several results.
        return _array(found) if "visited" in scope and isinstance(found, list) else found

    def _choose(self, scope: dict[str, Any]) -> None:
        """Put the submission's own word, function or class for a chosen formula."""
        for name, table in (self.binding.get("choices") or {}).items():
            chosen = scope.get(name)
            if chosen is not None and chosen not in table:
                raise BindingError(f"choices.{name} has no entry for {chosen}")
            if chosen is not None:
                scope[name] = Expression(table[chosen]).evaluate(scope)

    def _construct(self, scope: Mapping[str, Any]) -> Any:
        call = self.constructor
        if call is not None:
            positional, named = call.passed(self.made, scope, (), self.parameters)
        else:
            known = parameters_of(self.made)
            names = {n: self.call.keywords.get(n, n) for n in self.parameters}
            positional, named = [], {k: scope[n] for n, k in names.items() if k in known}
        return self.made(*positional, **named)

    def _steps(self, scope: dict[str, Any]) -> Any:
        """One call for each gradient; the results of the steps are stacked."""
        moved, grads = self.inputs[0], scope[self.inputs[1]]
        scope[moved] = _array(scope[moved])
        seen = []
        for t, g in enumerate(grads, 1):
            scope |= {"t": t, "g": _array(g)}
            found = self._once(scope, (moved, "g"))
            if not self.binding.get("apart"):
                scope[moved] = found
            several = isinstance(found, tuple | list)
            seen.append(tuple(map(_array, found)) if several else (_array(found),))
        columns = [_array(column) for column in zip(*seen, strict=True)]
        return columns[0] if len(columns) == 1 else tuple(columns)

    def _once(self, scope: dict[str, Any], inputs: Sequence[str]) -> Any:
        owner = scope.get("self", self.module)
        for target, expression in self.set:
            target.assign(scope, owner, expression.evaluate(scope))
        for each in self.before:
            if each.when.evaluate(scope):
                self._made_call(each, each.method, scope, ())
        scope["returned"] = self._made_call(self.call, self.call.method, scope, inputs)
        for name, expression in self.keep.items():
            scope[name] = expression.evaluate(scope)
        if self.result.text is None:
            return scope[inputs[0]] if scope["returned"] is None and self.in_place \
                else scope["returned"]  # fmt: skip
        return self.result.evaluate(scope)

    def _made_call(
        self, call: Call, method: str | None, scope: Mapping[str, Any], inputs: Sequence[str]
    ) -> Any:
        if call is not self.call and call.function is not None:
            callee = _reached(self.module, call.function)
        elif self.made is not None:
            callee = scope["self"] if method is None else _reached(scope["self"], method)
        else:
            callee = self.callee if method is None else _reached(self.callee, method)
        offered = self.parameters if call is self.call else ()
        positional, named = call.passed(callee, scope, inputs, offered)
        if self.made is not None and self.constructor is None and call is self.call:
            # What the constructor has taken is not passed to the method too.
            known, own = parameters_of(self.made), parameters_of(callee)
            named = {k: v for k, v in named.items() if k not in known or k in own}
        return callee(*positional, **named)


def _result(given: Any) -> Expression:
    """The expression of a result: given as one, or as a path of indices and names."""
    if not isinstance(given, list):
        return Expression(given)
    text = "returned"
    for step in given:
        text += f"[{step!r}]"
    return Expression(text)


def called(binding: Mapping[str, Any], name: str) -> str:
    """The dotted name of the function, without its module."""
    return str(binding.get("function") or name).rpartition(":")[2]


def _reached(owner: Any, dotted: str) -> Any:
    for part in dotted.split("."):
        try:
            owner = getattr(owner, part)
        except AttributeError:
            kind = getattr(owner, "__name__", type(owner).__name__)
            raise BindingError(f"{kind} has no {part}") from None
    return owner


class Adapted:
    """A function of the assignment's own, called with the submission's module first."""

    in_place = False

    def __init__(self, source: str, file: str, name: str, module: Any) -> None:
        scope: dict[str, Any] = {"__name__": "adapter", "__file__": file}
        exec(compile(source, file, "exec", dont_inherit=True), scope)
        if not callable(scope.get(name)):
            raise BindingError(f"adapter: {file} has no function {name}")
        self.function = scope[name]
        self.module = module

    def __call__(self, *inputs: Any, **parameters: Any) -> Any:
        return self.function(self.module, *inputs, **parameters)
