"""What counts as a change, what as noise, and which results belong to each other."""

import math
from collections.abc import Callable
from dataclasses import replace

import pytest

from nnconform.reports.comparison import KINDS, REGRESSIONS, alike, compare
from nnconform.reports.comparison_words import COLOURS, TITLES
from nnconform.reports.matching import conditions
from nnconform.reports.record import VERDICTS, Record, ReportError
from nnconform.reports.store import Run

MakeRecord = Callable[..., Record]
MakeRun = Callable[..., Run]

# What one verdict becoming another means: rows before, columns after, in the order of VERDICTS.
BECAME = {
    "conforms": ("", "variant", "worse", "new-failure", "new-failure", "lost"),
    "convention": ("variant", "", "worse", "new-failure", "new-failure", "lost"),
    "inaccurate": ("better", "better", "", "new-failure", "new-failure", "lost"),
    "fails": ("mended", "mended", "better", "", "new-failure", "other"),
    "error": ("mended", "mended", "better", "other", "", "other"),
    "unsupported": ("gained", "gained", "gained", "new-failure", "new-failure", ""),
}
PAIRS = [(old, new, BECAME[old][n]) for old in VERDICTS for n, new in enumerate(VERDICTS)]


def other_inputs(run: Run) -> Run:
    """The same run, drawn from another seed."""
    return replace(run, header=replace(run.header, seed=run.header.seed + 1))


