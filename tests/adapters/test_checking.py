"""Adapters that break the protocol, and what their authors are told."""

import sys
from types import ModuleType
from typing import Any

import pytest

from nnconform.adapters import AdapterError, FunctionsAdapter, Missing, Target, offered, resolve
from nnconform.adapters.checking import checked
from nnconform.conformance.runner import Request, run_formula
from nnconform.reports.record import Record
from nnconform.spec import load

TARGET = Target("builtin", "cpu", "float64", "eager")


class Good:
    """Everything that an adapter has to have; the formula is relu."""

    name = "mine"
    version = "1.0"
    provenances = ("builtin",)
    dtypes = default_dtypes = ("float32", "float64")
    devices = ("cpu",)
    modes = ("eager",)

    def implementation(self, formula: Any, target: Any) -> Any:
        if formula.id != "relu":
            raise Missing("only relu")
        return Relu()


class Relu:
    """A right implementation of relu."""

    taken = None

    def value(self, inputs: Any, parameters: Any) -> Any:
        return inputs[0] * (inputs[0] > 0)

    def gradient(self, inputs: Any, parameters: Any, wrt: Any, cotangent: Any) -> Any:
        return [(inputs[0] > 0) * (1.0 if cotangent is None else cotangent)]


def without(name: str) -> Any:
    names = {n: v for n, v in vars(Good).items() if n != name and not n.startswith("__")}
    return type("Bad", (), names)()


def having(**changes: object) -> Any:
    return type("Bad", (Good,), changes)()


def test_an_adapter_that_keeps_the_protocol_is_taken() -> None:
    good = Good()
    assert checked(good, "mine", "mine") is good


LACKING = {
    "name": "Bad has no attribute name; expected something like \"mine\"",
    "version": "Bad has no attribute version; expected something like \"1.0\"",
    "provenances": 'Bad has no attribute provenances; expected something like ("builtin",)',
    "dtypes": 'Bad has no attribute dtypes; expected something like ("float32", "float64")',
    "default_dtypes":
        'Bad has no attribute default_dtypes; expected something like ("float32", "float64")',
    "devices": 'Bad has no attribute devices; expected something like ("cpu",)',
    "modes": 'Bad has no attribute modes; expected something like ("eager",)',
    "implementation": "Bad has no method implementation(formula, target)",
}  # fmt: skip


@pytest.mark.parametrize("name", LACKING)
def test_what_lacks_is_named_with_an_example(name: str) -> None:
    with pytest.raises(AdapterError) as caught:
        checked(without(name), "mine", "mine (pkg:Bad)")
    assert str(caught.value) == f"mine (pkg:Bad): {LACKING[name]}"


def raising(self: object) -> None:
    raise OSError("no\nlibrary")


