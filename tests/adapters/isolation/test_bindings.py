"""Functions, classes and loops as books and courses write them, reached by a binding.

What is due is computed here, by hand, from the formulas as they are printed.
"""

# ruff: noqa: E501 -- tables of what other people write

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnconform.adapters import Missing
from nnconform.adapters.isolation import BindingError, open_submission

from ._submissions import SIGMOID, TIGHT, Z, formula, value, write

Y = np.array([0.0, 1.0, 1.0])
P = np.array([0.25, 0.5, 0.75])
HALF_SQUARES = np.where(abs(Y - P) <= 0.4, (Y - P) ** 2 / 2, 0.4 * abs(Y - P) - 0.4**2 / 2)
SLOPE = SIGMOID * (1 - SIGMOID)
W = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]])
A = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.0]])
B = np.array([0.5, -0.5])
D = np.array([[1.0, 2.0], [-1.0, 4.0]])
BACK = (D @ A.T, D.sum(axis=1), W.T @ D)
THETA = np.array([1.0, -2.0])
GRADS = np.array([[0.5, 1.0], [-1.0, 2.0], [0.25, 0.0]])
SGD = THETA - 0.1 * np.cumsum(GRADS, axis=0)


def momentum() -> np.ndarray[Any, Any]:
    theta, v, seen = THETA.copy(), np.zeros(2), []
    for g in GRADS:
        v = 0.9 * v + 0.1 * g
        theta = theta - 0.1 * v
        seen.append(theta)
    return np.array(seen)


