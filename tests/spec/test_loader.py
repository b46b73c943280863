"""Reading a spec file: every fault is one line with the file, the place and what is expected."""

from collections.abc import Mapping

import pytest

from nnconform.spec import Formula, NNConformError, SpecError, UnknownFormulaError, load, read

ENTRY = """
id      = "toy"
title   = "A toy loss"
sources = [{ document = "unit2", section = "1" }]
latex   = "y"
[inputs.y]
shape  = "n"
domain = "real"
[inputs.y_hat]
shape  = "n"
domain = "real"
[parameters.delta]
default = 1.0
domain  = "positive"
[formula]
kernel    = "delta*(y - y_hat)"
reduction = "mean"
[unspecified.at_zero]
given   = "y == 0"
between = ["0", "1"]
why     = "No document says"
[limits.y]
"+inf" = "inf"
[properties.zero]
holds   = "f(y, y) == 0"
sources = [{ document = "unit2", section = "2" }]
[variants.custom]
kind    = "convention"
kernel  = "y_hat - y"
note    = "The other sign"
used_by = ["somebody"]
[variants.mistaken]
kind   = "mistake"
kernel = "y + y_hat"
hint   = "A difference is due, not a sum"
[examples.one]
source  = { document = "unit2", section = "3" }
inputs  = { y = [1], y_hat = [0.5] }
printed = "0.5"
"""
WHERE = "spec/losses/toy.toml"


def changed(old: str, new: str) -> Formula:
    assert old in ENTRY
    return read(ENTRY.replace(old, new, 1), "losses", WHERE)


def refusal(old: str, new: str) -> str:
    with pytest.raises(SpecError) as caught:
        changed(old, new)
    return str(caught.value)


def test_the_entry_of_these_tests_is_sound() -> None:
    formula = read(ENTRY, "losses", WHERE)
    assert (formula.id, formula.group, formula.where) == ("toy", "losses", WHERE)
    assert [rule.name for rule in formula.variants] == ["custom", "mistaken"]


# What is replaced in the entry, by what, and what the message says.
UNKNOWN: Mapping[str, tuple[str, str, str]] = {
    "top level": (
        'latex   = "y"',
        'latex="y"\nnote="x"',
        "top level has the unknown key 'note'; expected one of "
        "choices, examples, formula, id, inputs, latex, layouts, limits, notes, parameters, "
        "properties, sources, title, unspecified, variants",
    ),
    "input": (
        "[inputs.y]",
        "[inputs.y]\nunit='m'",
        "[inputs.y] has the unknown key 'unit'; expected one of differentiable, domain, "
        "keyword, shape",
    ),
    "parameter": (
        "[parameters.delta]",
        "[parameters.delta]\nunit='m'",
        "[parameters.delta] has the unknown key 'unit'; expected one of default, domain, why",
    ),
    "formula": (
        "[formula]",
        "[formula]\nform='x'",
        "[formula] has the unknown key 'form'; expected one of "
        "derivative_of, equations, expression, family, gradient, kernel, over, range, reduction, "
        "returns, shape, start, step, trajectory",
    ),
    "unspecified": (
        "[unspecified.at_zero]",
        "[unspecified.at_zero]\nnote='x'",
        "[unspecified.at_zero] has the unknown key 'note'; expected one of between, given, why",
    ),
    "property": (
        "[properties.zero]",
        "[properties.zero]\nwhen='x'",
        "[properties.zero] has the unknown key 'when'; "
        "expected one of draws, given, holds, sources",
    ),
    "variant": (
        "[variants.custom]",
        "[variants.custom]\nwhy='x'",
        "[variants.custom] has the unknown key 'why'; "
        "expected one of equations, expression, family, hint, kernel, kind, limits, note, over, "
        "parameters, reduction, repeatable, shape, shared, sources, start, step, used_by",
    ),
    "example": (
        "[examples.one]",
        "[examples.one]\nvalue=1",
        "[examples.one] has the unknown key 'value'; expected "
        "one of inputs, line, note, parameters, printed, printed_in, quantity, says, source, "
        "variant",
    ),
    "source": (
        'section = "1"',
        'section = "1", page = 1',
        "[sources.0] has the unknown key 'page'; expected one of document, section",
    ),
    "source of a property": (
        'section = "2"',
        'section = "2", page = 1',
        "[properties.zero.sources.0] has the unknown key 'page'; expected one of document, section",
    ),
    "source of an example": (
        'section = "3"',
        'section = "3", page = 1',
        "[examples.one.source] has the unknown key 'page'; expected one of document, section",
    ),
}


@pytest.mark.parametrize("level", UNKNOWN)
def test_an_unknown_key_is_named_with_the_expected_ones(level: str) -> None:
    old, new, message = UNKNOWN[level]
    assert refusal(old, new) == f"{WHERE}: {message}"


def test_the_place_keeps_a_name_that_starts_with_function() -> None:
    assert "[variants.functional]" in refusal("[variants.custom]", "[variants.functional]\nwhy='x'")


