"""The atlas that is kept in the project: its data load, and worst inputs give their errors."""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pytest

from nnconform.adapters import Target, resolve
from nnconform.conformance.compare import judge
from nnconform.conformance.sweeping.questions import Question, sweeper

pd = pytest.importorskip("pandas")
pytest.importorskip("pyarrow")
FOLDER = Path(__file__).parents[2] / "reports" / "atlas"
SWEEPS = pd.read_parquet(FOLDER / "atlas.parquet").set_index("id")
WORST = (
    "activations/sigmoid::value[torch-eager-cpu-float32-builtin]",
    "activations/tanh::gradient[torch-eager-cpu-float32-builtin]",
    "activations/elu::gradient[torch-eager-cpu-float32-builtin,alpha=4]",
    "activations/softplus::gradient[jax-eager-cpu-float16-builtin]",
    "activations/sigmoid::value[jax-eager-cpu-bfloat16-builtin]",
    "activations/tanh::value[numpy-eager-cpu-float16-builtin]",
)
# A block of a vectorised loop and no remainder: there some libraries compute otherwise.
_BLOCK = 64


@pytest.mark.parametrize("identifier", WORST)
def test_a_recorded_worst_input_gives_the_recorded_error(identifier: str) -> None:
    row = SWEEPS.loc[identifier].to_dict()
    pytest.importorskip(row["adapter"])
    installed = resolve(row["adapter"]).version
    if installed != (measured := row["version"]):
        pytest.skip(f"measured with {measured}; {installed} is installed")
    if (numpy := json.loads(row["versions"])["numpy"]) != version("numpy"):
        pytest.skip(f"measured with numpy {numpy}; {version('numpy')} is installed")
    target = Target(row["provenance"], row["device"], row["dtype"], row["mode"])
    parameters = tuple(json.loads(row["parameters"]).items())
    ready = sweeper(Question(row["formula"], row["adapter"], target, row["quantity"], parameters))
    due = ready.truth
    x = np.full(_BLOCK, float(row["worst_input"])).astype(due.form.dtype)
    got = ready.evaluate({row["input"]: x})[:1].astype(np.float64)
    assert got[0] == row["worst_got"]
    error = judge(got, due.exact({row["input"]: x[:1]}), due.form, np.inf).ulp[0]
    assert error == row["max_ulp"]


def test_the_curves_belong_to_the_sweeps_and_hold_their_largest_error() -> None:
    curves = pd.read_parquet(FOLDER / "curves.parquet")
    assert set(curves.id) <= set(SWEEPS.index)
    highest = curves.groupby("id").ulp.max()
    largest = SWEEPS[["max_ulp", "subnormal_max_ulp"]].max(axis=1)[highest.index]
    assert (highest == largest).all()


def test_the_page_shows_every_sweep_of_the_data() -> None:
    text = (FOLDER / "index.html").read_text(encoding="utf-8")
    assert all(f'"id":"{identifier}"' in text for identifier in SWEEPS.index)


def test_the_atlas_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 6 * 2**20
