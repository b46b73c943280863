"""Which checks a kind of formula gets."""

import pytest

from nnconform.conformance.suites import suite
from nnconform.spec import ids, load

FIRST = {"pointwise": "value", "program": "value", "distribution": "statistics"}


@pytest.mark.parametrize("identifier", ids())
def test_every_kind_has_its_checks(identifier: str) -> None:
    formula = load(identifier)
    checks = suite(formula)
    assert checks.first == FIRST[formula.kind]
    assert "contract" in checks.others
    assert checks.first not in checks.others


def test_what_has_numbers_has_the_same_checks() -> None:
    assert set(suite(load("mse")).others) == set(suite(load("sgd")).others)
    assert set(suite(load("he_normal")).others) == {"contract"}
