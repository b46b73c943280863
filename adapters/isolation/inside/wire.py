"""Messages between grader and submission: a fixed prefix, a JSON header and raw bytes.

Nothing is ever unpickled and every size has a cap. Who reads a message checks it as if the
submission itself had written it, for it can.
"""

import json
import math
import struct
import types
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

PREFIX = struct.Struct("<4sIQ")
MAGIC = b"nnc1"
MAX_HEADER = 4 << 20
MAX_BODY = 128 << 20
MAX_ANSWER = 32 << 20
MAX_DEPTH = 32
MAX_PARTS = 100_000
MAX_TEXT = 2_000
DTYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
          "float16", "float32", "float64")  # fmt: skip
# Arrays keep their layout: contiguous, in Fortran order, with gaps, or a NumPy scalar.
CONTIGUOUS, FORTRAN, STRIDED, SCALAR = "CFSG"

# Submissions may replace NumPy's functions: these are the real ones.
_array, _frombuffer, _repeat, _dtype = np.array, np.frombuffer, np.repeat, np.dtype
_NO_DATA = (types.GeneratorType, types.CoroutineType, types.FunctionType, types.ModuleType,
            set, type, complex, bytes, bytearray)  # fmt: skip


class Refused(Exception):
    """A value that cannot cross; the message says what it is."""


class Packer:
    """Turn nested lists, tuples, dicts, arrays, numbers, text and None into a tree and bytes.

    Attributes:
        parts: the bytes of the arrays, in the order of the tree.
    """

    def __init__(self, room: int = MAX_BODY) -> None:
        self.parts: list[bytes] = []
        self.room = room
        self.count = MAX_PARTS

    def pack(self, value: Any, depth: int = 0) -> list[Any]:
        """Return the tree of ``value``.

        Raises:
            Refused: some part is no plain data, or there is too much of it.
        """
        self.count -= 1
        if self.count < 0 or depth > MAX_DEPTH:
            raise Refused("returned something nested too deeply or with too many parts")
        # The type itself is asked, not the object: a class can say of its objects what it likes.
        kind = type(value)
        if value is None:
            return ["n"]
        if issubclass(kind, np.generic):
            return self._array(_array(value), SCALAR)
        if issubclass(kind, np.ndarray):
            return self._array(value, _order(value))
        if issubclass(kind, bool | int | float | str):
            return _scalar(kind, value)
        if issubclass(kind, tuple):
            return ["t", *self._items(tuple.__iter__(value), depth)]
        if issubclass(kind, list):
            return ["l", *self._items(list.__iter__(value), depth)]
        if issubclass(kind, dict):
            return ["d", *(self._items(pair, depth) for pair in list(dict.items(value)))]
        return self._array(_foreign(value), CONTIGUOUS)

    def _items(self, items: Iterable[Any], depth: int) -> list[list[Any]]:
        return [self.pack(item, depth + 1) for item in items]

    def _array(self, value: Any, order: str) -> list[Any]:
        dtype = np.ndarray.dtype.__get__(value)
        known = dtype.name in DTYPES
        if dtype.kind not in "fiub" or not (known or dtype.name in ("longdouble", "float128")):
            kind = type(value).__name__
            raise Refused(f"returned {kind} of dtype {str(dtype)[:80]}, not numbers")
        size = np.ndarray.nbytes.__get__(value)
        if size > self.room:
            raise Refused(f"returned an array of {size >> 20} MiB, which is too large")
        self.room -= size
        name = dtype.name if known else "float64"
        plain = _array(value, dtype=name, order="C", subok=False)
        self.parts.append(plain.tobytes())
        return ["a", name, list(plain.shape), order]


def _scalar(kind: type, value: Any) -> list[Any]:
    if kind is bool:
        return ["b", value]
    if issubclass(kind, str):
        return ["s", str.__str__(value)[:MAX_TEXT]]
    if issubclass(kind, float):
        return ["f", float.hex(value)]
    whole = int.__index__(value)
    if not -(2**63) <= whole < 2**63:
        raise Refused("returned a whole number that 64 bits do not hold")
    return ["i", whole]


def _order(array: Any) -> str:
    if type(array) is not np.ndarray or array.ndim == 0 or array.flags.c_contiguous:
        return CONTIGUOUS
    return FORTRAN if array.flags.f_contiguous else STRIDED


