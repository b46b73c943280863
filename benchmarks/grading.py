"""How long grading takes: ``python benchmarks/grading.py [SUBMISSIONS]``.

Targets on two cores, twelve formulas with the default checks: one submission below 3 s from a
cold start, a hundred below 60 s and half a second of processor time each, no memory that grows.
The submissions are right but for planted mistakes, a different set in each.
"""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

from rich.console import Console
from rich.table import Table

# A right body and wrong ones for each formula.
BODIES: dict[str, tuple[str, tuple[str, ...]]] = {
    "sigmoid(z)": ("1/(1 + np.exp(-z))", ("1/(1 + np.exp(z))", "1/(1 - np.exp(-z))", "z")),
    "tanh(z)": ("np.tanh(z)", ("np.tanh(2*z)", "(np.exp(z) - np.exp(-z))/(np.exp(z) + 1)")),
    "relu(z)": ("np.maximum(z, 0)", ("np.abs(z)", "np.minimum(z, 0)", "np.maximum(z)")),
    "leaky_relu(z, alpha=0.01)": ("np.where(z > 0, z, alpha*z)", ("np.where(z > 0, z, alpha)",)),
    "elu(z, alpha=1.0)": (
        "np.where(z > 0, z, alpha*np.expm1(np.minimum(z, 0)))",
        ("np.where(z > 0, z, np.exp(z) - 1)", "np.where(z > 0, z, alpha*np.exp(z))"),
    ),
    "softplus(z)": ("np.logaddexp(0, z)", ("np.log(1 + np.exp(z))", "np.log(np.exp(z))")),
    "softmax(z)": (
        "(lambda e: e/e.sum(axis=-1, keepdims=True))(np.exp(z - z.max(axis=-1, keepdims=True)))",
        ("np.exp(z)/np.exp(z).sum(axis=-1, keepdims=True)", "np.exp(z)/np.exp(z).sum()"),
    ),
    "mse(y, y_hat)": (
        "np.mean((y - y_hat)**2)",
        ("np.mean((y - y_hat)**2)/2", "np.mean(y - y_hat)"),
    ),
    "mae(y, y_hat)": (
        "np.mean(np.abs(y - y_hat))",
        ("np.mean(y - y_hat)", "abs(np.mean(y - y_hat))"),
    ),
    "huber(y, y_hat, delta=1.0)": (
        "np.mean(np.where(np.abs(y - y_hat) <= delta, (y - y_hat)**2/2, "
        "delta*(np.abs(y - y_hat) - delta/2)))",
        (
            "np.mean(np.where(np.abs(y - y_hat) <= delta, (y - y_hat)**2, "
            "delta*(np.abs(y - y_hat) - delta/2)))",
        ),
    ),
    "hinge(y, y_hat)": (
        "np.mean(np.maximum(0, 1 - y*y_hat))",
        ("np.mean(1 - y*y_hat)", "np.mean(np.maximum(0, 1 + y*y_hat))"),
    ),
    "binary_cross_entropy(y, y_hat)": (
        "-np.mean(y*np.log(y_hat) + (1 - y)*np.log(1 - y_hat))",
        ("np.mean(y*np.log(y_hat) + (1 - y)*np.log(1 - y_hat))", "-np.mean(y*np.log(y_hat))"),
    ),
}


def submission(random: Random, wrong: float) -> str:
    """The text of a submission with each formula wrong with a probability."""
    lines = ["import numpy as np", ""]
    for signature, (right, others) in BODIES.items():
        body = random.choice(others) if random.random() < wrong else right
        lines += [f"def {signature}:", f"    return {body}", ""]
    return "\n".join(lines)


def written(folder: Path, count: int) -> Path:
    """Write the submissions and the assignment; return the assignment's path."""
    random = Random(7)
    (folder / "submissions").mkdir()
    for i in range(count):
        text = submission(random, 0.0 if i == 0 else random.choice((0.05, 0.15, 0.3)))
        (folder / "submissions" / f"student{i:04d}.py").write_text(text)
    names = [signature.partition("(")[0] for signature in BODIES]
    questions = "".join(f"[questions.{name}]\n" for name in names)
    (folder / "assignment.toml").write_text(f'title = "Benchmark"\n{questions}')
    return folder / "assignment.toml"


def measured(count: int) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and GiB at the peak of one process."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assignment = written(folder, count)
        command = [
            sys.executable, "-P", "-m", "nnconform.conformance", "grade",
            str(folder / "submissions"), "--assignment", str(assignment),
            "--out", str(folder / "out"),
        ]  # fmt: skip
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        seconds = perf_counter() - begun
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, used, after.ru_maxrss / 2**20


def main() -> None:
    """Print a row a number of submissions."""
    asked = [int(each) for each in sys.argv[1:]] or [1, 100]
    title = f"grading, {len(BODIES)} formulas"
    table = Table(
        "submissions", "seconds", "processor seconds", "each", "peak of a process", title=title
    )
    for count in asked:
        seconds, used, peak = measured(count)
        each = f"{used / count:.2f} s"
        table.add_row(str(count), f"{seconds:.1f} s", f"{used:.1f} s", each, f"{peak:.2f} GiB")
    Console().print(table)


if __name__ == "__main__":
    main()
