"""How often the nearest text is the one that means the same."""

from __future__ import annotations

from itertools import islice

from corpus.paraphrases import groups
from evaluation.wire import Server

TEXTS_PER_REQUEST = 64


def top_one(server: Server, model: str, seed: int, count: int) -> float:
    """Share of unseen sentences whose nearest neighbour, among one text of each of `count` meanings, is their own paraphrase."""
    pairs = [group["texts"][:2] for group in islice(groups(seed, held=True), count)]
    asked, kept = (vectors(server, model, [pair[side] for pair in pairs]) for side in (0, 1))
    found = (max(range(len(kept)), key=lambda at: dot(query, kept[at])) for query in asked)
    return sum(at == nearest for at, nearest in enumerate(found)) / len(pairs)


def vectors(server: Server, model: str, texts: list[str]) -> list[list[float]]:
    parts = [texts[at : at + TEXTS_PER_REQUEST] for at in range(0, len(texts), TEXTS_PER_REQUEST)]
    return [vector for part in parts for vector in server.embed(model, part)]


def dot(one: list[float], other: list[float]) -> float:
    return sum(left * right for left, right in zip(one, other, strict=True))
