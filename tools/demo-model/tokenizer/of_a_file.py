"""Reads the vocabulary of a GGUF file that was written here."""

from collections.abc import Collection

import gguf
from tokenizers import AddedToken, Tokenizer, models

from tokenizer.special_tokens import SPECIAL_TOKENS
from tokenizer.vocabulary import as_qwen2


def read_vocabulary(reader: gguf.GGUFReader, special: Collection[str] = SPECIAL_TOKENS) -> Tokenizer:
    """`special` tokens are left out where text is decoded without such."""
    pieces, merges = (reader.fields[f"tokenizer.ggml.{name}"].contents() for name in ("tokens", "merges"))
    vocabulary = {piece: at for at, piece in enumerate(pieces)}
    tokenizer = as_qwen2(Tokenizer(models.BPE(vocabulary, [tuple(merge.split(" ")) for merge in merges])))
    tokenizer.add_tokens([AddedToken(text, special=text in special) for text in SPECIAL_TOKENS])
    return tokenizer
