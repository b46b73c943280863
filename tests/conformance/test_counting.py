"""Networks counted layer by layer: by hand, and against PyTorch's own layers."""

import json
from pathlib import Path
from typing import get_args

import pytest
from click.testing import CliRunner

from nnconform.adapters import WITH_MODELS, available, resolve
from nnconform.conformance.cli import main
from nnconform.conformance.counting import count, count_model
from nnconform.conformance.network import (
    Activation,
    NetworkError,
    parse_network,
    read_network,
    schema,
)
from nnconform.spec import ids, load

NETWORKS = Path(__file__).parents[2] / "examples" / "networks"


def _network(layers: str, given: str = "[4]") -> str:
    return f"input = {given}\n" + "".join(f"[[layers]]\n{each}\n" for each in layers.split("|"))


def _counts(layers: str, given: str = "[4]") -> list[tuple[int, int]]:
    found = count(parse_network(_network(layers, given), "test.toml"))
    return [(layer.trainable, layer.fixed) for layer in found.layers]


def test_the_worked_example_of_the_documents() -> None:
    found = count(read_network(NETWORKS / "perceptron_3_5_2.toml"))
    assert [layer.trainable for layer in found.layers] == [15 + 5, 0, 10 + 2]
    assert (found.trainable, found.fixed) == (32, 0)


@pytest.mark.parametrize(
    ("layers", "given", "expected"),
    [
        # 3 sides * 2 channels * 5 filters + 5; then what is left of 8 steps: 6
        ('kind = "conv1d"\nout_channels = 5\nkernel_size = 3', "[8, 2]", [(35, 0)]),
        ('kind = "conv2d"\nout_channels = 4\nkernel = [2, 3]', "[3, 9, 9]", [(76, 0)]),
        ('kind = "embedding"\nnum_embeddings = 7\nembedding_dim = 3', "[5]", [(21, 0)]),
        # 2*2 recurrent + 3*2 from the inputs + 2 biases = 12
        ('kind = "simple_rnn"\nunits = 2', "[5, 3]", [(12, 0)]),
        ('kind = "lstm"\nunits = 2', "[5, 3]", [(48, 0)]),
        ('kind = "gru"\nunits = 2', "[5, 3]", [(36, 0)]),
        ('kind = "batch_norm"', "[6]", [(12, 12)]),
        ('kind = "batch_norm"', "[3, 9, 9]", [(6, 6)]),
        ('kind = "prelu"', "[6]", [(6, 0)]),
        ('kind = "dropout"|kind = "max_pool"\nwindow = 2', "[3, 4, 4]", [(0, 0), (0, 0)]),
        ('kind = "dense"\nunits = 2\ntrainable = false', "[4]", [(0, 10)]),
        ('kind = "batch_norm"\ntrainable = false', "[6]", [(0, 24)]),
    ],
)
def test_layers_counted_by_hand(layers: str, given: str, expected: list[tuple[int, int]]) -> None:
    assert _counts(layers, given) == expected


def test_shapes_follow_from_layer_to_layer() -> None:
    layers = (
        'kind = "conv2d"\nout_channels = 4\nkernel = [3, 3]\npadding = 1\nstride = 2'
        '|kind = "max_pool"\nwindow = 2|kind = "flatten"|kind = "dense"\nunits = 3'
    )
    found = count(parse_network(_network(layers, "[1, 9, 9]"), "test.toml"))
    assert [layer.shape for layer in found.layers] == [(4, 5, 5), (4, 2, 2), (16,), (3,)]
    assert found.layers[-1].trainable == 16 * 3 + 3


def test_a_recurrent_layer_hands_on_all_states_or_the_last_one() -> None:
    layers = 'kind = "gru"\nunits = 2\nsequences = true|kind = "lstm"\nunits = 3'
    found = count(parse_network(_network(layers, "[5, 4]"), "test.toml"))
    assert [layer.shape for layer in found.layers] == [(5, 2), (3,)]


def test_counts_beyond_64_bits_are_exact() -> None:
    n = 2**33 - 1
    layers = f'kind = "lstm"\nunits = {n}'
    assert _counts(layers, "[2, 3]") == [(4 * n * (3 + n + 1), 0)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("input = [3]\nlayers = []", "layers"),
        (_network("units = 3"), 'layers[1] lacks its kind; add kind = "dense" or another'),
        (_network('kind = "densee"\nunits = 3'), "layers[1] has the unknown kind 'densee'"),
        (_network('kind = "dense"'), "layers[1].units is missing; add it"),
        (_network('kind = "dense"\nunit = 3\nunits = 3'), "remove 'unit' or correct its spelling"),
        (_network('kind = "dense"\nunits = 0'), "layers[1].units: "),
        (_network('kind = "dense"\nunits = 2.5'), "layers[1].units: "),
        ("input = [3", "not valid TOML"),
        ("layers = 3", "input is missing; add it"),
    ],
)
def test_a_wrong_description_says_where_and_what(text: str, said: str) -> None:
    with pytest.raises(NetworkError) as error:
        parse_network(text, "mine.toml")
    assert "mine.toml" in str(error.value)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("layers", "given", "said"),
    [
        ('kind = "dense"\nunits = 2', "[3, 9, 9]", "put a flatten layer before it"),
        ('kind = "lstm"\nunits = 2', "[3]", "lstm needs the shape (steps, features)"),
        ('kind = "conv2d"\nout_channels = 1\nkernel = [5, 5]', "[1, 3, 3]", "does not fit into 3"),
        ('name = "first"\nkind = "embedding"\nnum_embeddings = 2\nembedding_dim = 2', "[3, 3]",
         "layer 1 (first: embedding)"),
    ],
)  # fmt: skip
def test_a_layer_that_does_not_fit_is_named(layers: str, given: str, said: str) -> None:
    with pytest.raises(NetworkError, match="layer 1") as error:
        count(parse_network(_network(layers, given), "mine.toml"))
    assert said in str(error.value)


