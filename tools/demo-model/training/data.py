"""Makes batches in another process while the model learns from earlier ones."""

from collections.abc import Iterator
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from training.batches import Batch, to_batches
from training.examples import to_example

DIALOGUES_PER_SHARD = 6_000
BATCHES_AHEAD = 48


def shard(seed: int, index: int, vocabulary: Path) -> Iterator[Batch]:
    """The same batches for the same seed and index, always."""
    # Here, so that the corpus is loaded where it is used.
    from corpus import dialogues
    from tokenizer.vocabulary import load_vocabulary

    tokenizer = load_vocabulary(vocabulary)
    source = dialogues(seed * 1_000_003 + index)
    examples = [to_example(tokenizer, d) for d in islice(source, DIALOGUES_PER_SHARD)]
    yield from to_batches(examples, np.random.default_rng((seed, index)))


def batches(seed: int, vocabulary: Path, first: int, stride: int) -> Iterator[Batch]:
    """Every `stride`th of the endless series, from the one numbered `first` on."""
    context = get_context("spawn")
    queue = context.Queue(BATCHES_AHEAD)
    arguments = (queue, seed, vocabulary, first, stride)
    context.Process(target=_fill, args=arguments, daemon=True).start()
    while True:
        yield queue.get()


def _fill(queue, seed: int, vocabulary: Path, first: int, stride: int) -> None:
    torch.set_num_threads(1)
    series = (batch for index in count() for batch in shard(seed, index, vocabulary))
    for batch in islice(series, first, None, stride):
        queue.put(batch)
