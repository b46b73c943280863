"""The page of a formula, and the live display of a run."""

import sys

import pytest

from nnconform.conformance.progress import progress
from nnconform.conformance.show import page
from nnconform.spec import ids, load


def test_a_page_holds_all_that_the_entry_says() -> None:
    text = page(load("huber"))
    for part in (
        "Huber loss  [losses]",
        "reduction: mean",
        "range: from 0 to inf",
        "delta = 1 by default, positive",
        "y -> +inf: inf",
        "smooth_l1: ",
        "Used by torch.nn.functional.smooth_l1_loss.",
        "missing_half: The quadratic branch",
        "reduction_none: ",
    ):
        assert part in text


@pytest.mark.parametrize("identifier", ids())
def test_every_variant_stands_once_on_its_page(identifier: str) -> None:
    text = page(load(identifier))
    assert all(text.count(f"\n  {name}: ") == 1 for name in load(identifier).file.variants)
    assert "Decimal(" not in text


def test_a_page_tells_worked_numbers_from_exact_ones() -> None:
    assert "three_scores result[0]: printed 0.65, exact 0.6590011" in page(load("softmax"))


def test_off_a_terminal_nothing_is_displayed(capsys: pytest.CaptureFixture[str]) -> None:
    assert not sys.stderr.isatty()
    with progress(3) as advance:
        advance([])
    assert capsys.readouterr() == ("", "")
