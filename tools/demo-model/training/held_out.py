"""The loss on dialogues that the model does not learn from."""

import json
import math
from collections import defaultdict
from itertools import islice
from pathlib import Path

import torch
from tokenizers import Tokenizer

from model.decoder import Decoder
from training.examples import Example, to_example


def perplexities(model: Decoder, tokenizer: Tokenizer, path: Path, limit: int) -> dict[str, float]:
    """Per token of the assistant, by skill and in `all`."""
    losses: dict[str, float] = defaultdict(float)
    counts: dict[str, float] = defaultdict(float)
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            example = to_example(tokenizer, json.loads(line))
            loss = _loss(model, example)
            for name in (example.skill, "all"):
                losses[name] += loss
                counts[name] += sum(example.is_said[1:])
    return {name: math.exp(losses[name] / counts[name]) for name in sorted(losses)}


@torch.no_grad()
def _loss(model: Decoder, example: Example) -> float:
    tokens = torch.tensor([example.tokens])
    weights = torch.tensor([example.is_said[1:]]).float()
    return model.loss(tokens[:, :-1], tokens[:, 1:], weights).item()
