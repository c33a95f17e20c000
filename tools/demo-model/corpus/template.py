"""Templates: `[this|that|]` is one of these, `{slot}` is filled in. Both may stand inside brackets.

A backslash takes the meaning from the character behind it.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from itertools import product


@dataclass(frozen=True)
class Slot:
    name: str


@dataclass(frozen=True)
class Choice:
    branches: tuple[Sequence, ...]


Sequence = tuple["str | Slot | Choice", ...]


@dataclass(frozen=True)
class Piece:
    """A part of an expanded template. What was filled in must reach the model as it is."""

    text: str
    filled: bool


@cache
def parse(text: str) -> Sequence:
    sequence, end = _sequence(text, 0, "")
    if end != len(text):
        raise ValueError(f"closing bracket without an opening one: {text!r}")
    return sequence


def _sequence(text: str, at: int, ends: str) -> tuple[Sequence, int]:
    parts: list[str | Slot | Choice] = []
    literal = ""
    while at < len(text) and text[at] not in ends:
        if text[at] == "\\":
            literal += text[at + 1]
            at += 2
        elif text[at] == "[":
            if literal:
                parts.append(literal)
                literal = ""
            branches = []
            while True:
                branch, at = _sequence(text, at + 1, "|]")
                branches.append(branch)
                if at >= len(text):
                    raise ValueError(f"bracket is never closed: {text!r}")
                if text[at] == "]":
                    break
            parts.append(Choice(tuple(branches)))
            at += 1
        elif text[at] == "{":
            close = text.index("}", at)
            if literal:
                parts.append(literal)
                literal = ""
            parts.append(Slot(text[at + 1 : close]))
            at = close + 1
        else:
            literal += text[at]
            at += 1
    if literal:
        parts.append(literal)
    return tuple(parts), at


def expand(sequence: Sequence, rng: random.Random, slots: dict[str, object]) -> list[Piece]:
    pieces: list[Piece] = []
    for part in sequence:
        if isinstance(part, str):
            pieces.append(Piece(part, False))
        elif isinstance(part, Slot):
            pieces.append(Piece(str(slots[part.name]), True))
        else:
            branch = part.branches[int(rng.random() * len(part.branches))]
            pieces.extend(expand(branch, rng, slots))
    return pieces


def text_of(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def wordings(sequence: Sequence) -> list[str]:
    """Every text that it can make; slots stand in it by their names."""
    ways = [
        [f"{{{part.name}}}"]
        if isinstance(part, Slot)
        else [text for branch in part.branches for text in wordings(branch)]
        if isinstance(part, Choice)
        else [part]
        for part in sequence
    ]
    return ["".join(way) for way in product(*ways)]


def words_of(text: str) -> str:
    """What it says, however it is typed."""
    return " ".join(re.findall(r"[^\s.,?!:;]+", text.lower()))
