"""How many parameters a layer learns; biases are counted, one vector a gate in recurrent layers."""

from collections.abc import Sequence
from itertools import pairwise

from ._validation import ShapeError, check_whole


def dense_parameter_count(sizes: Sequence[int]) -> int:
    """Return the number of weights and biases of a fully connected network.

        count = sum(n[:-1] * n[1:]) + sum(n[1:])

    Args:
        sizes: units of each layer ``n``, the inputs first; at least one number.

    Returns:
        the count; 0 for inputs alone.

    Raises:
        ShapeError: there is no layer.
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "Parameters".

    >>> dense_parameter_count([3, 5, 2])
    32
    """
    if len(sizes) == 0:
        raise ShapeError("dense_parameter_count: sizes must hold at least the number of inputs")
    check_whole("dense_parameter_count", 0, **{f"sizes[{i}]": n for i, n in enumerate(sizes)})
    n = [int(size) for size in sizes]
    return sum(a * b for a, b in pairwise(n)) + sum(n[1:])


def conv1d_parameter_count(*, in_channels: int, out_channels: int, kernel_size: int) -> int:
    """Return the number of parameters of a one-dimensional convolution.

        count = kernel_size * in_channels * out_channels + out_channels

    Args:
        in_channels: channels of the input.
        out_channels: filters, each with a bias.
        kernel_size: length of a filter.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "3. Layers for Images".

    >>> conv1d_parameter_count(in_channels=3, out_channels=8, kernel_size=5)
    128
    """
    check_whole(
        "conv1d_parameter_count",
        0,
        in_channels=in_channels,
        out_channels=out_channels,
        kernel_size=kernel_size,
    )
    return kernel_size * in_channels * out_channels + out_channels


def conv2d_parameter_count(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int
) -> int:
    """Return the number of parameters of a two-dimensional convolution.

        count = kernel_height * kernel_width * in_channels * out_channels + out_channels

    Args:
        in_channels: channels of the input.
        out_channels: filters, each with a bias.
        kernel_height: rows of a filter.
        kernel_width: columns of a filter.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "3. Layers for Images".

    >>> conv2d_parameter_count(in_channels=3, out_channels=8, kernel_height=3, kernel_width=3)
    224
    """
    check_whole(
        "conv2d_parameter_count",
        0,
        in_channels=in_channels,
        out_channels=out_channels,
        kernel_height=kernel_height,
        kernel_width=kernel_width,
    )
    return kernel_height * kernel_width * in_channels * out_channels + out_channels


def embedding_parameter_count(*, num_embeddings: int, embedding_dim: int) -> int:
    """Return the number of parameters of an embedding.

        count = num_embeddings * embedding_dim

    Args:
        num_embeddings: words.
        embedding_dim: numbers a word.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "2. layers for NLP".

    >>> embedding_parameter_count(num_embeddings=10, embedding_dim=4)
    40
    """
    check_whole(
        "embedding_parameter_count", 0, num_embeddings=num_embeddings, embedding_dim=embedding_dim
    )
    return num_embeddings * embedding_dim


def simple_rnn_parameter_count(*, input_size: int, units: int) -> int:
    """Return the number of parameters of a simple recurrent layer.

        count = units * (input_size + units + 1)

    Args:
        input_size: features of the input.
        units: units, each with one bias.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "1. Layers for Sequences".

    >>> simple_rnn_parameter_count(input_size=3, units=2)
    12
    """
    check_whole("simple_rnn_parameter_count", 0, input_size=input_size, units=units)
    return units * (input_size + units + 1)


def lstm_parameter_count(*, input_size: int, units: int) -> int:
    """Return the number of parameters of a long short-term memory.

        count = 4 * units * (input_size + units + 1)

    Args:
        input_size: features of the input.
        units: units, each with one bias a gate.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "1. Layers for Sequences".

    >>> lstm_parameter_count(input_size=3, units=2)
    48
    """
    check_whole("lstm_parameter_count", 0, input_size=input_size, units=units)
    return 4 * units * (input_size + units + 1)


def gru_parameter_count(*, input_size: int, units: int) -> int:
    """Return the number of parameters of a gated recurrent unit.

        count = 3 * units * (input_size + units + 1)

    Args:
        input_size: features of the input.
        units: units, each with one bias a gate.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "1. Layers for Sequences".

    >>> gru_parameter_count(input_size=3, units=2)
    36
    """
    check_whole("gru_parameter_count", 0, input_size=input_size, units=units)
    return 3 * units * (input_size + units + 1)


def batch_norm_parameter_count(*, features: int) -> int:
    """Return the number of parameters that batch normalization learns.

        count = 2 * features

    Args:
        features: features, each with a gamma and a beta.

    Returns:
        the count; the running statistics are not learned and not counted.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        nutshell, "1. Batch Normalization".

    >>> batch_norm_parameter_count(features=3)
    6
    """
    check_whole("batch_norm_parameter_count", 0, features=features)
    return 2 * features


def prelu_parameter_count(*, units: int) -> int:
    """Return the number of parameters of a parametric rectifier.

        count = units

    Args:
        units: units, each with an alpha.

    Returns:
        the count.

    Raises:
        DomainError: a size is no whole number from 0 on.

    Source:
        basics, "Activation functions: Parametric ReLU".

    >>> prelu_parameter_count(units=3)
    3
    """
    check_whole("prelu_parameter_count", 0, units=units)
    return units


def dropout_parameter_count() -> int:
    """Return the number of parameters of dropout, which has none.

        count = 0

    Returns:
        the count.

    Source:
        nutshell, "2. Dropout".

    >>> dropout_parameter_count()
    0
    """
    return 0


def max_pool_parameter_count() -> int:
    """Return the number of parameters of maximum pooling, which has none.

        count = 0

    Returns:
        the count.

    Source:
        nutshell, "3. Layers for Images".

    >>> max_pool_parameter_count()
    0
    """
    return 0
