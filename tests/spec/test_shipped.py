"""The entries as they are shipped: complete, named as their files, and each with its mistakes."""

import tomllib
from pathlib import Path

import pytest

from nnconform import spec
from nnconform.spec import documents, generated, groups, ids, load

ROOT = Path(__file__).parents[2] / "spec"

# The sections of the inventory by their numbers; heads stand under section 3.
ACTIVATIONS = [
    "identity",
    "step",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "prelu",
    "elu",
    "softplus",
    "softmax",
]
DERIVATIVES = [f"{name}_derivative" for name in ACTIVATIONS if name != "softmax"] + [
    "softmax_jacobian"
]
LOSSES = [
    "mse",
    "squared_error",
    "mae",
    "huber",
    "binary_cross_entropy",
    "cross_entropy_single",
    "categorical_cross_entropy",
    "sparse_categorical_cross_entropy",
    "negative_log_likelihood",
    "kl_divergence",
    "hinge",
    "contrastive",
    "triplet",
    "margin_ranking",
    "pixelwise_cross_entropy",
    "l1_penalty",
    "l2_penalty",
]
HEADS = ["regression_head", "binary_head", "multiclass_head", "multilabel_head"]
NEURONS = ["weighted_sum", "neuron", "perceptron", "dense", "mlp_forward"]
BACKPROPAGATION = [
    "binary_cross_entropy_output_gradient",
    "layer_delta",
    "dense_backward",
    "chain_rule",
    "delta_rule",
    "mlp_backward",
    "gradient_descent_update",
    "train_step",
    "minibatch_gradient",
]
OPTIMIZERS = ["sgd", "momentum", "rmsprop", "adagrad", "adadelta", "adam", "adam_moments"]
INITIALIZERS = ["xavier_normal", "xavier_uniform", "he_normal", "he_uniform", "small_random"]
REGULARIZATION = ["dropout", "batch_norm", "clip_by_value", "clip_by_norm"]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        ("activations", [*ACTIVATIONS, *DERIVATIVES]),
        ("losses", LOSSES),
        ("heads", HEADS),
        ("neurons", NEURONS),
        ("backpropagation", BACKPROPAGATION),
        ("optimizers", OPTIMIZERS),
        ("initializers", INITIALIZERS),
        ("regularization", REGULARIZATION),
    ],
    ids=lambda given: given if isinstance(given, str) else str(len(given)),
)
def test_every_id_of_the_inventory_is_there(group: str, expected: list[str]) -> None:
    assert set(expected) <= {i for i in ids() if load(i).group == group}


def test_the_ids_are_the_files_of_the_groups() -> None:
    files = [path for path in ROOT.glob("*/*.toml") if path.parent.name != "claims"]
    assert {path.stem for path in files} == set(ids())
    assert {path.parent.name for path in files} == set(groups())


@pytest.mark.parametrize("identifier", ids())
def test_every_file_loads_under_its_name(identifier: str) -> None:
    formula = load(identifier)
    assert formula.id == identifier
    assert formula.where == f"spec/{formula.group}/{identifier}.toml"


@pytest.mark.parametrize("identifier", ids())
def test_every_entry_knows_two_mistakes_that_teach(identifier: str) -> None:
    mistakes = [v for v in load(identifier).file.variants.values() if v.kind == "mistake"]
    assert len(mistakes) >= 2
    assert all(len(mistake.hint) >= 20 for mistake in mistakes)
    assert all(mistake.hint.endswith((".", "?")) for mistake in mistakes)


@pytest.mark.parametrize("identifier", ids())
def test_tables_stand_in_one_order(identifier: str) -> None:
    order = [
        "id",
        "title",
        "sources",
        "latex",
        "notes",
        "inputs",
        "parameters",
        "choices",
        "formula",
        "unspecified",
        "limits",
        "properties",
        "layouts",
        "variants",
        "examples",
    ]
    keys = list(tomllib.loads((ROOT / load(identifier).where.removeprefix("spec/")).read_text()))
    assert keys == sorted(keys, key=order.index)


@pytest.mark.parametrize("identifier", ACTIVATIONS)
def test_the_derivative_of_an_activation_names_its_base(identifier: str) -> None:
    name = "softmax_jacobian" if identifier == "softmax" else f"{identifier}_derivative"
    derivative = load(name)
    assert derivative.file.formula.derivative_of == identifier
    assert list(derivative.inputs) == list(load(identifier).inputs)


def test_the_five_documents_are_known() -> None:
    assert set(documents()) >= {"synthesis", "basics", "unit2", "nutshell", "dnn"}
    assert all(document.file or document.url for document in documents().values())


def test_generated_variants_have_a_kind_and_a_sentence() -> None:
    kinds = {name: item.kind for name, item in generated().items()}
    assert kinds == {
        "reduction_none": "convention",
        "reduction_mean": "convention",
        "reduction_sum": "convention",
        "arguments_swapped": "mistake",
        "other_choice": "convention",
    }
    assert all(item.text.endswith(".") for item in generated().values())


def test_the_public_names_are_the_ones_imported_as_themselves() -> None:
    assert {"load", "ids", "read", "rules", "parse", "Formula", "Rule", "SpecError"} <= set(
        vars(spec)
    )
