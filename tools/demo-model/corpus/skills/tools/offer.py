"""Which tools a dialogue offers, and what is asked of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corpus.data_files import phrasings
from corpus.draw import Draw
from corpus.skills.tools.catalogue import CATALOGUE
from corpus.skills.tools.invented import invented_kind
from corpus.skills.tools.kind import Kind, Tool, chosen

ASKED = phrasings("tool-systems")

SYSTEMS = ASKED["systems"]


@dataclass(frozen=True)
class Wish:
    """Something asked for that one tool can do."""

    tool: Tool
    values: dict[str, Any]
    text: str

    @property
    def call(self) -> tuple[str, dict[str, Any]]:
        return self.tool.name, self.tool.arguments(self.values)

    @property
    def thought(self) -> str:
        said = " and ".join(f"{name} {value}" for name, value in self.call[1].items()) or "no arguments"
        return f"The user asks for {self.tool.kind.title}. The tool {self.tool.name} fits. I call it with {said}."


def wish(draw: Draw, tool: Tool, values: dict[str, Any]) -> Wish:
    text = draw.ask(tool.kind.asks, **values)
    if tool.has_extra and tool.kind.extra and draw.chance(0.6):
        value = tool.kind.extra_value(draw)
        values = values | {tool.kind.extra.slot: value}
        text = f"{text.rstrip('?.!')} {draw.ask(tool.kind.extra_asks, polite=False, value=value).lower()}"
    return Wish(tool, values, text)


def any_wish(draw: Draw) -> Wish:
    if draw.chance(0.5):
        kind, values = invented_kind(draw)
        return wish(draw, chosen(draw, kind), values)
    kind = draw.any(CATALOGUE)
    return wish(draw, chosen(draw, kind), kind.values(draw))


def like(draw: Draw, tool: Tool) -> Kind:
    """One whose name shares a word with another's: the whole name has to be read to tell them apart."""
    if tool.kind.words is None:
        return invented_kind(draw, verb=tool.name.replace("-", "_").split("_")[0].lower())[0]
    verb, thing = tool.kind.words
    return invented_kind(draw, verb=verb)[0] if draw.chance(0.5) else invented_kind(draw, thing=thing)[0]


def others(draw: Draw, besides: list[Tool], low: int = 0, high: int = 3) -> list[Tool]:
    """Tools that are there as well, of other kinds and names."""
    found: list[Tool] = []
    for _ in range(draw.number(low, high)):
        if besides and draw.in_training(0.3):
            kind = like(draw, draw.any(besides))
        else:
            kind = invented_kind(draw)[0] if draw.chance(0.5) else draw.any(CATALOGUE)
        tool = chosen(draw, kind)
        if all(tool.name != other.name and tool.kind.title != other.kind.title for other in [*besides, *found]):
            found.append(tool)
    return found


def on_the_wire(draw: Draw, tools: list[Tool]) -> list[dict]:
    return [tool.wire for tool in draw.shuffled(tools)]


def tool_system(draw: Draw) -> str | None:
    return draw.say([draw.value(SYSTEMS)]) if draw.chance(0.3) else None
