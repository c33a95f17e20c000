"""What is known of a kind of tool: its names, its parameters, how it is asked for and what it gives back."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corpus.draw import Draw, Pool
from corpus.values import invented_word

Arguments = dict[str, Any]


@dataclass(frozen=True)
class Parameter:
    slot: str
    """The name of the value in phrasings."""
    names: Pool[str]
    type: str
    about: tuple[str, ...]
    wanted: str = ""
    """The question where the value is missing."""
    enum: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    title: str
    names: Pool[str]
    about: Pool[str]
    parameters: tuple[Parameter, ...]
    asks: Pool[str]
    values: Callable[[Draw], dict[str, Any]]
    result: Callable[[Draw, dict[str, Any]], tuple[str, str, tuple[str, ...]]]
    """What the tool gives back, the answer made of it, and what that answer must contain."""
    vague: Pool[str] | None = None
    """Asking for it without what it needs."""
    extra: Parameter | None = None
    """A parameter that may be there, and may be left out when it is called."""
    extra_value: Callable[[Draw], Any] | None = None
    extra_asks: Pool[str] | None = None
    words: tuple[str, str] | None = None
    """The verb and the thing that one made up for a dialogue is named by."""


@dataclass(frozen=True)
class Tool:
    """A kind with names chosen for one dialogue."""

    kind: Kind
    name: str
    parameters: tuple[tuple[str, Parameter], ...]
    """Those of the kind by their names here, and perhaps its extra one behind them."""
    wire: dict[str, Any]

    @property
    def has_extra(self) -> bool:
        return len(self.parameters) > len(self.kind.parameters)

    def arguments(self, values: dict[str, Any]) -> Arguments:
        return {name: values[parameter.slot] for name, parameter in self.parameters if parameter.slot in values}


def as_json(**fields: Any) -> str:
    """As a tool may write what it gives back."""
    return json.dumps(fields, ensure_ascii=False)


def chosen(draw: Draw, kind: Kind) -> Tool:
    name = restyled(draw, draw.value(kind.names), kind.names)
    with_extra = [kind.extra] if kind.extra and draw.chance(0.35) else []
    named = named_differently(draw, [*kind.parameters, *with_extra])
    properties = {own: described(draw, parameter) for own, parameter in named}
    needed = [own for own, parameter in named if parameter is not kind.extra]
    return Tool(kind, name, named, on_the_wire(draw, name, draw.value(kind.about), properties, needed))


_PREFIXES = ("my_", "the_", "api_", "do_", "run_", "call_", "tool_", "use_", "quick_", "main_", "new_", "user_")
_SUFFIXES = ("_tool", "_api", "_service", "_v2", "_now", "_info", "_data", "_function", "_value", "_text", "_1", "_for_me")


def restyled(draw: Draw, name: str, names: Pool[str]) -> str:
    """In training often another one: what is called has to be copied from the list of tools.

    A name that was made for one dialogue stays.
    """
    if len(names.divided) == 1 or not draw.in_training(0.4):
        return name
    way = draw.number(0, 5)
    made = (
        draw.any(_PREFIXES) + name,
        name + draw.any(_SUFFIXES),
        name.replace("_", "-"),
        "".join(part.capitalize() if at else part for at, part in enumerate(name.split("_"))),
        name.replace("_", ""),
        f"{name}_{invented_word(draw)}",
    )[way]
    return name if made in names.held else made


def named_differently(draw: Draw, parameters: list[Parameter]) -> tuple[tuple[str, Parameter], ...]:
    named: dict[str, Parameter] = {}
    for parameter in parameters:
        name = draw.value(parameter.names)
        own = restyled(draw, name, parameter.names)
        named[own if own not in named else name] = parameter
    return tuple(named.items())


def described(draw: Draw, parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": parameter.type}
    if parameter.about and draw.chance(0.4):
        schema["description"] = draw.any(parameter.about)
    if parameter.enum:
        schema["enum"] = list(parameter.enum)
    return schema


def on_the_wire(draw: Draw, name: str, about: str, properties: dict[str, Any], needed: list[str]) -> dict[str, Any]:
    """A tool as OpenAI's clients send it."""
    parameters: dict[str, Any] = {"type": "object", "properties": properties}
    if needed and draw.chance(0.75):
        parameters["required"] = needed
        if draw.chance(0.15):
            parameters["additionalProperties"] = False
    function: dict[str, Any] = {"name": name}
    if draw.chance(0.9) and not draw.in_training(0.15):
        function["description"] = about
    return {"type": "function", "function": function | {"parameters": parameters}}
