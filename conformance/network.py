"""A network as a small machine-readable description: the input's shape, and its layers in order.

Shapes are of one example. Images have (channels, height, width), sequences (steps, features); a
layer says its own sizes only, what it is given follows from the layers before it.
"""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from nnconform.spec import NNConformError, json_schema

Shape = tuple[int, ...]
Size = Annotated[int, Field(ge=1, strict=True)]
Sizes = Mapping[str, Any]


class NetworkError(NNConformError):
    """A network description does not fit; the message names file, layer and what is expected."""


class Layer(BaseModel):
    """What all layers have: a name for messages, and whether training moves their parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    trainable: bool = True

    @property
    def formula(self) -> str | None:
        """The formula that counts the parameters; None where there is nothing to count."""
        kind: str = self.kind  # type: ignore[attr-defined]
        return f"{kind}_parameter_count"

    def sizes(self, given: Shape) -> Sizes:
        """The arguments of the formula, from the shape of what the layer is given."""
        return {}

    def shape(self, given: Shape) -> Shape:
        """The shape of what the layer puts out."""
        return given


class Dense(Layer):
    """A fully connected layer; behind a sequence it acts on each step."""

    kind: Literal["dense"]
    units: Size

    def sizes(self, given: Shape) -> Sizes:
        """``sizes``: of inputs and outputs."""
        return {"sizes": (_last(given, "dense"), self.units)}

    def shape(self, given: Shape) -> Shape:
        """The last axis has the units."""
        return (*given[:-1], self.units)


class Conv1d(Layer):
    """A convolution along the steps of a sequence."""

    kind: Literal["conv1d"]
    out_channels: Size
    kernel_size: Size
    stride: Size = 1
    padding: Annotated[int, Field(ge=0, strict=True)] = 0

    def sizes(self, given: Shape) -> Sizes:
        """The features of a step are the channels."""
        channels = _axes(given, 2, "conv1d", "(steps, features)")[1]
        return {
            "in_channels": channels,
            "out_channels": self.out_channels,
            "kernel_size": self.kernel_size,
        }

    def shape(self, given: Shape) -> Shape:
        """Steps as far as the kernel fits."""
        steps = _slid(given[0], self.kernel_size, self.stride, self.padding)
        return (steps, self.out_channels)


class Conv2d(Layer):
    """A convolution over an image; ``kernel`` is (height, width)."""

    kind: Literal["conv2d"]
    out_channels: Size
    kernel: tuple[Size, Size]
    stride: Size = 1
    padding: Annotated[int, Field(ge=0, strict=True)] = 0

    def sizes(self, given: Shape) -> Sizes:
        """The kernel's sides and the channels on either side."""
        channels = _axes(given, 3, "conv2d", "(channels, height, width)")[0]
        return {
            "in_channels": channels,
            "out_channels": self.out_channels,
            "kernel_height": self.kernel[0],
            "kernel_width": self.kernel[1],
        }

    def shape(self, given: Shape) -> Shape:
        """Rows and columns as far as the kernel fits."""
        sides = zip(given[1:], self.kernel, strict=True)
        return (self.out_channels, *(_slid(n, k, self.stride, self.padding) for n, k in sides))


class Embedding(Layer):
    """A table of words; the input is a row of word numbers."""

    kind: Literal["embedding"]
    num_embeddings: Size
    embedding_dim: Size

    def sizes(self, given: Shape) -> Sizes:
        """The table's sides."""
        _axes(given, 1, "embedding", "(steps,)")
        return {"num_embeddings": self.num_embeddings, "embedding_dim": self.embedding_dim}

    def shape(self, given: Shape) -> Shape:
        """Each word becomes a row."""
        return (*given, self.embedding_dim)


class Recurrent(Layer):
    """A recurrent layer; it puts out its last state, or all with ``sequences = true``."""

    kind: Literal["simple_rnn", "lstm", "gru"]
    units: Size
    sequences: bool = False

    def sizes(self, given: Shape) -> Sizes:
        """The features of a step, and the units."""
        features = _axes(given, 2, self.kind, "(steps, features)")[1]
        return {"input_size": features, "units": self.units}

    def shape(self, given: Shape) -> Shape:
        """One state, or one for each step."""
        return (given[0], self.units) if self.sequences else (self.units,)


class BatchNorm(Layer):
    """Batch normalization of each feature, or of each channel of an image."""

    kind: Literal["batch_norm"]

    def sizes(self, given: Shape) -> Sizes:
        """The features; of an image, the channels."""
        return {"features": _features(given)}


class PReLU(Layer):
    """A rectifier with one learned slope a unit, or a channel of an image."""

    kind: Literal["prelu"]

    def sizes(self, given: Shape) -> Sizes:
        """The units; of an image, the channels."""
        return {"units": _features(given)}


