"""How often the nearest other text means the same."""

import torch
from tokenizers import Tokenizer

from embedding.encoder import Encoder
from embedding.paraphrases import to_tensors


@torch.no_grad()
def top_one(model: Encoder, tokenizer: Tokenizer, groups: list[list[str]]) -> float:
    """Each group's first text is searched for with its others."""
    targets = model(*to_tensors(tokenizer, [texts[0] for texts in groups]))
    queries = [(row, text) for row, texts in enumerate(groups) for text in texts[1:]]
    found = model(*to_tensors(tokenizer, [text for _, text in queries])) @ targets.T
    rows = torch.tensor([row for row, _ in queries])
    return (found.argmax(1) == rows).float().mean().item()
