"""The parameters of a network, counted layer by layer with the spec's formulas, and compared with
those that a framework's own layers have.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from nnconform.adapters import WITH_MODELS, AdapterError, Models, resolve
from nnconform.conformance.balls import SYSTEM, precision
from nnconform.conformance.network import Network, NetworkError, Shape
from nnconform.spec import Formula, Rule, load

_BITS = 256
_KEPT = "running_statistics_counted"


@dataclass(frozen=True, slots=True)
class LayerCount:
    """One layer, counted.

    Attributes:
        number: its place, from 1.
        layer: its kind, or its name and kind.
        shape: what it puts out; () where that is not known.
        formula: the id of the formula; "" where there is nothing to count.
        sizes: the arguments of the formula.
        trainable, fixed: numbers that training moves, and that it does not move.
        framework: what the framework's own layer has; None where none was asked.
        difference: which convention explains that it differs; "" where it does not.
        explained: False where it differs and nothing says why.
    """

    number: int
    layer: str
    shape: Shape
    formula: str
    sizes: Mapping[str, Any]
    trainable: int
    fixed: int
    framework: int | None = None
    difference: str = ""
    explained: bool = True

    @property
    def total(self) -> int:
        """All numbers that belong to the layer."""
        return self.trainable + self.fixed


@dataclass(frozen=True, slots=True)
class Count:
    """A network, counted; ``framework`` names who was compared, "" for nobody."""

    network: str
    layers: tuple[LayerCount, ...]
    framework: str = ""

    @property
    def trainable(self) -> int:
        """The parameters that training moves."""
        return sum(layer.trainable for layer in self.layers)

    @property
    def fixed(self) -> int:
        """The numbers that training does not move: frozen layers and running statistics."""
        return sum(layer.fixed for layer in self.layers)

    @property
    def counted(self) -> int | None:
        """The parameters that the framework's own layers have; None where none was asked."""
        return sum(layer.framework or 0 for layer in self.layers) if self.framework else None

    @property
    def explained(self) -> bool:
        """Whether every difference is that of a declared convention."""
        return all(layer.explained for layer in self.layers)

    def as_dict(self) -> dict[str, Any]:
        """The keys of ``nnconform count --json``."""
        layers = [{**asdict(layer), "total": layer.total} for layer in self.layers]
        return {
            "network": self.network,
            "trainable": self.trainable,
            "non_trainable": self.fixed,
            "total": self.trainable + self.fixed,
            "framework": self.framework or None,
            "framework_parameters": self.counted,
            "explained": self.explained,
            "layers": [_renamed(layer) for layer in layers],
        }


def _renamed(layer: dict[str, Any]) -> dict[str, Any]:
    return {"non_trainable" if key == "fixed" else key: value for key, value in layer.items()}


def count(network: Network, framework: str = "") -> Count:
    """Count the parameters of a network.

    Args:
        network: the description.
        framework: an adapter that has models: its own layers are built as well and compared.

    Returns:
        the count of each layer, exact.

    Raises:
        NetworkError: a layer does not fit what it is given, or there is no such framework.
    """
    given: Shape = tuple(network.input)
    found = []
    for number, layer in enumerate(network.layers, 1):
        try:
            sizes, shape = layer.sizes(given), layer.shape(given)
        except ValueError as error:
            raise NetworkError(f"layer {number} ({_title(layer)}): {error}") from None
        counted = _counted(number, _title(layer), layer.formula, sizes, trainable=layer.trainable)
        found.append(replace(counted, shape=shape))
        given = shape
    done = Count(network.name, tuple(found))
    if not framework:
        return done
    built = _models(framework).build(network.layers, [each.sizes for each in found])
    parts = [_compared(each, own.parameters) for each, own in zip(found, built, strict=True)]
    return Count(network.name, tuple(parts), framework)


def count_model(model: Any) -> Count:
    """Count the layers of a framework's model with the formulas, beside what they have themselves.

    Args:
        model: of a framework whose adapter has models (a ``torch.nn.Module``); those of its
            layers that have no layers inside are counted.

    Returns:
        the count of each layer; ``explained`` is False where a layer has other parameters than
        any convention of its formula gives it (groups, several layers in one, a missing bias).

    Raises:
        NetworkError: no framework's model, or a layer with parameters is of a kind that no
            formula counts.
    """
    framework = _framework(model)
    found = []
    for number, own in enumerate(_models(framework).layers_of(model), 1):
        if own.formula is None and own.parameters:
            raise NetworkError(
                f"layer {number} ({own.name}) has {own.parameters} parameters, and no formula "
                "counts this kind of layer"
            )
        layer = _counted(number, own.name, own.formula, own.sizes, trainable=own.trainable)
        found.append(_compared(layer, own.parameters))
    return Count(type(model).__name__, tuple(found), framework)


def _framework(model: Any) -> str:
    """The adapter that bears the name of a package from which the model's class derives."""
    packages = {base.__module__.partition(".")[0] for base in type(model).__mro__}
    found = packages.intersection(WITH_MODELS)
    if not found:
        raise NetworkError(f"{type(model).__name__} is no model of {', '.join(WITH_MODELS)}")
    return found.pop()


def _models(framework: str) -> Models:
    none = f"no layers of {framework!r} can be built; there is {', '.join(WITH_MODELS)}"
    try:
        models: Models | None = getattr(resolve(framework), "models", None)
    except AdapterError as error:
        raise NetworkError(str(error) if framework in WITH_MODELS else none) from None
    if models is None:
        raise NetworkError(none)
    return models


def _title(layer: Any) -> str:
    return f"{layer.name}: {layer.kind}" if layer.name else str(layer.kind)


def _counted(
    number: int, name: str, identifier: str | None, sizes: Mapping[str, Any], *, trainable: bool
) -> LayerCount:
    if identifier is None:
        return LayerCount(number, name, (), "", {}, 0, 0)
    formula = load(identifier)
    learned = _value(formula, formula.rule, sizes)
    kept = [rule for rule in formula.variants if rule.name == _KEPT]
    fixed = sum(_value(formula, rule, sizes) - learned for rule in kept)
    if not trainable:
        learned, fixed = 0, learned + fixed
    return LayerCount(number, name, (), identifier, sizes, learned, fixed)


def _value(formula: Formula, rule: Rule, sizes: Mapping[str, Any]) -> int:
    """A rule's count, exact."""
    values = {name: _whole(sizes[name]) for name in formula.inputs}
    with precision(_BITS):
        (result,) = rule.kernel.evaluate(SYSTEM, {**values, **rule.fixed})
        return result if isinstance(result, int) else int(result.unique_fmpz())


def _whole(size: Any) -> Any:
    return np.array(size, dtype=np.int64) if isinstance(size, Sequence) else int(size)


def _compared(layer: LayerCount, own: int) -> LayerCount:
    """What explains the number of parameters that a framework's layer has."""
    formula = load(layer.formula) if layer.formula else None
    due = _value(formula, formula.rule, layer.sizes) if formula is not None else 0
    layer = replace(layer, framework=own)
    if own == due:
        return layer
    names = [] if formula is None else list(_explaining(formula, layer.sizes, own))
    if not names:
        said = f"{own - due:+d}, and no convention explains it"
        return replace(layer, difference=said, explained=False)
    rule = names[0]
    said = f"{own - due:+d} by the convention {rule.name}: {rule.hint}"
    return replace(layer, difference=said)


def _explaining(formula: Formula, sizes: Mapping[str, Any], own: int) -> Iterable[Rule]:
    for rule in formula.variants:
        if rule.kind == "convention" and _value(formula, rule, sizes) == own:
            yield rule
