"""Names that people type, and what they are told when there is nothing of that name."""

import subprocess
import sys
from importlib.metadata import EntryPoint
from importlib.util import find_spec
from pathlib import Path

import pytest

import nnconform.adapters as adapters
from nnconform.adapters import AdapterError, available, resolve


@pytest.mark.parametrize("name", ["numpy", "torch", "jax"])
def test_a_built_in_adapter_says_what_it_is(name: str) -> None:
    adapter = resolve(name)
    assert adapter is resolve(name)
    assert adapter.name == name
    assert adapter.version[0].isdigit()
    assert adapter.devices[0] == "cpu"
    assert adapter.modes[0] == "eager"
    assert adapter.default_dtypes == adapter.dtypes


def test_modes_and_provenances() -> None:
    both = ("builtin", "as_written")
    wanted = {"numpy": (("builtin",), ("eager",)), "torch": (both, ("eager", "compiled")),
              "jax": (both, ("eager", "jit"))}  # fmt: skip
    assert {n: (resolve(n).provenances, resolve(n).modes) for n in wanted} == wanted


def test_installed_adapters_are_known_without_importing_them() -> None:
    code = (
        "import sys, nnconform.adapters as a; print(a.available()); a.resolve('numpy');"
        "print([m for m in ('torch', 'jax', 'optax', 'array_api_compat') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [str(available()), "[]"]


def test_a_lacking_framework_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = {"torch", "optax"}
    monkeypatch.setattr(adapters, "find_spec", lambda n: None if n in lacking else find_spec(n))
    assert available() == ("numpy",)
    with pytest.raises(AdapterError) as caught:
        resolve("torch")
    assert str(caught.value) == "torch is not installed: pip install 'nnconform[torch]'"
    with pytest.raises(AdapterError) as caught:
        resolve("jax")
    assert str(caught.value) == "optax is not installed: pip install 'nnconform[jax]'"


def test_a_broken_framework_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> None:
        raise OSError("libtorch.so: cannot open\nshared object file")

    monkeypatch.setattr(adapters, "import_module", broken)
    adapters._builtin.cache_clear()
    with pytest.raises(AdapterError) as caught:
        resolve("torch")
    assert str(caught.value) == (
        "torch does not import: OSError: libtorch.so: cannot open shared object file"
    )


def test_an_unknown_name_says_what_is_expected() -> None:
    with pytest.raises(AdapterError) as caught:
        resolve("foo")
    assert str(caught.value) == (
        "unknown adapter 'foo': expected numpy, torch, jax, a path to a .py file or the name of "
        "an importable module"
    )


def test_a_file_without_its_ending_is_offered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "solution.py").write_text("")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AdapterError) as caught:
        resolve("solution")
    assert str(caught.value) == "unknown adapter 'solution': did you mean solution.py?"
    assert resolve("solution.py").name == "solution"


@pytest.mark.parametrize("text", ["nowhere/answer.py", "answer.py", "nowhere/answer"])
def test_a_path_that_is_not_there(text: str) -> None:
    with pytest.raises(AdapterError, match=f"^{text}: no such file$"):
        resolve(text)


def register(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("mine", value, "nnconform.adapters")
    monkeypatch.setattr(adapters, "entry_points", lambda group: [point])


def test_a_registered_adapter_is_found_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nnconform.adapters.numpy.NAME", "mine")
    register(monkeypatch, "nnconform.adapters.numpy:adapter")
    assert resolve("mine").name == "mine"
    with pytest.raises(AdapterError, match="expected numpy, torch, jax, mine, a path"):
        resolve("other")


def test_a_registered_adapter_that_does_not_load(monkeypatch: pytest.MonkeyPatch) -> None:
    register(monkeypatch, "no_such_module:adapter")
    with pytest.raises(AdapterError) as caught:
        resolve("mine")
    assert str(caught.value) == (
        "mine (no_such_module:adapter) does not load: "
        "ModuleNotFoundError: No module named 'no_such_module'"
    )
