"""What is known of a kind of tool: its names, its parameters, how it is asked for and what it gives back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corpus.draw import Draw, Pool

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
    about: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    asks: Pool[str]
    values: Callable[[Draw], dict[str, Any]]
    result: Callable[[Draw, dict[str, Any]], tuple[str, str, tuple[str, ...]]]
    """What the tool gives back, the answer made of it, and what that answer must contain."""
    vague: Pool[str] | None = None
    """Asking for it without what it needs."""


@dataclass(frozen=True)
class Tool:
    """A kind with names chosen for one dialogue."""

    kind: Kind
    name: str
    parameter_names: tuple[str, ...]
    wire: dict[str, Any]

    def arguments(self, values: dict[str, Any]) -> Arguments:
        named = zip(self.parameter_names, self.kind.parameters, strict=True)
        return {name: values[parameter.slot] for name, parameter in named if parameter.slot in values}


def chosen(draw: Draw, kind: Kind) -> Tool:
    name = draw.value(kind.names)
    names, properties = [], {}
    for parameter in kind.parameters:
        own = draw.value(parameter.names)
        names.append(own)
        described: dict[str, Any] = {"type": parameter.type}
        if parameter.about and draw.chance(0.4):
            described["description"] = draw.any(parameter.about)
        if parameter.enum:
            described["enum"] = list(parameter.enum)
        properties[own] = described
    return Tool(kind, name, tuple(names), on_the_wire(draw, name, draw.any(kind.about), properties))


def on_the_wire(draw: Draw, name: str, about: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A tool as OpenAI's clients send it."""
    parameters: dict[str, Any] = {"type": "object", "properties": properties}
    if properties and draw.chance(0.75):
        parameters["required"] = list(properties)
    function: dict[str, Any] = {"name": name}
    if draw.chance(0.9):
        function["description"] = about
    return {"type": "function", "function": function | {"parameters": parameters}}
