"""The small language of bindings: Python expressions of arrays, without side effects.

An assignment's author writes them (``"W.T"``, ``"one_hot(y, 3)"``, ``"returned[0]"``). They are
parsed by the grader, for clear errors, and evaluated beside the submission.
"""

import ast
import types
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

_ALLOWED = (
    ast.Expression, ast.Constant, ast.Name, ast.Load, ast.Attribute, ast.Subscript, ast.Slice,
    ast.Tuple, ast.List, ast.Dict, ast.Call, ast.keyword, ast.Starred, ast.UnaryOp, ast.USub,
    ast.UAdd, ast.Not, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod,
    ast.Pow, ast.MatMult, ast.Compare, ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is,
    ast.IsNot, ast.In, ast.NotIn, ast.BoolOp, ast.And, ast.Or, ast.IfExp, ast.ListComp,
    ast.DictComp, ast.GeneratorExp, ast.comprehension, ast.Store, ast.JoinedStr,
    ast.FormattedValue,
)  # fmt: skip


class BindingError(Exception):
    """A binding says something that cannot be understood or carried out."""


def _each(change: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function of an array act on every array of a list."""

    def apply(value: Any, *further: Any) -> Any:
        if isinstance(value, list | tuple):
            return [apply(item, *further) for item in value]
        return change(np.asarray(value), *further)

    return apply


def _one_hot(y: Any, classes: int | None = None) -> Any:
    labels = np.asarray(y).astype(np.int64)
    return np.eye(int(labels.max(initial=0)) + 1 if classes is None else int(classes))[labels]


def _scalar(value: Any) -> Any:
    return np.asarray(value).reshape(-1)[0].item()


def _column(a: Any) -> Any:
    return a.reshape(-1, 1) if a.ndim < 2 else a


def _row(a: Any) -> Any:
    return a.reshape(1, -1) if a.ndim < 2 else a


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "transpose": _each(lambda a: a.T),
    "column": _each(_column),
    "row": _each(_row),
    "flat": _each(lambda a: a.reshape(-1)),
    "reshape": lambda a, *shape: np.asarray(a).reshape(*shape),
    "one_hot": _one_hot,
    "labels": lambda y, axis=-1: np.argmax(y, axis=axis),
    "signs": _each(lambda y: 2 * y - 1),
    "zero_one": _each(lambda y: (y + 1) / 2),
    "scalar": _scalar,
    "array": lambda a, dtype=None: np.array(a, dtype=dtype),
    "copy": _each(lambda a: a.copy()),
    "zeros_like": _each(np.zeros_like),
    "ones_like": _each(np.ones_like),
    "stack": lambda arrays, axis=0: np.stack(list(arrays), axis=axis),
    "concatenate": lambda arrays, axis=0: np.concatenate(list(arrays), axis=axis),
    "squeeze": _each(np.squeeze),
    "shape": np.shape,
    "sum": np.sum,
    "mean": np.mean,
    "sqrt": np.sqrt,
    "exp": np.exp,
    "log": np.log,
    "where": np.where,
    "abs": np.abs,
    "namespace": lambda **names: types.SimpleNamespace(**names),
    "list": list, "tuple": tuple, "dict": dict, "int": int, "float": float, "str": str,
    "bool": bool, "len": len, "range": range, "zip": zip, "enumerate": enumerate,
    "reversed": reversed, "min": min, "max": max, "getattr": getattr,
}  # fmt: skip


class Expression:
    """A parsed expression.

    Attributes:
        names: the names that it reads, without those of the language's own functions.
        keyword: the name before "=", where it is an argument passed by keyword.
    """

    def __init__(self, text: Any) -> None:
        """Parse ``text``; what is no text is a constant.

        Raises:
            BindingError: it is no expression of the language.
        """
        self.text = text
        self.keyword: str | None = None
        self.tree: ast.expr = ast.Constant(text)
        if isinstance(text, str):
            self.keyword, self.tree = _argument(text)
            for node in ast.walk(self.tree):
                _check(node, text)
        bound = {n.id for n in ast.walk(self.tree) if _stores(n)}  # type: ignore[attr-defined]
        read = {n.id for n in ast.walk(self.tree) if isinstance(n, ast.Name)}
        self.names = frozenset(read - bound - set(FUNCTIONS))
        whole = ast.fix_missing_locations(ast.Expression(self.tree))
        self._code = compile(whole, "binding", "eval")

    def evaluate(self, names: Mapping[str, Any]) -> Any:
        """Return the value where ``names`` stand for these values.

        Raises:
            BindingError: a name is missing.
        """
        if not isinstance(self.text, str):
            return self.text
        missing = self.names - set(names)
        if missing:
            raise BindingError(f"{self.text!r} names {', '.join(sorted(missing))}, "
                               f"which is not there")  # fmt: skip
        return eval(self._code, {"__builtins__": {}, **FUNCTIONS, **names})

    def assign(self, names: Mapping[str, Any], owner: Any, value: Any) -> None:
        """Set what the expression denotes: an attribute, an item, or an attribute of ``owner``.

        Raises:
            BindingError: nothing can be set there.
        """
        if isinstance(self.tree, ast.Name):
            setattr(owner, self.tree.id, value)
        elif isinstance(self.tree, ast.Attribute):
            setattr(self._inner(self.tree.value, names), self.tree.attr, value)
        elif isinstance(self.tree, ast.Subscript):
            index = self._inner(self.tree.slice, names)
            self._inner(self.tree.value, names)[index] = value
        else:
            raise BindingError(f"set: {self.text!r} is no name, attribute or item")

    def _inner(self, node: ast.expr, names: Mapping[str, Any]) -> Any:
        return Expression(ast.unparse(node)).evaluate(names)


def _stores(node: ast.AST) -> bool:
    return isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)


def _argument(text: str) -> tuple[str | None, ast.expr]:
    try:
        call = ast.parse(f"f({text.strip()}\n)", mode="eval").body
    except (SyntaxError, ValueError):
        raise BindingError(f"{text!r} is no expression") from None
    if not isinstance(call, ast.Call) or len(call.args) + len(call.keywords) != 1:
        raise BindingError(f"{text!r} is not one expression")
    if call.keywords:
        return call.keywords[0].arg, call.keywords[0].value
    return None, call.args[0]


def _check(node: ast.AST, text: str) -> None:
    if not isinstance(node, _ALLOWED):
        raise BindingError(f"{text!r}: {type(node).__name__} is not part of the binding language")
    if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
        raise BindingError(f"{text!r}: names that begin with an underscore are not reached")
