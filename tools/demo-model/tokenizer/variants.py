"""Vocabularies that spell some words with more tokens than usual.

A word that training knows is mostly one token, and copying one token is another skill than copying
several. With such words spelt out now and then, copying is learned for all of their pieces, and so
for words that nobody has seen.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
from tokenizers import Tokenizer

SHORTEST = 3
"""Characters of what may be spelt out; text is full of shorter ones."""


def spelling(tokenizer: Tokenizer, words: Iterable[str]) -> set[str]:
    """Every merged piece that these words are spelt with, alone and behind a space."""
    merges = json.loads(tokenizer.to_str())["model"]["merges"]
    parts = {left + right: (left, right) for left, right in merges}
    found: set[str] = set()
    waiting = [piece for word in words for text in (word, f" {word}") for piece in tokenizer.encode(text).tokens]
    while waiting:
        piece = waiting.pop()
        if piece in parts and piece not in found and len(piece) >= SHORTEST:
            found.add(piece)
            waiting.extend(parts[piece])
    return found


def spelt_out(tokenizer: Tokenizer, pieces: set[str], share: float, random: np.random.Generator) -> Tokenizer:
    """The same tokens, without the merges of a random share of the pieces."""
    state = json.loads(tokenizer.to_str())
    gone = {piece for piece in sorted(pieces) if random.random() < share}
    state["model"]["merges"] = [pair for pair in state["model"]["merges"] if "".join(pair) not in gone]
    return Tokenizer.from_str(json.dumps(state))
