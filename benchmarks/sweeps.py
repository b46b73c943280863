"""What sweeps cost: against the bare evaluation of the same points, gradients, on two cores.

Every sixteenth binade of float32 is swept, both signs: 2^28 points, in one process that uses one
core. Processor seconds are scaled to all 2^32 numbers.
"""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator

from nnconform.conformance.sweeping.workers import ENVIRONMENT

if not os.environ.items() >= ENVIRONMENT.items():  # what the processes of a sweep start with
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ENVIRONMENT})

import numpy as np
import torch

import nnconform.reference
from nnconform.adapters import Target
from nnconform.conformance.sweeping.pieces import examine
from nnconform.conformance.sweeping.questions import Question, settings, sweeper
from nnconform.conformance.sweeping.running import answer
from nnconform.reports.sweep_record import Sweep
from nnconform.spec import load

FORMULAS = ("sigmoid", "tanh", "elu", "softplus")
ADAPTERS = ("torch", "jax")
BARE = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "elu": torch.nn.functional.elu,
    "softplus": torch.nn.functional.softplus,
}
PIECES = range(7, 256, 16)
WHOLE = 256 / len(PIECES)
TARGET = Target("builtin", "cpu", "float32", "eager")


def question(formula: str, quantity: str, adapter: str = "torch") -> Question:
    """A sweep at the default parameters."""
    chosen = settings(load(formula), {})[0]
    return Question(formula, adapter, TARGET, quantity, tuple(chosen.items()))


def seconds(work: Callable[[], None]) -> float:
    """Processor seconds of all 2^32 numbers."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * WHOLE


def sweeping(formula: str, quantity: str, adapter: str = "torch") -> float:
    """What a sweep of the pieces costs, after what is compiled once."""
    ready = sweeper(question(formula, quantity, adapter))
    examine(ready, 0)
    return seconds(lambda: [examine(ready, index) for index in PIECES] and None)


def chunks(formula: str) -> Iterator[np.ndarray]:
    """The same inputs."""
    space = sweeper(question(formula, "value")).space
    for index in PIECES:
        for magnitudes in space.chunks(index):
            yield space.signed(magnitudes, False)
            yield space.signed(magnitudes, True)


def floor(formula: str) -> float:
    """The function in float32 once and the reference in float64 once, chunk by chunk."""
    function, reference = BARE[formula], getattr(nnconform.reference, formula)
    spent = 0.0
    for x in chunks(formula):
        native, wide = torch.from_numpy(x), x.astype(np.float64)
        start = time.process_time()
        function(native)
        reference(wide)
        spent += time.process_time() - start
    return spent * WHOLE


def costs() -> None:
    """Print the cost of values against the floor, and of gradients."""
    print("| formula | floor, s | value sweep, s | ratio | gradient, torch, CPU s | jax |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for formula in FORMULAS:
        least, value = floor(formula), sweeping(formula, "value")
        gradients = " | ".join(f"{sweeping(formula, 'gradient', name):.1f}" for name in ADAPTERS)
        row = f"{least:.1f} | {value:.1f} | {value / least:.2f} | {gradients}"
        print(f"| {formula} | {row} |", flush=True)


def whole(jobs: int) -> None:
    """Print what one whole sweep takes with so many processes."""
    start = time.perf_counter()
    (found,) = answer([question("tanh", "value")], jobs, None)
    if not isinstance(found, Sweep):
        sys.exit(found.why)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 2**20
    taken = time.perf_counter() - start
    print(f"| tanh, {jobs} | {taken:.1f} | {found.cpu_seconds:.1f} | {peak:.2f} GiB |", flush=True)


if __name__ == "__main__":
    torch.set_num_threads(1)
    costs()
    print("\n| whole sweep, jobs | seconds | CPU seconds | peak of a process |")
    print("| --- | ---: | ---: | ---: |")
    for jobs in (1, 2):
        whole(jobs)
