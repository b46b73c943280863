"""Plain functions as implementations: single steps, several results, gradients."""

from typing import Any

import numpy as np
import pytest

from nnconform.adapters import BadReturn, Missing
from nnconform.adapters._plain import Plain, gather, steps
from nnconform.spec import load

THETA, GRADS = np.array([1.0, 2.0]), np.array([[1.0, 0.0], [2.0, 4.0]])


def step(theta: Any, g: Any, state: Any, *, eta: float = 0.5) -> Any:
    count = 1 if state is None else state + 1
    return theta - eta * g / count, count


def plain(identifier: str, **functions: Any) -> Plain:
    named = {("" if name == "own" else f"_{name}"): f for name, f in functions.items()}
    return Plain("test", load(identifier), named)


def test_steps_make_a_trajectory_with_a_state_that_begins_as_none() -> None:
    found = plain("sgd", step=step).value([THETA, GRADS], {"eta": 1.0})
    assert found.tolist() == [[0, 2], [-1, 0]]  # the second step is halved by the state


def test_steps_do_not_see_the_same_array_twice() -> None:
    def greedy(theta: Any, g: Any, state: Any) -> Any:
        g *= 0
        return theta + g, state

    grads = GRADS.copy()
    plain("sgd", step=greedy).value([THETA, grads], {})
    assert (grads == GRADS).all()


@pytest.mark.parametrize("returned", [THETA, (THETA,), (THETA, 1, 2)], ids=["one", "one of", "3"])
def test_a_step_returns_a_pair(returned: Any) -> None:
    with pytest.raises(BadReturn, match="expected the pair"):
        plain("sgd", step=lambda theta, g, state: returned).value([THETA, GRADS], {})


def test_steps_are_looked_for_where_one_step_says_it_all() -> None:
    assert steps(load("adam"))
    assert not any(steps(load(name)) for name in ("mse", "adam_moments", "train_step", "dense"))


def test_functions_are_gathered_by_their_names() -> None:
    known: dict[str, Any] = {
        "sgd_step": step,
        "dense": len,
        "dense_step": len,
        "dense_gradient": max,
    }

    def find(name: str) -> Any:
        return known.get(name)

    assert gather(load("sgd"), find, "test") == {"_step": step}
    assert gather(load("dense"), find, "test") == {"": len, "_gradient": max}
    with pytest.raises(Missing, match="test has no function adam"):
        gather(load("adam"), find, "test")


def test_several_results_stay_apart_and_a_list_of_numbers_is_an_array() -> None:
    found = plain("gradient_descent_update", own=lambda *a: [np.ones((1, 2)), [3.0, 4.0]])
    W, b = found.value([], {})
    assert (W.tolist(), b.tolist()) == ([[1, 1]], [3, 4])
    one = plain("sgd", own=lambda *a: [[1.0, 2.0]]).value([THETA, GRADS], {})
    assert np.stack(one).tolist() == [[1, 2]]
