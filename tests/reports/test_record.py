"""Records keep everything through JSON, and refuse what is malformed."""

import json
import math
from collections.abc import Callable
from dataclasses import asdict, replace
from fractions import Fraction

import pytest

from nnconform.reports.record import CHECKS, VERDICTS, Record, ReportError, from_json, to_json


def test_every_verdict_survives_the_round_trip(every_verdict: list[Record]) -> None:
    for record in every_verdict:
        again = from_json(to_json(record))
        # NaN differs from itself, so texts are compared, and they are told apart from "nan".
        assert repr(asdict(again)) == repr(asdict(record))


def test_an_equal_record_comes_back_where_nothing_is_nan(
    make_record: Callable[..., Record],
) -> None:
    record = make_record(max_ulp=math.inf, worst_input={"z": [-math.inf, -0.0, 5e-324]})
    again = from_json(to_json(record))
    assert again == record
    # -0.0 equals 0.0, so the sign is looked for in the text.
    assert repr(again.worst_input) == "{'z': [-inf, -0.0, 5e-324]}"


def test_json_is_strict_and_one_ascii_line(every_verdict: list[Record]) -> None:
    for record in every_verdict:
        line = to_json(record)
        assert line.isascii()
        assert "\n" not in line
        json.loads(line, parse_constant=lambda name: pytest.fail(f"bare {name}"))


def test_keys_stand_in_the_documented_order(make_record: Callable[..., Record]) -> None:
    keys = (
        "id formula group adapter version provenance device dtype mode check verdict variant "
        "max_ulp band_ratio worst_input counterexample message examples seconds seed choices "
        "profile expected"
    )
    assert list(json.loads(to_json(make_record()))) == keys.split()


def test_non_finite_numbers_are_strings(make_record: Callable[..., Record]) -> None:
    values = json.loads(to_json(make_record(max_ulp=math.nan, band_ratio=-math.inf)))
    assert (values["max_ulp"], values["band_ratio"]) == ("nan", "-inf")


def test_a_reproduce_line_stays_text(make_record: Callable[..., Record]) -> None:
    example = {"inputs": {"z": math.inf}, "got": math.nan, "reproduce": "nan"}
    again = from_json(to_json(make_record(counterexample=example)))
    assert repr(again.counterexample) == repr(example)
    assert example["reproduce"] == "nan"


def test_other_number_types_are_written_as_numbers(make_record: Callable[..., Record]) -> None:
    line = to_json(make_record(worst_input={"z": (Fraction(1, 2), True)}))
    assert json.loads(line)["worst_input"] == {"z": [0.5, True]}


def test_what_is_not_plain_is_refused_with_the_id(make_record: Callable[..., Record]) -> None:
    with pytest.raises(ReportError, match=r"losses/huber::value.*got builtins\.object"):
        to_json(make_record(worst_input={"z": object()}))


@pytest.mark.parametrize("name", ["verdict", "check", "provenance"])
def test_an_unknown_word_is_refused(make_record: Callable[..., Record], name: str) -> None:
    with pytest.raises(ReportError, match=f"\"{name}\" must be one of .*; got 'maybe'"):
        replace(make_record(), **{name: "maybe"})  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"seed": None}, '"seed" must be int, got None'),
        ({"max_ulp": "big"}, "\"max_ulp\" must be int or float or null, got 'big'"),
        ({"examples": True}, '"examples" must be int, got True'),
        ({"message": 3}, '"message" must be str, got 3'),
        ({"choices": {"z = 0": 1}}, 'needs "taken" and "allowed"'),
        ({"extra": 1}, 'has no key "extra"'),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_wrong_field_is_named(
    make_record: Callable[..., Record], change: dict[str, object], message: str
) -> None:
    values = json.loads(to_json(make_record())) | change
    with pytest.raises(ReportError, match=message.replace("(", r"\(")):
        from_json(json.dumps(values))


def test_a_missing_field_is_named(make_record: Callable[..., Record]) -> None:
    values = json.loads(to_json(make_record()))
    del values["seed"]
    with pytest.raises(ReportError, match='needs the key "seed"'):
        from_json(json.dumps(values))


def test_a_file_of_an_earlier_version_lacks_the_later_fields(
    make_record: Callable[..., Record],
) -> None:
    values = json.loads(to_json(make_record()))
    del values["profile"], values["expected"]
    assert from_json(json.dumps(values)) == make_record()


def test_a_profile_survives_the_round_trip(make_record: Callable[..., Record]) -> None:
    curve = [[-math.inf, 0.5], [1.0, math.inf]]
    profile = {"input": "z", "quantities": {"value": {"points": 2, "curve": curve}}}
    record = make_record(profile=profile)
    assert from_json(to_json(record)) == record


def test_a_bare_nan_is_refused(make_record: Callable[..., Record]) -> None:
    line = to_json(make_record(max_ulp=math.nan)).replace('"nan"', "NaN")
    with pytest.raises(ReportError, match="NaN must be written as a string"):
        from_json(line)


def test_records_are_frozen_and_slotted() -> None:
    assert "__slots__" in vars(Record)
    assert (VERDICTS[0], VERDICTS[-1], CHECKS[0]) == ("conforms", "unsupported", "contract")
