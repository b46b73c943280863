"""How a submission offers a formula: declared in an assignment, carried out in the sandbox.

    [questions.dense_backward.binding]
    class       = "Dense"                        # built for each call
    constructor = { arguments = ["len(da_prev)", "len(delta)"] }
    set         = { W = "W.T" }                  # attributes of the object
    before      = [{ method = "forward", arguments = ["a_prev.T"] }]
    method      = "backward"
    arguments   = ["delta.T"]
    result      = "(self.dW.T, flat(self.db), returned.T)"

Arguments and results are expressions of a small language (:mod:`.inside.language`) over the
formula's inputs and parameters and these names: ``returned``, ``self`` (the object of ``class``),
``module``, ``upstream`` (what a derivative is multiplied with), and with ``per_step`` the gradient
``g`` and the number ``t`` of the step.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from nnconform.spec import Formula, NNConformError, load

from .inside.language import BindingError as LanguageError, Expression

_ALWAYS = frozenset({"returned", "self", "module", "upstream"})
_STEPS = frozenset({"g", "t"})
_LOOPS = frozenset({"gradient_function", "visited", "steps"})
DERIVED = ("gradient", "derivative", "jacobian")

Text = Annotated[str, Field(min_length=1)]


class BindingError(NNConformError):
    """A binding of an assignment is wrong; the message names formula, key and what is expected."""


class Call(BaseModel):
    """One call: the function or method, and what it is given.

    Attributes:
        arguments: an expression each; ``"name=expression"`` is passed by keyword.
        keywords: the submission's keyword for a parameter or an input of the formula.
        constants: further keywords, with their values.
        when: make the call only where this holds.
    """

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    function: Text | None = None
    method: Text | None = None
    arguments: list[Any] | None = None
    keywords: dict[str, Text] = {}
    constants: dict[str, Any] = {}
    when: Any = None


class Binding(Call):
    """Where a submission has a formula, and how it wants to be called.

    Attributes:
        function: "name", "module:name" or a dotted path; by default the formula's id, looked for
            in all files of the submission.
        class_: the class that is built for each call; ``method`` is called on the object.
        module: the file that has the function: "optim", "src/layers.py", "notebook.ipynb".
        definitions: run only what defines something in the file (imports, functions, classes,
            constants), and go on after an error: for scripts that train when they are imported.
        constructor: what the class is built with; without it the parameters that it knows.
        before: calls that come first, of methods of the object or of functions of the module.
        set: what is assigned before the call: an attribute of the object (without a class: of
            the module), or the place that an expression denotes.
        result: an expression of ``returned`` and the other names, or a path into what is
            returned: ``[0]``, ``["dW"]``. By default what is returned; where that is None and
            arguments may be changed, the first one.
        in_place: arguments may be changed.
        of_output: a derivative takes the function's result and not its argument.
        times: a derivative is only offered multiplied with ``upstream``.
        per_step: one call for each gradient of an optimizer, on one object.
        apart: with ``per_step``: the results of the steps do not move the parameters.
        start: names that are made once, before the call or the steps.
        keep: names that are renewed after each step, a state that is handed back, say.
        choices: the submission's own word or object for a chosen formula.
        fixed: parameters that the submission has inside, with their values.
        adapter: "file.py:function" of the assignment: called with the submission's module, the
            inputs and the parameters, in the sandbox.
        gradient, derivative, jacobian: where and how these are offered.
    """

    class_: Text | None = Field(default=None, alias="class")
    module: Text | None = None
    definitions: bool = False
    constructor: Call | None = None
    before: list[Call] = []
    set: dict[str, Any] = {}
    result: Any = None
    in_place: bool = False
    of_output: bool | dict[str, str] = False
    times: bool = False
    per_step: bool = False
    apart: bool = False
    start: dict[str, Any] = {}
    keep: dict[str, Any] = {}
    choices: dict[str, dict[str, Any]] = {}
    fixed: dict[str, Any] = {}
    adapter: Text | None = None
    gradient: "Binding | None" = None
    derivative: "Binding | None" = None
    jacobian: "Binding | None" = None

    @model_validator(mode="after")
    def _whole(self) -> "Binding":
        if self.class_ is not None and self.function is not None:
            raise ValueError("has both 'class' and 'function': the method of a class is 'method'")
        if self.constructor is not None and self.class_ is None:
            raise ValueError("has a 'constructor', but no 'class' to build")
        if self.adapter is not None and not self.adapter.rpartition(":")[0].endswith(".py"):
            raise ValueError(f"adapter = {self.adapter!r}: expected 'file.py:function'")
        return self

    @property
    def plain(self) -> dict[str, Any]:
        """What the sandbox is told: only what is said."""
        return self.model_dump(by_alias=True, exclude_defaults=True, exclude=set(DERIVED))


def parse(identifier: str, given: Mapping[str, Any] | Binding, beside: Path) -> Binding:
    """Validate the binding of a formula.

    Args:
        beside: the folder in which an adapter's file is looked for.

    Raises:
        BindingError: a key is unknown, an expression is none, or a name in it is not there.
    """
    try:
        plain = given if isinstance(given, Binding) else Binding.model_validate(dict(given))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        said = str(first["msg"]).removeprefix("Value error, ")
        names = (field.alias or name for name, field in Binding.model_fields.items())
        known = ", ".join(sorted(names))
        expected = f"; expected some of {known}" if first["type"] == "extra_forbidden" else ""
        at = f" {key}" if key else ""
        raise BindingError(f"binding of {identifier}:{at}: {said}{expected}") from None
    _check(identifier, plain, load(identifier), beside)
    return plain


def _check(identifier: str, binding: Binding, formula: Formula, beside: Path) -> None:
    known = {*formula.inputs, *formula.defaults, *_ALWAYS, *binding.start, *binding.keep}
    if binding.per_step:
        known |= _STEPS
    if list(formula.inputs)[1:] == ["grads"]:
        known |= _LOOPS
    elif binding.per_step:
        raise BindingError(f"binding of {identifier}: per_step: {identifier} takes no sequence of "
                           f"gradients; only optimizers do")  # fmt: skip
    for key, text in _expressions(binding):
        try:
            unknown = Expression(text).names - known
        except LanguageError as error:
            raise BindingError(f"binding of {identifier}: {key}: {error}") from None
        if unknown:
            raise BindingError(f"binding of {identifier}: {key}: {text!r} names "
                               f"{', '.join(sorted(unknown))}; known are "
                               f"{', '.join(sorted(known))}")  # fmt: skip
    _check_names(identifier, binding, formula)
    if binding.adapter is not None:
        source(identifier, binding, beside)
    for name in DERIVED:
        nested = getattr(binding, name)
        if nested is not None:
            _check(f"{identifier}.{name}", nested, formula, beside)


def _check_names(identifier: str, binding: Binding, formula: Formula) -> None:
    names = {*formula.inputs, *formula.defaults}
    calls = [("", binding), ("constructor.", binding.constructor)]
    calls += [(f"before[{i}].", each) for i, each in enumerate(binding.before)]
    tables = [(f"{at}keywords", set(call.keywords)) for at, call in calls if call is not None]
    tables += [("fixed", set(binding.fixed) | names - set(formula.defaults)),
               ("choices", set(binding.choices))]  # fmt: skip
    for key, given in tables:
        unknown = given - names
        if unknown:
            raise BindingError(f"binding of {identifier}: {key} names "
                               f"{', '.join(sorted(unknown))}; {formula.id} has "
                               f"{', '.join(sorted(names))}")  # fmt: skip


def _expressions(binding: Binding) -> Iterator[tuple[str, Any]]:
    calls = [("", binding), ("constructor.", binding.constructor)]
    calls += [(f"before[{i}].", each) for i, each in enumerate(binding.before)]
    for at, call in calls:
        if call is not None:
            yield from ((f"{at}arguments[{i}]", e) for i, e in enumerate(call.arguments or ()))
            yield f"{at}when", call.when
    for table in ("start", "keep", "set"):
        yield from ((f"{table}.{name}", e) for name, e in getattr(binding, table).items())
    for name, words in binding.choices.items():
        yield from ((f"choices.{name}.{word}", e) for word, e in words.items())
    if not isinstance(binding.result, list):
        yield "result", binding.result


def source(identifier: str, binding: Binding, beside: Path) -> str:
    """Return the source of a binding's adapter; "" where it has none.

    Raises:
        BindingError: there is no such file.
    """
    if binding.adapter is None:
        return ""
    path = beside / binding.adapter.rpartition(":")[0]
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BindingError(f"binding of {identifier}: adapter: {path} cannot be read: "
                           f"{type(error).__name__}") from None  # fmt: skip
