"""A dialogue while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

Message = dict[str, Any]


class Dialogue:
    """Messages in order. `check` says how the last answer is judged, as on the held-apart side."""

    def __init__(self, skill: str, system: str | None = None, tools: list[dict] | None = None) -> None:
        self.skill = skill
        self.tools = tools
        self.messages: list[Message] = []
        self.check: dict[str, Any] | None = None
        if system:
            self.messages.append({"role": "system", "content": system})

    def user(self, text: str) -> Dialogue:
        self.messages.append({"role": "user", "content": text})
        return self

    def assistant(self, text: str, reasoning: str | None = None) -> Dialogue:
        message: Message = {"role": "assistant", "content": text}
        if reasoning:
            message["reasoning_content"] = reasoning
        self.messages.append(message)
        return self

    def calls(self, calls: Sequence[tuple[str, dict]], reasoning: str | None = None) -> Dialogue:
        self.assistant("", reasoning)
        self.messages[-1]["tool_calls"] = [
            {"type": "function", "function": {"name": name, "arguments": arguments}} for name, arguments in calls
        ]
        return self

    def result(self, text: str) -> Dialogue:
        self.messages.append({"role": "tool", "content": text})
        return self

    def expect(self, kind: str, **what: Any) -> Dialogue:
        self.check = {"kind": kind, **what}
        return self

    def expect_parts(self, *parts: object) -> Dialogue:
        return self.expect("contains-all", parts=[str(part) for part in parts])

    def expect_parts_of_one(self, parts: tuple[str, ...], others: Sequence[tuple[str, ...]]) -> Dialogue:
        """Of one of several answers, where a question can be meant in several ways."""
        check: dict[str, Any] = {"parts": list(parts)}
        return self.expect("contains-all", **check, **({"or": [list(other) for other in others]} if others else {}))

    def expect_text(self) -> Dialogue:
        """The last answer, as it stands."""
        return self.expect("exact", text=self.messages[-1]["content"])

    def finished(self, thinking: bool) -> dict[str, Any]:
        """As it is written to a file. Reasoning stays only behind the last question, and only if it is asked for."""
        last_user = max(at for at, message in enumerate(self.messages) if message["role"] == "user")
        answers = [message for message in self.messages[last_user:] if message["role"] == "assistant"]
        thinking = thinking and all("reasoning_content" in message for message in answers)
        for at, message in enumerate(self.messages):
            if not thinking or at < last_user:
                message.pop("reasoning_content", None)
        written: dict[str, Any] = {"skill": self.skill}
        if self.tools:
            written["tools"] = self.tools
        written |= {"thinking": thinking, "messages": self.messages}
        if self.check:
            written["check"] = self.check
        return written
