"""The few requests that are needed, with nothing but the standard library."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SECONDS_TO_WAIT = 300


class RefusedError(Exception):
    """The server answered with an error."""


@dataclass(frozen=True)
class Server:
    base_url: str
    key: str = "none"

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = {"content-type": "application/json", "authorization": f"Bearer {self.key}"}
        request = Request(self.base_url.rstrip("/") + path, json.dumps(body).encode(), headers)
        try:
            with urlopen(request, timeout=SECONDS_TO_WAIT) as answer:
                return json.load(answer)
        except HTTPError as error:
            raise RefusedError(f"{path} answered {error.code}: {error.read().decode(errors='replace')}") from error

    def chat(self, **body: Any) -> dict[str, Any]:
        """The assistant's message. Arguments of calls are objects where they can be read, and text where not."""
        message = self.post("/chat/completions", body)["choices"][0]["message"]
        for call in message.get("tool_calls") or ():
            try:
                call["function"]["arguments"] = json.loads(call["function"]["arguments"])
            except ValueError:
                pass
        return message

    def embed(self, model: str, texts: list[str]) -> list[list[float]]:
        answer = self.post("/embeddings", {"model": model, "input": texts})
        return [entry["embedding"] for entry in sorted(answer["data"], key=lambda entry: entry["index"])]
