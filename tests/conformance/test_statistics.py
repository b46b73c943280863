"""Right generators conform whatever they are made of; wrong ones are refused, and named."""

import math
import random
from collections.abc import Callable, Iterator
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from scipy import stats

from nnconform.adapters.callables import implementation
from nnconform.adapters.protocol import SUBMISSION, Target
from nnconform.conformance import masks, statistics
from nnconform.conformance.distribution_checks import contract, false_alarm_rate, identify
from nnconform.conformance.draws import LARGE, plan
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.outcome import CONFORMS, CONVENTION, FAILS, Outcome
from nnconform.conformance.statistics import ALPHA, Sample, Scores, Slack
from nnconform.conformance.subject import Subject
from nnconform.spec import load

Floats = npt.NDArray[np.float64]
Function = Callable[..., Any]
INITIALIZERS = ("xavier_normal", "xavier_uniform", "he_normal", "he_uniform")


def _subject(identifier: str, function: Function, dtype: str = "float64") -> Subject:
    formula = load(identifier)
    target = Target(SUBMISSION, "cpu", dtype, "eager")
    return Subject(formula, target, implementation(formula, function))


def _outcome(identifier: str, function: Function, seed: int = 0) -> Outcome:
    return identify(_subject(identifier, function), seed, 0)[0]


def _contract(identifier: str, function: Function) -> Outcome:
    subject = _subject(identifier, function)
    return contract(identify(subject, 0, 0)[1])


# -- right generators --------------------------------------------------------------------------

# Standard deviations from the papers; a uniform distribution has that of its limit over root 3.
DEVIATION: dict[str, Function] = {
    "xavier": lambda fan_in, fan_out: math.sqrt(2 / (fan_in + fan_out)),
    "he": lambda fan_in, fan_out: math.sqrt(2 / fan_in),
}


def _generator(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape) if normal else rng.uniform(-1, 1, shape)


