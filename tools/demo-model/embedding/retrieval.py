"""How often the nearest other text means the same."""

import torch
from tokenizers import Tokenizer

from embedding.encoder import Encoder
from embedding.paraphrases import Group, to_tensors


@torch.no_grad()
def top_one(model: Encoder, tokenizer: Tokenizer, groups: list[Group]) -> float:
    """Each group's first text is searched for with its others, among those of all groups."""
    targets = model(*to_tensors(tokenizer, [group.texts[0] for group in groups]))
    queries = [(row, text) for row, group in enumerate(groups) for text in group.texts[1:]]
    found = model(*to_tensors(tokenizer, [text for _, text in queries])) @ targets.T
    rows = torch.tensor([row for row, _ in queries])
    return (found.argmax(1) == rows).float().mean().item()
