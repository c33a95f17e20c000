"""Changes texts so that not every word of them can be relied on."""

import random

PAIRS = 0.6
TOKENS = 0.5
DROPPED = 0.25


def renamed(
    first: list[int], second: list[int], chance: random.Random, names: range
) -> tuple[list[int], list[int]]:
    """Some pairs with some of their common tokens replaced, by the same ones in both.

    So names that no text had are told apart too.
    """
    if chance.random() > PAIRS:
        return first, second
    shared = sorted(set(first) & set(second))
    new = {token: chance.choice(names) for token in shared if chance.random() < TOKENS}
    return [new.get(token, token) for token in first], [new.get(token, token) for token in second]


def thinned(tokens: list[int], chance: random.Random) -> list[int]:
    """Without some of them, so that meaning hangs on no single word."""
    return [token for token in tokens if chance.random() >= DROPPED] or tokens
