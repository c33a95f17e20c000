"""Makes of a dialogue the tokens to read and how much each is worth learning."""

import re
from dataclasses import dataclass
from typing import Any

from tokenizers import Tokenizer

from template.render import render
from tokenizer.special_tokens import TURN_END
from tokenizer.vocabulary import encode

# An answer with its end; what the template itself may begin it with is not the model's to say.
ANSWER = re.compile(
    r"(?<=<\|im_start\|>assistant\n)(?P<given><think>\n)?(?P<said>.*?" + re.escape(TURN_END) + ")",
    re.DOTALL,
)


@dataclass(frozen=True)
class Example:
    tokens: list[int]
    is_said: list[bool]
    """Whether a token is the assistant's own."""
    skill: str


def to_example(tokenizer: Tokenizer, dialogue: dict[str, Any]) -> Example:
    """Its parts are encoded one by one, as a server encodes a prompt before its answer."""
    text = render(dialogue["messages"], dialogue.get("tools"), dialogue.get("thinking", False))
    tokens: list[int] = []
    is_said: list[bool] = []

    def add(part: str, said: bool) -> None:
        ids = encode(tokenizer, part)
        tokens.extend(ids)
        is_said.extend([said] * len(ids))

    place = 0
    for answer in ANSWER.finditer(text):
        add(text[place : answer.start("said")], False)
        add(answer["said"], True)
        place = answer.end("said")
    return Example(tokens, is_said, dialogue["skill"])