DTYPES = "expected a tuple of some of float16, bfloat16, float32, float64, such as"
WRONG: dict[str, tuple[dict[str, object], str]] = {
    "another name": ({"name": "yours"}, "name is 'yours'; expected 'mine', what people type"),
    "no text": ({"version": 1}, "version is 1; expected text"),
    "a word": ({"dtypes": "float32"}, f"dtypes is 'float32'; {DTYPES}"),
    "nothing": ({"dtypes": ()}, f"dtypes is (); {DTYPES}"),
    "a wrong dtype": ({"dtypes": ("fp32",)}, f"dtypes names 'fp32'; {DTYPES}"),
    "dtypes of NumPy": ({"default_dtypes": (float,)}, "default_dtypes names <class 'float'>;"),
    "beyond its dtypes": (
        {"dtypes": ("float32",)},
        "default_dtypes names 'float64'; expected some of its dtypes, float32",
    ),
    "a wrong provenance": ({"provenances": ("own",)}, "provenances names 'own'; expected a tuple"),
    "a wrong device": ({"devices": (0,)}, "devices names 0; expected a tuple of words, such as"),
    "no modes": ({"modes": None}, "modes is None; expected a tuple of words, such as (\"eager\",)"),
    "a property that raises": ({"version": property(raising)},
                               "its version raised OSError: no library"),
    "no method": ({"implementation": 3}, "Bad has no method implementation(formula, target)"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_named_with_what_is_expected(name: str) -> None:
    changes, said = WRONG[name]
    with pytest.raises(AdapterError) as caught:
        checked(having(**changes), "mine", "here")
    assert str(caught.value).startswith(f"here: {said}")


@pytest.mark.parametrize("found", [None, "mine", 3])
def test_what_is_no_adapter_at_all_is_named(found: object) -> None:
    with pytest.raises(AdapterError, match=f"^here: {type(found).__name__} has no attribute name"):
        checked(found, "mine", "here")


IMPLEMENTATIONS: dict[str, tuple[Any, str]] = {
    "none": (lambda *_: None, "is None, which has no method value(inputs, parameters)"),
    "a function": (lambda *_: abs, "is of the type builtin_function_or_method, which has no"),
    "without gradient": (
        lambda *_: type("Half", (), {"value": print})(),
        "is of the type Half, which has no method gradient(inputs, parameters, wrt, cotangent)",
    ),
    "a crash": (
        lambda *_: dict[str, None]()["relu"],
        "raised KeyError: 'relu'; expected Missing or Unsupported where there is none",
    ),
}


@pytest.mark.parametrize("name", IMPLEMENTATIONS)
def test_what_is_no_implementation_is_an_error_of_that_formula(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, said = IMPLEMENTATIONS[name]
    bad = having(implementation=made)
    with pytest.raises(AdapterError) as caught:
        offered(bad, load("relu"), TARGET)
    assert str(caught.value).startswith("mine: implementation of relu " + said)
    (record,) = ran(bad, monkeypatch)
    assert (record.verdict, record.message) == ("error", str(caught.value))


def test_taken_is_a_set_of_names() -> None:
    bad = having(implementation=lambda *_: type("R", (Relu,), {"taken": "alpha"})())
    with pytest.raises(AdapterError, match="taken of relu is 'alpha'; expected a set of names"):
        offered(bad, load("relu"), TARGET)


def test_a_formula_that_is_missing_is_not_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    (record,) = ran(Good(), monkeypatch, "elu")
    assert (record.verdict, record.message) == ("unsupported", "only relu")


def ran(
    adapter: Any, monkeypatch: pytest.MonkeyPatch, identifier: str = "relu", check: str = "value"
) -> list[Record]:
    monkeypatch.setattr("nnconform.conformance.runner.resolve", lambda name: adapter)
    request = Request(("mine",), (identifier,), dtypes=("float64",), checks=(check,), examples=1)
    return run_formula(request, identifier)


def test_the_adapter_of_these_tests_conforms(monkeypatch: pytest.MonkeyPatch) -> None:
    for check in ("value", "gradient"):
        assert {r.verdict for r in ran(Good(), monkeypatch, check=check)} == {"conforms"}


RETURNED: dict[str, tuple[str, Any, str]] = {
    "none": ("value", None, "value returned NoneType; expected a NumPy array of numbers"),
    "a number": ("value", 1.5, "value returned float; expected a NumPy array of numbers"),
    "a list": ("value", [1.5], "value returned float; expected a NumPy array of numbers"),
    "no list": ("gradient", 3, "gradient returned int; expected a list of arrays, one for each"),
    "too many": ("gradient", [1, 2], "gradient returned a list of 2; expected a list of arrays"),
    "numbers": ("gradient", [1.5], "gradient returned float; expected a NumPy array of numbers"),
}


@pytest.mark.parametrize("name", RETURNED)
def test_a_result_that_is_no_array_is_an_error_that_says_so(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    method, returned, said = RETURNED[name]
    relu = type("Bad", (Relu,), {method: lambda *_: returned})()
    (record,) = ran(having(implementation=lambda *_: relu), monkeypatch, check=method)
    assert record.verdict == "error"
    assert record.message.startswith(said)


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Names of a module that FunctionsAdapter can import as ``made_up``."""
    made = ModuleType("made_up")
    monkeypatch.setitem(sys.modules, "made_up", made)
    return vars(made)


def test_functions_of_a_module_are_an_adapter(
    module: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    adapter = FunctionsAdapter("mine", "1", "made_up", ("float64",))
    assert checked(adapter, "mine", "here") is adapter
    module["relu"] = lambda z: z * (z > 0)
    module["relu_derivative"] = lambda z: 1.0 * (z > 0)
    module["MISSING"] = {"elu": "not in this library"}
    module["DOCUMENT_FORM"] = {"relu": "relu(z, True)"}
    assert {r.verdict for r in ran(adapter, monkeypatch, check="gradient")} == {"conforms"}
    (record,) = ran(adapter, monkeypatch, "elu")
    assert (record.verdict, record.message) == ("unsupported", "not in this library")
    (record,) = ran(adapter, monkeypatch, "tanh")
    assert record.message == "made_up has no function tanh"
    assert adapter.document_form == {"relu": "relu(z, True)"}


def test_the_reference_is_such_an_adapter() -> None:
    assert isinstance(resolve("numpy"), FunctionsAdapter)
