"""The expression language: what is refused and how it is said, and that numbers stay exact."""

from collections.abc import Mapping
from typing import Any

import pytest

from nnconform.spec import CONSTANTS, FUNCTIONS, Expression, SpecError, parse

Z = frozenset({"z"})


def parsed(text: str) -> Expression:
    return parse(text, Z, where="here")


def refusal(text: str) -> str:
    with pytest.raises(SpecError) as caught:
        parsed(text)
    return str(caught.value)


REFUSED = {
    "z.real": "only the attribute .T is allowed, not .real",
    "z.__class__": "only the attribute .T is allowed, not .__class__",
    "lambda: z": "Lambda is not part",
    "[x for x in z]": "ListComp is not part",
    "sum(x for x in z)": "GeneratorExp is not part",
    "[z]": "List is not part",
    "{z}": "Set is not part",
    "{z: z}": "Dict is not part",
    "z if z else z": "IfExp is not part",
    "z and z": "BoolOp is not part",
    "not z": "Not is not part",
    "z // 2": "FloorDiv is not part",
    "z ^ 2": "BitXor is not part",
    "z is z": "Is is not part",
    "(z := 1)": "NamedExpr is not part",
    "exp(*z)": "Starred is not part",
    "exp(**z)": "expected axis or keepdims",
    "f'{z}'": "JoinedStr is not part",
    "'z'": "'z' is not a number",
    "b'z'": "b'z' is not a number",
    "1j": "1j is not a number",
    "z[None]": "None is not a number",
    "z[...]": "Ellipsis is not a number",
    "sinh(z)": "unknown function 'sinh'; expected one of abs, all",
    "__import__('os')": "unknown function '__import__'",
    "eval(z)": "unknown function 'eval'",
    "f(z)": "unknown function 'f'",
    "z(1)": "unknown function 'z'",
    "exp(z)(z)": "only named functions can be called",
    "z.T(1)": "only named functions can be called",
    "exp": "unknown name 'exp'; expected one of inf, nan, pi, z",
    "__builtins__": "unknown name '__builtins__'",
    "y": "unknown name 'y'",
    "sum(z, dtype=1)": "unknown keyword 'dtype'; expected axis or keepdims",
    "sum(z, where=z > 0)": "unknown keyword 'where'",
    "0 < z < 1": "write a chained comparison as (a < b) & (b < c)",
    "z = 1": "not an expression: 'z = 1'",
    "z; z": "not an expression",
    "import os": "not an expression",
    "z +": "not an expression: 'z +'",
    "": "not an expression: ''",
    "(" * 300 + "z" + ")" * 300: "not an expression",
    "z\0": "not an expression",
}


@pytest.mark.parametrize(
    "text", REFUSED, ids=lambda text: text[:20].replace("\0", "NUL") or "nothing"
)
def test_what_is_not_in_the_whitelist_is_refused_with_its_place(text: str) -> None:
    message = refusal(text)
    assert message.startswith("here: ")
    assert REFUSED[text] in message


@pytest.mark.parametrize(
    "text", ["lambda", "def + z", "class", "import + z", "None + z", "z + yield"]
)
def test_a_keyword_of_python_is_no_name(text: str) -> None:
    assert refusal(text).startswith("here: ")


def test_calls_lets_an_expression_call_the_function_itself() -> None:
    expression = parse("f(-z)", Z, where="here", calls=frozenset({"f"}))
    assert expression.evaluate(Texts(), {"z": 2, "f": lambda x: ("f", x)}) == ("f", -2)


class Texts:
    """A number system whose numbers are the texts they were written as."""

    functions: Mapping[str, Any] = {
        name: lambda *a, name=name, **k: (name, *a, k) for name in FUNCTIONS
    }

    def number(self, text: str) -> Any:
        return f"<{text}>"


NUMBERS = {
    "0.1": "<0.1>",
    "3": "<3>",
    "1e-300": "<1e-300>",
    "123456789012345678901234567890": "<123456789012345678901234567890>",
    "pi": "<pi>",
    "inf": "<inf>",
    "nan": "<nan>",
}


@pytest.mark.parametrize("text", NUMBERS)
def test_every_number_reaches_the_number_system_as_text(text: str) -> None:
    assert parsed(text).evaluate(Texts(), {}) == NUMBERS[text]


