"""What crosses the wall, and what is refused at it: on the way in, and whoever wrote it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import BadReturn, Died, Raised
from nnconform.adapters.isolation import open_submission
from nnconform.adapters.isolation.inside.wire import (
    MAGIC,
    MAX_BODY,
    PREFIX,
    Packer,
    Refused,
    Unpacker,
    frame,
    sizes,
)

from ._submissions import HEAD, RIGHT, SIGMOID, TIGHT, Z, value, write

VALUES: dict[str, Any] = {
    "None": None,
    "a flag": True,
    "a number": -3,
    "a float": 0.1,
    "an infinity": float("-inf"),
    "text": "\u00e9 \udcff",
    "nested": [1, (2.5, [None, "x"], {"a": 1})],
    "empty": [(), [], {}],
}
ARRAYS: dict[str, Any] = {
    "float16": np.array([1.5, np.inf], dtype=np.float16),
    "float32 matrix": np.arange(6, dtype=np.float32).reshape(2, 3),
    "integers": np.array([[1], [2]]),
    "flags": np.array([True, False]),
    "0-d": np.array(2.0),
    "empty": np.empty((0, 3)),
    "Fortran order": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "gaps": np.arange(12.0).reshape(4, 3)[::2],
    "a subnormal and NaN": np.array([5e-324, np.nan, -0.0]),
}


def there_and_back(value: Any) -> Any:
    packer = Packer()
    tree = json.loads(json.dumps(packer.pack(value)))
    unpacker = Unpacker(b"".join(packer.parts))
    found = unpacker.unpack(tree)
    unpacker.done()
    return found


@pytest.mark.parametrize("name", VALUES)
def test_plain_data_arrives_as_it_was(name: str) -> None:
    assert there_and_back(VALUES[name]) == VALUES[name]


@pytest.mark.parametrize("name", ARRAYS)
def test_an_array_arrives_bit_by_bit_and_in_its_layout(name: str) -> None:
    array, got = ARRAYS[name], there_and_back(ARRAYS[name])
    assert (got.dtype, got.shape, got.tobytes()) == (array.dtype, array.shape, array.tobytes())
    for flag in ("C_CONTIGUOUS", "F_CONTIGUOUS"):
        assert got.flags[flag] == array.flags[flag]
    assert got.flags.writeable


def test_a_numpy_scalar_stays_one() -> None:
    assert type(there_and_back(np.float32(0.1))) is np.float32


TREES: dict[str, tuple[Any, bytes]] = {
    "no tree": ({}, b""),
    "an empty tree": ([], b""),
    "an unknown kind": (["z", 1], b""),
    "an unknown dtype": (["a", "object", [1], "C"], b"0" * 8),
    "too few bytes": (["a", "float64", [2], "C"], b"0" * 8),
    "too many bytes": (["a", "float64", [1], "C"], b"0" * 9),
    "a negative length": (["a", "float64", [-1], "C"], b""),
    "a huge length": (["a", "float64", [2**40, 2**40], "C"], b""),
    "a length that is no number": (["a", "float64", ["1"], "C"], b"0" * 8),
    "a length that is a flag": (["a", "float64", [True], "C"], b"0" * 8),
    "a number that is text": (["i", "1"], b""),
    "text that is a number": (["s", 1], b""),
    "a float that is none": (["f", "one"], b""),
    "a key that is a list": (["d", [["l"], ["n"]]], b""),
    "half a pair": (["d", [["n"]]], b""),
    "too deep": (json.loads('["l",' * 60 + '["n"]' + "]" * 60), b""),
}


@pytest.mark.parametrize("name", TREES)
def test_a_malformed_tree_is_refused(name: str) -> None:
    tree, body = TREES[name]
    unpacker = Unpacker(body)

    def read() -> None:
        unpacker.unpack(tree)
        unpacker.done()

    with pytest.raises((ValueError, TypeError)):
        read()


@pytest.mark.parametrize(
    "prefix",
    [b"x" * PREFIX.size, PREFIX.pack(MAGIC, 2**31, 0), PREFIX.pack(MAGIC, 1, MAX_BODY + 1)],
)
def test_a_malformed_prefix_is_refused(prefix: bytes) -> None:
    with pytest.raises(ValueError, match="not a message"):
        sizes(prefix)


def test_a_message_that_is_too_long_is_not_sent() -> None:
    with pytest.raises(Refused, match="more than fits"):
        frame({"x": "y" * (5 << 20)})


# A submission that finds the request in the frames below it, and answers it itself.
FORGER = """
import json, struct
def forged(header, body=b"", nonce=None):
    f = sys._getframe()
    while "nonce" not in f.f_locals.get("head", {}): f = f.f_back
    head = json.dumps({"nonce": nonce or f.f_locals["head"]["nonce"], **header}).encode()
    os.write(200, struct.pack("<4sIQ", b"nnc1", len(head), len(body)) + head + body)
    time.sleep(9)
"""
FORGED: dict[str, tuple[str, type[Exception], str]] = {
    "another nonce": ("{'value': ['f', '0x1p0']}, nonce='0'", Died, "wrote into the channel"),
    "no value": ("{}", BadReturn, "no plain data"),
    "no tree": ("{'value': 3}", BadReturn, "no plain data"),
    "too few bytes": ("{'value': ['a', 'float64', [9], 'C']}", BadReturn, "no plain data"),
    "objects": ("{'value': ['a', 'object', [1], 'C']}, b'0'*8", BadReturn, "no plain data"),
    "changed inputs that are none": (
        "{'value': ['n'], 'after': ['n']}",
        BadReturn,
        "no plain data",
    ),
    "a failure that is none": ("{'raised': 'x'}", BadReturn, "no plain data"),
    "a failure without text": ("{'raised': [None, {}, 'x', []]}", Raised, "None: {}"),
    "a failure in lines and colours": (
        "{'raised': ['a\\nb', '\\x1b[31mc\\r\\n' * 9999, 10**9, '']}",
        Raised,
        "^a b: \ufffd.31mc ",
    ),
    "a wrong length": ("{'value': ['n']}, b'x'*99", BadReturn, "no plain data"),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_answer_is_no_answer(name: str, tmp_path: Path) -> None:
    call, kind, said = FORGED[name]
    source = f"{HEAD}{FORGER}\ndef relu(z): forged({call})\n{RIGHT}"
    write(tmp_path, {"answer.py": source})
    with open_submission(tmp_path / "answer.py", {}, TIGHT) as adapter:
        with pytest.raises(kind, match=said):
            value(adapter, "relu", Z)
        np.testing.assert_array_equal(value(adapter, "sigmoid", Z), SIGMOID)