def adam() -> np.ndarray[Any, Any]:
    theta, m, v, seen = THETA.copy(), np.zeros(2), np.zeros(2), []
    for t, g in enumerate(GRADS, 1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        seen.append(theta)
    return np.array(seen)


def moments() -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    ms, vs = [np.zeros(2)], [np.zeros(2)]
    for g in GRADS:
        ms.append(0.9 * ms[-1] + 0.1 * g)
        vs.append(0.999 * vs[-1] + 0.001 * g**2)
    return np.array(ms[1:]), np.array(vs[1:])


ADAM = """
class Adam:
    def __init__(self, lr=0.001, beta1=0.9, beta2=0.999):
        self.lr, self.b1, self.b2, self.t, self.m, self.v = lr, beta1, beta2, 0, None, None
    def step(self, params, grads):
        self.t += 1
        if self.m is None:
            self.m, self.v = [0*p for p in params], [0*p for p in params]
        for i in range(len(params)):
            self.m[i] = self.b1*self.m[i] + (1-self.b1)*grads[i]
            self.v[i] = self.b2*self.v[i] + (1-self.b2)*grads[i]**2
            mh = self.m[i]/(1-self.b1**self.t); vh = self.v[i]/(1-self.b2**self.t)
            params[i] -= self.lr*mh/(np.sqrt(vh)+1e-8)
"""
DENSE = """
class Dense:
    def __init__(self, n_in, n_out, seed=None):
        self.W = np.random.randn(n_in, n_out)
        self.b = np.zeros((1, n_out))
    def forward(self, x):
        self.x = x
        return x @ self.W + self.b
    def backward(self, d):
        self.dW = self.x.T @ d
        self.db = d.sum(axis=0, keepdims=True)
        return d @ self.W.T
"""


@dataclass(frozen=True)
class Bound:
    """A formula, the code that offers it, the binding, a call, and what is due."""

    formula: str
    source: str
    binding: dict[str, Any]
    inputs: tuple[Any, ...]
    due: Any
    parameters: dict[str, Any] = field(default_factory=dict)
    taken: set[str] | None = None


LAYER = {
    "class": "Dense",
    "constructor": {"arguments": ["shape(W)[1]", "shape(W)[0]"]},
    "set": {"W": "W.T"},
}
BINDINGS = {
    "another name": Bound("sigmoid", "def sigm(x): return 1/(1+np.exp(-x))", {"function": "sigm"},
                          (Z,), SIGMOID),
    "a dotted name": Bound("sigmoid", "class F:\n    @staticmethod\n    def s(x): return 1/(1+np.exp(-x))",
                           {"function": "F.s"}, (Z,), SIGMOID),
    "a callable object": Bound("sigmoid", "class S:\n    def __call__(self, x): return 1/(1+np.exp(-x))",
                               {"class": "S"}, (Z,), SIGMOID),
    "a method": Bound("sigmoid", "class S:\n    def forward(self, x): return 1/(1+np.exp(-x))",
                      {"class": "S", "method": "forward"}, (Z,), SIGMOID),
    "another order": Bound("huber", "def h(p, t, d): r = abs(p-t); return "
                           "np.mean(np.where(r <= d, r**2/2, d*r - d*d/2))",
                           {"function": "h", "arguments": ["y_hat", "y", "delta"]}, (Y, P),
                           HALF_SQUARES.mean(), {"delta": 0.4}, {"delta"}),
    "other keywords": Bound("huber", "def h(*, pred, true, d): r = abs(pred-true); return "
                            "np.mean(np.where(r <= d, r**2/2, d*r - d*d/2))",
                            {"function": "h", "arguments": [],
                             "keywords": {"y_hat": "pred", "y": "true", "delta": "d"}}, (Y, P),
                            HALF_SQUARES.mean(), {"delta": 0.4}, {"delta"}),
    "a keyword in an argument": Bound("huber", "def h(t, p, inverse): d = 1/inverse; r = abs(p-t); "
                                      "return np.mean(np.where(r <= d, r**2/2, d*r - d*d/2))",
                                      {"function": "h", "arguments": ["y", "y_hat", "inverse=1/delta"]},
                                      (Y, P), HALF_SQUARES.mean(), {"delta": 0.4}, {"delta"}),
    "parameters that are known by name": Bound(
        "huber", "def h(t, p, delta=1.0): d = delta; r = abs(p-t); return "
        "np.mean(np.where(r <= d, r**2/2, d*r - d*d/2))", {"function": "h"}, (Y, P),
        HALF_SQUARES.mean(), {"delta": 0.4}, {"delta"}),
    "fixed inside": Bound("huber", "def h(t, p): d = 0.4; r = abs(p-t); return "
                          "np.mean(np.where(r <= d, r**2/2, d*r - d*d/2))",
                          {"function": "h", "fixed": {"delta": 0.4}}, (Y, P), HALF_SQUARES.mean(), {},
                          set()),
    "a value and something else": Bound("mse", "def loss(y, p): return np.mean((y-p)**2), {'d': 1}",
                                        {"function": "loss", "result": [0]}, (Y, P),
                                        np.mean((Y - P) ** 2)),
    "a dictionary": Bound("mse", "def loss(y, p): return {'loss': [np.mean((y-p)**2)]}",
                          {"function": "loss", "result": ["loss", 0]}, (Y, P), np.mean((Y - P) ** 2)),
    "a wrapped number": Bound("mse", "class V:\n    def __init__(s, d): s.data = d\n"
                              "def loss(y, p): return V(np.mean((y-p)**2))",
                              {"function": "loss", "result": "returned.data"}, (Y, P),
                              np.mean((Y - P) ** 2)),
    "one-hot labels": Bound("sparse_categorical_cross_entropy",
                            "def ce(onehot, p): return -np.sum(onehot*np.log(p))",
                            {"function": "ce", "arguments": ["one_hot(y, shape(y_hat)[1])", "y_hat"]},
                            (np.array([1, 0]), np.array([[0.25, 0.5, 0.25], [0.25, 0.5, 0.25]])),
                            -np.log(0.5) - np.log(0.25)),
    "labels": Bound("categorical_cross_entropy",
                    "def ce(y, p): return -np.sum(np.log(p[np.arange(len(y)), y]))",
                    {"function": "ce", "arguments": ["labels(y)", "y_hat"]},
                    (np.array([[0, 1.0], [1, 0]]), np.array([[0.5, 0.5], [0.25, 0.75]])),
                    -np.log(0.5) - np.log(0.25)),
    "labels 0 and 1": Bound("hinge", "def h(y01, s): return np.mean(np.maximum(0, 1-(2*y01-1)*s))",
                            {"function": "h", "arguments": ["zero_one(y)", "y_hat"]},
                            (np.array([-1.0, 1.0]), np.array([0.5, 0.25])), (1.5 + 0.75) / 2),
    "columns": Bound("mse", "def loss(y, p):\n    assert y.shape == p.shape == (3, 1)\n"
                     "    return ((y-p)**2).mean(axis=0)",
                     {"function": "loss", "arguments": ["column(y)", "column(y_hat)"],
                      "result": "scalar(returned)"}, (Y, P), np.mean((Y - P) ** 2)),
    "a derivative of the output": Bound("sigmoid_derivative", "def d(a): return a*(1-a)",
                                        {"function": "d", "of_output": True}, (Z,), SLOPE),
    "a flag": Bound("sigmoid_derivative", "def s(x, deriv=False):\n    if deriv: return x*(1-x)\n"
                    "    return 1/(1+np.exp(-x))",
                    {"function": "s", "constants": {"deriv": True}, "of_output": True}, (Z,), SLOPE),
    "only as a product": Bound("sigmoid_derivative", "def back(dA, cache):\n    s = 1/(1+np.exp(-cache))\n"
                               "    return dA*s*(1-s)",
                               {"function": "back", "arguments": ["upstream", "z"], "times": True},
                               (Z,), SLOPE),
    "the slope of an output in a layer": Bound(
        "layer_delta", "def back(d, a): return d*(1-a**2)",
        {"function": "back", "of_output": {"z": "activation"}}, (P, Z), P * (1 - np.tanh(Z) ** 2),
        {"activation": "tanh"}),
    "chosen by the submission's word": Bound(
        "layer_delta", "def back(d, z, kind):\n"
        "    return d*{'T': lambda: 1-np.tanh(z)**2, 'R': lambda: z > 0}[kind]()",
        {"function": "back", "arguments": ["dL_da", "z", "activation"],
         "choices": {"activation": {"tanh": "'T'", "relu": "'R'"}}}, (P, Z),
        P * (1 - np.tanh(Z) ** 2), {"activation": "tanh"}, {"activation"}),
    "chosen by the submission's function": Bound(
        "neuron", "def t(z): return np.tanh(z)\ndef neuron(x, w, b, f): return f(x @ w + b)",
        {"arguments": ["x", "w", "b", "activation"],
         "choices": {"activation": {"tanh": "module.t"}}}, (P, Z, np.array(0.5)),
        np.tanh(P @ Z + 0.5), {"activation": "tanh"}, {"activation"}),
    "weights (in, out), examples in rows": Bound(
        "dense", "def dense(x, W, b): return x @ W + b",
        {"arguments": ["a.T", "W.T", "row(b)"], "result": "returned.T"}, (W, A, B),
        W @ A + B[:, None]),
    "a layer": Bound("dense", DENSE, {**LAYER, "method": "forward", "arguments": ["a.T"],
                                      "set": {"W": "W.T", "b": "row(b)"}, "result": "returned.T"},
                     (W, A, B), W @ A + B[:, None]),
    "a layer that keeps state": Bound(
        "dense_backward", DENSE,
        {**LAYER, "before": [{"method": "forward", "arguments": ["a_prev.T"]}], "method": "backward",
         "arguments": ["delta.T"], "result": "(self.dW.T, flat(self.db), returned.T)"},
        (W, A, D), BACK),
    "a cache": Bound("dense_backward", "def back(dZ, cache):\n    A, W, b = cache\n"
                     "    return W.T @ dZ, dZ @ A.T, dZ.sum(axis=1, keepdims=True)",
                     {"function": "back", "arguments": ["delta", "(a_prev, W, None)"],
                      "result": "(returned[1], flat(returned[2]), returned[0])"}, (W, A, D), BACK),
    "an update in place": Bound("gradient_descent_update", "def update(params, grads, lr):\n"
                                "    for k in params: params[k] -= lr*grads['d'+k]",
                                {"function": "update", "start": {"p": "{'W': W, 'b': b}"},
                                 "arguments": ["p", "{'dW': dW, 'db': db}", "alpha"],
                                 "in_place": True, "result": "(p['W'], p['b'])"},
                                (W, B, W, B), (W * 0.5, B * 0.5), {"alpha": 0.5}, {"alpha"}),
    "an object for each parameter": Bound(
        "adam", ADAM, {"class": "Adam", "constructor": {"keywords": {"eta": "lr", "beta1": "beta1"}},
                       "method": "step", "start": {"params": "[copy(theta)]"},
                       "arguments": ["params", "[g]"], "result": "params[0]", "per_step": True},
        (THETA, GRADS), adam(), {"eta": 0.1}, {"eta", "beta1", "beta2"}),
    "keywords for the constructor": Bound(
        "adam", ADAM, {"class": "Adam", "keywords": {"eta": "lr"}, "method": "step",
                       "start": {"params": "[copy(theta)]"}, "arguments": ["params", "[g]"],
                       "result": "params[0]", "per_step": True},
        (THETA, GRADS), adam(), {"eta": 0.1}, {"eta", "beta1", "beta2"}),
    "in place on an array": Bound("sgd", "class SGD:\n    def __init__(s, lr): s.lr = lr\n"
                                  "    def update(s, w, g): w -= s.lr*g",
                                  {"class": "SGD", "keywords": {"eta": "lr"}, "method": "update",
                                   "per_step": True}, (THETA, GRADS), SGD, {"eta": 0.1}, {"eta"}),
    "a returned parameter": Bound("sgd", "def update(w, g, lr): return w - lr*g",
                                  {"function": "update", "arguments": ["theta", "g", "lr=eta"],
                                   "per_step": True}, (THETA, GRADS), SGD, {"eta": 0.1}, {"eta"}),
    "a returned step": Bound("sgd", "def step(g, lr): return -lr*g",
                             {"function": "step", "arguments": ["g", "eta"],
                              "result": "theta + returned", "per_step": True}, (THETA, GRADS), SGD,
                             {"eta": 0.1}, {"eta"}),
    "state in and out": Bound(
        "momentum", "def upd(w, dw, config=None):\n    config.setdefault('v', np.zeros_like(w))\n"
        "    v = config['beta']*config['v'] + (1-config['beta'])*dw\n    config['v'] = v\n"
        "    return w - config['lr']*v, config",
        {"function": "upd", "start": {"c": "{'lr': alpha, 'beta': beta}"},
         "arguments": ["theta", "g", "c"], "keep": {"c": "returned[1]"}, "result": [0],
         "per_step": True}, (THETA, GRADS), momentum(), {"alpha": 0.1}, {"alpha", "beta"}),
    "a layer that is updated": Bound(
        "sgd", "class O:\n    def __init__(s, lr): s.lr = lr\n"
        "    def update_params(s, layer): layer.weights += -s.lr*layer.dweights",
        {"class": "O", "constructor": {"arguments": ["eta"]}, "method": "update_params",
         "start": {"layer": "namespace(weights=copy(theta), dweights=None)"},
         "set": {"layer.dweights": "g"}, "arguments": ["layer"], "result": "layer.weights",
         "per_step": True}, (THETA, GRADS), SGD, {"eta": 0.1}, {"eta"}),
    "keyed by name": Bound(
        "sgd", "class O:\n    def __init__(s, lr=0.01): s.lr = lr\n"
        "    def update(s, params, grads):\n        for k in params: params[k] = params[k] - s.lr*grads[k]",
        {"class": "O", "keywords": {"eta": "lr"}, "method": "update", "start": {"p": "{'W1': theta}"},
         "arguments": ["p", "{'W1': g}"], "result": "p['W1']", "per_step": True},
        (THETA, GRADS), SGD, {"eta": 0.1}, {"eta"}),
    "a loop over a gradient function": Bound(
        "sgd", "def descend(grad, x0, n, lr):\n    x = x0\n    for _ in range(n): x = x - lr*grad(x)\n"
        "    return x",
        {"function": "descend", "arguments": ["gradient_function", "theta", "steps", "eta"],
         "result": "visited[1:] + [returned]"}, (THETA, GRADS), SGD, {"eta": 0.1}, {"eta"}),
    "the number of the step": Bound(
        "adam", "def upd(w, g, m, v, t, lr):\n    m = .9*m+.1*g; v = .999*v+.001*g*g\n"
        "    return w-lr*(m/(1-.9**t))/(np.sqrt(v/(1-.999**t))+1e-8), m, v",
        {"function": "upd", "start": {"m": "zeros_like(theta)", "v": "zeros_like(theta)"},
         "arguments": ["theta", "g", "m", "v", "t", "eta"],
         "keep": {"m": "returned[1]", "v": "returned[2]"}, "result": [0], "per_step": True},
        (THETA, GRADS), adam(), {"eta": 0.1}, {"eta"}),
    "several states": Bound(
        "adam_moments", ADAM, {"class": "Adam", "method": "step", "apart": True,
                               "start": {"params": "[copy(theta)]"}, "arguments": ["params", "[g]"],
                               "result": "(self.m[0], self.v[0])", "per_step": True},
        (THETA, GRADS), moments()),
    "train as an attribute": Bound(
        "dropout", "class Drop:\n    def __init__(s, rate): s.rate, s.training = rate, True\n"
        "    def __call__(s, x): return x*0 if s.training else x",
        {"class": "Drop", "constructor": {"arguments": ["p"]}, "set": {"training": "training"}},
        (Z,), Z, {"training": False}, {"p", "training"}),
    "train as a method": Bound(
        "dropout", "class Drop:\n    def train(s): s.on = 1\n    def eval(s): s.on = 0\n"
        "    def __call__(s, x): return x*0 if s.on else x",
        {"class": "Drop", "before": [{"method": "train", "when": "training"},
                                     {"method": "eval", "when": "not training"}]},
        (Z,), Z, {"training": False}, {"training"}),
    "train as a word, and keep": Bound(
        "dropout", "def drop(x, keep, mode):\n    assert keep == 0.75\n"
        "    return {'train': x*0, 'test': x}[mode]",
        {"function": "drop",
         "arguments": ["x", "keep=1-p", "mode='train' if training else 'test'"]}, (Z,), Z,
        {"training": False, "p": 0.25}, {"training", "p"}),
    "train as a global": Bound(
        "dropout", "TRAIN = True\ndef drop(x): return x*0 if TRAIN else x",
        {"function": "drop", "set": {"TRAIN": "training"}}, (Z,), Z, {"training": False},
        {"training"}),
    "weights by name": Bound(
        "mlp_forward", "def forward(X, params):\n    A = X\n    for l in range(1, len(params)//2 + 1):\n"
        "        A = np.tanh(params[f'W{l}'] @ A + params[f'b{l}'])\n    return A, None",
        {"function": "forward", "result": [0], "arguments": [
            "column(x)", "dict([(f'W{i+1}', w) for i, w in enumerate(Ws)] + "
            "[(f'b{i+1}', column(b)) for i, b in enumerate(bs)])"]},
        ([W, np.eye(2)], [B, B], A), np.tanh(np.tanh(W @ A + B[:, None]) + B[:, None])),
}  # fmt: skip


@pytest.mark.parametrize("name", BINDINGS)
def test_a_binding_reaches(name: str, tmp_path: Path) -> None:
    bound = BINDINGS[name]
    write(tmp_path, {"answer.py": f"import numpy as np\n{bound.source}\n"})
    with open_submission(tmp_path / "answer.py", {bound.formula: bound.binding}, TIGHT) as adapter:
        implementation = formula(adapter, bound.formula)
        got = implementation.value(bound.inputs, bound.parameters)
    assert bound.taken is None or set(implementation.taken or ()) == bound.taken
    got, due = (x if isinstance(x, tuple) else (x,) for x in (got, bound.due))
    assert len(got) == len(due)
    for one, other in zip(got, due, strict=True):
        assert np.shape(one) == np.shape(other)
        np.testing.assert_allclose(one, other, rtol=1e-13)  # two ways to add up three numbers


def opened_gradient(source: str, binding: dict[str, Any], folder: Path, cotangent: Any) -> Any:
    write(folder, {"answer.py": f"import numpy as np\n{source}\n"})
    with open_submission(folder / "answer.py", {"sigmoid": binding}, TIGHT) as adapter:
        return formula(adapter, "sigmoid").gradient([Z], {}, [0], cotangent)[0]


SIG = "def sig(z): return 1/(1+np.exp(-z))\n"
GRADIENTS: dict[str, tuple[str, dict[str, Any]]] = {
    "beside": ("def sig(z): return 1/(1+np.exp(-z))\ndef sigmoid_derivative(z):\n"
               "    s = sig(z); return s*(1-s)", {"function": "sig"}),
    "of the output": (SIG + "def prime(a): return a*(1-a)",
                      {"function": "sig", "derivative": {"function": "prime", "of_output": True}}),
    "as a product": (SIG + "def back(d, z):\n    s = sig(z); return d*s*(1-s)",
                     {"function": "sig", "derivative": {"function": "back", "times": True,
                                                        "arguments": ["upstream", "z"]}}),
    "of an object": ("class S:\n    def forward(s, z): s.a = 1/(1+np.exp(-z)); return s.a\n"
                     "    def backward(s, d): return d*s.a*(1-s.a)",
                     {"class": "S", "method": "forward", "gradient": {
                         "class": "S", "before": [{"method": "forward", "arguments": ["z"]}],
                         "method": "backward", "arguments": ["upstream"], "times": True}}),
}  # fmt: skip


@pytest.mark.parametrize("name", GRADIENTS)
def test_a_derivative_is_reached(name: str, tmp_path: Path) -> None:
    source, binding = GRADIENTS[name]
    cotangent = np.array([2.0, -1.0, 0.5])
    got = opened_gradient(source, binding, tmp_path, cotangent)
    np.testing.assert_allclose(got, cotangent * SLOPE, rtol=1e-14)


def test_the_steps_of_an_optimizer_are_found_by_their_own_name(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "x = 1", "b.py": "def sgd_step(theta, g, state, eta=0.01):\n"
                     "    state = (state or 0) + 1\n    return theta - eta*g, state"})  # fmt: skip
    with open_submission(tmp_path, {}, TIGHT) as adapter:
        np.testing.assert_allclose(value(adapter, "sgd", THETA, GRADS, eta=0.1), SGD, rtol=1e-15)


