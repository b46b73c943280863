"""The expression language: Python's expression syntax in array notation, whitelisted.

An expression is parsed once and evaluated on any number system: floats, exact balls, or a
framework's arrays. Nothing outside the whitelist is ever evaluated.
"""

import ast
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Any, Protocol

from .errors import SpecError

# NumPy's names; every number system must offer all of them.
FUNCTIONS = frozenset(
    {"abs", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "sign", "maximum", "minimum", "where"}
    | {"max", "min", "sum", "mean", "all", "any", "take_along_axis", "expand_dims", "squeeze"}
    | {"eye_like", "rounded", "columns", "transpose", "size", "held"}
)
CONSTANTS = frozenset({"inf", "pi", "nan"})
# Functions that join elements: an expression without them acts on each element alone.
_JOINING = frozenset(
    {"sum", "mean", "max", "min", "all", "any", "take_along_axis", "squeeze"}
    | {"columns", "transpose", "size"}
)

# Where the axis stands among the positional arguments: an integer, not a number of the system.
_AXIS_ARGUMENT = {"expand_dims": 1, "squeeze": 1, "take_along_axis": 2}

_NODES: tuple[type[ast.AST], ...] = (
    ast.Expression,
    ast.BinOp,
    ast.UnaryOp,
    ast.Compare,
    ast.Call,
    ast.Name,
    ast.Constant,
    ast.Attribute,
    ast.Subscript,
    ast.Slice,
    ast.Tuple,
    ast.keyword,
    ast.Load,
    ast.Add,
    ast.Sub,
    ast.Mult,
    ast.Div,
    ast.Pow,
    ast.MatMult,
    ast.USub,
    ast.UAdd,
    ast.Invert,
    ast.BitAnd,
    ast.BitOr,
    ast.Lt,
    ast.LtE,
    ast.Gt,
    ast.GtE,
    ast.Eq,
    ast.NotEq,
)
_KEYWORDS = frozenset({"axis", "keepdims"})


class NumberSystem(Protocol):
    """What an expression needs in order to be evaluated on some kind of number."""

    @property
    def functions(self) -> Mapping[str, Callable[..., Any]]:
        """The implementation of each name of :data:`FUNCTIONS`."""
        ...

    def number(self, text: str) -> Any:
        """The literal or named constant ``text`` ("0.5", "inf") as a number of this system."""
        ...


class ProgramSystem(NumberSystem, Protocol):
    """What a program needs besides: results of several steps in one array, and derivatives."""

    def stack(self, arrays: Sequence[Any]) -> Any:
        """The arrays along a new first axis."""
        ...

    def gradient(self, function: Callable[..., Any], at: Sequence[Any]) -> Sequence[Any]:
        """The derivatives of a number-valued function in each argument (arrays or lists)."""
        ...


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression: its text, the names it reads, the formulas it calls, whether it joins
    or sums elements.
    """

    text: str
    names: frozenset[str]
    calls: frozenset[str]
    joins: bool
    sums: bool
    _code: CodeType
    _literals: tuple[tuple[str, str], ...]

    def evaluate(self, system: NumberSystem, values: Mapping[str, Any]) -> Any:
        """Evaluate on ``system``, with ``values`` for every name that is not a constant."""
        return eval(self._code, self._scope(system), values)

    def _scope(self, system: NumberSystem) -> dict[str, Any]:
        """Functions and literals; a system may keep them, as long as its numbers stay the same."""
        kept: dict[int, tuple[CodeType, dict[str, Any]]] | None = getattr(system, "scopes", None)
        # By identity: equal code may stand for other literals. It is kept, and its id with it.
        if kept is not None and id(self._code) in kept:
            return kept[id(self._code)][1]
        scope: dict[str, Any] = {"__builtins__": {}}
        scope.update(system.functions)
        scope.update((name, system.number(text)) for name, text in self._literals)
        if kept is not None:
            kept[id(self._code)] = self._code, scope
        return scope


class _Literals(ast.NodeTransformer):
    """Replace numbers by names, so that each number system makes them exact in its own way."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: dict[str, str] = {}

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        name = f"_{len(self.found)}"
        # As it is written: a float would keep 17 digits of it.
        written = ast.get_source_segment(self.text, node) or repr(node.value)
        self.found[name] = written.replace("_", "")
        return ast.copy_location(ast.Name(name, ast.Load()), node)

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        node.left = self.visit(node.left)
        # An integer exponent stays an int: a product, not exp(y*log(x)).
        whole = isinstance(node.right, ast.Constant) and isinstance(node.right.value, int)
        if not (isinstance(node.op, ast.Pow) and whole):
            node.right = self.visit(node.right)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        return node

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        node.value = self.visit(node.value)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        numbers = _AXIS_ARGUMENT.get(getattr(node.func, "id", ""), len(node.args))
        node.args = [*(self.visit(a) for a in node.args[:numbers]), *node.args[numbers:]]
        for given in _handed(node):
            if not isinstance(given.value, ast.Constant) or isinstance(given.value.value, float):
                given.value = self.visit(given.value)
        return node