def test_an_unknown_framework_is_refused() -> None:
    with pytest.raises(NetworkError, match="there is torch"):
        count(read_network(NETWORKS / "perceptron_3_5_2.toml"), "caffe")


def test_an_adapter_without_layers_of_its_own_is_refused() -> None:
    with pytest.raises(NetworkError, match=r"no layers of 'numpy' .*; there is torch"):
        count(read_network(NETWORKS / "perceptron_3_5_2.toml"), "numpy")


def test_what_is_no_model_is_refused() -> None:
    with pytest.raises(NetworkError, match="dict is no model of torch"):
        count_model({"layers": 3})


@pytest.mark.parametrize("name", available())
def test_those_that_are_said_to_have_layers_of_their_own_have_them(name: str) -> None:
    assert (getattr(resolve(name), "models", None) is not None) == (name in WITH_MODELS)


def test_activation_layers_are_the_activations_of_the_spec_that_learn_nothing() -> None:
    known = [load(each) for each in ids() if load(each).group == "activations"]
    plain = {f.id for f in known if len(f.inputs) == 1 and not f.file.formula.derivative_of}
    assert set(get_args(Activation.model_fields["kind"].annotation)) == plain


def test_the_schema_beside_the_examples_is_the_one_that_the_model_makes() -> None:
    shipped = json.loads((NETWORKS / "schema.json").read_text())
    assert shipped == json.loads(json.dumps(schema()))


def test_pytorch_has_as_many_but_for_its_conventions() -> None:
    nn = pytest.importorskip("torch.nn")
    found = count(read_network(NETWORKS / "words_lstm.toml"), "torch")
    own = sum(p.numel() for p in nn.LSTM(16, 32).parameters())
    assert found.layers[1].framework == own == found.layers[1].trainable + 4 * 32
    assert found.layers[1].difference.startswith("+128 by the convention two_bias_vectors: ")
    assert found.explained
    others = [layer for layer in found.layers if layer.number != 2]
    assert all(layer.framework == layer.trainable and not layer.difference for layer in others)


@pytest.mark.parametrize("kind", ["simple_rnn", "gru", "prelu"])
def test_other_conventions_of_pytorch_are_named(kind: str) -> None:
    pytest.importorskip("torch")
    layer, given = (f'kind = "{kind}"\nunits = 3', "[4, 2]") if kind != "prelu" else (
        'kind = "prelu"', "[4]")  # fmt: skip
    found = count(parse_network(_network(layer, given), "test.toml"), "torch")
    assert found.explained
    assert "by the convention" in found.layers[0].difference


def test_a_users_own_model_is_counted_layer_by_layer() -> None:
    nn = pytest.importorskip("torch.nn")
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.BatchNorm2d(8), nn.ReLU(), nn.Flatten(), nn.Linear(8, 2)
    )
    found = count_model(model)
    assert [layer.framework for layer in found.layers] == [80, 16, 0, 0, 18]
    assert found.counted == found.trainable == sum(p.numel() for p in model.parameters())
    assert found.fixed == 16
    assert found.explained


def test_what_no_convention_explains_is_said() -> None:
    nn = pytest.importorskip("torch.nn")
    found = count_model(nn.Sequential(nn.Conv2d(4, 8, 3, groups=2), nn.LSTM(3, 5, num_layers=2)))
    assert [layer.explained for layer in found.layers] == [False, False]
    assert found.layers[0].difference == "-144, and no convention explains it"


def test_a_frozen_layer_is_not_trained() -> None:
    nn = pytest.importorskip("torch.nn")
    layer = nn.Linear(3, 2).requires_grad_(False)
    found = count_model(nn.Sequential(layer, nn.Linear(2, 1)))
    assert [(n.trainable, n.fixed) for n in found.layers] == [(0, 8), (3, 0)]


def test_a_layer_that_no_formula_counts_is_refused() -> None:
    nn = pytest.importorskip("torch.nn")
    with pytest.raises(NetworkError, match=r"LayerNorm.* has 8 parameters, and no formula"):
        count_model(nn.Sequential(nn.Linear(4, 4), nn.LayerNorm(4)))


def test_the_command_prints_one_object_and_nothing_else() -> None:
    path = str(NETWORKS / "perceptron_3_5_2.toml")
    ran = CliRunner().invoke(main, ["count", path, "--json"])
    found = json.loads(ran.stdout)
    assert ran.exit_code == 0
    assert (found["total"], found["trainable"], found["non_trainable"]) == (32, 32, 0)
    assert found["framework"] is None
    assert [layer["total"] for layer in found["layers"]] == [20, 0, 12]


def test_the_command_prints_a_table() -> None:
    ran = CliRunner().invoke(main, ["count", str(NETWORKS / "digits_cnn.toml")])
    assert ran.exit_code == 0
    assert "total 13642: 13626 trainable, 16 not" in ran.stdout


def test_the_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    path = tmp_path / "net.toml"
    path.write_text(_network('kind = "dense"'))
    ran = CliRunner().invoke(main, ["count", str(path)])
    assert ran.exit_code == 2
    assert "layers[1].units is missing; add it" in ran.stderr
    missing = CliRunner().invoke(main, ["count", str(tmp_path / "none.toml")])
    assert missing.exit_code == 2
    assert "cannot be read" in missing.stderr
