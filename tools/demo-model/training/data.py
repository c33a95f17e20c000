"""Makes batches in another process while the model learns from earlier ones."""

from collections.abc import Iterator
from itertools import count, islice
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from training.batches import TOKENS_PER_BATCH, Batch, row_length, to_batches
from training.examples import Example, to_example

BATCHES_PER_SHARD = 128
BATCHES_AHEAD = 32

# So many vocabularies that spell words out, for this share of the dialogues.
NUM_VARIANTS = 12
VARIED_SHARE = 0.4
SPELT_OUT_SHARE = 0.25


def shard(seed: int, index: int, vocabulary: Path) -> Iterator[Batch]:
    """The same batches for the same seed and index, always."""
    # Here, so that the corpus is loaded where it is used.
    from corpus import dialogues
    from corpus.values import trained_words
    from tokenizer.variants import spelling, spelt_out
    from tokenizer.vocabulary import load_vocabulary

    random = np.random.default_rng((seed, index))
    tokenizer = load_vocabulary(vocabulary)
    pieces = spelling(tokenizer, trained_words())
    variants = [spelt_out(tokenizer, pieces, SPELT_OUT_SHARE, random) for _ in range(NUM_VARIANTS)]

    def any_vocabulary() -> Tokenizer:
        return variants[random.integers(NUM_VARIANTS)] if random.random() < VARIED_SHARE else tokenizer

    source = (to_example(any_vocabulary(), d) for d in dialogues(seed * 1_000_003 + index))
    examples: list[Example] = []
    missing = BATCHES_PER_SHARD * TOKENS_PER_BATCH
    while missing > 0:
        example = next(source)
        length = row_length(example)
        if length is not None:
            examples.append(example)
            missing -= length
    made = to_batches(examples, random)
    yield from islice(made, BATCHES_PER_SHARD)


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
    shards = count(first // BATCHES_PER_SHARD)
    series = (batch for index in shards for batch in shard(seed, index, vocabulary))
    for batch in islice(series, first % BATCHES_PER_SHARD, None, stride):
        queue.put(batch)