MISSING = {
    "id": ('id      = "toy"', "", "top level lacks 'id'; add it"),
    "title": ('title   = "A toy loss"', "", "top level lacks 'title'"),
    "formula": (
        '[formula]\nkernel    = "delta*(y - y_hat)"\nreduction = "mean"',
        "",
        "top level lacks 'formula'",
    ),
    "shape": ('shape  = "n"', "", "[inputs.y] lacks 'shape'"),
    "default": ("default = 1.0", "", "[parameters.delta] lacks 'default'"),
    "section": (', section = "1"', "", "[sources.0] lacks 'section'"),
    "holds": ('holds   = "f(y, y) == 0"', "", "[properties.zero] lacks 'holds'"),
    "kind": ('kind   = "mistake"', "", "[variants.mistaken] lacks 'kind'"),
    "why": ('why     = "No document says"', "", "[unspecified.at_zero] lacks 'why'"),
    "source": (
        'source  = { document = "unit2", section = "3" }',
        "",
        "[examples.one] lacks 'source'",
    ),
}


@pytest.mark.parametrize("key", MISSING)
def test_a_missing_key_is_named_with_its_table(key: str) -> None:
    old, new, message = MISSING[key]
    assert refusal(old, new).startswith(f"{WHERE}: {message}")


BAD = {
    "not TOML": ("[inputs.y]", "[inputs.y", "not valid TOML: Expected ']'"),
    "a key given twice": ('id      = "toy"', 'id="toy"\nid="toy"', "not valid TOML"),
    "an id in capitals": ('"toy"', '"Toy"', "[id] String should match pattern"),
    "an id unlike the file": ('"toy"', '"toys"', "id is 'toys', but the file is named 'toy'"),
    "no source": (
        '[{ document = "unit2", section = "1" }]',
        "[]",
        "[sources] List should have at least 1 item",
    ),
    "unknown document": (
        '"unit2", section = "1"',
        '"unit3", section = "1"',
        "unknown document 'unit3' in a source; expected one of basics, ",
    ),
    "unknown document of a property": (
        '"unit2", section = "2"',
        '"unit3", section = "2"',
        "unknown document 'unit3'",
    ),
    "unknown document of an example": (
        '"unit2", section = "3"',
        '"unit3", section = "3"',
        "unknown document 'unit3'",
    ),
    "bad domain": (
        'domain = "real"',
        'domain = "reals"',
        "[inputs.y.domain] Input should be 'real', 'embedding'",
    ),
    "bad domain of a parameter": (
        '"positive"',
        '"plus"',
        "[parameters.delta.domain] Input should be 'real'",
    ),
    "bad shape": ('shape  = "n"', 'shape = "n,k"', "[inputs.y.shape] String should match pattern"),
    "bad name of an input": ("[inputs.y]", "[inputs._y]", "[inputs._y"),
    "default is text": (
        "1.0",
        '"one"',
        "[parameters.delta.default] Input should be a valid number",
    ),
    "bad reduction": (
        'reduction = "mean"',
        'reduction = "median"',
        "[formula.reduction] Input should be 'none', 'mean'",
    ),
    "kernel without reduction": (
        'reduction = "mean"',
        "",
        "[formula] kernel and reduction belong together",
    ),
    "kernel and expression": (
        "[formula]",
        '[formula]\nexpression = "y"',
        "[formula] write either expression, or kernel",
    ),
    "neither form": (
        'kernel    = "delta*(y - y_hat)"',
        "",
        "[formula] write either expression, or kernel",
    ),
    "unknown name": (
        '"delta*(y - y_hat)"',
        '"delta*(x - y_hat)"',
        "[formula]: unknown name 'x'; expected one of delta,",
    ),
    "unknown name of a variant": (
        '"y_hat - y"',
        '"y_hat - x"',
        "[variants.custom]: unknown name 'x'",
    ),
    "unknown name of a property": (
        '"f(y, y) == 0"',
        '"f(x, y) == 0"',
        "[properties.zero]: unknown name 'x'",
    ),
    "unknown name of a limit": (
        '"+inf" = "inf"',
        '"+inf" = "infinity"',
        "[limits.y]: unknown name 'infinity'",
    ),
    "unknown name of a freedom": (
        '"y == 0"',
        '"x == 0"',
        "[unspecified.at_zero]: unknown name 'x'",
    ),
    "unknown name of the range": (
        "[formula]",
        '[formula]\nrange = ["0", "top"]',
        "[formula] range: unknown name 'top'",
    ),
    "limit of no input": (
        "[limits.y]",
        "[limits.x]",
        "[limits] names 'x', which is no input; expected one of y, y_hat",
    ),
    "convention without note": (
        'note    = "The other sign"',
        "",
        "[variants.custom] a convention needs a note",
    ),
    "convention of nobody": (
        'used_by = ["somebody"]',
        "",
        "[variants.custom] a convention needs a note, and used_by",
    ),
    "mistake without hint": (
        'hint   = "A difference is due, not a sum"',
        "",
        "[variants.mistaken] a mistake needs a hint",
    ),
    "mistake with a short hint": (
        '"A difference is due, not a sum"',
        '"No sum"',
        "a mistake needs a hint that teaches",
    ),
    "variant that changes nothing": (
        'kernel = "y + y_hat"',
        "",
        "[variants.mistaken] a variant changes the expression",
    ),
    "variant of no kind": (
        '"mistake"',
        '"error"',
        "[variants.mistaken.kind] Input should be 'convention' or 'mistake'",
    ),
    "example with an unknown input": (
        "y = [1]",
        "y = [1], x = 1",
        "[examples.one] gives 'x'; expected y, y_hat, delta",
    ),
    "example with an unknown parameter": (
        "[examples.one]",
        "[examples.one]\nparameters = { m = 1 }",
        "[examples.one] gives 'm'; expected y, y_hat, delta",
    ),
    "example of an unknown variant": (
        "[examples.one]",
        '[examples.one]\nvariant = "x"',
        "[examples.one] names the unknown variant 'x'; expected one of custom, mistaken",
    ),
    "a reason of one word": (
        '"No document says"',
        '"why"',
        "[unspecified.at_zero.why] String should have at least 8",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_fault_is_one_line_with_file_and_place(fault: str) -> None:
    old, new, message = BAD[fault]
    lines = refusal(old, new).splitlines()
    assert lines[0].startswith(f"{WHERE}: {message}") or message in lines[0]
    assert all(line.startswith(WHERE) for line in lines)


def test_every_fault_of_a_file_is_named_at_once() -> None:
    lines = refusal('latex   = "y"', 'note = "x"').splitlines()
    assert len(lines) == 2


# Each would break, or be dropped silently, only when the entry is used.
BREAKS_LATER = {
    "limit at no number": ('"+inf" = "inf"', '"huge" = "inf"'),
    "limit of a variant at no input": (
        "[variants.custom]",
        '[variants.custom]\nlimits = { x = { "+inf" = "1" } }',
    ),
    "default outside its domain": ("default = 1.0", "default = -1.0"),
    "parameter with a domain of arrays": ('"positive"', '"one_hot"'),
    "draw with a domain of arrays": (
        "[properties.zero]",
        '[properties.zero]\ndraws = { c = "label" }',
    ),
    "derivative of nothing": ("[formula]", '[formula]\nderivative_of = "nothing"'),
    "variant without values": ("[variants.custom]", "[variants.custom]\nparameters = { c = [] }"),
    "variant with kernel and expression": (
        "[variants.custom]",
        '[variants.custom]\nexpression = "y"',
    ),
    "constant of a variant named as an input": (
        "[variants.custom]",
        "[variants.custom]\nparameters = { y = [1.0] }",
    ),
    "parameter named as an input": (
        "[parameters.delta]",
        '[parameters.y]\ndefault = 1.0\ndomain = "real"\n[parameters.delta]',
    ),
    "input named as a function": (
        "[inputs.y]\n",
        '[inputs.exp]\nshape = "n"\ndomain = "real"\n[inputs.y]\n',
    ),
    "input named as a constant": (
        "[inputs.y]\n",
        '[inputs.pi]\nshape = "n"\ndomain = "real"\n[inputs.y]\n',
    ),
    "input named as a keyword": (
        "[inputs.y]\n",
        '[inputs.lambda]\nshape = "n"\ndomain = "real"\n[inputs.y]\n',
    ),
    "example that lacks an input": ("y = [1], ", ""),
    "example with text for a number": ("y = [1]", 'y = ["one"]'),
    "example with a truth for a number": ("y = [1]", "y = [true]"),
    "example with a table for a number": ("y = [1]", "y = { a = 1 }"),
    "example with ragged rows": ("y = [1]", "y = [[1], [1, 2]]"),
    "example with a matrix for a vector": ("y = [1]", "y = [[1, 2], [3, 4]]"),
    "printed text": ('printed = "0.5"', 'printed = "half"'),
}


@pytest.mark.parametrize("fault", BREAKS_LATER)
def test_a_fault_that_breaks_later_is_refused_on_loading(fault: str) -> None:
    assert refusal(*BREAKS_LATER[fault]).startswith(f"{WHERE}: ")


NEAR = {
    "hubert": "unknown formula 'hubert'; did you mean huber?",
    "sigmoidd": "did you mean sigmoid",
    "Relu": "relu",
    "cross_entropy": "cross_entropy_single",
    "zzz": "unknown formula 'zzz'; `nnconform list` shows all ids",
    "": "`nnconform list` shows all ids",
}


@pytest.mark.parametrize("identifier", NEAR)
def test_an_unknown_formula_names_the_nearest(identifier: str) -> None:
    with pytest.raises(UnknownFormulaError) as caught:
        load(identifier)
    assert NEAR[identifier] in str(caught.value)


def test_the_errors_are_meant_for_people() -> None:
    assert issubclass(SpecError, NNConformError)
    assert issubclass(UnknownFormulaError, NNConformError)


def test_a_formula_is_read_once() -> None:
    assert load("huber") is load("huber")


def test_numbers_of_an_example_stay_as_they_are_written() -> None:
    formula = changed("y_hat = [0.5]", "y_hat = [0.10000000000000000000001]")
    assert formula.examples["one"].inputs["y_hat"] == ["0.10000000000000000000001"]