@pytest.mark.parametrize(("old", "new", "kind"), PAIRS)
def test_a_verdict_that_changes_is_of_one_kind(
    old: str, new: str, kind: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    runs = (make_run(make_record(verdict=verdict)) for verdict in (old, new))
    assert [change.kind for change in compare(*runs).changes] == ([kind] if kind else [])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_and_a_colour(kind: str) -> None:
    assert TITLES[kind]
    assert COLOURS[kind] in VERDICTS


def test_a_run_is_the_same_as_itself(every_verdict: list[Record], make_run: MakeRun) -> None:
    run = make_run(*every_verdict)
    found = compare(run, run)
    assert (found.changes, found.same, found.compared) == ((), 6, 6)


# Error in ULP and over the band before and after; what is said with the same inputs, with others.
ERRORS = {
    "the last digit": ((0.5, 0.25), (0.5000001, 0.25), "less-accurate", ""),
    "smaller": ((0.75, 0.25), (0.5, 0.25), "more-accurate", ""),
    "the band alone": ((0.5, 0.25), (0.5, 0.5), "less-accurate", ""),
    "not measured": ((None, None), (None, None), "", ""),
    "ULP measured once": ((None, 0.5), (3.0, 0.5), "", ""),
    "what one rounding does": ((0.1, 0.01), (0.5, 1.0), "less-accurate", ""),
    "cancellation in another sample": ((20.0, 0.6), (4000.0, 0.6), "less-accurate", ""),
    "just below a bit": ((1.0, 1.5), (1.0, 2.99), "less-accurate", ""),
    "a bit": ((1.0, 1.5), (1.0, 3.0), "less-accurate", "less-accurate"),
    "a bit less": ((1.0, 3.0), (1.0, 1.5), "more-accurate", "more-accurate"),
    "infinite": ((1.0, 1.0), (1.0, math.inf), "less-accurate", "less-accurate"),
    "infinite in both": ((math.inf, math.inf), (math.inf, math.inf), "", ""),
    "not a number in both": ((math.nan, math.nan), (math.nan, math.nan), "", ""),
    "not a number": ((math.inf, math.inf), (math.nan, math.nan), "less-accurate", "less-accurate"),
}


@pytest.mark.parametrize("case", ERRORS)
def test_an_error_that_changes_beyond_noise(
    case: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    before, after, same, others = ERRORS[case]
    a, b = (make_run(make_record(max_ulp=u, band_ratio=r)) for u, r in (before, after))
    assert [change.kind for change in compare(a, b).changes] == ([same] if same else [])
    found = compare(a, other_inputs(b))
    assert [change.kind for change in found.changes] == ([others] if others else [])


@pytest.mark.parametrize("verdict", ["fails", "error", "unsupported"])
def test_an_error_of_a_wrong_answer_is_not_compared(
    verdict: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    runs = (make_run(make_record(verdict=verdict, max_ulp=ulp)) for ulp in (1.0, 9.0))
    assert not compare(*runs).changes


def test_how_far_outside_the_band_depends_on_what_was_drawn(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    a, b = (make_run(make_record(verdict="inaccurate", band_ratio=r)) for r in (9.0, 1e9))
    assert [change.kind for change in compare(a, b).changes] == ["less-accurate"]
    assert not compare(a, other_inputs(b)).changes


@pytest.mark.parametrize(
    "changed", [{"seed": 21}, {"nnconform": "0.2.0"}, {"asked": {"examples": 50}}]
)
def test_other_seeds_versions_and_examples_are_other_inputs(
    changed: dict[str, object], make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record())
    other = replace(run, header=replace(run.header, **changed))  # type: ignore[arg-type]  # test data
    assert compare(run, run).same_inputs
    assert not compare(run, other).same_inputs


def test_another_variant_is_a_change(make_record: MakeRecord, make_run: MakeRun) -> None:
    runs = (make_run(make_record(verdict="fails", variant=v)) for v in ("sum", "missing_half"))
    assert [change.kind for change in compare(*runs).changes] == ["variant"]


# Values taken before and after, and whether that is a change.
TAKEN = {
    "another": (0.0, 1.0, True),
    "the same": (0.5, 0.5, False),
    "both undefined": (math.nan, math.nan, False),
    "in a list": ([0.0, 1.0], [0.0, 0.5], True),
}


@pytest.mark.parametrize("case", TAKEN)
def test_another_value_at_a_kink_is_a_change(
    case: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    *taken, changed = TAKEN[case]
    runs = (
        make_run(make_record(choices={"z = 0": {"taken": t, "allowed": [0.0, 1.0]}})) for t in taken
    )
    found = compare(*runs).changes
    assert [(c.kind, c.point) for c in found] == ([("choice", "z = 0")] if changed else [])


def test_a_row_that_is_gone_is_missing_and_one_that_came_is_new(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    kept, gone, came = (make_record(formula=name) for name in ("mae", "mse", "elu"))
    found = compare(make_run(kept, gone), make_run(kept, came))
    assert [(c.kind, c.record.formula) for c in found.changes] == [
        ("missing", "mse"),
        ("new", "elu"),
    ]
    assert [c.kind for c in found.regressions] == ["missing"]


def test_a_new_row_that_fails_is_a_new_failure(make_record: MakeRecord, make_run: MakeRun) -> None:
    kept = make_record()
    found = compare(make_run(kept), make_run(kept, make_record(formula="elu", verdict="error")))
    assert [c.kind for c in found.regressions] == ["new-failure"]


def test_what_an_interrupted_run_lacks_is_not_missing(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    kept, rest = make_record(), make_record(formula="mse")
    whole, part = make_run(kept, rest), make_run(kept, interrupted=True)
    for found in (compare(whole, part), compare(part, whole)):
        assert (found.changes, found.unreached, found.compared) == ((), 1, 1)


def test_an_interrupted_run_still_shows_what_has_changed(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    part = make_run(make_record(verdict="fails"), interrupted=True)
    assert compare(make_run(make_record()), part).regressions


def test_the_kinds_that_are_regressions_can_be_chosen(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    a, b = make_run(make_record()), make_run(make_record(max_ulp=9.0))
    assert compare(a, b).regressions
    assert not compare(a, b, regressions={*REGRESSIONS} - {"less-accurate"}).regressions
    assert compare(b, a, regressions={"more-accurate"}).regressions


def test_a_change_that_a_project_expects_is_no_regression(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    known = make_record(verdict="fails", expected="issue 12")
    found = compare(make_run(make_record()), make_run(known))
    assert [(c.kind, c.regression) for c in found.changes] == [("new-failure", False)]


def test_two_devices_of_one_run_are_matched(make_record: MakeRecord, make_run: MakeRun) -> None:
    run = make_run(make_record(), make_record(device="cuda", verdict="fails"))
    found = compare(run, run, a_where={"device": ["cpu"]}, b_where={"device": ["cuda"]})
    assert found.across == ("device",)
    assert [(c.a and c.a.device, c.b and c.b.device) for c in found.changes] == [("cpu", "cuda")]


def test_two_dtypes_are_put_other_inputs(make_record: MakeRecord, make_run: MakeRun) -> None:
    a, b = make_run(make_record()), make_run(make_record(dtype="bfloat16"))
    assert not compare(a, b, across=["dtype"]).same_inputs


# What is asked for, and what the message says.
WRONG = {
    "ambiguous": (
        {"across": ["dtype"]},
        "A has losses/huber value with dtype float32 and float64, and only one can be compared; "
        "choose it with --a dtype=VALUE, or for both runs with --where dtype=VALUE",
    ),
    "ambiguous in B": ({"across": ["dtype"], "a_where": {"dtype": ["float32"]}}, "--b dtype=VALUE"),
    "unknown value": (
        {"b_where": {"dtype": ["float8"]}},
        "B has no result with dtype float8; there is float32 and float64",
    ),
    "unknown name": ({"across": ["seed"]}, "cannot be matched across 'seed': adapter, provenance"),
}


@pytest.mark.parametrize("case", WRONG)
def test_results_that_cannot_be_matched_are_an_error_that_says_what_to_do(
    case: str, make_record: MakeRecord, make_run: MakeRun
) -> None:
    asked, message = WRONG[case]
    run = make_run(make_record(), make_record(dtype="float64"))
    with pytest.raises(ReportError) as caught:
        compare(run, run, **asked)  # type: ignore[arg-type]  # test data
    assert message in str(caught.value)


def test_runs_with_nothing_in_common_are_an_error_that_names_the_option(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    with pytest.raises(ReportError) as caught:
        compare(make_run(make_record()), make_run(make_record(adapter="jax")))
    assert str(caught.value) == (
        "A and B have no result in common: adapter is torch in A, jax in B. "
        "Match them with --across adapter"
    )


def test_a_result_that_is_there_twice_is_an_error(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    run = make_run(make_record(), make_record())
    with pytest.raises(ReportError, match="twice"):
        compare(run, run)


NO_CONDITIONS = (
    "dtype",
    "dtype=",
    "=float32",
    "seed=1",
    "dtype float32",
    "dtype=a,seed=1",
    "dtype=,",
)


@pytest.mark.parametrize("text", NO_CONDITIONS)
def test_a_condition_that_is_none_is_an_error(text: str) -> None:
    with pytest.raises(ReportError, match="write NAME=VALUE, where NAME is group, formula"):
        conditions([text])


def test_changes_that_say_the_same_in_several_dtypes_are_put_together(
    make_record: MakeRecord, make_run: MakeRun
) -> None:
    dtypes = ("float16", "float32", "float64")
    a = make_run(*(make_record(dtype=d) for d in dtypes), make_record(formula="mse"))
    b = make_run(
        *(make_record(dtype=d, verdict="fails", band_ratio=n) for n, d in enumerate(dtypes)),
        make_record(formula="mse", verdict="fails"),
    )
    found = alike(compare(a, b).changes)
    assert [(g.worst.record.formula, g.worst.record.dtype, len(g.others)) for g in found] == [
        ("huber", "float64", 2),
        ("mse", "float32", 0),
    ]


def test_twenty_thousand_results_are_compared_at_once(
    many_records: list[Record], make_run: MakeRun
) -> None:
    changed = [replace(r, max_ulp=(r.max_ulp or 0) + 1) for r in many_records]
    found = compare(make_run(*many_records), make_run(*changed))
    assert len(found.changes) == len(many_records)
