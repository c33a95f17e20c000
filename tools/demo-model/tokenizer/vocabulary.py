"""A byte-level BPE vocabulary: any UTF-8 goes in, digits one by one."""

import re
from collections.abc import Iterable
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from tokenizer.special_tokens import SPECIAL_TOKENS

# What llama.cpp calls the pre-tokenizer "qwen2".
WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|"
    r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
# The same, with letters apart from what stands before them: no merge of both is learned.
LETTERS_APART = WORDS.replace(r"[^\r\n\p{L}\p{N}]?\p{L}+", r"\p{L}+")


def train_vocabulary(texts: Iterable[str], size: int) -> Tokenizer:
    """Learns `size` tokens in all: special ones, the 256 bytes, and merges of the texts."""
    tokenizer = _divided(Tokenizer(models.BPE()), LETTERS_APART)
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        special_tokens=[AddedToken(text, special=True) for text in SPECIAL_TOKENS],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    # The trainer would learn pieces that reach into special tokens; encoding never meets these.
    special = re.compile("|".join(map(re.escape, SPECIAL_TOKENS)))
    parts = (part for text in texts for part in special.split(text) if part)
    tokenizer.train_from_iterator(parts, trainer)
    return as_qwen2(tokenizer)


def as_qwen2(tokenizer: Tokenizer) -> Tokenizer:
    """Lets it divide text into words, and write bytes, as llama.cpp does for "qwen2"."""
    return _divided(tokenizer, WORDS)


def _divided(tokenizer: Tokenizer, words: str) -> Tokenizer:
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(words), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def load_vocabulary(path: Path) -> Tokenizer:
    return Tokenizer.from_file(str(path))


def encode(tokenizer: Tokenizer, text: str) -> list[int]:
    return tokenizer.encode(text, add_special_tokens=False).ids
