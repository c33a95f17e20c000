"""How people type: capitals or none, a full stop or none, a polite word, now and then a slip.

What was filled into a template is never touched, because answers copy it.
"""

from __future__ import annotations

import random

from corpus.template import Piece

BEFORE = (
    "please ",
    "hey, ",
    "hi, ",
    "hello! ",
    "quick question: ",
    "ok, ",
    "so, ",
    "now ",
    "well, ",
    "one question: ",
    "a question: ",
    "hi there, ",
    "dear model, ",
    "tell me, ",
    "i need help. ",
)
BEHIND = (" please", " thanks", " thank you", ", please", " Thanks!", " Thank you.", " :)", " pls")


def as_typed(pieces: list[Piece], rng: random.Random, polite: bool = True) -> str:
    """The text of a template as somebody might type it."""
    parts = [[piece.text, piece.filled] for piece in pieces if piece.text]
    lower = rng.random() < 0.28
    mark = _take_final_mark(parts)
    if polite and rng.random() < 0.1:
        parts.insert(0, [rng.choice(BEFORE), False])
    if rng.random() < 0.05:
        _slip(parts, rng)
    if not lower and not parts[0][1]:
        parts[0][0] = parts[0][0][:1].upper() + parts[0][0][1:]
    elif lower and rng.random() < 0.5:
        for part in parts:
            if not part[1]:
                part[0] = part[0].lower()
    text = "".join(part[0] for part in parts)
    if polite and rng.random() < 0.06:
        return text + rng.choice(BEHIND)
    return text + _mark_as_typed(mark, rng)


def _take_final_mark(parts: list[list]) -> str:
    text, filled = parts[-1]
    if not filled and text and text[-1] in "?.!":
        parts[-1][0] = text[:-1]
        return text[-1]
    return ""


def _mark_as_typed(mark: str, rng: random.Random) -> str:
    if not mark:
        return ""
    draw = rng.random()
    if draw < 0.22:
        return ""
    return mark * 2 if draw < 0.24 else mark


def _slip(parts: list[list], rng: random.Random) -> None:
    """Two letters change places, or one is lost, in one longer word."""
    part = rng.choice(parts)
    if part[1]:
        return
    words = part[0].split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha()]
    if not long:
        return
    at = rng.choice(long)
    word, place = words[at], rng.randrange(1, len(words[at]) - 2)
    if rng.random() < 0.5:
        words[at] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    else:
        words[at] = word[:place] + word[place + 1 :]
    part[0] = " ".join(words)
