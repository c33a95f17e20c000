"""Gives common words one token with the space before them.

Everything else is spelt alike wherever it stands: a name is the same tokens behind a space, a quote
or a bracket, so that copying it from a sentence into JSON is copying tokens. Only words that are
hardly ever met without the space, and so hardly ever copied to such a place, are joined with it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable

from tokenizers import Tokenizer

SPACE = "Ġ"
"""How byte-level pieces write a space."""

LEAST = 60
"""How often the word must be met behind a space, in every 10,000 texts."""

MOST_BARE = 0.12
"""How often at most it may be met elsewhere, as a share of the former."""

_WORD = re.compile(r"( ?)([A-Za-z]+)")


def common_words(texts: Iterable[str], values: Collection[str]) -> list[str]:
    """The most usual one first; of three letters or more none that a value begins with."""
    behind_space: Counter[str] = Counter()
    elsewhere: Counter[str] = Counter()
    num_texts = 0
    for text in texts:
        num_texts += 1
        for space, word in _WORD.findall(text):
            (behind_space if space else elsewhere)[word] += 1
    least = LEAST * num_texts / 10_000
    return [
        word
        for word, count in behind_space.most_common()
        if count >= least
        and elsewhere[word] <= MOST_BARE * count
        and not (len(word) > 2 and any(value.startswith(word) for value in values))
    ]


def with_spaces(tokenizer: Tokenizer, words: Iterable[str]) -> Tokenizer:
    """Adds a merge of the space with each word that is one token, after all others."""
    state = json.loads(tokenizer.to_str())
    vocabulary = state["model"]["vocab"]
    for word in words:
        if word in vocabulary and SPACE + word not in vocabulary:
            vocabulary[SPACE + word] = len(vocabulary)
            state["model"]["merges"].append([SPACE, word])
    return Tokenizer.from_str(json.dumps(state))
