"""Calls of formulas on labels and counts, and of those that guard a denominator."""

from pathlib import Path

import numpy as np
import pytest

from nnconform.conformance import program_cases
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.runner import Request, run
from nnconform.reports.record import Record
from nnconform.spec import load

FORM = FORMATS["float64"]


def _run(path: Path, formula: str, **asked: object) -> list[Record]:
    request = Request((str(path),), (formula,), explicit=True, **asked)  # type: ignore[arg-type]
    return [record for records in run(request, jobs=1) for record in records]


def _written(folder: Path, body: str) -> Path:
    path = folder / "mine.py"
    path.write_text(f"import numpy as np\n\n\n{body}\n")
    return path


@pytest.mark.parametrize("identifier", ["accuracy", "precision", "recall", "f1", "auc_roc"])
def test_labels_have_both_classes_and_scores_meet_ties(identifier: str) -> None:
    calls = program_cases.value_calls(identifier, FORM, 0, 4)
    assert len(calls) >= 4
    for call in calls:
        assert call.inputs["y"].dtype == np.int64
        assert set(call.inputs["y"].tolist()) == {0, 1}
        assert call.inputs["y"].size >= 4
    if identifier == "auc_roc":
        assert any(len(np.unique(c.inputs["score"])) < c.inputs["score"].size for c in calls)


def test_a_tie_does_not_widen_the_band() -> None:
    rule = load("auc_roc").rule
    calls = program_cases.value_calls("auc_roc", FORM, 0, 0)
    tied = [c for c in calls if len(np.unique(c.inputs["score"])) < c.inputs["score"].size]
    exact = tied[0].exact(rule)
    # 1/2 a pair would be 1/64 of the result at least, with up to 16 samples.
    assert float(exact.band[0]) < 1e-12


def test_thresholds_are_met_from_below_and_zero_is_among_the_inputs() -> None:
    calls = program_cases.value_calls("clip_by_norm", FORM, 0, 0)
    norms = [float(np.linalg.norm(call.inputs["g"])) for call in calls]
    assert min(norms) == 0
    assert any(0 < norm < 0.5 for norm in norms)
    assert any(norm > 1 for norm in norms)


def test_features_vary_as_little_as_epsilon_somewhere() -> None:
    calls = program_cases.value_calls("batch_norm", FORM, 0, 0)
    variances = [call.inputs["x"].var(axis=0).min() for call in calls]
    assert any(1e-6 < variance < 1e-4 for variance in variances)
    assert all(len(call.inputs["x"]) >= 2 for call in calls)


def test_without_a_number_that_is_rounded_one_dtype_is_run(tmp_path: Path) -> None:
    path = _written(tmp_path, "def batch_norm_parameter_count(features):\n    return 2 * features")
    asked = ("float16", "float64", "float32")
    records = _run(path, "batch_norm_parameter_count", dtypes=asked)
    assert {record.dtype for record in records} == {"float64"}
    assert {record.verdict for record in records} == {"conforms"}
    narrow = _run(path, "batch_norm_parameter_count", dtypes=("float16",))
    assert {record.dtype for record in narrow} == {"float16"}


def test_with_one_every_dtype_is_run(tmp_path: Path) -> None:
    path = _written(tmp_path, "def clip_by_value(g, c):\n    return np.clip(g, -c, c)")
    records = _run(path, "clip_by_value", dtypes=("float32", "float64"))
    assert {record.dtype for record in records} == {"float32", "float64"}


@pytest.mark.parametrize(
    ("formula", "body", "mistake"),
    [
        ("clip_by_norm", "def clip_by_norm(g, c):\n    return g * c / np.linalg.norm(g)",
         "minimum_missing"),
        ("batch_norm", "def batch_norm(x, gamma, beta):\n"
         "    return gamma * (x - x.mean(0)) / (x.std(0) + 1e-5) + beta", "epsilon_outside"),
        ("batch_norm", "def batch_norm(x, gamma, beta):\n"
         "    return gamma * (x - x.mean(0)) / x.std(0) + beta", "missing_epsilon"),
        ("dropout_parameter_count", "def dropout_parameter_count():\n    return 1",
         "probability_counted"),
        ("lstm_parameter_count", "def lstm_parameter_count(input_size, units):\n"
         "    return 4 * units * (input_size + units) + units", "one_bias_vector"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_mistakes_are_named(
    tmp_path: Path, formula: str, body: str, mistake: str, dtype: str
) -> None:
    with np.errstate(all="ignore"):
        records = _run(_written(tmp_path, body), formula, dtypes=(dtype,), checks=("value",))
    assert [record.verdict for record in records] == ["fails"]
    assert (records[0].variant or "").split(" ")[0] == mistake


def test_features_in_rows_are_a_layout(tmp_path: Path) -> None:
    body = (
        "def batch_norm(x, gamma, beta, epsilon=1e-5):\n"
        "    mean, var = x.mean(1, keepdims=True), x.var(1, keepdims=True)\n"
        "    return gamma[:, None] * (x - mean) / np.sqrt(var + epsilon) + beta[:, None]"
    )
    record = _run(_written(tmp_path, body), "batch_norm", checks=("value",))[0]
    assert (record.verdict, record.variant) == ("convention", "features_in_rows")
