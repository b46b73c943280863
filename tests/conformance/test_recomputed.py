"""The network examples against an independent recomputation, and chains of every kind."""

from collections.abc import Sequence
from typing import Any

import mpmath  # type: ignore[import-untyped]
import pytest
from mpmath import mpf

from nnconform.conformance.worked import numbers_of, worked_numbers
from nnconform.spec import SpecError, read

mpmath.mp.dps = 50
Value = Any  # a number of mpmath, which has no types


def sigmoid(a: Value) -> Value:
    return 1 / (1 + mpmath.exp(-a))


def d(text: str) -> Value:
    return mpf(text)


def forward() -> dict[str, Value]:
    """Unit 2, "Mathematical intuition", line by line."""
    x1, x2 = d("4.218"), d("2.234")
    a1 = d("1.764") * x1 + d("0.978") * x2 + d("0.950")
    a2 = d("0.400") * x1 + d("2.240") * x2 - d("0.151")
    h1, h2 = sigmoid(a1), sigmoid(a2)
    a3 = d("1.867") * h1 - d("0.977") * h2 - d("0.103")
    return {"a1": a1, "h1": h1, "a2": a2, "h2": h2, "a3": a3, "h3": sigmoid(a3)}


def backpropagation() -> dict[str, Value]:
    """Unit 2, "Example of back propagation": the gradient of (t - y5)**2 / 2 by differences."""
    x, t = (d("0.35"), d("0.7")), d("0.5")
    w = {"w11": d("0.2"), "w21": d("0.2"), "w12": d("0.3"), "w22": d("0.3"),
         "w13": d("0.3"), "w23": d("0.9")}  # fmt: skip

    def run(w: dict[str, Value], add: Sequence[Value] = (0, 0, 0)) -> dict[str, Value]:
        a1 = w["w11"] * x[0] + w["w21"] * x[1] + add[0]
        a2 = w["w12"] * x[0] + w["w22"] * x[1] + add[1]
        y3, y4 = sigmoid(a1), sigmoid(a2)
        a3 = w["w13"] * y3 + w["w23"] * y4 + add[2]
        return {"a1": a1, "y3": y3, "a2": a2, "y4": y4, "a3": a3, "y5": sigmoid(a3)}

    def down(which: int) -> Value:
        def loss(e: Value) -> Value:
            add = [e if i == which else mpf(0) for i in range(3)]
            return (t - run(w, add)["y5"]) ** 2 / 2

        return -mpmath.diff(loss, 0)

    def change(name: str) -> Value:
        return -mpmath.diff(lambda v: (t - run({**w, name: v})["y5"]) ** 2 / 2, w[name])

    found = run(w)
    new = {name: w[name] + change(name) for name in w}
    again = run(new)
    return {
        **found,
        "error": t - found["y5"],
        "delta3": down(0),
        "delta4": down(1),
        "delta5": down(2),
        "change_w23": change("w23"),
        "change_w11": change("w11"),
        **{f"new_{name}": value for name, value in new.items()},
        **{f"new_{name}": again[name] for name in ("y3", "y4", "y5")},
        "new_error": t - again["y5"],
    }


def from_printed() -> dict[str, list[Value]]:
    """What the document's own printed numbers give, put in by hand; y3 is printed twice."""
    t, y3s = d("0.5"), (d("0.56"), d("0.57"))
    y4, y5, d5 = d("0.59"), d("0.67"), d("-0.0376")
    d3, d4 = d("-0.0027"), d("-0.0819")
    w11, w12, w13 = d("0.200945"), d("0.273225"), d("0.086615")
    w21, w22, w23 = d("0.269445"), d("0.18534"), d("0.877816")
    x1, x2 = d("0.35"), d("0.7")
    return {
        "y3": [sigmoid(d("0.21"))],
        "y4": [sigmoid(d("0.315"))],
        "a3": [d("0.3") * y3 + d("0.9") * y4 for y3 in y3s],
        "y5": [sigmoid(d("0.702"))],
        "error": [t - y5],
        "delta5": [y5 * (1 - y5) * d("-0.17")],
        "delta3": [y3 * (1 - y3) * d("0.3") * d5 for y3 in y3s],
        "delta4": [y4 * (1 - y4) * d("0.9") * d5],
        "change_w23": [d5 * y4],
        "new_w23": [d("-0.022184") + d("0.9")],
        "change_w11": [d3 * x1],
        "new_w11": [d("0.000945") + d("0.2")],
        "new_w12": [d4 * x1 + d("0.3")],
        "new_w13": [d5 * y3 + d("0.3") for y3 in y3s],
        "new_w21": [d3 * x2 + d("0.2")],
        "new_w22": [d4 * x2 + d("0.3")],
        "new_y3": [sigmoid(w11 * x1 + w21 * x2)],
        "new_y4": [sigmoid(w12 * x1 + w22 * x2)],
        "new_y5": [sigmoid(w13 * d("0.57") + w23 * d("0.56"))],
        "new_error": [t - d("0.61")],
    }


