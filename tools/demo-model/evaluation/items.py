"""Which unseen dialogues are asked: equally many of each skill."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from corpus.mixture import dialogues

Item = dict[str, Any]

SKILLS = (
    "small-talk",
    "usage",
    "facts",
    "arithmetic",
    "text-tasks",
    "list-tasks",
    "stories",
    "formats",
    "multi-turn",
    "tool-calls",
    "tool-results",
    "no-call",
    "missing-argument",
    "json-extraction",
    "refusals",
    "personas",
)


def chosen_items(seed: int, count: int) -> list[Item]:
    """About `count` of them; no dialogue twice."""
    each = max(1, count // len(SKILLS))
    taken: Counter[str] = Counter()
    seen: set[str] = set()
    items: list[Item] = []
    for dialogue in dialogues(seed, held=True):
        said = json.dumps(dialogue["messages"])
        if taken[dialogue["skill"]] < each and said not in seen:
            seen.add(said)
            taken[dialogue["skill"]] += 1
            items.append(dialogue)
            if len(items) == each * len(SKILLS):
                return items
    return items


def request(item: Item, model: str) -> dict[str, Any]:
    """All but the last answer, as an OpenAI client sends it."""
    body: dict[str, Any] = {"model": model, "temperature": 0, "max_tokens": 320}
    body["messages"] = on_the_wire(item["messages"][:-1])
    if item.get("tools"):
        body["tools"] = item["tools"]
    if item["thinking"]:
        body["reasoning_effort"] = "low"
    return body


def on_the_wire(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """With ids for calls and arguments as text."""
    sent: list[dict[str, Any]] = []
    waiting: list[str] = []
    for at, message in enumerate(messages):
        if message.get("tool_calls"):
            waiting = [f"call_{at}_{place}" for place in range(len(message["tool_calls"]))]
            calls = [
                {
                    "id": name,
                    "type": "function",
                    "function": call["function"] | {"arguments": json.dumps(call["function"]["arguments"])},
                }
                for name, call in zip(waiting, message["tool_calls"], strict=True)
            ]
            message = {**message, "tool_calls": calls}
        elif message["role"] == "tool":
            message = {**message, "tool_call_id": waiting.pop(0)}
        sent.append(message)
    return sent
