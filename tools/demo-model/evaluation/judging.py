"""What an answer is worth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from corpus.checks import passes, same_calls, same_choice
from evaluation.items import Item


@dataclass(frozen=True)
class Judged:
    item: Item
    answer: dict[str, Any]
    right: bool
    tool_chosen: bool | None = None
    """Whether the tools called are those expected; None where no call was."""
    arguments_right: bool | None = None
    """Whether all arguments are right too, where the tools are."""
    tools_left: bool | None = None
    """Whether nothing was called, where tools were offered of which none fits."""
    schema_followed: bool | None = None
    """Whether a JSON answer has the keys and types asked for; None where no JSON was."""

    @property
    def skill(self) -> str:
        return self.item["skill"]


def judged(item: Item, answer: dict[str, Any]) -> Judged:
    check = item["check"]
    calls = [call["function"] for call in answer.get("tool_calls") or ()]
    right = passes(check, answer)
    if check["kind"] == "tool-calls":
        chosen = same_choice(check["calls"], calls)
        return Judged(item, answer, right, chosen, same_calls(check["calls"], calls) if chosen else None)
    if check["kind"] == "json":
        return Judged(item, answer, right, schema_followed=has_form_of(check["value"], answer.get("content") or ""))
    if item["skill"] == "no-call" and item.get("tools"):
        return Judged(item, answer, right, tools_left=not calls)
    return Judged(item, answer, right)


def has_form_of(expected: Any, text: str) -> bool:
    try:
        return form(json.loads(text)) == form(expected)
    except ValueError:
        return False


def form(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: form(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return ["list", *sorted({str(form(inner)) for inner in value})]
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__
