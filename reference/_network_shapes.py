"""Which shapes make a network; every message begins with the function's name."""

from collections.abc import Sequence

import numpy as np

from ._validation import DomainError, FloatArray, IntArray, ShapeError, check_count


def check_neuron(function: str, w: FloatArray, x: FloatArray, b: FloatArray) -> None:
    """Raise ShapeError unless one neuron can weigh ``x``."""
    if w.ndim != 1 or w.shape != x.shape or b.shape != ():
        raise ShapeError(
            f"{function}: w and x must have one shape (n,) and b the shape (), "
            f"got {w.shape}, {x.shape} and {b.shape}"
        )


def check_layer(function: str, W: FloatArray, a: FloatArray, b: FloatArray) -> None:
    """Raise ShapeError unless the layer fits to the activations before it."""
    if W.ndim != 2 or a.ndim not in (1, 2) or a.shape[0] != W.shape[1] or b.shape != W.shape[:1]:
        raise ShapeError(
            f"{function}: W, a and b must have the shapes (out, in), (in,) or (in, batch), "
            f"and (out,), got {W.shape}, {a.shape} and {b.shape}"
        )


def check_delta(function: str, W: FloatArray, a_prev: FloatArray, delta: FloatArray) -> None:
    """Raise ShapeError unless ``delta`` belongs to what the layer makes of ``a_prev``."""
    fits = W.ndim == 2 and a_prev.ndim in (1, 2) and a_prev.shape[:1] == W.shape[1:]
    if not fits or delta.shape != (*W.shape[:1], *a_prev.shape[1:]):
        raise ShapeError(
            f"{function}: W, a_prev and delta must have the shapes (out, in), (in,) or "
            f"(in, batch), and (out,) or (out, batch), "
            f"got {W.shape}, {a_prev.shape} and {delta.shape}"
        )


def check_network(
    function: str, Ws: Sequence[FloatArray], bs: Sequence[FloatArray], x: FloatArray
) -> None:
    """Raise ShapeError unless each layer takes what the one before it gives."""
    if not Ws or len(Ws) != len(bs):
        raise ShapeError(
            f"{function}: Ws and bs must hold one array a layer, got {len(Ws)} and {len(bs)}"
        )
    if x.ndim not in (1, 2):
        raise ShapeError(f"{function}: x must have the shape (in,) or (in, batch), got {x.shape}")
    size = x.shape[0]
    for i, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        if W.ndim != 2 or W.shape[1] != size or b.shape != W.shape[:1]:
            raise ShapeError(
                f"{function}: layer {i} gets {size} activations, so Ws[{i}] and bs[{i}] must have "
                f"the shapes (n, {size}) and (n,), got {W.shape} and {b.shape}"
            )
        size = W.shape[0]


def check_training(
    function: str,
    Ws: Sequence[FloatArray],
    bs: Sequence[FloatArray],
    x: FloatArray,
    y: FloatArray,
) -> None:
    """Raise ShapeError unless the network, its inputs and its targets belong together."""
    check_network(function, Ws, bs, x)
    shape = (Ws[-1].shape[0], *x.shape[1:])
    if y.shape != shape:
        raise ShapeError(f"{function}: y must have the shape {shape}, got {y.shape}")
    check_count(function, "example", x.shape[1:])


def check_batch(function: str, x: FloatArray, batch: FloatArray) -> IntArray:
    """Return ``batch`` as column numbers of ``x``; negative ones do not count from the end."""
    if x.ndim != 2 or batch.ndim != 1:
        raise ShapeError(
            f"{function}: x and batch must have the shapes (in, examples) and (size,), "
            f"got {x.shape} and {batch.shape}"
        )
    check_count(function, "example", batch.shape)
    wrong = ~((batch >= 0) & (batch < x.shape[1]) & (batch % 1 == 0))
    if wrong.any():
        raise DomainError(
            f"{function}: batch must hold whole numbers from 0 to {x.shape[1] - 1}, "
            f"got {batch[wrong][0]:g}"
        )
    return batch.astype(np.int64)


def check_connections(
    function: str, o: FloatArray, w: FloatArray, y: FloatArray, target: FloatArray
) -> None:
    """Raise ShapeError unless ``w`` connects the units ``o`` to the units ``y``."""
    if o.ndim != 1 or y.ndim != 1 or target.shape != y.shape or w.shape != y.shape + o.shape:
        raise ShapeError(
            f"{function}: o, w, y and target must have the shapes (n,), (m, n), (m,) and (m,), "
            f"got {o.shape}, {w.shape}, {y.shape} and {target.shape}"
        )
