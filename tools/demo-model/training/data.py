"""Makes batches in a second process while the model learns from earlier ones."""

from collections.abc import Iterator
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np

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


def batches(seed: int, vocabulary: Path, skip: int = 0) -> Iterator[Batch]:
    """Endless; without the first `skip`, for a run that goes on where it stopped."""
    context = get_context("spawn")
    queue = context.Queue(BATCHES_AHEAD)
    maker = context.Process(target=_fill, args=(queue, seed, vocabulary, skip), daemon=True)
    maker.start()
    while True:
        parts = queue.get()
        yield parts


def _fill(queue, seed: int, vocabulary: Path, skip: int) -> None:
    import torch

    torch.set_num_threads(1)
    index = 0
    while True:
        for batch in shard(seed, index, vocabulary):
            if skip > 0:
                skip -= 1
            else:
                queue.put(batch)
        index += 1