MODULES = {"module and function": {"function": "optim.funcs:go"},
           "a path": {"module": "optim/funcs.py", "function": "go"},
           "a stem": {"module": "funcs", "function": "go"}}  # fmt: skip


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_named(name: str, tmp_path: Path) -> None:
    write(tmp_path, {"optim/funcs.py": "def go(z): return z + 1", "go.py": "def go(z): return z"})
    with open_submission(tmp_path, {"identity": MODULES[name]}, TIGHT) as adapter:
        np.testing.assert_array_equal(value(adapter, "identity", Z), Z + 1)


def test_an_adapter_of_the_assignment_runs_beside_the_submission(tmp_path: Path) -> None:
    write(tmp_path / "s", {"net.py": "class Net:\n    def __init__(self): self.log = []\n"
                           "    def use(self, opt, g): self.p = opt(self.p, g)",
                           "opt.py": "def make(lr): return lambda p, g: p - lr*g"})  # fmt: skip
    write(tmp_path, {"glue.py": "def sgd(submission, theta, grads, *, eta):\n"
                     "    net, opt, seen = submission.net.Net(), submission.opt.make(eta), []\n"
                     "    net.p = theta\n    for g in grads:\n        net.use(opt, g)\n"
                     "        seen.append(net.p)\n    return seen"})  # fmt: skip
    binding = {"sgd": {"adapter": "glue.py:sgd"}}
    with open_submission(tmp_path / "s", binding, TIGHT, beside=tmp_path) as adapter:
        assert set(formula(adapter, "sgd").taken or ()) == {"eta"}
        got = np.array(value(adapter, "sgd", THETA, GRADS, eta=0.1))
    np.testing.assert_allclose(got, SGD, rtol=1e-15)