def _foreign(value: Any) -> Any:
    """An array of an object that is neither of NumPy nor of Python."""
    kind = type(value)
    if issubclass(kind, _NO_DATA):
        raise Refused(f"returned {kind.__name__}, which is no array of numbers")
    detach = getattr(value, "detach", None)
    try:
        found = _array(detach() if callable(detach) else value, subok=False)
    except Exception as error:
        what = f"{kind.__name__}, which is no array: {type(error).__name__}"
        raise Refused(f"returned {what}") from None
    if found.dtype.kind not in "fiub":
        raise Refused(f"returned {kind.__name__}, which is no array of numbers")
    return found


class Unpacker:
    """Read a tree and its bytes back; arrays become writable copies."""

    def __init__(self, body: bytes | bytearray) -> None:
        self.body = memoryview(body)
        self.at = 0
        self.count = MAX_PARTS

    def unpack(self, tree: Any, depth: int = 0) -> Any:
        """Return the value that ``tree`` describes.

        Raises:
            ValueError: tree and bytes do not fit each other, or are no tree.
        """
        self.count -= 1
        if self.count < 0 or depth > MAX_DEPTH or type(tree) is not list or not tree:
            raise ValueError("malformed tree")
        kind, rest = tree[0], tree[1:]
        if kind == "a" and len(rest) == 3:
            return self._array(*rest)
        if kind == "d":
            pairs = [[self.unpack(each, depth + 1) for each in pair] for pair in rest]
            if any(len(pair) != 2 or type(pair[0]) not in (str, int, bool) for pair in pairs):
                raise ValueError("malformed dictionary")
            return {key: value for key, value in pairs}
        if kind in ("l", "t"):
            items = [self.unpack(item, depth + 1) for item in rest]
            return items if kind == "l" else tuple(items)
        return _plain(kind, rest)

    def done(self) -> None:
        """Check that every byte was read.

        Raises:
            ValueError: some are left over.
        """
        if self.at != len(self.body):
            raise ValueError("bytes are left over")

    def _array(self, name: Any, shape: Any, order: Any) -> Any:
        if name not in DTYPES or order not in ("C", "F", "S", "G") or type(shape) is not list:
            raise ValueError("malformed array")
        if len(shape) > MAX_DEPTH or not all(type(n) is int and 0 <= n < 2**48 for n in shape):
            raise ValueError("malformed shape")
        dtype = _dtype(name)
        size = math.prod(shape) * dtype.itemsize
        if size > len(self.body) - self.at:
            raise ValueError("an array has more elements than bytes came")
        flat = _frombuffer(self.body[self.at : self.at + size], dtype=dtype)
        self.at += size
        plain = _array(flat).reshape(shape)
        if order == FORTRAN:
            return _array(plain, order="F")
        if order == STRIDED and plain.ndim:
            return _repeat(plain, 2, axis=0)[::2]
        return plain[()] if order == SCALAR and plain.ndim == 0 else plain


def _plain(kind: Any, rest: list[Any]) -> Any:
    if kind == "n" and not rest:
        return None
    types_of = {"b": bool, "i": int, "s": str, "f": str}
    if kind not in types_of or len(rest) != 1 or type(rest[0]) is not types_of[kind]:
        raise ValueError("malformed value")
    value: Any = rest[0]
    return float.fromhex(value) if kind == "f" else value


def frame(header: dict[str, Any], parts: Sequence[bytes] = ()) -> bytes:
    """Return the bytes of one message.

    Raises:
        Refused: it is longer than a message may be.
    """
    head = json.dumps(header, separators=(",", ":")).encode("ascii")
    body = b"".join(parts)
    if len(head) > MAX_HEADER or len(body) > MAX_BODY:
        raise Refused("returned more than fits into one answer")
    return PREFIX.pack(MAGIC, len(head), len(body)) + head + body


def sizes(prefix: bytes | bytearray) -> tuple[int, int]:
    """Return the lengths of header and body that a prefix announces.

    Raises:
        ValueError: it is no prefix, or announces too much.
    """
    magic, head, body = PREFIX.unpack(prefix)
    if magic != MAGIC or head > MAX_HEADER or body > MAX_BODY:
        raise ValueError("not a message")
    return head, body
