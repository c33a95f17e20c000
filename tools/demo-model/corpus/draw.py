"""Chance, on one of two sides: what is trained on, and what is held apart from it.

A pool divides its members once, by a hash of each, so that the division does not depend on a seed
or on the order in which they are written.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar
from zlib import crc32

from corpus.template import Piece, expand, parse, text_of
from corpus.typing_habits import as_typed

T = TypeVar("T")


class Pool(Generic[T]):
    """Values or phrasings of which some are never trained on; none are held apart of very few.

    The first is the most usual one, and always trained on. What came after the division was made
    (`trained`) takes no part in it, so that nothing changes sides.
    """

    def __init__(
        self, members: Iterable[T], held_share: float = 0.12, fewest: int = 5, trained: Iterable[T] = ()
    ) -> None:
        first, *rest = dict.fromkeys(members)
        ranked = sorted(rest, key=lambda member: (crc32(repr(member).encode()), repr(member)))
        held = max(1, round(len(rest) * held_share)) if len(rest) + 1 >= fewest else 0
        self.held: Sequence[T] = ranked[:held]
        self.divided: Sequence[T] = [first, *ranked[held:], *ranked[:held]]
        self.seen: Sequence[T] = [*dict.fromkeys([first, *ranked[held:], *trained])]


class Draw:
    """Draws from pools, on the side that it was made for."""

    def __init__(self, rng: random.Random, held: bool) -> None:
        self.rng = rng
        self.held = held

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def in_training(self, probability: float) -> bool:
        """Now and then, but never on the side that is held apart."""
        return not self.held and self.chance(probability)

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + int(self.rng.random() * (high - low + 1))

    def any(self, members: Sequence[T]) -> T:
        """One of what both sides share."""
        return members[int(self.rng.random() * len(members))]

    def value(self, pool: Pool[T]) -> T:
        return self.any((pool.held or pool.divided) if self.held else pool.seen)

    def values(self, pool: Pool[T], count: int) -> list[T]:
        """Different ones. Where too few are held apart, the rest comes from the others."""
        own = pool.held if self.held else pool.seen
        if len(own) >= count:
            return self.rng.sample(own, count)
        rest = [member for member in pool.seen if member not in own]
        return self.rng.sample([*own, *self.rng.sample(rest, count - len(own))], count)

    def shuffled(self, members: Iterable[T]) -> list[T]:
        mixed = list(members)
        self.rng.shuffle(mixed)
        return mixed

    def ask(self, phrasings: Pool[str], polite: bool = True, **slots: object) -> str:
        """What a user types."""
        return self.typed(self.worded(phrasings, **slots), polite)

    def worded(self, phrasings: Pool[str], **slots: object) -> list[Piece]:
        return expand(parse(self.value(phrasings)), self.rng, slots)

    def typed(self, wording: list[Piece], polite: bool = True) -> str:
        return as_typed(wording, self.rng, polite).strip()

    def say(self, wordings: Sequence[str], **slots: object) -> str:
        """What the model answers: written with care, in wordings that both sides share."""
        return text_of(expand(parse(self.any(wordings)), self.rng, slots)).strip()

    def letters(self, count: int) -> str:
        return "".join(self.any(string.ascii_uppercase) for _ in range(count))

    def digits(self, count: int) -> str:
        return "".join(self.any(string.digits) for _ in range(count))