def test_what_a_binding_names_and_a_submission_lacks_is_missing(tmp_path: Path) -> None:
    write(tmp_path, {"a.py": "class Adam: pass"})
    for binding, said in (
        ({"class": "Adam", "method": "step", "per_step": True}, "Adam has no step"),
        ({"function": "adam_update"}, "a has no adam_update"),
    ):
        with (
            open_submission(tmp_path / "a.py", {"adam": binding}, TIGHT) as adapter,
            pytest.raises(Missing, match=said),
        ):
            value(adapter, "adam", THETA, GRADS)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown key": (
        {"functon": "f"},
        "functon: Extra inputs are not permitted; expected some of",
    ),
    "a class and a function": ({"class": "A", "function": "f"}, "has both 'class' and 'function'"),
    "a constructor of nothing": ({"constructor": {}}, "has a 'constructor', but no 'class'"),
    "a wrong type": ({"arguments": "z"}, "arguments: Input should be a valid list"),
    "no expression": ({"arguments": ["z +"]}, r"arguments\[0\]: 'z \+' is no expression"),
    "an unknown name": ({"arguments": ["x"]}, r"arguments\[0\]: 'x' names x; known are .*z"),
    "a forbidden attribute": ({"result": "returned.__class__"}, "begin with an underscore"),
    "a statement": ({"result": "lambda: 1"}, "Lambda is not part of the binding language"),
    "an unknown parameter": ({"keywords": {"beta": "b"}}, "keywords names beta; sigmoid has z"),
    "an adapter without a file": ({"adapter": "f"}, "expected 'file.py:function'"),
    "an adapter that is not there": ({"adapter": "no.py:f"}, "no.py cannot be read"),
    "steps of no optimizer": ({"per_step": True}, "sigmoid takes no sequence of gradients"),
    "a nested mistake": ({"derivative": {"arguments": ["q"]}}, "derivative: .*names q"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_binding_is_the_assignments_error(name: str, tmp_path: Path) -> None:
    binding, said = WRONG[name]
    write(tmp_path, {"a.py": ""})
    with pytest.raises(BindingError, match=f"binding of sigmoid.*{said}"):
        open_submission(tmp_path / "a.py", {"sigmoid": binding}, TIGHT, beside=tmp_path)


SCRIPT = """
import numpy as np
from keras_xyz.datasets import mnist
RATE = np.float64(2.0)
try:
    import cupy_xyz as xp
except ImportError:
    xp = np
def scaled(z): return RATE * z
(x, y), _ = mnist.load_data()
losses = train(x, y)
for epoch in range(10**9): scaled(x)
"""


def test_a_script_that_trains_is_read_for_its_definitions(tmp_path: Path) -> None:
    write(tmp_path, {"train.py": SCRIPT})
    binding = {"identity": {"function": "scaled", "definitions": True}}
    with open_submission(tmp_path / "train.py", binding, TIGHT) as adapter:
        np.testing.assert_array_equal(value(adapter, "identity", Z), 2 * Z)
    assert "No module named 'keras_xyz'" in adapter.errors[0]
