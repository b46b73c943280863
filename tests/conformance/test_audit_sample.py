"""A share of the audit: the same mutants for the same seed, and said to be a share."""

from nnconform.conformance.audit import audit
from nnconform.conformance.audit_report import summary


def test_a_sample_is_part_of_the_whole_and_the_same_for_the_same_seed() -> None:
    few, again = (audit("relu", 0, "float64", 0.5) for _ in range(2))
    everything = audit("relu", 0, "float64")
    assert few == again
    assert 0 < len(few) < len(everything)
    assert all(each in everything for each in few)


def test_another_seed_draws_another_sample() -> None:
    assert audit("relu", 1, "float64", 0.5) != audit("relu", 0, "float64", 0.5)


def test_a_summary_says_that_it_is_of_a_sample() -> None:
    assert summary([], 0.25).endswith("; of a sample: 25% of all mutants")
    assert "sample" not in summary([])
