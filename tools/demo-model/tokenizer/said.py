"""How often the assistant says each token."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from tokenizers import Tokenizer

from training.examples import to_example


def count_said(tokenizer: Tokenizer, written: Iterable[dict[str, Any]]) -> Counter[int]:
    """By the token's id."""
    counts: Counter[int] = Counter()
    for dialogue in written:
        example = to_example(tokenizer, dialogue)
        counts.update(token for token, said in zip(example.tokens, example.is_said, strict=True) if said)
    return counts
