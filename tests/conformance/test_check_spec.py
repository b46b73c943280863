"""A flawed copy of an entry for each kind of flaw, and the entries as they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nnconform import reference
from nnconform.conformance.check_spec import problems
from nnconform.spec import _loader, ids, load

ROOT = Path(__file__).parents[2] / "spec"
Flawed = Callable[[str, str, str], list[str]]


@pytest.fixture
def flawed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Flawed:
    """Put a changed copy of an entry beside the others, under a name of its own, and check it."""

    def checked(base: str, old: str, new: str) -> list[str]:
        name = f"{base}_{abs(hash(request.node.name)) % 10**8}"
        text = (ROOT / load(base).group / f"{base}.toml").read_text()
        assert old in text
        path = tmp_path / f"{name}.toml"
        path.write_text(text.replace(old, new, 1).replace(f'"{base}"', f'"{name}"', 1))
        known = {**_loader._paths(), name: (load(base).group, path)}
        monkeypatch.setattr(_loader, "_paths", lambda: known)
        return [line.replace(name, base) for line in problems(name)]

    return checked


def test_the_reference_is_held_against_the_spec(monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(Ws: Any, bs: Any, x: Any, y: Any, **choices: Any) -> Any:
        dWs, dbs = right(Ws, bs, x, y, **choices)
        return dWs, [0 * db for db in dbs]

    right = reference.mlp_backward
    monkeypatch.setattr(reference, "mlp_backward", forgetful)
    (line,) = problems("mlp_backward")
    assert line.startswith("spec/backpropagation/mlp_backward.toml: [formula] is not what the ref")


@pytest.mark.parametrize("identifier", ids())
def test_every_shipped_entry_is_sound(identifier: str) -> None:
    assert list(problems(identifier)) == []


# The entry, what is changed in it, and what is reported.
FLAWS = {
    "a property that does not hold": (
        "sigmoid",
        'holds = "f(-z) == 1 - f(z)"',
        'holds = "f(-z) == f(z)"',
        "[properties.point_symmetry] does not hold for the formula: f(-z) == f(z)",
    ),
    "a property that hardly fails": (
        "sigmoid",
        'holds = "f(-z) == 1 - f(z)"',
        'holds = "f(-z) == 1 - f(z) + 1e-9"',
        "[properties.point_symmetry]",
    ),
    "a range that is too narrow": (
        "tanh",
        'range      = ["-1", "1"]',
        'range = ["0", "1"]',
        "[properties.range_low] does not hold",
    ),
    "a property of a loss": (
        "mse",
        'holds = "f(2*y, 2*y_hat) == 4*result"',
        'holds = "f(2*y, 2*y_hat) == 2*result"',
        "spec/losses/mse.toml: [properties.doubling_the_residual_quadruples]",
    ),
    "a derivative of something else": (
        "tanh_derivative",
        'derivative_of = "tanh"',
        'derivative_of = "sigmoid"',
        "[formula] is not the derivative of sigmoid",
    ),
    "a Jacobian of something else": (
        "softmax_jacobian",
        "expand_dims(exp(z)/sum(exp(z), axis=-1, keepdims=True), -1)*(eye_like(z)",
        "2*expand_dims(exp(z)/sum(exp(z), axis=-1, keepdims=True), -1)*(eye_like(z)",
        "[formula] is not the Jacobian of softmax",
    ),
    "a variant that is the formula": (
        "sigmoid",
        'expression = "1/(1 - exp(-z))"',
        'expression = "exp(z)/(exp(z) + 1)"',
        "[variants.denominator_subtracts] never differs from the formula",
    ),
    "two variants that are one": (
        "huber",
        "(y - y_hat)**2, delta*abs(y - y_hat) - delta**2/2)",
        "(y - y_hat)**2/2, delta*abs(y - y_hat))",
        "[variants.line_not_shifted] never differs from missing_half",
    ),
    "a formula without a value": (
        "identity",
        'expression = "z"',
        'expression = "z + 0*log(z - z)"',
        "[formula] has no exact value at some ordinary inputs",
    ),
}


FLAWS |= {
    "a property of a program": (
        "sgd",
        'holds = "f(theta, 0*grads) == theta"',
        'holds = "f(theta, 0*grads) == 2*theta"',
        "spec/optimizers/sgd.toml: [properties.a_zero_gradient_moves_nothing] does not hold",
    ),
    "a program's variant that is the program": (
        "sgd",
        'step = { theta = "theta + eta*g" }',
        'step = { theta = "theta + (0 - eta)*g" }',
        "[variants.ascent] never differs from the formula",
    ),
    "two variants of a program that are one": (
        "sgd",
        'step = { theta = "theta + eta*g" }',
        'step = { theta = "theta - 1*g" }',
        "[variants.without_rate] never differs from ascent",
    ),
    "a variant without a value": (
        "sgd",
        'step = { theta = "theta + eta*g" }',
        'step = { theta = "theta + log(-1 - g*g)" }',
        "[variants.ascent] has no value at any ordinary call",
    ),
    "a program without a value": (
        "sgd",
        "theta = theta - eta*g",
        "theta = theta - eta*g + log(-1 - g*g)",
        "[formula] has no exact value at any ordinary call",
    ),
    "a layout that changes nothing": (
        "dense",
        'call = { W = "W.T" }',
        'call = { W = "1*W" }',
        "[layouts.weights_in_out] never differs from the formula's own",
    ),
}


BROKEN = {
    "a formula without a value": "check_properties._widened warns of an infinite band",
}


@pytest.mark.parametrize(
    "flaw",
    [
        pytest.param(f, marks=pytest.mark.xfail(strict=True, reason=BROKEN[f]))
        if f in BROKEN
        else f
        for f in FLAWS
    ],
)
def test_every_flaw_is_reported_with_file_and_key(flaw: str, flawed: Flawed) -> None:
    base, old, new, message = FLAWS[flaw]
    found = flawed(base, old, new)
    assert any(message in line for line in found), found
    assert all(line.startswith(load(base).where) for line in found)


UNSEEN = {
    "a limit of the formula": ("tanh", '"+inf" = "1"', '"+inf" = "0"'),
    "a limit of a variant": (
        "sigmoid",
        'limits     = { z = { "+inf" = "0", "-inf" = "1" } }',
        'limits = { z = { "+inf" = "1", "-inf" = "0" } }',
    ),
}


@pytest.mark.parametrize("flaw", UNSEEN)
def test_a_wrong_limit_is_reported(flaw: str, flawed: Flawed) -> None:
    assert any("[limits" in line or "limits" in line for line in flawed(*UNSEEN[flaw]))
