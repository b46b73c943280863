"""The checks of programs: for each a wrong and an unusual right implementation."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import SUBMISSION, Target
from nnconform.adapters.callables import implementation
from nnconform.conformance import program_checks as checks
from nnconform.conformance.checks import Plan
from nnconform.conformance.layouts import laid_out
from nnconform.conformance.outcome import Outcome
from nnconform.conformance.program_value import identify
from nnconform.conformance.runner import Request, judge
from nnconform.conformance.subject import Subject
from nnconform.spec import Rule, load

from ._fakes import PROGRAMS, rounded

VARIANTS = {f"{i}-{rule.label}": (i, rule) for i in PROGRAMS for rule in load(i).variants}
EXAMPLES = 12  # numbers of one of two values tell little, each
NETWORK = 2
# The same function of inputs that fit: where the transpose is missing, others do not.
TWINS = {"dense_backward-missing_transpose": "weight_gradient_transposed+weights_in_out"}


def submitted(identifier: str, function: Any, *, gradient: Any = None, **beside: Any) -> Subject:
    """A function as a submission; ``step`` stands beside a trajectory."""
    formula = load(identifier)
    made = implementation(formula, function, gradient)
    functions = {**made.functions, **{f"_{name}": each for name, each in beside.items()}}
    if function is None:
        del functions[""]
    target = Target(SUBMISSION, "cpu", "float64", "eager")
    return Subject(formula, target, type(made)("test", formula, functions, made.taken))


def outcomes(subject: Subject, *wanted: str) -> dict[str, Outcome]:
    request = Request((), (subject.formula.id,), checks=wanted, examples=2)
    return {check: outcome for check, outcome, _ in judge(subject, request)}


# -- value: the rule that is followed -------------------------------------------------------------


@pytest.mark.parametrize("identifier", PROGRAMS)
def test_the_formula_itself_conforms(identifier: str) -> None:
    outcome, plan = identify(rounded(identifier, load(identifier).rule), 0, EXAMPLES)
    assert (outcome.verdict, outcome.variant, plan.rule.name) == ("conforms", None, "")


@pytest.mark.parametrize("name", VARIANTS)
def test_every_declared_variant_is_recognised_under_its_name(name: str) -> None:
    identifier, rule = VARIANTS[name]
    examples = NETWORK if load(identifier).choices else EXAMPLES
    outcome, _ = identify(rounded(identifier, rule), 0, examples)
    assert outcome.verdict == ("convention" if rule.kind == "convention" else "fails")
    assert outcome.variant == TWINS.get(name, rule.label)


def momentum(theta: Any, grads: Any, *, alpha: float = 0.01, beta: float = 0.9) -> Any:
    """A loop over Python lists: unusual, and right."""
    m, path = np.zeros_like(theta), []
    for g in grads:
        m = beta * m + (1 - beta) * g
        theta = theta - alpha * m
        path.append(theta.tolist())
    return path


def cubed(theta: Any, grads: Any) -> Any:
    return theta - 0.01 * np.cumsum(grads**3, axis=0)


def test_an_unusual_right_trajectory_conforms() -> None:
    found = outcomes(submitted("momentum", momentum))
    assert {o.verdict for o in found.values()} == {"conforms"}


def test_a_wrong_one_fails_with_the_smallest_call_that_shows_it() -> None:
    outcome, _ = identify(submitted("sgd", cubed), 0, EXAMPLES)
    assert (outcome.verdict, outcome.variant) == ("fails", None)
    shown = outcome.counterexample
    assert shown is not None
    # One number and one step are enough, and 1 cubed is 1: another one is needed.
    (theta,), ((g,),) = shown.inputs["theta"], shown.inputs["grads"]
    assert abs(g) != 1
    assert shown.expected == [[pytest.approx(theta - 0.01 * g, rel=1e-15)]]
    assert shown.got == [[pytest.approx(theta - 0.01 * g**3, rel=1e-15)]]


def test_a_single_step_is_enough() -> None:
    def step(theta: Any, g: Any, state: Any, *, eta: float) -> Any:
        return theta - eta * g, None

    outcome, _ = identify(submitted("sgd", None, step=step), 0, EXAMPLES)
    assert outcome.verdict == "conforms"


def relu_layer(W: Any, a: Any, b: Any) -> Any:
    z = W @ a.reshape(len(a), -1) + b[:, None]
    return np.maximum(0, z).reshape(len(b), *a.shape[1:])


def test_an_activation_that_is_built_in_is_a_convention() -> None:
    outcome, plan = identify(submitted("dense", relu_layer), 0, EXAMPLES)
    assert outcome.verdict == "convention"
    assert outcome.variant == "activation = relu"
    assert plan.rule.chosen == {"activation": "relu"}


# -- layouts --------------------------------------------------------------------------------------


def rows(W: Any, a: Any, b: Any) -> Any:
    return a @ W + b


def half_rows(W: Any, a: Any, b: Any) -> Any:
    return a @ W


def test_rows_and_transposed_weights_are_recognised_together() -> None:
    outcome, plan = identify(submitted("dense", rows), 0, EXAMPLES)
    assert outcome.verdict == "convention"
    names = {layout.name for layout in plan.subject.implementation.layouts}  # type: ignore[attr-defined]
    assert len(names) == 2
    assert set((outcome.variant or "").split("+")) == names


def test_a_mistake_is_named_with_its_layout_and_shown_in_the_documents() -> None:
    found = outcomes(submitted("dense", half_rows), "value")["value"]
    assert found.verdict == "fails"
    assert found.counterexample is not None
    layouts = found.counterexample.options["layouts"]
    assert set(layouts) < set((found.variant or "").split("+"))


def test_a_layout_turns_inputs_and_results() -> None:
    subject = submitted("dense", rows)
    layouts = [layout.name for layout in subject.formula.layouts]
    both = [n for n in layouts if set((identify(subject, 0, 0)[0].variant or "").split("+")) & {n}]
    turned = laid_out(subject, both)
    W, a, b = np.array([[1.0, 2.0]]), np.array([[1.0, 0, 1], [0, 1, 1]]), np.array([0.5])
    assert turned.value([W, a, b], {}).tolist() == [[1.5, 2.5, 3.5]]
    assert turned.names == tuple(both)


# -- contract -------------------------------------------------------------------------------------


def contract(identifier: str, function: Any, **beside: Any) -> Outcome:
    found = outcomes(submitted(identifier, function, **beside), "contract")
    return found["contract"]


def in_place(theta: Any, grads: Any) -> Any:
    path = []
    for g in grads:
        theta -= 0.01 * g
        path.append(theta.copy())
    return np.array(path)


class Remembers:
    """State that outlives a call."""

    def __init__(self) -> None:
        self.m: Any = 0.0

    def __call__(self, theta: Any, grads: Any, *, alpha: float = 0.01, beta: float = 0.9) -> Any:
        path = []
        for g in grads:
            m = self.m if np.shape(self.m) == np.shape(g) else np.zeros_like(g)
            self.m = beta * m + (1 - beta) * g
            theta = theta - alpha * self.m
            path.append(theta)
        return np.array(path)


def narrow(theta: Any, grads: Any) -> Any:
    return (theta - 0.01 * np.cumsum(grads, axis=0)).astype(np.float32)


def raw_memory(theta: Any, grads: Any) -> Any:
    flat = np.ndarray(grads.shape, grads.dtype, grads.ravel(order="K").tobytes())
    return theta - 0.01 * np.cumsum(flat, axis=0)


def other_step(theta: Any, g: Any, state: Any) -> Any:
    return theta - 0.02 * g, state


def right(theta: Any, grads: Any) -> Any:
    return theta - 0.01 * np.cumsum(grads, axis=0)


def right_step(theta: Any, g: Any, state: Any) -> Any:
    return theta - 0.01 * g, state


BREACHES: dict[str, tuple[Callable[[], Outcome], str]] = {
    "input": (lambda: contract("sgd", in_place), "modifies its input theta"),
    "memory": (lambda: contract("momentum", Remembers()), "another answer the second time"),
    "dtype": (lambda: contract("sgd", narrow), "returns dtype float32 for inputs of float64"),
    "order": (lambda: contract("sgd", raw_memory), "Fortran order gives another result"),
    "steps": (
        lambda: contract("sgd", right, step=other_step),
        "sgd_step takes another path than sgd",
    ),
}


@pytest.mark.parametrize("breach", BREACHES)
def test_a_breach_of_the_contract_is_named(breach: str) -> None:
    call, message = BREACHES[breach]
    outcome = call()
    assert outcome.verdict == "fails"
    assert message in outcome.message
    assert outcome.counterexample is not None


def test_a_trajectory_and_its_steps_may_stand_side_by_side() -> None:
    assert contract("sgd", right, step=right_step).verdict == "conforms"


# -- gradient -------------------------------------------------------------------------------------


def dot(w: Any, x: Any, b: Any) -> Any:
    return sum(p * q for p, q in zip(w, x, strict=True)) + b


def dot_slopes(w: Any, x: Any, b: Any) -> Sequence[Any]:
    return np.array(x), np.array(w), np.ones_like(b)


def swapped_slopes(w: Any, x: Any, b: Any) -> Sequence[Any]:
    return np.array(w), np.array(x), np.ones_like(b)


def test_right_gradients_conform() -> None:
    subject = submitted("weighted_sum", dot, gradient=dot_slopes)
    assert outcomes(subject, "gradient")["gradient"].verdict == "conforms"


def test_wrong_gradients_fail_with_all_of_them_shown() -> None:
    subject = submitted("weighted_sum", dot, gradient=swapped_slopes)
    found = outcomes(subject, "gradient")["gradient"]
    assert found.verdict == "fails"
    shown = found.counterexample
    assert shown is not None
    weight = shown.options["gradient"]
    assert shown.expected[0] == [weight * x for x in shown.inputs["x"]]
    assert shown.got[0] == [weight * w for w in shown.inputs["w"]]


# -- properties, stability, accuracy, limits ------------------------------------------------------


def test_a_property_that_only_an_offset_breaks_is_named() -> None:
    subject = submitted("sgd", lambda theta, grads: right(theta, grads) + 1e-3 * theta.max())
    plan = Plan(subject, 0, subject.formula.rule)
    outcome = checks.properties(plan)
    assert outcome is not None
    assert outcome.verdict == "fails"
    assert "a_zero_gradient_moves_nothing" in outcome.message


@pytest.mark.parametrize("identifier", PROGRAMS)
def test_every_program_keeps_its_own_properties(identifier: str) -> None:
    subject = rounded(identifier, load(identifier).rule)
    outcome = checks.properties(Plan(subject, 0, subject.formula.rule))
    assert outcome is None or outcome.verdict == "conforms"


def clipped(g: Any, *, c: float = 1.0) -> Any:
    norm = np.sqrt(np.sum(g * g))
    return g if norm <= c else g * (c / norm)


def clipped_with_scale(g: Any, *, c: float = 1.0) -> Any:
    largest = np.abs(g).max(initial=0.0)
    if largest == 0:
        return g.copy()
    norm = np.sqrt(np.sum((g / largest) ** 2))  # in units of the largest
    return g * (c / norm / largest) if norm > c / largest else g.copy()


def test_a_norm_that_overflows_is_unstable_and_a_scaled_one_is_not() -> None:
    assert outcomes(submitted("clip_by_norm", clipped), "stability")["stability"].verdict in {
        "inaccurate",
        "fails",
    }
    found = outcomes(submitted("clip_by_norm", clipped_with_scale), "value", "stability")
    assert {o.verdict for o in found.values()} == {"conforms"}


def drifting(theta: Any, grads: Any, *, eta: float = 0.01) -> Any:
    theta, path = theta.astype(np.float16), []
    for g in grads:
        theta = (theta - eta * g).astype(np.float16)
        path.append(theta.astype(np.float64))
    return np.array(path)


def test_rounding_every_step_to_a_coarse_format_is_inaccurate_or_wrong() -> None:
    found = outcomes(submitted("sgd", drifting), "value", "accuracy")
    assert found["value"].verdict in {"fails", "inaccurate"}
    assert outcomes(submitted("sgd", right), "accuracy")["accuracy"].verdict == "conforms"


def precision(y: Any, y_hat: Any) -> Any:
    predicted = np.sum(y_hat == 1)
    return np.sum((y == 1) & (y_hat == 1)) / predicted if predicted else 0.0


def test_what_the_documents_leave_open_is_recorded_and_not_judged() -> None:
    found = outcomes(submitted("precision", precision), "limits")["limits"]
    assert found.verdict == "conforms"
    assert {choice["taken"] for choice in found.choices.values()} == {"0.0"}


def test_an_error_where_the_result_is_open_is_recorded_too() -> None:
    def refuses(y: Any, y_hat: Any) -> Any:
        return np.sum((y == 1) & (y_hat == 1)) / int(np.sum(y_hat == 1))

    def strict(y: Any, y_hat: Any) -> Any:
        if not (y_hat == 1).any():
            raise ZeroDivisionError("no positives")
        return refuses(y, y_hat)

    found = outcomes(submitted("precision", strict), "limits")["limits"]
    assert {choice["taken"] for choice in found.choices.values()} == {"raises an error"}


# -- how a call can go wrong ----------------------------------------------------------------------

SHAPES: dict[str, Callable[..., Any]] = {
    "one result of two": lambda W, b, dW, db, *, alpha=0.1: (W - alpha * dW,),
    "three of two": lambda W, b, dW, db, *, alpha=0.1: (W - alpha * dW, b - alpha * db, b),
    "sum": lambda W, b, dW, db, *, alpha=0.1: ((W - alpha * dW).sum(), b - alpha * db),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_results_of_another_number_or_shape_fail(shape: str) -> None:
    outcome, _ = identify(submitted("gradient_descent_update", SHAPES[shape]), 0, 0)
    assert outcome.verdict == "fails"


def test_results_may_come_as_a_list() -> None:
    def listed(W: Any, b: Any, dW: Any, db: Any, *, alpha: float = 0.1) -> Any:
        return [W - alpha * dW, b - alpha * db]

    outcome, _ = identify(submitted("gradient_descent_update", listed), 0, EXAMPLES)
    assert outcome.verdict == "conforms"


def test_a_rule_whose_shapes_do_not_fit_explains_nothing() -> None:
    rule: Rule = next(r for r in load("dense_backward").variants if r.name == "missing_transpose")
    subject = rounded("dense_backward", load("dense_backward").rule)
    _, plan = identify(subject, 0, 0)
    unfit = [p for p in plan.seen if p.case.inputs["W"].shape[0] != p.case.inputs["W"].shape[1]]
    assert unfit
    assert all(probe.far(rule) for probe in unfit)
