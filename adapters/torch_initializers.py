"""PyTorch as a Rosetta stone: the initializers of ``torch.nn.init``.

Tested with torch 2.13.0. ``dtype`` is that of the target: there is no input to take it from.
Conventions that a reader should know:

* weights have shape (fan_out, fan_in), as in the documents, and normals are not truncated;
* ``kaiming_*`` assume leaky_relu unless they are told; the documents have relu;
* ``normal_`` has a standard deviation of 1, so that of small weights is passed.
"""

import torch
from torch import Generator, Tensor

DOCUMENT_FORM: dict[str, str] = {}
MISSING: dict[str, str] = {}
EAGER_ONLY = dict.fromkeys(
    ("xavier_normal", "xavier_uniform", "he_normal", "he_uniform", "small_random",
     "he_normal_conv2d", "xavier_uniform_conv2d"),
    "torch.compile does not trace the making of a torch.Generator",
)  # fmt: skip


def xavier_normal(fan_in: int, fan_out: int, *, seed: int, dtype: torch.dtype) -> Tensor:
    weight = torch.empty(fan_out, fan_in, dtype=dtype)
    return torch.nn.init.xavier_normal_(weight, generator=_generator(weight, seed))


def xavier_uniform(fan_in: int, fan_out: int, *, seed: int, dtype: torch.dtype) -> Tensor:
    weight = torch.empty(fan_out, fan_in, dtype=dtype)
    return torch.nn.init.xavier_uniform_(weight, generator=_generator(weight, seed))


def he_normal(fan_in: int, fan_out: int, *, seed: int, dtype: torch.dtype) -> Tensor:
    weight = torch.empty(fan_out, fan_in, dtype=dtype)
    return torch.nn.init.kaiming_normal_(
        weight, nonlinearity="relu", generator=_generator(weight, seed)
    )


def he_uniform(fan_in: int, fan_out: int, *, seed: int, dtype: torch.dtype) -> Tensor:
    weight = torch.empty(fan_out, fan_in, dtype=dtype)
    return torch.nn.init.kaiming_uniform_(
        weight, nonlinearity="relu", generator=_generator(weight, seed)
    )


def small_random(fan_in: int, fan_out: int, *, seed: int, dtype: torch.dtype) -> Tensor:
    weight = torch.empty(fan_out, fan_in, dtype=dtype)
    return torch.nn.init.normal_(weight, std=0.01, generator=_generator(weight, seed))


def he_normal_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int,
    seed: int, dtype: torch.dtype,
) -> Tensor:  # fmt: skip
    weight = torch.empty(out_channels, in_channels, kernel_height, kernel_width, dtype=dtype)
    return torch.nn.init.kaiming_normal_(
        weight, nonlinearity="relu", generator=_generator(weight, seed)
    )


def xavier_uniform_conv2d(
    *, in_channels: int, out_channels: int, kernel_height: int, kernel_width: int,
    seed: int, dtype: torch.dtype,
) -> Tensor:  # fmt: skip
    weight = torch.empty(out_channels, in_channels, kernel_height, kernel_width, dtype=dtype)
    return torch.nn.init.xavier_uniform_(weight, generator=_generator(weight, seed))


def _generator(weight: Tensor, seed: int) -> Generator:
    return torch.Generator(weight.device).manual_seed(seed)
