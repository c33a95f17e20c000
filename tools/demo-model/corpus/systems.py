"""System messages that change nothing, as many clients send one."""

from __future__ import annotations

from corpus.draw import Draw, Pool

PLAIN = Pool(
    (
        "You are a helpful assistant.",
        "You are a helpful assistant. Answer briefly.",
        "You are a friendly assistant.",
        "You are an assistant.",
        "Be helpful.",
        "Be brief and friendly.",
        "Help the user.",
        "Answer the user's questions.",
        "You help people who try samewire.",
        "You are a useful model.",
        "Keep it short.",
        "You are a careful assistant. Do what the user asks.",
        "Be polite.",
        "Speak simply.",
        "You are the assistant in a playground.",
        "Answer in English.",
    )
)


def plain_system(draw: Draw, share: float = 0.25) -> str | None:
    return draw.value(PLAIN) if draw.chance(share) else None