def _random_state(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    rng = np.random.RandomState(seed)
    return rng.randn(*shape) if normal else 2 * rng.rand(*shape) - 1


def _box_muller(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    rng = np.random.default_rng(seed)
    if not normal:
        return 1 - 2 * rng.random(shape)
    count = shape[0] * shape[1]
    radius = np.sqrt(-2 * np.log(1 - rng.random(count // 2 + 1)))
    angle = 2 * np.pi * rng.random(count // 2 + 1)
    both = np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)
    return both.ravel()[:count].reshape(shape)


def _python(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    rng = random.Random(seed)
    draw, ends = (rng.gauss, (0, 1)) if normal else (rng.uniform, (-1, 1))
    return np.array([[draw(*ends) for _ in range(shape[1])] for _ in range(shape[0])])


def _inverse(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    u = np.random.default_rng(seed).random(shape)
    inverse = NormalDist().inv_cdf
    return np.array([[inverse(x) for x in row] for row in u]) if normal else 2 * u - 1


def _torch(seed: int, shape: tuple[int, int], normal: bool) -> Any:
    torch = pytest.importorskip("torch")
    generator = torch.Generator().manual_seed(seed)
    made = torch.randn if normal else torch.rand
    drawn = made(shape, generator=generator, dtype=torch.float64).numpy()
    return drawn if normal else 2 * drawn - 1


SOURCES = (_generator, _random_state, _box_muller, _python, _inverse, _torch)


def _right(identifier: str, source: Function) -> Function:
    method, law = identifier.split("_")

    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        deviation = DEVIATION[method](fan_in, fan_out)
        limit = deviation if law == "normal" else deviation * math.sqrt(3)
        return limit * source(seed, (fan_out, fan_in), law == "normal")

    return function


@pytest.mark.parametrize("source", SOURCES, ids=lambda f: f.__name__.strip("_"))
@pytest.mark.parametrize("identifier", INITIALIZERS)
def test_a_right_initializer_conforms(identifier: str, source: Function) -> None:
    function = _right(identifier, source)
    assert _outcome(identifier, function).verdict == CONFORMS
    assert _contract(identifier, function).verdict == CONFORMS


@pytest.mark.parametrize("identifier", ["xavier_normal", "he_uniform"])
def test_a_right_initializer_conforms_for_many_seeds_of_the_suite(identifier: str) -> None:
    function = _right(identifier, _generator)
    assert {_outcome(identifier, function, seed).verdict for seed in range(8)} == {CONFORMS}


@pytest.mark.parametrize("dtype", FORMATS)
@pytest.mark.parametrize("identifier", INITIALIZERS)
def test_rounding_to_a_narrow_dtype_is_no_deviation(identifier: str, dtype: str) -> None:
    right = _right(identifier, _generator)

    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        return FORMATS[dtype].round(right(fan_in, fan_out, seed=seed))

    for seed in range(5):
        assert identify(_subject(identifier, function, dtype), seed, 0)[0].verdict == CONFORMS


@pytest.mark.parametrize("scale", [0.001, 0.01, 0.1])
@pytest.mark.parametrize("normal", [True, False])
def test_small_random_numbers_of_any_law_conform(normal: bool, scale: float) -> None:
    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        return scale * _generator(seed, (fan_out, fan_in), normal)

    assert _outcome("small_random", function).verdict == CONFORMS


def _dropped(draw: Function) -> Function:
    def dropout(x: Floats, *, p: float, seed: int, training: bool) -> Any:
        return np.where(draw(np.random.default_rng(seed), x.shape, p), x, 0) if training else x

    return dropout


RIGHT_MASKS: dict[str, Function] = {
    "uniform": lambda rng, shape, p: rng.random(shape) >= p,
    "binomial": lambda rng, shape, p: rng.binomial(1, 1 - p, shape) == 1,
    "choice": lambda rng, shape, p: rng.choice([False, True], shape, p=[p, 1 - p]),
    "normal": lambda rng, shape, p: rng.standard_normal(shape) > NormalDist().inv_cdf(p),
}


@pytest.mark.parametrize("name", RIGHT_MASKS)
def test_a_right_mask_conforms(name: str) -> None:
    function = _dropped(RIGHT_MASKS[name])
    assert {_outcome("dropout", function, seed).verdict for seed in range(5)} == {CONFORMS}
    assert _contract("dropout", function).verdict == CONFORMS


# -- conventions -------------------------------------------------------------------------------

# Standard deviation of a standard normal number that is cut at two:
# sqrt(1 - 4 phi(2)/(2 Phi(2) - 1)), phi and Phi its density and distribution function.
CUT = math.sqrt(1 - 4 * NormalDist().pdf(2) / (2 * NormalDist().cdf(2) - 1))


def _truncated(scale: float) -> Function:
    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        rng = np.random.default_rng(seed)
        law = stats.truncnorm(-2, 2)
        drawn = law.rvs((fan_out, fan_in), random_state=rng)
        return scale * math.sqrt(2 / (fan_in + fan_out)) * drawn

    return function


@pytest.mark.parametrize(("scale", "name"), [(1 / CUT, "truncated_rescaled"), (1, "truncated")])
def test_a_truncated_normal_is_told_from_a_plain_one(scale: float, name: str) -> None:
    found = _outcome("xavier_normal", _truncated(scale))
    assert (found.verdict, found.variant) == (CONVENTION, name)


def test_weights_of_a_column_a_unit_are_a_convention() -> None:
    found = _outcome(
        "he_normal", lambda i, o, *, seed: _right("he_normal", _generator)(i, o, seed=seed).T
    )
    assert (found.verdict, found.variant) == (CONVENTION, "in_out")


def test_inverted_dropout_is_a_convention() -> None:
    plain = _dropped(RIGHT_MASKS["uniform"])

    def function(x: Floats, *, p: float, seed: int, training: bool) -> Any:
        return plain(x, p=p, seed=seed, training=training) / (1 - p if training else 1)

    found = _outcome("dropout", function)
    assert (found.verdict, found.variant) == (CONVENTION, "inverted")


# -- wrong initializers ------------------------------------------------------------------------


def _normal(scale: Function, mean: float = 0.0) -> Function:
    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        deviation = scale(fan_in, fan_out)
        rng = np.random.default_rng(seed)
        return rng.normal(mean * deviation, deviation, (fan_out, fan_in))

    return function


def _uniform(low: Function, high: Function) -> Function:
    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        ends = low(fan_in, fan_out), high(fan_in, fan_out)
        return np.random.default_rng(seed).uniform(*ends, (fan_out, fan_in))

    return function


def _spoiled(identifier: str, spoil: Callable[[Floats], Floats]) -> Function:
    right = _right(identifier, _generator)
    return lambda fan_in, fan_out, *, seed: spoil(right(fan_in, fan_out, seed=seed))


def _wrong_normals() -> Iterator[tuple[str, str, Function]]:
    for name, function in {
        "fan_in_only": _normal(lambda i, o: (1 / i) ** 0.5),
        "fan_out_only": _normal(lambda i, o: (1 / o) ** 0.5),
        "he_instead": _normal(lambda i, o: (2 / i) ** 0.5),
        "variance_as_scale": _normal(lambda i, o: 2 / (i + o)),
        "factor_missing": _normal(lambda i, o: (1 / (i + o)) ** 0.5),
        "fixed_scale": _normal(lambda i, o: 0.05),
        "uniform_instead": _uniform(
            lambda i, o: -((6 / (i + o)) ** 0.5), lambda i, o: (6 / (i + o)) ** 0.5
        ),
        "not_centred": _normal(lambda i, o: (2 / (i + o)) ** 0.5, 1.0),
        "rows_equal": _spoiled("xavier_normal", lambda w: np.tile(w[:1], (len(w), 1))),
        "columns_equal": _spoiled("xavier_normal", lambda w: np.tile(w[:, :1], w.shape[1])),
        "all_equal": _spoiled("xavier_normal", lambda w: np.full(w.shape, w[0, 0])),
        "seed_ignored": lambda i, o, *, seed: _right("xavier_normal", _generator)(i, o, seed=1),
        "unseeded": lambda i, o, *, seed: _right("xavier_normal", _generator)(i, o, seed=None),
    }.items():
        yield "xavier_normal", name, function
    yield (
        "xavier_normal",
        "seed_ignored",
        lambda fan_in, fan_out: _right("xavier_normal", _generator)(fan_in, fan_out, seed=0),
    )
    yield "he_normal", "fan_out_only", _normal(lambda i, o: (2 / o) ** 0.5)
    yield "he_normal", "xavier_instead", _normal(lambda i, o: (2 / (i + o)) ** 0.5)
    yield "he_normal", "factor_missing", _normal(lambda i, o: (3 / i) ** 0.5)


def _wrong_uniforms() -> Iterator[tuple[str, str, Function]]:
    def limit(i: int, o: int) -> float:
        return math.sqrt(6 / (i + o))

    for name, low, high in (
        ("limit_is_std", lambda i, o: -((2 / (i + o)) ** 0.5), lambda i, o: (2 / (i + o)) ** 0.5),
        ("limit_as_width", lambda i, o: -limit(i, o) / 2, lambda i, o: limit(i, o) / 2),
        ("missing_root", lambda i, o: -6 / (i + o), lambda i, o: 6 / (i + o)),
        ("one_sided", lambda i, o: 0, limit),
        ("fan_in_only", lambda i, o: -((3 / i) ** 0.5), lambda i, o: (3 / i) ** 0.5),
    ):
        yield "xavier_uniform", name, _uniform(low, high)
    yield "xavier_uniform", "normal_instead", _normal(lambda i, o: (2 / (i + o)) ** 0.5)


@pytest.mark.parametrize(
    ("identifier", "name", "function"), [*_wrong_normals(), *_wrong_uniforms()]
)
def test_a_known_mistake_is_named(identifier: str, name: str, function: Function) -> None:
    found = _outcome(identifier, function)
    assert (found.verdict, (found.variant or "").split(" ")[0]) == (FAILS, name)
    assert found.counterexample is not None


# What is not declared, and some word of what is said of it.
STRANGE: dict[str, tuple[Function, str]] = {
    "a tenth less": (
        _normal(lambda i, o: 0.9 * (2 / (i + o)) ** 0.5),
        "times what is due, for every shape",
    ),
    "one spread": (_normal(lambda i, o: 0.07), "for every shape; it depends on them"),
    "shifted": (_normal(lambda i, o: (2 / (i + o)) ** 0.5, 0.1), "the mean is"),
    "opposites": (
        _spoiled(
            "xavier_normal",
            lambda w: np.where(np.arange(len(w))[:, None] % 2, -np.roll(w, 1, 0), w),
        ),
        "independence",
    ),
    "unit rows": (
        _spoiled(
            "xavier_normal",
            lambda w: w / np.sqrt((w**2).mean(1, keepdims=True)) * (2 / sum(w.shape)) ** 0.5,
        ),
        "not what is due",
    ),
    "standardized": (
        _spoiled("xavier_normal", lambda w: (w - w.mean()) / w.std() * (2 / sum(w.shape)) ** 0.5),
        "independence: the sums of the calls",
    ),
    "signs only": (
        _spoiled("xavier_normal", lambda w: np.sign(w) * (2 / sum(w.shape)) ** 0.5),
        "Only 2 different numbers",
    ),
    "student t": (
        lambda i, o, *, seed: (
            np.random.default_rng(seed).standard_t(10, (o, i)) * (1.6 / (i + o)) ** 0.5
        ),
        "not what is due",
    ),
    "flat": (_spoiled("xavier_normal", np.ravel), "returns shape (24000,) where (80, 300)"),
    "nan": (_spoiled("xavier_normal", lambda w: w * np.nan), "not finite"),
}


@pytest.mark.parametrize("name", STRANGE)
def test_an_unknown_mistake_is_described(name: str) -> None:
    function, word = STRANGE[name]
    found = _outcome("xavier_normal", function)
    assert (found.verdict, found.variant) == (FAILS, None)
    assert word in found.message


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("zeros", lambda i, o, *, seed: np.zeros((o, i))),
        ("constant", lambda i, o, *, seed: np.full((o, i), 0.01)),
        ("all_equal", lambda i, o, *, seed: np.full((o, i), _generator(seed, (1, 1), True) / 100)),
        ("rows_equal", lambda i, o, *, seed: np.tile(_generator(seed, (1, i), True) / 9, (o, 1))),
        ("columns_equal", lambda i, o, *, seed: np.tile(_generator(seed, (o, 1), True) / 9, i)),
        ("scale_missing", lambda i, o, *, seed: _generator(seed, (o, i), True)),
        ("seed_ignored", lambda i, o, *, seed: _generator(7, (o, i), True) / 100),
        ("unseeded", lambda i, o: np.random.default_rng().normal(0, 0.01, (o, i))),
    ],
)
def test_numbers_that_break_no_symmetry_are_refused(name: str, function: Function) -> None:
    found = _outcome("small_random", function)
    assert (found.verdict, found.variant) == (FAILS, name)


# -- convolutions ------------------------------------------------------------------------------


def _kernel(variance: Function) -> Function:
    def function(
        *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int, seed: int
    ) -> Any:
        deviation = variance(in_channels, out_channels, kernel_height * kernel_width) ** 0.5
        shape = (out_channels, in_channels, kernel_height, kernel_width)
        return np.random.default_rng(seed).normal(0, deviation, shape)

    return function


@pytest.mark.parametrize(
    ("variance", "verdict", "name"),
    [
        (lambda i, o, k: 2 / (i * k), CONFORMS, ""),
        (lambda i, o, k: 2 / i, FAILS, "kernel_ignored"),
        (lambda i, o, k: 2 / k, FAILS, "channels_ignored"),
        (lambda i, o, k: 2 / (o * k), FAILS, "fan_out_only"),
        (lambda i, o, k: 2 / ((i + o) * k), FAILS, "xavier_instead"),
        (lambda i, o, k: 1 / (i * k), FAILS, "factor_missing"),
    ],
)
def test_the_fans_of_a_convolution(variance: Function, verdict: str, name: str) -> None:
    found = _outcome("he_normal_conv2d", _kernel(variance))
    assert (found.verdict, (found.variant or "").split(" ")[0]) == (verdict, name)


# -- wrong masks -------------------------------------------------------------------------------


def _layer(kept: Function, scale: Function = lambda p: 1.0, at_inference: str = "x") -> Function:
    def dropout(x: Floats, *, p: float, seed: int, training: bool) -> Any:
        if not training and at_inference == "x":
            return x
        mask = kept(np.random.default_rng(seed), x, p)
        return np.where(mask, x * scale(p), 0)

    return dropout


def _keep(rng: np.random.Generator, x: Floats, p: float) -> Any:
    return rng.random(x.shape) >= p


def _exactly(rng: np.random.Generator, x: Floats, p: float) -> Any:
    kept = np.arange(x.size) >= round(p * x.size)
    return rng.permutation(kept).reshape(x.shape)


def _noisy(x: Floats, *, p: float, seed: int, training: bool) -> Any:
    return x + np.random.default_rng(seed).normal(0, 0.1, x.shape) if training else x


WRONG_MASKS: dict[str, Function] = {
    "keeps_with_p": _layer(lambda rng, x, p: rng.random(x.shape) < p),
    "scaled_by_p": _layer(_keep, lambda p: p),
    "scaled_by_keep": _layer(lambda rng, x, p: rng.random(x.shape) >= p, lambda p: 1 - p),
    "scaled_by_one_over_p": _layer(_keep, lambda p: 1 / p),
    "whole_rows": _layer(lambda rng, x, p: rng.random((len(x), *[1] * (x.ndim - 1))) >= p),
    "mask_repeated": _layer(lambda rng, x, p: rng.random(x.shape[-1:]) >= p),
    "one_for_all": _layer(lambda rng, x, p: rng.random() >= p),
    "active_at_inference": _layer(_keep, at_inference="drops"),
    "seed_ignored": _layer(lambda rng, x, p: np.random.default_rng(3).random(x.shape) >= p),
    "unseeded": _layer(lambda rng, x, p: np.random.default_rng().random(x.shape) >= p),
    "noise_added": _noisy,
    "never_active": lambda x, *, p, seed, training: x,
    "p_ignored": _layer(lambda rng, x, p: rng.random(x.shape) >= 0.5),
    "exact_share": _layer(_exactly),
}


@pytest.mark.parametrize("name", WRONG_MASKS)
def test_a_known_mistake_of_a_mask_is_named(name: str) -> None:
    found = _outcome("dropout", WRONG_MASKS[name])
    assert (found.verdict, (found.variant or "").split(" ")[0]) == (FAILS, name)


def _by_size(rng: np.random.Generator, x: Floats, p: float) -> Any:
    return rng.random(x.shape) >= p + 0.1 * np.sign(np.abs(x) - np.median(np.abs(x)))


def _mirrored(rng: np.random.Generator, x: Floats, p: float) -> Any:
    half = rng.random((x.size + 1) // 2) >= p
    return np.concatenate([half, half[::-1]])[: x.size].reshape(x.shape)


@pytest.mark.parametrize(
    ("kept", "word"),
    [
        (_by_size, "kept among the large elements"),
        (_mirrored, "mirror image"),
        (lambda rng, x, p: rng.random(x.shape) >= p + 0.05, "the share of zeros is 0.8"),
    ],
)
def test_a_mask_that_depends_on_something_is_described(kept: Function, word: str) -> None:
    found = _outcome("dropout", _layer(kept))
    assert (found.verdict, found.variant) == (FAILS, None)
    assert word in found.message


def test_dropping_the_smallest_is_told_from_dropping_at_random() -> None:
    found = _outcome("dropout", _layer(lambda rng, x, p: np.abs(x) >= np.quantile(np.abs(x), p)))
    assert (found.verdict, found.variant) == (FAILS, "seed_ignored")


def test_units_that_become_noise_are_described() -> None:
    found = _outcome("dropout", _layer(_keep, lambda p: 1.01))
    assert (found.verdict, found.variant) == (FAILS, None)
    assert "neither zero nor what is kept" in found.message


# -- contract ----------------------------------------------------------------------------------


def test_the_contract_tells_a_changed_input() -> None:
    def dropout(x: Floats, *, p: float, seed: int, training: bool) -> Any:
        if training:
            x[np.random.default_rng(seed).random(x.shape) < p] = 0
        return x

    assert "modifies its input x" in _contract("dropout", dropout).message


def test_the_contract_records_the_global_random_state() -> None:
    def function(fan_in: int, fan_out: int, *, seed: int) -> Any:
        np.random.seed(seed)
        return np.random.randn(fan_out, fan_in) * (2 / fan_in) ** 0.5

    state = np.random.get_state()
    found = _contract("he_normal", function)
    np.random.set_state(state)
    assert found.verdict == CONFORMS
    assert found.choices["numpy's global random state"]["taken"] == "changed"


def test_the_contract_asks_for_sizes_of_one() -> None:
    right = _right("he_normal", _generator)
    squeezed = _contract("he_normal", lambda i, o, *, seed: np.squeeze(right(i, o, seed=seed)))
    assert squeezed.verdict == FAILS
    assert "returns shape (4,) where (4, 1) is due" in squeezed.message


# -- the rate ----------------------------------------------------------------------------------


def test_the_stated_rate_is_below_one_in_a_million_runs() -> None:
    assert 0 < false_alarm_rate() < 1e-6


@pytest.mark.parametrize(
    ("identifier", "count"), [("he_normal", statistics.TESTS), ("dropout", masks.TESTS)]
)
def test_no_more_tests_are_made_than_the_rate_counts(identifier: str, count: int) -> None:
    rule = load(identifier).rule
    masked = rule.family == "masked"
    right = _dropped(RIGHT_MASKS["uniform"]) if masked else _right(identifier, _generator)
    subject = _subject(identifier, right)
    calls: Any = plan(identifier, "float64", 0)
    samples = [Sample(call, np.array(subject.value(call))) for call in calls]
    tests = (
        masks.tests(rule, samples, None)
        if masked
        else statistics.numbers(rule, samples, Slack(1e-15))
    )
    made = list(tests)
    random_ones = [test for test in made if test.p not in (0.0, 1.0)]
    assert len(samples) > LARGE
    assert len(random_ones) <= count
    assert len(made) >= 0.8 * count


def _normals(rng: np.random.Generator, shape: tuple[int, ...], width: float = 0.0) -> Scores:
    y = rng.standard_normal(shape)
    return Scores(y - width, y + width)


P_VALUES: dict[str, Callable[[np.random.Generator], float]] = {
    **{
        name: lambda rng, test=test: test(_normals(rng, (60,)))  # type: ignore[misc]
        for name, test in statistics.MARGINAL.items()
        if name in ("the variance", "the mean", "the distribution function")
    },
    **{
        name: lambda rng, test=test: test(_normals(rng, (9, 7)))  # type: ignore[misc]
        for name, test in statistics.STRUCTURE.items()
    },
    "pairs": lambda rng: statistics.uncorrelated(_normals(rng, (40,)), _normals(rng, (40,))),
}
RUNS = 3000


@pytest.mark.parametrize("name", P_VALUES)
def test_p_values_of_right_numbers_are_uniform(name: str) -> None:
    rng = np.random.default_rng(11)
    found = [P_VALUES[name](rng) for _ in range(RUNS)]
    assert stats.kstest(found, "uniform").pvalue > 1e-4


def _binomial(count: int) -> float:
    return statistics.counted(count, count, 80, 0.3)


COUNTS: dict[str, Callable[[np.random.Generator], float]] = {
    **{
        name: lambda rng, test=test: test(_normals(rng, (400,)))  # type: ignore[misc]
        for name, test in statistics.MARGINAL.items()
    },
    "binomial": lambda rng: _binomial(int(rng.binomial(80, 0.3))),
    "rounded": lambda rng: statistics.variance(_normals(rng, (60,), 0.05)),
    "rounded mean": lambda rng: statistics.mean(_normals(rng, (60,), 0.05)),
    "rounded law": lambda rng: statistics.fits(_normals(rng, (60,), 0.05)),
}


@pytest.mark.parametrize("name", COUNTS)
def test_p_values_are_never_too_small(name: str) -> None:
    """P(p <= t) <= t, up to what 3,000 runs can show (five standard errors)."""
    rng = np.random.default_rng(12)
    found = np.array([COUNTS[name](rng) for _ in range(RUNS)])
    for t in (0.001, 0.01, 0.05, 0.2, 0.5):
        share = float((found <= t).mean())
        assert share <= t + 5 * math.sqrt(t * (1 - t) / RUNS)


def test_the_far_end_of_the_p_values_is_exact() -> None:
    """At the level that is used, by the laws themselves: what is rejected has that probability."""
    bound = float(stats.norm.isf(ALPHA / 2))
    at = Scores(np.full(1, bound), np.full(1, bound))
    assert statistics.mean(at) == pytest.approx(ALPHA, rel=1e-6)
    high = float(stats.chi2.isf(ALPHA / 2, 50))
    row = np.full(50, math.sqrt(high / 50))
    assert statistics.variance(Scores(row, row)) == pytest.approx(ALPHA, rel=1e-6)
