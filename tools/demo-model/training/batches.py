"""Gathers examples of similar lengths into batches of one size."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from training.examples import Example

TOKENS_PER_BATCH = 3_840

# All divide the batch; an example stands in the smallest row that holds it.
ROW_LENGTHS = (32, 40, 48, 60, 80, 96, 120, 160, 192, 240, 320, 384, 480, 640, 960)

# Of what the assistant only reads, so much is learned too, at so low a weight.
READ_SHARE = 0.12
READ_WEIGHT = 0.5


@dataclass(frozen=True)
class Batch:
    tokens: Tensor
    targets: Tensor
    weights: Tensor


def row_length(example: Example) -> int | None:
    """Of the smallest row that holds it; None if none does."""
    return next((length for length in ROW_LENGTHS if len(example.tokens) - 1 <= length), None)


def to_batches(examples: list[Example], random: np.random.Generator) -> Iterator[Batch]:
    """All examples that fit a row, in batches of random order; the rest of a row is padding."""
    batches: list[tuple[int, list[Example]]] = []
    waiting: list[Example] = []
    for length in ROW_LENGTHS:
        fitting = [example for example in examples if row_length(example) == length]
        waiting += [fitting[i] for i in random.permutation(len(fitting))]
        rows = TOKENS_PER_BATCH // length
        while len(waiting) >= rows or (waiting and length == ROW_LENGTHS[-1]):
            batches.append((length, waiting[:rows]))
            waiting = waiting[rows:]
    for i in random.permutation(len(batches)):
        yield _to_batch(*batches[i], random)


def _to_batch(length: int, examples: list[Example], random: np.random.Generator) -> Batch:
    rows = TOKENS_PER_BATCH // length
    tokens = np.zeros((rows, length), np.int64)
    targets = np.zeros((rows, length), np.int64)
    weights = np.zeros((rows, length), np.float32)
    for row, example in enumerate(examples):
        count = len(example.tokens) - 1
        tokens[row, :count] = example.tokens[:-1]
        targets[row, :count] = example.tokens[1:]
        read = (random.random(count) < READ_SHARE) * READ_WEIGHT
        weights[row, :count] = np.where(example.is_said[1:], 1.0, read)
    return Batch(*(torch.from_numpy(part) for part in (tokens, targets, weights)))
