"""Every single change to an expression: what somebody who copies a formula may get wrong.

A change is made on the syntax tree and written out again; a text that the language's own parser
refuses is left out. The order is fixed and no text comes twice.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from ._expression import _AXIS_ARGUMENT, parse
from ._program import STEP, Program, Statement
from .errors import SpecError

Change = tuple[str, str]
T = TypeVar("T")
# What a program assigns has no declared shape; one such name may be read in place of another.
_LOCAL = "assigned"
_BLOCKS = ("start", "step", "equations")

_OPERATORS: tuple[type[ast.operator], ...] = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Pow)
# Each comparison by its boundary, and by its opposite.
_COMPARISONS: Mapping[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
}
_NEIGHBOURS = (
    ("exp", "expm1"),
    ("log", "log1p"),
    ("maximum", "minimum"),
    ("max", "min"),
    ("sum", "mean"),
    ("all", "any"),
)
_REPLACED = {a: b for pair in _NEIGHBOURS for a, b in (pair, pair[::-1])}
# Functions of one argument and its shape, which can be left out.
_ONE_PLACE = frozenset({"abs", "exp", "expm1", "log", "log1p", "sqrt", "tanh", "sign", "rounded"})
_JOINS = frozenset({"sum", "mean", "max", "min", "all", "any"})
_CHOOSES = frozenset({"maximum", "minimum"})
_TRUTHS = (ast.Compare, ast.Invert, ast.BitAnd, ast.BitOr)


def mutations(
    text: str, names: Mapping[str, str], *, calls: frozenset[str] = frozenset()
) -> Iterator[Change]:
    """Yield every single change to an expression.

    Args:
        text: the expression.
        names: what it may read, with a kind (its shape, say): one name may be read in place of
            the one before or after it of the same kind.
        calls: the formulas that it may call.

    Yields:
        the changed text, and the change as ``a -> b``.
    """
    tree = ast.parse(text.strip(), mode="eval").body
    seen = {ast.unparse(tree)}
    for node, changed in _changes(tree, names, calls):
        new = ast.unparse(_with(tree, node, changed))
        if new in seen:
            continue
        seen.add(new)
        try:
            parse(new, frozenset(names), where="mutation", calls=calls)
        except SpecError:
            continue
        yield new, f"{ast.unparse(node)} -> {ast.unparse(changed)}"


def reorderings(statements: Sequence[T]) -> Iterator[tuple[tuple[T, ...], str]]:
    """Yield every exchange of two neighbouring statements, and every statement left out."""
    given = tuple(statements)
    for i in range(len(given) - 1):
        changed = (*given[:i], given[i + 1], given[i], *given[i + 2 :])
        yield changed, f"statements {i + 1} and {i + 2} exchanged"
    for i in range(len(given)):
        yield (*given[:i], *given[i + 1 :]), f"statement {i + 1} left out"


def _with(tree: ast.AST, old: ast.AST, new: ast.AST) -> Any:
    """A copy of the tree with one node, found by identity, replaced."""
    if tree is old:
        return new

    def copied(value: Any) -> Any:
        if isinstance(value, list):
            return [copied(item) for item in value]
        return _with(value, old, new) if isinstance(value, ast.AST) else value

    return type(tree)(**{name: copied(value) for name, value in ast.iter_fields(tree)})


def _changes(
    tree: ast.expr, names: Mapping[str, str], calls: frozenset[str]
) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Pairs of a node and what stands in its place, node by node from the outside in."""
    for node in _numbers(tree):
        for changed in _changed(node, names):
            yield node, changed
        if isinstance(node, ast.Call) and _called(node) in calls:
            # Another formula is called, or none.
            for other in sorted(calls - {_called(node)}):
                yield node, _call(node, other, node.args)
            for argument in node.args:
                yield node, argument


def _numbers(node: ast.expr) -> Iterator[ast.expr]:
    """The nodes that stand for numbers, arrays or truth values: no axes and no indices."""
    yield node
    children: list[ast.expr]
    if isinstance(node, ast.Call):
        children = node.args[: _AXIS_ARGUMENT.get(_called(node), len(node.args))]
    elif isinstance(node, ast.Subscript | ast.Attribute):
        children = [node.value]
    else:
        children = [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]
    yield from chain.from_iterable(map(_numbers, children))


def _changed(node: ast.expr, names: Mapping[str, str]) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp():
            yield from _operations(node)
        case ast.Compare():
            for other in _COMPARISONS[type(node.ops[0])]:
                yield ast.Compare(node.left, [other()], node.comparators)
        case ast.UnaryOp():  # a sign or a negation that is forgotten
            yield node.operand
        case ast.Call():
            yield from _calls(node)
        case ast.Constant():
            yield from _constants(node)
        case ast.Name(id=name) if name in names:
            yield from map(ast.Name, _beside(name, names))
        case ast.Attribute() | ast.Subscript():
            yield node.value
    if isinstance(node, ast.Subscript):
        yield from _indices(node)
    zero = isinstance(node, ast.Constant) and node.value == 0
    if not (isinstance(node, ast.UnaryOp) or zero or _is_truth(node)):
        yield ast.UnaryOp(ast.USub(), node)


def _beside(name: str, names: Mapping[str, str]) -> Iterator[str]:
    """The names of the same kind before and after, in a ring: of many, not every pair."""
    ring = [each for each, kind in names.items() if kind == names[name]]
    place = ring.index(name)
    near = dict.fromkeys((ring[place - 1], ring[(place + 1) % len(ring)]))
    yield from (each for each in near if each != name)


