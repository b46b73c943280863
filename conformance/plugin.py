"""The pytest plug-in: the checks as parametrised tests.

It is loaded in every pytest run of the environment, so it imports nothing but pytest until its
own tests are collected.
"""

import pytest

_DEFAULT = ["numpy"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options, each with the project's name in it."""
    group = parser.getgroup("nnconform", "conformance of deep-learning formulas")
    group.addoption(
        "--nnconform-adapter",
        action="append",
        metavar="NAME",
        default=[],
        help="numpy, torch, jax, a Python file or a module; repeatable (default: numpy)",
    )
    for name, text in (
        ("dtype", "float16, bfloat16, float32, float64"),
        ("device", "cpu, cuda, gpu"),
        ("mode", "eager, compiled, jit"),
    ):
        group.addoption(
            f"--nnconform-{name}",
            action="append",
            metavar=name.upper(),
            default=[],
            help=f"{text}; repeatable",
        )
    group.addoption(
        "--nnconform-examples",
        type=int,
        default=25,
        metavar="N",
        help="drawn examples a formula (default: 25)",
    )
    group.addoption("--nnconform-seed", type=int, default=0, metavar="SEED")


def pytest_configure(config: pytest.Config) -> None:
    """Declare the marker that the tests carry."""
    config.addinivalue_line("markers", "nnconform: a conformance check of nnconform")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test of each check of each formula on each target."""
    if "nnconform_check" not in metafunc.fixturenames:
        return
    from nnconform.conformance.planning import planned
    from nnconform.conformance.runner import Request
    from nnconform.spec import NNConformError, ids

    option = metafunc.config.getoption
    request = Request(
        tuple(option("--nnconform-adapter") or _DEFAULT),
        ids(),
        tuple(option("--nnconform-dtype")),
        tuple(option("--nnconform-device")),
        tuple(option("--nnconform-mode")),
        examples=option("--nnconform-examples"),
        seed=option("--nnconform-seed"),
    )
    try:
        found = list(planned(request))
    except NNConformError as error:
        raise pytest.UsageError(str(error)) from None
    metafunc.parametrize("nnconform_check", found, ids=[each.id for each in found])
