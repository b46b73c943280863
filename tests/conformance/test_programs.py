"""The exact results of programs against closed forms, and how wide their bands are."""

from typing import Any

import mpmath  # type: ignore[import-untyped]
import numpy as np
import pytest

from nnconform.conformance import programs
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.programs import ProgramSetting, flat, nested, shape_of
from nnconform.spec import Arrays, load

DOUBLE, HALF = FORMATS["float64"], FORMATS["float16"]


def setting(identifier: str, inputs: dict[str, Any], form: Any = DOUBLE, **given: Any) -> Any:
    formula = load(identifier)
    parameters = {**formula.defaults, **given}
    return ProgramSetting(formula, formula.rule, inputs, parameters, form)


def row(*numbers: float) -> Any:
    return np.array(numbers)


def test_numbers_of_nested_results_stand_in_one_row_and_go_back() -> None:
    results = (np.array([[1, 2], [3, 4]]), Arrays((np.array(5), np.array([6, 7]))))
    assert flat(results).tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert shape_of(results) == ((2, 2), ((), (2,)))
    again = nested(flat(results), shape_of(results))
    assert again[0].tolist() == [[1, 2], [3, 4]]
    assert again[1][0] == 5
    assert again[1][1].tolist() == [6, 7]
    assert flat(()).size == 0


def adam_by_hand(theta: float, grads: list[float]) -> list[float]:
    """The paper's Algorithm 1 with 60 digits."""
    with mpmath.workdps(60):
        b1, b2, eta, eps = (mpmath.mpf(x) for x in (0.9, 0.999, 0.001, 1e-8))
        x, m, v, path = mpmath.mpf(theta), mpmath.mpf(0), mpmath.mpf(0), []
        for t, g in enumerate(map(mpmath.mpf, grads), 1):
            m, v = b1 * m + (1 - b1) * g, b2 * v + (1 - b2) * g**2
            x -= eta * (m / (1 - b1**t)) / (mpmath.sqrt(v / (1 - b2**t)) + eps)
            path.append(float(x))
        return path


def test_a_trajectory_is_that_of_the_recurrence() -> None:
    grads = [1.5, -0.25, 1e-6, 3.0]
    inputs = {"theta": row(0.5), "grads": np.array(grads).reshape(4, 1)}
    exact, shapes = setting("adam", inputs).results()
    assert shapes == ((4, 1),)
    assert exact.decided.all()
    assert exact.low.to_float().tolist() == adam_by_hand(0.5, grads)


def test_derivatives_of_a_network_are_those_of_the_chain_rule() -> None:
    # One hidden unit: L = (a2 - y)**2, dL/dz = 2 (a2 - y) a2 (1 - a2), and back through w2.
    w1, w2, b1, b2, x, y = 0.5, -1.25, 0.25, 0.75, 2.0, 0.5
    with mpmath.workdps(40):
        a1 = 1 / (1 + mpmath.exp(-(mpmath.mpf(w1) * x + b1)))
        a2 = 1 / (1 + mpmath.exp(-(w2 * a1 + b2)))
        d2 = 2 * (a2 - y) * a2 * (1 - a2)
        d1 = d2 * w2 * a1 * (1 - a1)
        due = [float(v) for v in (d1 * x, d2 * a1, d1, d2)]
    inputs = {
        "Ws": (np.array([[w1]]), np.array([[w2]])),
        "bs": (row(b1), row(b2)),
        "x": row(x),
        "y": row(y),
    }
    exact, shapes = setting("mlp_backward", inputs, loss="squared_error").results()
    assert shapes == (((1, 1), (1, 1)), ((1,), (1,)))
    assert exact.low.to_float().tolist() == pytest.approx(due, rel=1e-15)


def test_counts_are_whole_numbers_without_a_band() -> None:
    exact, _ = setting("dense_parameter_count", {"sizes": np.array([3, 5, 2])}).results()
    assert exact.low.to_float().tolist() == [32]


def test_a_gradient_is_weighted_by_the_cotangent() -> None:
    made = setting("weighted_sum", {"w": row(1.0, 2), "x": row(3.0, 4), "b": np.array(5.0)})
    assert made.gradient("w", row(0.5)).low.to_float().tolist() == [1.5, 2]
    assert made.gradient("b", row(0.5)).low.to_float().tolist() == [0.5]


def band(made: Any) -> Any:
    exact, _ = made.results()
    return np.ldexp(exact.band, exact.low.scale)


def test_the_band_is_what_moved_inputs_do_to_the_result() -> None:
    # f = w.x + b: |f| + sum |w_i x_i| twice + |b|, in units of u.
    w, x, b = row(1.0, -2.0), row(3.0, 4.0), np.array(5.25)
    due = abs(w @ x + b) + 2 * np.abs(w * x).sum() + abs(b)
    found = band(setting("weighted_sum", {"w": w, "x": x, "b": b}))
    assert found == pytest.approx(due * DOUBLE.u, rel=1e-6)


def test_later_results_of_a_trajectory_have_wider_bands() -> None:
    inputs = {"theta": row(1.0), "grads": np.zeros((4, 1))}
    one, *_, four = band(setting("sgd", inputs))
    assert four == pytest.approx(4 * one)


@pytest.mark.parametrize("size", [30, 60])
def test_signs_estimate_the_full_sum(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(size)
    inputs = {"w": rng.normal(size=size), "x": rng.normal(size=size), "b": np.array(1.0)}
    made = setting("weighted_sum", inputs)
    estimated = band(made).item()
    monkeypatch.setattr(programs, "_FULL_SUM", 10**6)
    full = band(made).item()
    # The root of a sum of squares times the root of its number is at least the sum; four random
    # directions are off by a factor of two with a chance below a percent.
    assert 0.5 * full < estimated < 3 * full


def test_a_jump_close_by_does_not_widen_the_band() -> None:
    # At a threshold the result is 0 or 1 however little the inputs move.
    inputs = {"w": row(1.0), "x": row(1.0), "b": np.array(-1.0)}
    exact, _ = setting("perceptron", inputs).results()
    assert exact.low.to_float().tolist() == [1]
    assert (np.ldexp(exact.band, exact.low.scale) < 1e-9).all()


def test_what_the_documents_leave_open_is_undecided() -> None:
    inputs = {"y": np.array([1, 0]), "y_hat": np.array([0, 0])}
    assert not setting("precision", inputs).results()[0].decided.any()
    inputs = {"y": np.array([1, 0]), "y_hat": np.array([1, 0])}
    assert setting("precision", inputs).results()[0].decided.all()


def test_a_state_beyond_the_format_is_not_representable() -> None:
    small = {"theta": row(1.0), "grads": np.array([[1.0]])}
    huge = {"theta": row(1.0), "grads": np.array([[1e200]])}
    assert setting("adam", small).representable()
    assert not setting("adam", huge).representable()  # its square is a state
    assert setting("sgd", huge).representable()


def test_the_rough_results_are_the_exact_ones() -> None:
    inputs = {"theta": row(0.5), "grads": np.array([[1.5], [-0.25]])}
    made = setting("adam", inputs)
    assert made.roughly().tolist() == made.results()[0].low.to_float().tolist()