def _is_truth(node: ast.expr) -> bool:
    operator = getattr(node, "op", node)
    return isinstance(operator, _TRUTHS) or (
        isinstance(node, ast.Call) and _called(node) in {"all", "any"}
    )


def _operations(node: ast.BinOp) -> Iterator[ast.expr]:
    left, right = node.left, node.right
    if isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield ast.BinOp(
            left, ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd(), right
        )
    elif isinstance(node.op, ast.MatMult):
        yield ast.BinOp(left, ast.Mult(), right)
    else:
        for kind in _OPERATORS:
            if not isinstance(node.op, kind):
                yield ast.BinOp(left, kind(), right)
    if isinstance(node.op, ast.Div | ast.Pow | ast.MatMult):
        yield ast.BinOp(right, node.op, left)
    yield left
    if isinstance(node.op, ast.Sub):
        yield ast.UnaryOp(ast.USub(), right)
    elif isinstance(node.op, ast.Div):
        yield ast.BinOp(ast.Constant(1), ast.Div(), right)
    elif not isinstance(node.op, ast.Pow):
        yield right


def _calls(node: ast.Call) -> Iterator[ast.expr]:
    name, args = _called(node), node.args
    if name in _REPLACED:
        yield _call(node, _REPLACED[name], args)
    if name in _ONE_PLACE | _JOINS:
        yield args[0]
    if name in _CHOOSES:
        yield from args
    if name == "where":
        yield _call(node, name, [args[0], args[2], args[1]])
        yield from args[1:]
    elif len(args) == 2 and name not in _AXIS_ARGUMENT:
        yield _call(node, name, args[::-1])
    yield from _axes(node)


def _axes(node: ast.Call) -> Iterator[ast.expr]:
    """The axis moved by one or left out, keepdims left out."""
    place = _AXIS_ARGUMENT.get(_called(node))
    if place is not None and place < len(node.args):
        for axis in _moved(node.args[place]):
            yield _call(node, _called(node), [*node.args[:place], axis, *node.args[place + 1 :]])
    for i, given in enumerate(node.keywords):
        rest = [*node.keywords[:i], *node.keywords[i + 1 :]]
        if _called(node) in _JOINS:
            yield ast.Call(node.func, node.args, rest)
        for axis in _moved(given.value) if given.arg == "axis" else ():
            moved = [*node.keywords[:i], ast.keyword("axis", axis), *node.keywords[i + 1 :]]
            yield ast.Call(node.func, node.args, moved)


def _indices(node: ast.Subscript) -> Iterator[ast.expr]:
    """Each whole number of an index moved by one; a slice that is left out is a change before."""
    for part in ast.walk(node.slice):
        if isinstance(part, ast.Constant) and type(part.value) is int:
            for step in (1, -1):
                moved = _with(node.slice, part, _literal(part.value + step))
                yield ast.Subscript(node.value, moved, ast.Load())


def _moved(axis: ast.expr) -> Iterator[ast.expr]:
    try:
        value = ast.literal_eval(axis)
    except ValueError:  # an axis that is computed
        return
    if isinstance(value, int):
        yield from (_literal(value + step) for step in (1, -1))


def _constants(node: ast.Constant) -> Iterator[ast.expr]:
    value = node.value
    if isinstance(value, int | float):
        half = value // 2 if isinstance(value, int) and value % 2 == 0 else value / 2
        found: list[int | float] = [value + 1, value - 1, 2 * value, half, 0]
        yield from (_literal(v) for v in dict.fromkeys(found) if v != value)


def _literal(value: float) -> ast.expr:
    number = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), number) if value < 0 else number


def _call(node: ast.Call, name: str, args: Sequence[ast.expr]) -> ast.Call:
    return ast.Call(ast.Name(name), list(args), node.keywords)


def _called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


def program_mutations(program: Program, names: Mapping[str, str]) -> Iterator[tuple[Program, str]]:
    """Yield every single change to a statement, and every change to the order of statements.

    Args:
        program: the program.
        names: inputs and parameters with their kinds, as for :func:`mutations`.

    Yields:
        the changed program, and the change.
    """
    kinds = {**names, STEP: STEP, **{name: _LOCAL for name, _ in program.over}}
    kinds |= {name: _LOCAL for s in program.statements for name in s.targets}
    calls = frozenset(name for s in program.statements for name in s.value.calls)
    for block in _BLOCKS:
        given: tuple[Statement, ...] = getattr(program, block)
        for i, statement in enumerate(given):
            for text, change in mutations(statement.value.text, kinds, calls=calls):
                value = parse(text, frozenset(kinds), where="mutation", calls=calls)
                changed = (*given[:i], replace(statement, value=value), *given[i + 1 :])
                yield (
                    _with_block(program, block, changed),
                    f"{', '.join(statement.targets)}: {change}",
                )
        for changed, change in reorderings(given):
            other = _with_block(program, block, changed)
            if _reads_only_known(other, frozenset(names)):
                yield other, f"{block}: {change}"


def _with_block(program: Program, block: str, statements: tuple[Statement, ...]) -> Program:
    blocks = {name: getattr(program, name) for name in _BLOCKS} | {block: statements}
    return replace(
        program, start=blocks["start"], step=blocks["step"], equations=blocks["equations"]
    )


def _reads_only_known(program: Program, names: frozenset[str]) -> bool:
    """Whether every name is assigned before it is read or returned."""
    known = set(names)
    for block in (program.start, program.step, program.equations):
        if block is program.step:
            known |= {STEP, *(name for name, _ in program.over)}
        for statement in block:
            if not statement.value.names <= known:
                return False
            known.update(statement.targets)
    wanted = program.returns if program.gradient is None else (program.gradient.of,)
    return known.issuperset(wanted)