class Dropout(Layer):
    """Dropout, which has no parameters."""

    kind: Literal["dropout"]
    p: Annotated[float, Field(ge=0, le=1)] = 0.5


class MaxPool(Layer):
    """Maximum pooling over windows, of an image or along a sequence."""

    kind: Literal["max_pool"]
    window: Size
    stride: Size | None = None

    def shape(self, given: Shape) -> Shape:
        """As many windows as fit beside each other."""
        if len(given) not in (2, 3):
            raise ValueError(f"max_pool needs an image or a sequence, and is given {given}")
        step = self.stride or self.window
        if len(given) == 2:
            return (_slid(given[0], self.window, step, 0), given[1])
        return (given[0], *(_slid(n, self.window, step, 0) for n in given[1:]))


class Flatten(Layer):
    """All axes in one."""

    kind: Literal["flatten"]

    @property
    def formula(self) -> None:
        """Nothing to count."""

    def shape(self, given: Shape) -> Shape:
        """The product of the axes."""
        size = 1
        for n in given:
            size *= n
        return (size,)


class Activation(Layer):
    """An activation without parameters."""

    kind: Literal[
        "identity", "step", "sigmoid", "tanh", "relu", "leaky_relu", "elu", "softplus", "softmax"
    ]

    @property
    def formula(self) -> None:
        """Nothing to count."""


AnyLayer = Annotated[
    Dense | Conv1d | Conv2d | Embedding | Recurrent | BatchNorm | PReLU | Dropout | MaxPool
    | Flatten | Activation,
    Field(discriminator="kind"),
]  # fmt: skip


class Network(BaseModel):
    """A network: the shape of one input, and the layers in order."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = ""
    notes: str = ""
    input: Annotated[list[Size], Field(min_length=1, max_length=3)]
    layers: Annotated[list[AnyLayer], Field(min_length=1)]


def schema() -> dict[str, Any]:
    """The JSON Schema of a network description, for editors."""
    return json_schema(Network)


def read_network(path: Path | str) -> Network:
    """Read and validate a description.

    Raises:
        NetworkError: no such file, not TOML, an unknown layer, key or size.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NetworkError(f"{path}: cannot be read: {error}") from None
    return parse_network(text, str(path))


def parse_network(text: str, where: str) -> Network:
    """Validate the text of a description; ``where`` names it in messages.

    Raises:
        NetworkError: as :func:`read_network`.
    """
    try:
        return Network.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise NetworkError(f"{where}: not valid TOML: {error}") from None
    except ValidationError as error:
        lines = [f"{where}: {_explained(dict(item))}" for item in error.errors()]
        raise NetworkError("\n".join(dict.fromkeys(lines))) from None


def _explained(item: dict[str, Any]) -> str:
    place = _place(item["loc"])
    name = str(item["loc"][-1]) if item["loc"] else ""
    if item["type"] == "extra_forbidden":
        return f"{place} is no key of this table; remove {name!r} or correct its spelling"
    if item["type"] == "missing":
        return f"{place} is missing; add it"
    if item["type"] == "union_tag_not_found":
        return f'{place} lacks its kind; add kind = "dense" or another'
    if item["type"] == "union_tag_invalid":
        context = item["ctx"]
        return f"{place} has the unknown kind {context['tag']!r}; expected one of " + (
            str(context["expected_tags"]).replace("'", "")
        )
    return f"{place}: {item['msg']}, got {item['input']!r}"


def _place(loc: Sequence[str | int]) -> str:
    """``layers[2].units``; pydantic puts the layer's kind between, which is left out."""
    found = ""
    for i, part in enumerate(loc):
        if isinstance(part, int):
            found += f"[{part + 1}]"
        elif not (i and isinstance(loc[i - 1], int) and found.startswith("layers") and i == 2):
            found += f".{part}" if found else part
    return found or "the description"


def _last(given: Shape, kind: str) -> int:
    if len(given) == 3:
        raise ValueError(f"{kind} is given an image {given}; put a flatten layer before it")
    return given[-1]


def _features(given: Shape) -> int:
    return given[0] if len(given) == 3 else given[-1]


def _axes(given: Shape, count: int, kind: str, expected: str) -> Shape:
    if len(given) != count:
        raise ValueError(f"{kind} needs the shape {expected}, and is given {given}")
    return given


def _slid(size: int, window: int, stride: int, padding: int) -> int:
    """How many places a window has that slides along ``size``."""
    places = (size + 2 * padding - window) // stride + 1
    if places < 1:
        raise ValueError(f"a window of {window} does not fit into {size + 2 * padding}")
    return places
