"""Texts by meaning: those of one group say the same."""

import json
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from tokenizer.vocabulary import encode


def read_groups(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8") as lines:
        groups = [json.loads(line)["texts"] for line in lines]
    return [texts for texts in groups if len(texts) >= 2]


def to_tensors(tokenizer: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Tokens of each text, padded, and which of them are its own."""
    encoded = [encode(tokenizer, text) for text in texts]
    length = max(map(len, encoded))
    tokens = torch.zeros(len(texts), length, dtype=torch.long)
    is_token = torch.zeros(len(texts), length, dtype=torch.bool)
    for row, ids in enumerate(encoded):
        tokens[row, : len(ids)] = torch.tensor(ids)
        is_token[row, : len(ids)] = True
    return tokens, is_token