def forward_from_printed() -> dict[str, list[Value]]:
    return {
        "h1": [sigmoid(d("10.575"))],
        "h2": [sigmoid(d("6.540"))],
        "a3": [d("1.867") * d("0.999") - d("0.977") * d("0.998") - d("0.103")],
        "h3": [sigmoid(d("0.787"))],
    }


def kind(printed: str, exact: Value, carried: Sequence[Value]) -> str:
    """The four classes by distance: rounding is at most half a unit off, cutting less than one."""
    unit = mpf(10) ** -len(printed.partition(".")[2])
    number = mpf(printed)

    def is_rounded(value: Value) -> bool:
        return bool(abs(value - number) <= unit / 2)

    def is_cut(value: Value) -> bool:
        return bool(0 <= abs(value) - abs(number) < unit and value * number >= 0)

    if is_rounded(exact):
        return "agrees"
    if any(map(is_rounded, carried)):
        return "carried"
    return "truncated" if any(map(is_cut, [exact, *carried])) else "erratum"


@pytest.mark.parametrize("identifier", ["forward_example", "backpropagation_example"])
def test_each_number_of_a_network_example_is_what_an_independent_recomputation_gives(
    identifier: str,
) -> None:
    first = identifier.startswith("forward")
    exact = forward() if first else backpropagation()
    printed = forward_from_printed() if first else from_printed()
    found = list(worked_numbers(identifier))
    assert {n.quantity for n in found} == set(exact)
    for n in found:
        carried = printed.get(n.quantity, [])
        assert n.exact == pytest.approx(float(exact[n.quantity]), rel=1e-15), n.quantity
        assert (n.carried is None) == (not carried), n.quantity
        assert n.carried is None or n.carried in [pytest.approx(float(c)) for c in carried]
        assert n.printed is not None
        assert n.kind == kind(n.printed, exact[n.quantity], carried), n.quantity


def test_the_errata_of_the_backpropagation_example_come_with_the_right_values() -> None:
    found = [n for n in worked_numbers("backpropagation_example") if n.kind == "erratum"]
    exact = backpropagation()
    assert len(found) == 11
    for n in found:
        assert n.printed is not None
        digits = len(n.printed.partition(".")[2])
        assert abs(mpf(n.right) - exact[n.quantity]) <= mpf(10) ** -digits / 2
        assert len(n.right.partition(".")[2]) == digits


TOY = """
id      = "toy"
title   = "A toy program"
sources = [{ document = "unit2", section = "1" }]
latex   = "y"

[inputs.x]
shape  = "SHAPE"
domain = "real"

[formula]
equations = [EQUATIONS]
returns   = ["y"]

[examples.one]
source = { document = "unit2", section = "1" }
inputs = { x = INPUT }
EXAMPLE
"""


def toy(
    equations: str, example: str, given: str = "2", shape: str = ""
) -> list[tuple[str, str, str]]:
    """Quantity, printed and class of each number of a toy program."""
    text = TOY.replace("SHAPE", shape).replace("EQUATIONS", equations)
    formula = read(text.replace("INPUT", given).replace("EXAMPLE", example), "toys", "toy.toml")
    return [(n.quantity, str(n.printed), str(n.kind)) for n in numbers_of(formula)]


PLACES = (
    '[examples.one.printed_in."the first place"]\n%s\n'
    '[examples.one.printed_in."the second place"]\n%s'
)


