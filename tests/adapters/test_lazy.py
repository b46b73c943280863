"""An adapter imports the modules that list its functions when a formula is looked up."""

import subprocess
import sys

import pytest

SEEN = "print(*[m for m in {names!r} if m in sys.modules])"


def imported_after(lines: str, names: list[str]) -> list[str]:
    """Which of the modules ``names`` a new interpreter has imported after ``lines``."""
    code = f"import sys\nfrom nnconform.adapters import resolve\n{lines}\n{SEEN}"
    ran = subprocess.run([sys.executable, "-c", code.format(names=names)],
                         capture_output=True, text=True, check=True)  # fmt: skip
    return ran.stdout.split()


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_an_adapter_alone_imports_no_stone(framework: str) -> None:
    stones = [f"nnconform.adapters.{framework}{end}"
              for end in ("", "_networks", "_gradients", "_optimizers")]  # fmt: skip
    names = [*stones, "optax", "torch._dynamo"]
    assert imported_after(f"resolve('{framework}')", names) == []


@pytest.mark.parametrize("framework", ["torch", "jax"])
def test_an_activation_imports_the_first_stone_only(framework: str) -> None:
    stones = [f"nnconform.adapters.{framework}{end}"
              for end in ("", "_networks", "_gradients", "_optimizers")]  # fmt: skip
    lines = (f"from nnconform.adapters import BUILTIN, Target\nfrom nnconform.spec import load\n"
             f"t = Target(BUILTIN, 'cpu', 'float32', 'eager')\n"
             f"resolve('{framework}').implementation(load('relu'), t)")  # fmt: skip
    assert imported_after(lines, stones) == stones[:1]
