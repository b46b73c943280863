"""Every command: exit codes, one clear line for a bad input, and JSON that is nothing else."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from nnconform.conformance.cli import CHECKS, main
from nnconform.conformance.cli_common import DTYPES
from nnconform.conformance.formats import FORMATS
from nnconform.conformance.runner import ALL_CHECKS
from nnconform.spec import ids, load

Run = Callable[..., Result]
RELU = "import numpy as np\ndef relu(z): return np.maximum(0, z)\n"
QUICK = ("--check", "value", "--examples", "1", "--jobs", "1")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "answer.py").write_text(RELU)
    (tmp_path / "wrong.py").write_text(RELU.replace("maximum", "minimum"))
    (tmp_path / "raises.py").write_text("def relu(z): return 1/0\n")
    (tmp_path / "empty.py").write_text("x = 1\n")
    (tmp_path / "broken.py").write_text("def relu(z:\n")
    (tmp_path / "file").write_text("")
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


def records(result: Result) -> list[dict[str, Any]]:
    """Standard output as strict JSON, a record a line."""

    def refuse(text: str) -> Any:
        raise AssertionError(f"{text} is not JSON")

    return [json.loads(line, parse_constant=refuse) for line in result.stdout.splitlines()]


def test_the_lists_for_help_are_those_of_the_code() -> None:
    assert CHECKS == ALL_CHECKS
    assert tuple(FORMATS) == DTYPES


CODES: dict[str, tuple[tuple[str, ...], int]] = {
    "conforms": (("run", "answer.py", *QUICK, "--json"), 0),
    "fails": (("run", "wrong.py", *QUICK, "--json"), 1),
    "raises": (("run", "raises.py", *QUICK, "--json"), 1),
    "unsupported is no failure": (
        ("run", "answer.py", *QUICK, "--json", "--only", "relu", "--dtype", "bfloat16"),
        0,
    ),
    "nothing to run": (("run", "empty.py", "--json", "--jobs", "1"), 2),
    "list": (("list",), 0),
    "show": (("show", "huber"), 0),
    "examples": (("examples", "--only", "hinge"), 0),
    "check-spec": (("check-spec", "relu"), 0),
    "version": (("--version",), 0),
    "help": (("--help",), 0),
    "short help": (("run", "-h"), 0),
    "no command": ((), 2),
    "unknown command": (("check",), 2),
    "unknown option": (("run", "--fast"), 2),
}


@pytest.mark.parametrize("case", CODES)
def test_exit_codes(case: str, run: Run) -> None:
    arguments, code = CODES[case]
    result = run(*arguments)
    assert result.exit_code == code, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


# What is wrong, and what the last line of standard error says.
BAD: dict[str, tuple[tuple[str, ...], str]] = {
    "unknown adapter": (
        ("run", "tensorflow"),
        "nnconform: unknown adapter 'tensorflow': expected numpy, torch, jax",
    ),
    "no such file": (("run", "missing.py"), "nnconform: missing.py: no such file"),
    "not Python": (("run", "./file"), "nnconform: ./file: not a Python file"),
    "syntax error": (("run", "broken.py"), "nnconform: broken.py:1: SyntaxError"),
    "did you mean": (("run", "answer"), "did you mean answer.py?"),
    "unknown formula": (
        ("run", "numpy", "--only", "hubert"),
        "nnconform: unknown formula 'hubert'; did you mean huber?",
    ),
    "unknown formula to show": (
        ("show", "hubert"),
        "nnconform: unknown formula 'hubert'; did you mean huber?",
    ),
    "unknown formula in a list": (
        ("run", "numpy", "--only", "relu,hubert"),
        "unknown formula 'hubert'",
    ),
    "unknown formula to check": (("check-spec", "hubert"), "unknown formula 'hubert'"),
    "unknown formula in examples": (("examples", "--only", "hubert"), "unknown formula 'hubert'"),
    "unknown dtype": (
        ("run", "numpy", "--dtype", "float8"),
        "'float8' is not one of float16, bfloat16, float32, float64",
    ),
    "unknown check": (
        ("run", "numpy", "--check", "speed"),
        "'speed' is not one of contract, value, gradient",
    ),
    "no examples": (("run", "numpy", "--examples", "0"), "0 is not in the range 1<=x<=10000"),
    "negative seed": (("run", "numpy", "--seed", "-1"), "-1 is not in the range 0<=x<=4294967295"),
    "jobs": (("run", "numpy", "--jobs", "many"), "'many' is not a valid integer"),
    "nothing to show": (("show",), "Missing argument 'ID'"),
    "no function": (
        ("run", "empty.py", "--jobs", "1", "--out", "there"),
        "nnconform: empty defines no function named after a formula",
    ),
    "output is a file": (("run", "answer.py", *QUICK, "--out", "file"), "cannot write file"),
    "output below a file": (
        ("run", "answer.py", *QUICK, "--out", "file/report"),
        "cannot write file/report",
    ),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_input_is_one_clear_line(fault: str, run: Run) -> None:
    arguments, message = BAD[fault]
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert message in result.stderr.splitlines()[-1]
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_one_clear_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    result = run("run", "answer.py", *QUICK, "--out", "locked/report")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_json_is_strict_and_alone_on_standard_output(run: Run) -> None:
    found = records(
        run("run", "answer.py", "wrong.py", "--only", "relu", "--examples", "1", "--json")
    )
    assert {(r["adapter"], r["formula"]) for r in found} == {("answer", "relu"), ("wrong", "relu")}
    assert {r["check"] for r in found} >= {"value", "contract", "limits"}
    assert not Path("nnconform-report").exists()


def test_json_with_a_folder_writes_the_report_too(run: Run) -> None:
    result = run("run", "answer.py", *QUICK, "--json", "--out", "there")
    assert [r["verdict"] for r in records(result)] == ["conforms"]
    assert any(path.suffix == ".html" for path in Path("there").iterdir())


def test_a_run_prints_a_summary_and_where_the_report_is(run: Run) -> None:
    result = run("run", "answer.py", *QUICK)
    assert "Report: nnconform-report/" in result.stdout
    assert result.exit_code == 0


SELECTIONS = {
    "comma list": (("--only", "relu,tanh"), {"relu", "tanh"}),
    "repeated": (("--only", "relu", "--only", "tanh"), {"relu", "tanh"}),
    "spaces and empty parts": (("--only", " relu , ,tanh,"), {"relu", "tanh"}),
    "pattern": (("--only", "softmax*"), {"softmax", "softmax_jacobian"}),
    "group": (
        ("--only", "heads"),
        {"regression_head", "binary_head", "multiclass_head", "multilabel_head"},
    ),
}


@pytest.mark.parametrize("case", SELECTIONS)
def test_formulas_are_selected_by_lists_groups_and_patterns(case: str, run: Run) -> None:
    options, formulas = SELECTIONS[case]
    result = run("run", "numpy", *options, *QUICK, "--dtype", "float64", "--json")
    assert {r["formula"] for r in records(result)} == formulas


def test_comma_lists_of_dtypes_and_checks(run: Run) -> None:
    found = records(
        run(
            "run",
            "numpy",
            "--only",
            "relu",
            "--dtype",
            "float32,float64",
            "--check",
            "value,limits",
            "--examples",
            "1",
            "--json",
        )
    )
    assert {(r["dtype"], r["check"]) for r in found} == {
        (dtype, check) for dtype in ("float32", "float64") for check in ("value", "limits")
    }


def test_what_is_not_there_is_said_on_standard_error(run: Run) -> None:
    result = run("run", "numpy", "--only", "relu", *QUICK, "--dtype", "bfloat16", "--json")
    assert (
        "numpy: dtype bfloat16 is not available here (there is float16, float32, float64)"
        in result.stderr
    )
    assert [r["verdict"] for r in records(result)] == ["unsupported"]


def test_an_adapter_named_twice_runs_once(run: Run) -> None:
    assert len(records(run("run", "answer.py", "answer.py", *QUICK, "--json"))) == 1


def test_the_seed_changes_the_inputs_and_stands_in_the_records(run: Run) -> None:
    found = [
        records(
            run(
                "run", "wrong.py", "--check", "accuracy", "--only", "relu", "--json", "--seed", seed
            )
        )[0]
        for seed in ("1", "2")
    ]
    assert [r["seed"] for r in found] == [1, 2]
    assert (
        found[0]["worst_input"] != found[1]["worst_input"]
        or found[0]["counterexample"] != found[1]["counterexample"]
    )


def test_list_names_every_formula(run: Run) -> None:
    assert [row["id"] for row in json.loads(run("list", "--json").stdout)] == list(ids())
    assert all(identifier in run("list").stdout for identifier in ids())


@pytest.mark.parametrize("identifier", ids())
def test_show_names_formula_sources_and_variants(identifier: str, run: Run) -> None:
    text = run("show", identifier).stdout
    assert text.startswith(f"{identifier}: ")
    assert "Sources" in text
    assert "Mistakes (recognised by what they compute)" in text
    assert load(identifier).rule.kernel.text.splitlines()[-1] in text


def test_examples_as_json_are_one_a_line(run: Run) -> None:
    found = records(run("examples", "--only", "softmax,hinge", "--json"))
    assert [row["printed"] for row in found] == ["0.65", "0.24", "0.11", "0", "0.5", "1.5"]
    assert [row["class"] for row in found[:3]] == ["truncated", "agrees", "erratum"]
    assert set(found[0]) == {
        *("example", "document", "section", "line", "quantity", "printed", "exact", "shown"),
        *("carried", "class", "right", "note"),
    }


def test_errata_alone_come_apart_from_carried_numbers(run: Run) -> None:
    asked = ("examples", "--errata", "--only", "softmax,forward_example")
    errata, _, carried = run(*asked).stdout.partition("Carried")
    assert errata.startswith("Errata (1)")
    assert "0.11" in errata
    assert "0.10" in errata  # exp(0.1) / (exp(2) + exp(1) + exp(0.1)) = 0.0986
    assert "0.65" not in errata + carried
    assert "0.6872" in carried
    assert [row["class"] for row in records(run(*asked, "--json"))] == ["carried"] * 2 + ["erratum"]


def test_examples_as_a_table_shows_every_number(run: Run) -> None:
    text = run("examples", "--only", "softmax").stdout
    assert text.count("softmax.three_scores") == 3
    assert "truncated" in text


def test_check_spec_counts_what_it_checked(run: Run) -> None:
    assert run("check-spec", "relu", "tanh").stdout == "2 formulas checked, 0 problems\n"


def test_check_spec_fails_where_there_is_a_problem(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "nnconform.conformance.check_spec.problems", lambda identifier: ["here: a flaw"]
    )
    result = run("check-spec", "relu")
    assert (result.exit_code, result.stdout) == (
        1,
        "here: a flaw\n1 formulas checked, 1 problems\n",
    )


def test_ctrl_c_has_its_own_exit_code(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*arguments: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("nnconform.conformance.runner.run", interrupt)
    result = run("run", "answer.py", "--json")
    assert (result.exit_code, result.stderr) == (130, "nnconform: interrupted\n")
