"""How the last answer of a dialogue is judged."""

from __future__ import annotations

import json
import re
from typing import Any

Check = dict[str, Any]


def passes(check: Check, answer: dict[str, Any]) -> bool:
    """Whether an assistant message, with `arguments` of its calls as objects, is what was expected."""
    text = (answer.get("content") or "").strip()
    calls = [call["function"] for call in answer.get("tool_calls") or ()]
    kind = check["kind"]
    if kind == "tool-calls":
        return same_calls(check["calls"], calls)
    if calls:
        return False
    match kind:
        case "exact":
            return text == check["text"].strip()
        case "contains-all":
            ways = [check["parts"], *check.get("or", ())]
            return any(all(part.lower() in text.lower() for part in parts) for parts in ways)
        case "regex":
            return re.search(check["pattern"], text) is not None
        case "json":
            return same_json(check["value"], text)
        case "no-tool":
            return True
    raise ValueError(f"unknown kind of check: {kind}")


def same_calls(expected: list[dict], given: list[dict]) -> bool:
    """The same calls, in any order."""
    written = sorted(json.dumps([call["name"], call["arguments"]], sort_keys=True) for call in expected)
    return written == sorted(json.dumps([call["name"], call["arguments"]], sort_keys=True) for call in given)


def same_choice(expected: list[dict], given: list[dict]) -> bool:
    """The same tools, whatever their arguments."""
    return sorted(call["name"] for call in expected) == sorted(call["name"] for call in given)


def same_json(expected: Any, text: str) -> bool:
    try:
        return json.dumps(json.loads(text), sort_keys=True) == json.dumps(expected, sort_keys=True)
    except ValueError:
        return False
