"""The loss on dialogues that the model does not learn from."""

import json
import math
from collections import defaultdict
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from model.decoder import Decoder
from training.batches import to_batches
from training.examples import to_example


def perplexities(model: Decoder, tokenizer: Tokenizer, path: Path, limit: int) -> dict[str, float]:
    """Per token of the assistant, by skill and in `all`."""
    examples = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for line in islice(lines, limit):
            dialogue = json.loads(line)
            examples[dialogue["skill"]].append(to_example(tokenizer, dialogue))
    losses, counts = {}, {}
    for skill, of_skill in sorted(examples.items()):
        losses[skill], counts[skill] = _loss(model, of_skill)
    losses["all"], counts["all"] = sum(losses.values()), sum(counts.values())
    return {skill: math.exp(losses[skill] / counts[skill]) for skill in losses}


@torch.no_grad()
def _loss(model: Decoder, examples: list) -> tuple[float, float]:
    loss = count = 0.0
    for batch in to_batches(examples, np.random.default_rng(0)):
        weights = (batch.weights == 1).float()
        loss += model.loss(batch.tokens, batch.targets, weights).item()
        count += weights.sum().item()
    return loss, count
