"""Targets, records, and processes that die."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nnconform.adapters import SUBMISSION, Target, resolve
from nnconform.conformance.planning import planned, result
from nnconform.conformance.runner import ALL_CHECKS, Request, run, run_formula, targets
from nnconform.conformance.suites import suite
from nnconform.reports.record import Record, from_json, to_json
from nnconform.spec import load

Write = Callable[..., str]
RELU = "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"
IDENTITY = "def identity(z): return z.copy()\n"
DEADLY = RELU + IDENTITY + "import os\ndef tanh(z): os._exit(3)\n"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(source: str, name: str = "answer.py") -> str:
        path = tmp_path / name
        path.write_text(source)
        return str(path)

    return written


def records(request: Request, jobs: int = 1) -> list[Record]:
    return [record for found in run(request, jobs) for record in found]


def few(adapters: tuple[str, ...], *formulas: str, **options: object) -> Request:
    return replace(Request(adapters, formulas, examples=2), **options)  # type: ignore[arg-type]


def test_there_is_a_check_behind_every_name() -> None:
    assert ALL_CHECKS == (
        "contract",
        "value",
        "gradient",
        "properties",
        "limits",
        "stability",
        "accuracy",
        "examples",
        "statistics",
    )
    kinds = [suite(load(identifier)) for identifier in ("mse", "sgd", "he_normal")]
    behind = {name for kind in kinds for name in (kind.first, *kind.others)}
    assert behind == set(ALL_CHECKS)


def test_an_adapter_runs_its_defaults_where_nothing_is_asked() -> None:
    found = targets(resolve("numpy"), few(("numpy",)))
    assert found == [
        Target("builtin", "cpu", dtype, "eager") for dtype in ("float16", "float32", "float64")
    ]


def test_every_combination_of_what_is_asked_is_a_target() -> None:
    asked = few(
        ("numpy",), dtypes=("float32", "float64"), devices=("cpu", "cuda"), modes=("eager", "jit")
    )
    assert len(targets(resolve("numpy"), asked)) == 8


@pytest.mark.parametrize(
    ("option", "value"), [("dtypes", "bfloat16"), ("devices", "cuda"), ("modes", "jit")]
)
def test_what_an_adapter_lacks_is_one_unsupported_record(option: str, value: str) -> None:
    found = records(few(("numpy",), "relu", **{"dtypes": ("float64",), option: (value,)}))
    assert [(r.check, r.verdict) for r in found] == [("value", "unsupported")]
    assert f"{option[:-1]} {value} is not available here (there is " in found[0].message


def test_a_file_is_not_asked_for_formulas_that_nobody_named(write: Write) -> None:
    assert records(few((write(RELU),), "tanh")) == []


def test_a_formula_that_was_named_and_is_missing_is_unsupported(write: Write) -> None:
    found = records(few((write(RELU),), "tanh", explicit=True))
    assert [(r.formula, r.verdict, r.message) for r in found] == [
        ("tanh", "unsupported", "answer has no function tanh")
    ]


def test_all_checks_of_a_formula_are_run() -> None:
    found = records(few(("numpy",), "hinge", dtypes=("float64",)))
    assert {r.check for r in found} == set(ALL_CHECKS) - {"statistics"}
    assert {r.verdict for r in found} == {"conforms"}
    assert found[0].id.startswith("losses/hinge::")


def test_the_accuracy_of_an_elementwise_formula_alone_has_a_profile() -> None:
    found = records(few(("numpy",), "relu", "mse", "sgd", "dropout", dtypes=("float16",)))
    profiled = {record.id: record.profile for record in found if record.profile is not None}
    assert list(profiled) == ["activations/relu::accuracy[numpy-eager-cpu-float16-builtin]"]
    (profile,) = profiled.values()
    assert from_json(to_json(next(r for r in found if r.id in profiled))).profile == profile


def test_only_the_checks_that_are_asked_for_are_run() -> None:
    found = records(few(("numpy",), "relu", dtypes=("float64",), checks=("limits",)))
    assert [r.check for r in found] == ["limits"]


def test_a_submission_without_a_derivative_has_its_gradient_unsupported(write: Write) -> None:
    found = {r.check: r.verdict for r in records(few((write(RELU),), "relu"))}
    assert (found["gradient"], found["value"]) == ("unsupported", "conforms")


def test_what_raises_is_an_error_and_no_failure(write: Write) -> None:
    found = records(
        few((write("def relu(z): return z.oops"),), "relu", checks=("value", "contract"))
    )
    assert {r.verdict for r in found} == {"error"}
    assert "AttributeError" in found[0].message


def test_an_implementation_that_breaks_a_check_is_an_error(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: Any) -> Any:
        return 1 / 0

    broken = replace(suite(load("relu")), identify=breaks)
    monkeypatch.setattr("nnconform.conformance.runner.suite", lambda formula: broken)
    assert [r.verdict for r in records(few((write(RELU),), "relu", checks=("value",)))] == ["error"]


def plain(found: list[Record]) -> list[Record]:
    return sorted((replace(record, seconds=0.0) for record in found), key=lambda record: record.id)


def test_two_processes_find_what_one_finds() -> None:
    asked = few(("numpy",), "relu", "mse", dtypes=("float64",))
    assert plain(records(asked, jobs=2)) == plain(records(asked, jobs=1))


def test_a_process_that_dies_loses_only_its_own_results(write: Write) -> None:
    found = records(few((write(DEADLY),), "identity", "relu", "tanh", checks=("value",)), jobs=2)
    assert {(r.formula, r.verdict) for r in found} == {
        ("identity", "conforms"),
        ("relu", "conforms"),
        ("tanh", "error"),
    }
    assert "died" in next(r.message for r in found if r.formula == "tanh")


def test_a_process_that_dies_leaves_other_adapters_their_results(write: Write) -> None:
    asked = few(("numpy", write(DEADLY)), "tanh", dtypes=("float64",), checks=("value",))
    assert {r.adapter: r.verdict for r in records(asked, jobs=2)} == {
        "numpy": "conforms",
        "answer": "error",
    }


def test_two_runs_find_the_same() -> None:
    asked = few(("numpy",), "huber", dtypes=("float32",))
    assert plain(records(asked)) == plain(records(asked))


def test_an_implementation_that_writes_into_its_inputs_harms_nobody_else(write: Write) -> None:
    bad = write(
        "import numpy as np\ndef relu(z):\n    z *= -1\n    return np.maximum(0, -z)\n", "bad.py"
    )
    asked = few((bad, "numpy"), "relu", dtypes=("float64",), seed=77)
    found = {(r.adapter, r.check): r.verdict for r in run_formula(asked, "relu")}
    assert found["bad", "contract"] == "fails"
    assert {verdict for (adapter, _), verdict in found.items() if adapter == "numpy"} == {
        "conforms"
    }


@pytest.mark.xfail(strict=True, reason="a file adapter is named after its stem alone")
def test_files_of_one_name_are_told_apart(write: Write, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    one, other = write(RELU), write(RELU.replace("maximum", "minimum"), "other/answer.py")
    found = records(few((one, other), "relu", checks=("value",)))
    assert [r.verdict for r in found] == ["conforms", "fails"]
    assert len({r.id for r in found}) == 2


def test_a_plan_names_the_records_that_a_run_makes() -> None:
    asked = few(("numpy",), "hinge", dtypes=("float64",))
    made = {record.id for record in records(asked)}
    assert {each.id for each in planned(asked)} == made


def test_a_planned_check_gives_its_record() -> None:
    each = next(
        p for p in planned(few(("numpy",), "mse", dtypes=("float64",))) if p.check == "limits"
    )
    assert (result(each).check, result(each).verdict) == ("limits", "conforms")


def test_a_file_plans_only_what_it_defines(write: Write) -> None:
    found = {each.formula for each in planned(few((write(RELU),), "relu", "tanh"))}
    assert found == {"relu"}
    assert all(
        each.target.provenance == SUBMISSION for each in planned(few((write(RELU),), "relu"))
    )
