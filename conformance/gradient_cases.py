"""The points at which derivatives are asked for: kinks, small numbers, ordinary ones, tails."""

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from nnconform.conformance import domains
from nnconform.conformance.cases import (
    BLOCK,
    CHUNK,
    Case,
    defaults,
    draw,
    exactly,
    layouts,
    random,
    rounded,
    single_array,
    sizes,
)
from nnconform.conformance.formats import Array, Format
from nnconform.spec import Formula, load

# Parameter settings at which derivatives are asked for.
_SETTINGS = 4
# Every point of the grid is met on either side of a label.
_TWO_SIDED: Mapping[str, tuple[float, ...]] = {"binary": (0.0, 1.0), "sign": (-1.0, 1.0)}


@lru_cache(maxsize=256)
def gradient_cases(identifier: str, form: Format, seed: int) -> tuple[Case, ...]:
    """Kinks and small dyadic numbers, samples near zero, ordinary inputs, and tails.

    The ordinary inputs come with drawn parameters, several times over, for a margin or a
    threshold is not passed with every one of them.
    """
    formula = load(identifier)
    rng = random(formula, seed, "gradient")
    size = CHUNK if single_array(formula) else BLOCK
    drawn = [p for _, p, _ in layouts(identifier, seed, 8) if p][:_SETTINGS] or [{}]
    ordinary = rounded(formula, draw(formula, sizes(formula, size, 3), rng), form)
    blocks = _blocks(formula, _kinks(formula, rng), size, form, rng)
    if single_array(formula) is None:
        blocks += [draw(formula, sizes(formula, size, 3), rng, domains.near) for _ in range(2)]
    kinks = [Case(formula, form, rounded(formula, block, form), defaults(formula))
             for block in blocks]  # fmt: skip
    usual = defaults(formula)
    return (
        *kinks,
        *(Case(formula, form, ordinary, exactly({**usual, **given}, form)) for given in drawn),
    )


def _kinks(formula: Formula, rng: np.random.Generator) -> dict[str, Array]:
    """Combinations of small numbers: where residuals, margins and pre-activations hit a kink."""
    ranked = [n for n, g in formula.inputs.items() if len(g.shape.split()) == 1]
    domain = {n: formula.inputs[n].domain for n in ranked}
    reals = [n for n in ranked if domain[n] in {"real", "nonnegative", "positive"}]
    sides = [n for n in ranked if domain[n] in _TWO_SIDED][:1]
    grid = np.array(domains.NICE if len(reals) < 2 else domains.NICE[:7])
    axes = [*[grid] * min(len(reals), 2), *(np.array(_TWO_SIDED[domain[n]]) for n in sides)]
    count = int(np.prod([len(axis) for axis in axes], dtype=int))
    count = count if single_array(formula) else -(-count // BLOCK) * BLOCK
    drawn = draw(formula, sizes(formula, count, 3), rng, domains.nice)
    meshes = np.meshgrid(*axes, indexing="ij") if axes else []
    for name, mesh in zip([*reals[:2], *sides], meshes, strict=True):
        values = np.resize(mesh.ravel(), count)
        drawn[name] = values if domain[name] in {"real", *_TWO_SIDED} else np.abs(values)
    return drawn


def _blocks(
    formula: Formula, inputs: Mapping[str, Array], size: int, form: Format, rng: np.random.Generator
) -> list[dict[str, Array]]:
    """The samples in blocks of one size; a single array is filled up with its tails."""
    single = single_array(formula)
    if single is not None:
        tails = domains.spread(formula.inputs[single].domain, size, form, rng)
        return [{**inputs, single: np.resize(np.concatenate([inputs[single], tails]), size)}]
    count = next(len(a) for n, a in inputs.items() if formula.inputs[n].shape != "")
    return [
        {n: a if formula.inputs[n].shape == "" else a[i : i + size] for n, a in inputs.items()}
        for i in range(0, count, size)
    ]
