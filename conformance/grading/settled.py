"""The same cases everywhere: what Hypothesis draws must depend on the seed alone."""

from hypothesis.internal.conjecture import providers


def settle() -> None:
    """Keep Hypothesis from mixing the constants of nearby source files into its draws.

    Since 6.131 it collects numbers from every imported module that is not under site-packages.
    A checkout, an installed copy, and a process that has imported one module more would then
    draw other hyperparameters, and two machines would grade with other cases.
    """
    constants = getattr(providers, "Constants", None)
    if constants is not None and hasattr(providers, "_get_local_constants"):
        none = constants()
        providers._get_local_constants = lambda: none
