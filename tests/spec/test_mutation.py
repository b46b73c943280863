"""Every single change to an expression or a program, and nothing that the language refuses."""

from collections.abc import Mapping

import pytest

from nnconform.spec import Program, ids, load, mutations, parse, program_mutations, reorderings

HUBER = {"y": "n", "y_hat": "n", "delta": ""}


def changed(text: str, names: Mapping[str, str] = HUBER) -> set[str]:
    """The changed texts, without blanks."""
    return {new.replace(" ", "") for new, _ in mutations(text, names)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y + delta", "y-delta"),
        ("y - delta", "-delta"),
        ("y * delta", "y**delta"),
        ("y / delta", "1/delta"),
        ("y / delta", "delta/y"),
        ("y ** 2", "y*2"),
        ("y ** 2", "y"),
        ("y ** 2", "y**3"),
        ("y ** 2", "y**1"),
        ("y ** 2", "y**(-2)"),
        ("y + 3", "y+1.5"),
        ("y + 3", "y+0"),
        ("-y", "y"),
        ("y", "-y"),
        ("y - delta", "y_hat-delta"),
        ("exp(y)", "expm1(y)"),
        ("log1p(y)", "log(y)"),
        ("tanh(y)", "y"),
        ("sqrt(y)", "y"),
        ("abs(y)", "y"),
        ("maximum(0, y)", "minimum(0,y)"),
        ("maximum(0, y)", "maximum(y,0)"),
        ("maximum(0, y)", "y"),
        ("sum(y)", "mean(y)"),
        ("sum(y)", "y"),
        ("sum(y, axis=-1, keepdims=True)", "sum(y,axis=-1)"),
        ("sum(y, axis=-1, keepdims=True)", "sum(y,keepdims=True)"),
        ("sum(y, axis=-1)", "sum(y,axis=0)"),
        ("expand_dims(y, -1)", "expand_dims(y,-2)"),
        ("where(y > 0, y, 0)", "where(y>=0,y,0)"),
        ("where(y > 0, y, 0)", "where(y<=0,y,0)"),
        ("where(y > 0, y, 0)", "where(y>0,0,y)"),
        ("where(y == 0, y, 0)", "where(y!=0,y,0)"),
        ("(y > 0) & (y < 1)", "(y>0)|(y<1)"),
        ("y.T @ y_hat", "y_hat@y.T"),
        ("y.T @ y_hat", "y@y_hat"),
        ("y[1]", "y[2]"),
        ("y[::-1]", "y"),
    ],
)
def test_a_change_is_made(text: str, expected: str) -> None:
    assert expected in changed(text)


def test_names_are_exchanged_within_their_kind_only() -> None:
    assert changed("y", {"y": "n", "y_hat": "n", "w": "m"}) == {"y_hat", "-y"}


def test_axes_and_indices_are_no_numbers_to_negate() -> None:
    assert "sum(y,axis=1)" not in changed("sum(y, axis=-1)")
    assert "y[-1]" not in changed("y[1]")


def test_a_change_is_named_by_what_it_replaces() -> None:
    assert ("1 / (1 + exp(z))", "-z -> z") in list(mutations("1/(1 + exp(-z))", {"z": "*"}))


def kinds(identifier: str) -> dict[str, str]:
    formula = load(identifier)
    return {
        **{name: given.shape for name, given in formula.inputs.items()},
        **dict.fromkeys(formula.parameters, ""),
    }


@pytest.mark.parametrize("identifier", ids())
def test_changes_of_an_entry_parse_differ_and_come_in_one_order(identifier: str) -> None:
    kernel, names = load(identifier).rule.kernel, kinds(identifier)
    if isinstance(kernel, Program):
        programs = [program.text for program, _ in program_mutations(kernel, names)]
        assert kernel.text not in programs
        return
    found = [text for text, _ in mutations(kernel.text, names)]
    assert found == [text for text, _ in mutations(kernel.text, names)]
    assert len({kernel.text, *found}) == len(found) + 1
    for text in found:
        parse(text, frozenset(names), where="here")


def test_neighbours_are_exchanged_and_statements_left_out() -> None:
    assert list(reorderings("abc")) == [
        (("b", "a", "c"), "statements 1 and 2 exchanged"),
        (("a", "c", "b"), "statements 2 and 3 exchanged"),
        (("b", "c"), "statement 1 left out"),
        (("a", "c"), "statement 2 left out"),
        (("a", "b"), "statement 3 left out"),
    ]


def test_a_program_is_changed_statement_by_statement_and_in_its_order() -> None:
    kernel = load("adam").rule.kernel
    assert isinstance(kernel, Program)
    found = {change: program.text for program, change in program_mutations(kernel, kinds("adam"))}
    assert "v = beta2*v + (1 - beta2)*g**2\n    m_hat = m/" in kernel.text
    swapped = found["step: statements 1 and 2 exchanged"].splitlines()
    assert [line.strip()[:3] for line in swapped[3:5]] == ["v =", "m ="]
    assert "m: beta1 * m + (1 - beta1) * g -> (1 - beta1) * g" in found


def test_no_program_reads_what_nothing_has_assigned() -> None:
    kernel = load("adam").rule.kernel
    assert isinstance(kernel, Program)
    changes = [change for _, change in program_mutations(kernel, kinds("adam"))]
    # Without their start neither moment exists in the first step.
    assert "start: statement 1 left out" not in changes
    assert "step: statement 1 left out" in changes
