"""Commands whose flags are the fields of a dataclass: several commands share flags by inheritance.

A field is `name: Annotated[type, typer.Option(...)] = default`. In the help, the flags of the command's own
class come first, then those of each class it inherits from, under the name in that class's `PANEL`.
A field of type `typer.Context` is no flag: it holds the call itself.
"""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any, TypeVar, get_args, get_type_hints

import typer

_Request = TypeVar("_Request")
_Result = TypeVar("_Result")


def takes(request: type[_Request]) -> Callable[[Callable[[_Request], _Result]], Callable[..., _Result]]:
    """A decorator: the function of a request becomes one of its fields, as typer reads functions.

    Args:
        request: a keyword-only dataclass.
    """

    def decorate(run: Callable[[_Request], _Result]) -> Callable[..., _Result]:
        def command(**values: Any) -> _Result:
            return run(request(**values))

        parameters = list(_parameters(request))
        result: Any = command
        result.__name__, result.__doc__ = run.__name__, run.__doc__
        result.__signature__ = inspect.Signature(parameters)
        result.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return command

    return decorate


def _parameters(request: Any) -> Iterator[inspect.Parameter]:
    hints = get_type_hints(request, include_extras=True)
    by_name = {field.name: field for field in fields(request)}
    for owner in request.__mro__:
        panel = None if owner is request else vars(owner).get("PANEL")
        for name in inspect.get_annotations(owner):
            field = by_name.pop(name, None)
            if field is not None:
                yield inspect.Parameter(
                    name, inspect.Parameter.KEYWORD_ONLY, default=_default(field),
                    annotation=_in_panel(hints[name], panel),
                )  # fmt: skip


def _default(field: Field[Any]) -> Any:
    return inspect.Parameter.empty if field.default is MISSING else field.default


def _in_panel(hint: Any, panel: str | None) -> Any:
    if hint is typer.Context:
        return hint
    type_, option = get_args(hint)
    option = copy.copy(option)
    if panel is not None:
        option.rich_help_panel = panel
    return Annotated[type_, option]