def parse(
    text: str, names: frozenset[str], *, where: str, calls: frozenset[str] = frozenset()
) -> Expression:
    """Parse ``text``, which may read ``names`` and call :data:`FUNCTIONS` and ``calls``.

    Raises:
        SpecError: a syntax error, a construct that is not allowed, or an unknown name; the
            message starts with ``where`` and lists what was expected.
    """
    text = text.strip()
    tree = _tree(text, where)
    used, called = _names(tree, names | CONSTANTS, FUNCTIONS | calls, where)
    _check_switches(tree, where)
    product = any(isinstance(n, ast.MatMult) for n in ast.walk(tree))
    joins, sums = product or bool(called & _JOINING), product or bool(called & {"sum", "mean"})
    literals = _Literals(text)
    tree = ast.fix_missing_locations(literals.visit(tree))
    found = {**literals.found, **{n: n for n in used & CONSTANTS}}
    return Expression(
        text,
        frozenset(used - CONSTANTS),
        frozenset(called - FUNCTIONS),
        joins,
        sums,
        compile(tree, f"<{where}>", "eval"),
        tuple(found.items()),
    )


def _tree(text: str, where: str) -> ast.Expression:
    try:
        tree = ast.parse(text, mode="eval")
        compile(tree, where, "eval")  # some mistakes, such as a keyword given twice, show here
    except SyntaxError as error:
        raise SpecError(f"{where}: not an expression: {text!r} ({error.msg})") from None
    except (RecursionError, MemoryError, ValueError):
        raise SpecError(f"{where}: the expression is too deeply nested or too long") from None
    return tree


def _check_switches(tree: ast.Expression, where: str) -> None:
    """True and False stand after a keyword only; nowhere are they numbers."""
    switches = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.keyword)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and type(node.value) is bool and id(node) not in switches:
            raise SpecError(f"{where}: {node.value} is not a number; compare numbers instead")


def _names(
    tree: ast.Expression, known: frozenset[str], functions: frozenset[str], where: str
) -> tuple[set[str], set[str]]:
    """Check every node; return the names that are read and the functions that are called."""
    callees = {id(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    handed = {id(k) for n in ast.walk(tree) if isinstance(n, ast.Call) for k in _handed(n)}
    found: dict[bool, set[str]] = {True: set(), False: set()}
    for node in ast.walk(tree):
        _check(node, where, handed)
        if isinstance(node, ast.Name):
            called = id(node) in callees
            expected = functions if called else known
            if node.id not in expected:
                kind = "function" if called else "name"
                raise SpecError(
                    f"{where}: unknown {kind} {node.id!r}; "
                    f"expected one of {', '.join(sorted(expected))}"
                )
            found[called].add(node.id)
    return found[False], found[True]


def _handed(call: ast.Call) -> list[ast.keyword]:
    """The keyword arguments of a formula that is called: its parameters, by name."""
    return [] if getattr(call.func, "id", "") in FUNCTIONS else call.keywords


def _check(node: ast.AST, where: str, handed: Collection[int]) -> None:
    if not isinstance(node, _NODES):
        raise SpecError(f"{where}: {type(node).__name__} is not part of the expression language")
    if isinstance(node, ast.Attribute) and node.attr != "T":
        raise SpecError(f"{where}: only the attribute .T is allowed, not .{node.attr}")
    if isinstance(node, ast.Constant) and type(node.value) not in (int, float, bool):
        raise SpecError(f"{where}: {node.value!r} is not a number")
    known = isinstance(node, ast.keyword) and (id(node) in handed or node.arg in _KEYWORDS)
    if isinstance(node, ast.keyword) and not (known and node.arg):
        raise SpecError(f"{where}: unknown keyword {node.arg!r}; expected axis or keepdims")
    if isinstance(node, ast.Call) and not isinstance(node.func, ast.Name):
        raise SpecError(f"{where}: only named functions can be called")
    if isinstance(node, ast.Compare) and len(node.ops) > 1:
        raise SpecError(f"{where}: write a chained comparison as (a < b) & (b < c)")
