"""Examples that Hypothesis draws: the same ones for the same seed, wherever and whenever."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")


def from_seed(
    strategy: Callable[[], "SearchStrategy[T]"], seed: int, examples: int
) -> tuple[T, ...]:
    """Draw examples; none of them costs no import of Hypothesis.

    Args:
        strategy: makes the strategy that is drawn from.
        examples: how many; fewer where there are no more different ones.
    """
    if examples < 1:
        return ()
    from hypothesis import HealthCheck, Phase, given, seed as fixed, settings

    found: list[T] = []

    @fixed(seed)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy())
    def collect(example: T) -> None:
        found.append(example)

    collect()
    return tuple(found[:examples])