def test_a_quantity_may_be_printed_in_several_places() -> None:
    # 2/3 = 0.666...; 3 * 0.66 = 1.98 and 3 * 0.67 = 2.01.
    example = PLACES % ('m = "0.66"\ny = "1.98"', 'm = "0.67"\ny = "2.01"')
    assert toy('"m = x/3", "y = 3*m"', example) == [
        ("m", "0.66", "truncated"),
        ("y", "1.98", "carried"),
        ("m", "0.67", "agrees"),
        ("y", "2.01", "carried"),
    ]


def test_one_printing_is_put_in_wherever_the_quantity_is_read() -> None:
    # m*m + n with n = m through one that is not printed: 0.36 + 0.6 or 0.49 + 0.7, never a mixture.
    example = PLACES % ('m = "0.6"\ny = "0.96"', 'm = "0.7"\ny = "1.06"')
    kinds = [k for q, _, k in toy('"m = x/3", "n = m", "y = m*m + n"', example) if q == "y"]
    assert kinds == ["carried", "erratum"]


def test_what_is_not_printed_is_computed_from_what_is() -> None:
    example = '[examples.one.printed_in."the first place"]\na = "0.7"\ny = "2.4"'
    # (0.7 + 0.5) * 2 = 2.4, where 2/3 gives 2.333...
    assert toy('"a = x/3", "b = a + 0.5", "y = 2*b"', example)[1] == ("y", "2.4", "carried")


def test_a_name_that_is_assigned_again_is_the_later_one() -> None:
    example = '[examples.one.printed_in."the first place"]\na = "1.7"\ny = "3.4"'
    # a is 2/3, then 5/3; only the second is printed, and read by y.
    assert toy('"a = x/3", "a = a + 1", "y = 2*a"', example) == [
        ("a", "1.7", "agrees"),
        ("y", "3.4", "carried"),
    ]


def test_infinite_values_are_numbers_like_others() -> None:
    found = toy('"y = where(x == 0, -inf, x)"', 'printed = ["-inf", "2", "inf"]', "[0, 2, 3]", "n")
    assert [k for _, _, k in found] == ["agrees", "agrees", "erratum"]


@pytest.mark.parametrize(
    ("shape", "given", "equation", "printed", "kinds"),
    [
        ("n", "[1, 2]", "y = x/3", '["0.33", "0.66"]', ["agrees", "truncated"]),
        ("n k", "[[1], [2]]", "y = x/4", '[["0.25"], ["0.6"]]', ["agrees", "erratum"]),
        ("n k?", "[1, 2]", "y = x/4", '["0.25", "0.5"]', ["agrees", "agrees"]),
        ("[out in]", "[[[1, 2]], [[3], [4]]]", "y = x", '[[["1", "2"]], [["3"], ["5"]]]',
         ["agrees", "agrees", "agrees", "erratum"]),
        ("[out]", "[[1, 2], [3]]", "y = x", "[]", ["None", "None", "None"]),
    ],
)  # fmt: skip
def test_rows_tables_and_lists_of_them(
    shape: str, given: str, equation: str, printed: str, kinds: list[str]
) -> None:
    example = f"printed = {printed}" if printed != "[]" else 'says = "small"'
    found = toy(f'"{equation}"', example, given, shape)
    assert [k for _, _, k in found] == kinds


@pytest.mark.parametrize(
    ("example", "said"),
    [
        (PLACES % ('q = "1"', ""), "prints 'q', which nothing computes; expected one of a, y"),
        (PLACES % ('a = "one"', ""), "printed_in 'the first place': a is no number"),
        ('printed = "1"\n' + PLACES % ('a = "1"', ""), "write either printed, or printed_in"),
        ("line = 0", "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_with_an_example_is_said(example: str, said: str) -> None:
    with pytest.raises(SpecError, match=said):
        toy('"a = x", "y = a"', example)


def test_more_printed_numbers_than_there_are_is_an_error() -> None:
    with pytest.raises(SpecError, match="'1' prints 2 numbers for y, which has 1"):
        toy('"y = x"', 'quantity = "y"\nprinted = ["1", "2"]')
