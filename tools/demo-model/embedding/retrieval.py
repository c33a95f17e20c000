"""How often the nearest other text means the same."""

import torch
from tokenizers import Tokenizer
from torch import Tensor

from embedding.encoder import Encoder
from embedding.paraphrases import Group, to_tensors
from tokenizer.vocabulary import encode

AT_ONCE = 256


@torch.no_grad()
def vectors_of(model: Encoder, tokenizer: Tokenizer, texts: list[str]) -> Tensor:
    encoded = [encode(tokenizer, text) for text in texts]
    parts = (encoded[at : at + AT_ONCE] for at in range(0, len(encoded), AT_ONCE))
    return torch.cat([model(*to_tensors(part)) for part in parts])


def top_one(model: Encoder, tokenizer: Tokenizer, groups: list[Group]) -> float:
    """Each group's first text is searched for with its others, among those of all groups."""
    targets = vectors_of(model, tokenizer, [group.texts[0] for group in groups])
    queries = [(row, text) for row, group in enumerate(groups) for text in group.texts[1:]]
    found = vectors_of(model, tokenizer, [text for _, text in queries]) @ targets.T
    rows = torch.tensor([row for row, _ in queries])
    return (found.argmax(1) == rows).float().mean().item()
