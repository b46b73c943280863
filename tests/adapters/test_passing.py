"""How a function gets its hyperparameters: by keyword, by position, some of them, none."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from nnconform.adapters._passing import adapted

NAMES = ("alpha", "beta")

# The function, what of alpha and beta reaches it, and what it gives for x = 1, alpha = 2, beta = 3.
WAYS: dict[str, tuple[Callable[..., Any], set[str], Any]] = {
    "keywords": (lambda x, alpha, beta: (x, alpha, beta), {"alpha", "beta"}, (1, 2, 3)),
    "keywords in another order": (lambda x, beta, alpha: (x, alpha, beta), {*NAMES}, (1, 2, 3)),
    "positions": (lambda x, a, b: (x, a, b), {*NAMES}, (1, 2, 3)),
    "any keyword": (lambda x, **given: (x, *given.values()), {*NAMES}, (1, 2, 3)),
    "any position": (lambda *given: given, {*NAMES}, (1, 2, 3)),
    "one of two": (lambda x, beta=0: (x, beta), {"beta"}, (1, 3)),
    "one of two and another": (lambda x, lr=7, beta=0: (x, lr, beta), {"beta"}, (1, 7, 3)),
    "none": (lambda x: x, set(), 1),
    "others": (lambda x, out=None: (x, out), set(), (1, None)),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_function_takes_reaches_it(way: str) -> None:
    function, taken, due = WAYS[way]
    called, reached = adapted(function, 1, NAMES)
    assert reached == taken
    assert called(1, alpha=2, beta=3) == due


def test_without_parameters_a_function_stays_as_it_is() -> None:
    assert adapted(np.sum, 1, ()) == (np.sum, frozenset())


def test_inputs_go_by_keyword_where_the_function_has_their_names() -> None:
    called, _ = adapted(lambda *, fan_out, fan_in: (fan_in, fan_out), 2, (), ("fan_in", "fan_out"))
    assert called(3, 4) == (3, 4)
    called, _ = adapted(lambda a, b: (a, b), 2, (), ("fan_in", "fan_out"))
    assert called(3, 4) == (3, 4)


def test_a_function_that_cannot_tell_gets_everything() -> None:
    _, taken = adapted(np.dtype, 1, NAMES)
    assert taken == set(NAMES)