# Written with more digits than a float64 holds, or beyond its range.
LONG = ["1.0507009873554804934193349852946", "1e400", "1e-400"]


@pytest.mark.parametrize("text", LONG)
def test_a_literal_keeps_digits_that_no_float_holds(text: str) -> None:
    assert parsed(text).evaluate(Texts(), {}) == f"<{text}>"


class Numbers(Texts):
    def number(self, text: str) -> Any:
        return ("number", text)


def test_an_integer_exponent_stays_an_integer() -> None:
    assert parsed("z**3").evaluate(Numbers(), {"z": 2}) == 8


def test_the_base_of_a_power_is_a_number_of_the_system() -> None:
    class Doubled(Texts):
        def number(self, text: str) -> Any:
            return 2 * int(text)

    assert parsed("3**2").evaluate(Doubled(), {}) == 36


def test_a_decimal_exponent_is_a_number_of_the_system() -> None:
    class Tenths(Texts):
        def number(self, text: str) -> Any:
            return {"0.1": 1, "3": 3}[text]

    assert parsed("3**0.1").evaluate(Tenths(), {}) == 3


AXES = {
    "sum(z, axis=-1)": ("sum", "z", {"axis": -1}),
    "sum(z, axis=-1, keepdims=True)": ("sum", "z", {"axis": -1, "keepdims": True}),
    "expand_dims(z, -1)": ("expand_dims", "z", -1, {}),
    "squeeze(z, -1)": ("squeeze", "z", -1, {}),
    "take_along_axis(z, z, -1)": ("take_along_axis", "z", "z", -1, {}),
    "take_along_axis(z, z, axis=-1)": ("take_along_axis", "z", "z", {"axis": -1}),
    "maximum(0, z)": ("maximum", "<0>", "z", {}),
    "z[0]": "z",
}


@pytest.mark.parametrize("text", AXES)
def test_axes_are_integers_and_other_arguments_numbers(text: str) -> None:
    assert parsed(text).evaluate(Texts(), {"z": "z"}) == AXES[text]


JOINS = {
    "exp(z) + 1": (False, False),
    "max(z, axis=-1)": (True, False),
    "sum(z)": (True, True),
    "mean(z)": (True, True),
    "z @ z": (True, True),
    "take_along_axis(z, z, 0)": (True, False),
    "where(all(z > 0), z, 0)": (True, False),
}


@pytest.mark.parametrize("text", JOINS)
def test_an_expression_knows_whether_it_joins_and_sums_elements(text: str) -> None:
    expression = parsed(text)
    assert (expression.joins, expression.sums) == JOINS[text]


def test_names_are_what_is_read_without_constants_and_functions() -> None:
    expression = parse(" exp(z) + pi*a ", frozenset({"z", "a", "b"}), where="here")
    assert expression.names == {"z", "a"}
    assert expression.text == "exp(z) + pi*a"


def test_nothing_of_python_is_in_reach_of_an_expression() -> None:
    seen: dict[str, Any] = {}

    class Spy(Texts):
        functions: Mapping[str, Any] = {**Texts.functions, "exp": lambda x: seen.update(b=x)}

    parsed("exp(z)").evaluate(Spy(), {"z": 1})
    assert seen == {"b": 1}
    assert not {"eval", "open", "__import__", "getattr"} & (FUNCTIONS | CONSTANTS)


CRASHES = {
    "exp()": "the number of arguments is not checked",
    "max(0, z)": "the number of arguments is not checked: z becomes the axis",
    "sum(z, -1)": "an axis by position becomes a number of the system",
    "abs(z, axis=0)": "axis is taken by functions that have none",
    "sum(z, axis=z)": "an axis that is no integer",
}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=text[:20], marks=pytest.mark.xfail(strict=True, reason=why))
        for text, why in CRASHES.items()
    ],
)
def test_what_cannot_be_evaluated_is_refused_when_it_is_parsed(text: str) -> None:
    assert refusal(text).startswith("here: ")


@pytest.mark.parametrize(
    "text", ["sum(z, axis=-1, axis=0)", "-" * 5000 + "z", "where(True, z, 0)"], ids=lambda t: t[:20]
)
def test_what_python_or_no_number_system_takes_is_refused(text: str) -> None:
    assert refusal(text).startswith("here: ")
