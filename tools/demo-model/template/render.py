"""Renders a dialogue with the model's chat template, as llama.cpp does."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from jinja2.sandbox import ImmutableSandboxedEnvironment

TEMPLATE_PATH = Path(__file__).parent / "chat.jinja"


def template_source() -> str:
    return TEMPLATE_PATH.read_text(encoding="utf-8")


@cache
def _template():
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
    return environment.from_string(template_source())


def render(
    messages: list[dict[str, Any]],
    tools: list[dict[str, Any]] | None = None,
    thinking: bool = False,
    add_generation_prompt: bool = False,
) -> str:
    """The text that the model reads; with a generation prompt it ends where the answer begins."""
    return _template().render(
        messages=messages,
        tools=tools,
        reasoning_effort="medium" if thinking else "none",
        add_generation_prompt=add_generation_prompt,
    )
