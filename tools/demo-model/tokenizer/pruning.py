"""Takes back merges that the assistant hardly ever says.

What is never said in training can never be said: the weights of such a token are only ever pushed
away. Text that was spelt with it is spelt with the parts that it was merged from.
"""

from __future__ import annotations

import heapq
import json
from collections import Counter
from collections.abc import Mapping

from tokenizers import Tokenizer

MULTIPLE = 32
"""The number of tokens stays one of this."""


def pruned(tokenizer: Tokenizer, said: Mapping[int, int], least: int) -> Tokenizer:
    """Without merges said fewer than `least` times.

    A merge that another one needs stays as long as that one. What is said of a merge that goes is
    said of its parts. Few more go than these, so that the number of tokens is a multiple of 32.
    """
    state = json.loads(tokenizer.to_str())
    vocabulary: dict[str, int] = state["model"]["vocab"]
    parts = {left + right: (left, right) for left, right in state["model"]["merges"]}
    counts = Counter({piece: said.get(number, 0) for piece, number in vocabulary.items()})
    needed = Counter(part for pair in parts.values() for part in pair)
    waiting = [(counts[piece], -vocabulary[piece], piece) for piece in parts if not needed[piece]]
    heapq.heapify(waiting)
    while waiting and (waiting[0][0] < least or len(vocabulary) % MULTIPLE):
        count, _, piece = heapq.heappop(waiting)
        del vocabulary[piece]
        for part in parts.pop(piece):
            counts[part] += count
            needed[part] -= 1
            if part in parts and not needed[part]:
                heapq.heappush(waiting, (counts[part], -vocabulary[part], part))
    kept = sorted(vocabulary, key=vocabulary.__getitem__)
    state["model"]["vocab"] = {piece: at for at, piece in enumerate(kept)}
    state["model"]["merges"] = [pair for pair in state["model"]["merges"] if "".join(pair) in parts]
    for token in state["added_tokens"]:
        token["id"] = state["model"]["vocab"][token["content"]]
    return Tokenizer.from_str(json.dumps(state))
