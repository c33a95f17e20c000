"""`python -m embedding --corpus DIR --tokenizer FILE OUT.gguf`: learns which texts say the same."""

import argparse
import random
from pathlib import Path

import torch
from torch.nn import functional as F

from embedding.encoder import Encoder, EncoderShape
from embedding.encoder_file import write_encoder
from embedding.paraphrases import Drawer, read_groups, to_tensors
from embedding.retrieval import top_one
from embedding.variation import renamed, thinned
from tokenizer.special_tokens import SPECIAL_TOKENS
from tokenizer.vocabulary import encode, load_vocabulary

TEMPERATURE = 0.05
RATE = 1e-3
WARM_UP_STEPS = 50


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m embedding", description=__doc__)
    parser.add_argument("--corpus", type=Path, required=True, help="folder of paraphrases-*.jsonl")
    parser.add_argument("--tokenizer", type=Path, required=True, help="the chat model's")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--pairs", type=int, default=128, help="in a batch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("file", type=Path)
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    tokenizer = load_vocabulary(arguments.tokenizer)
    groups = read_groups(arguments.corpus / "paraphrases-train.jsonl")
    chance = random.Random(arguments.seed)
    drawer = Drawer(groups, chance)
    names = range(len(SPECIAL_TOKENS), tokenizer.get_vocab_size())
    unseen = read_groups(arguments.corpus / "paraphrases-held-out.jsonl")
    model = Encoder(EncoderShape(num_vocab=tokenizer.get_vocab_size()))
    optimizer = torch.optim.AdamW(model.parameters(), RATE, weight_decay=0.01)
    for step in range(arguments.steps):
        share = min(1.0, (step + 1) / WARM_UP_STEPS, 1.5 * (1 - step / arguments.steps))
        optimizer.param_groups[0]["lr"] = RATE * share
        pairs = drawer.pairs(arguments.pairs)
        encoded = [(encode(tokenizer, one), encode(tokenizer, other)) for one, other in pairs]
        encoded = [renamed(one, other, chance, names) for one, other in encoded]
        first, second = zip(*encoded, strict=True)
        with torch.autocast("cpu", torch.bfloat16):
            vectors = model(*to_tensors([thinned(ids, chance) for ids in (*first, *second)]))
        loss = contrast(vectors.float())
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        if (step + 1) % 100 == 0:
            accuracy = top_one(model, tokenizer, unseen[:500])
            print(f"{step + 1} loss {loss.item():.4f} held out {accuracy:.3f}", flush=True)
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), arguments.file.with_suffix(".pt"))
    write_encoder(arguments.file, model, tokenizer)
    print(f"{arguments.file}: {arguments.file.stat().st_size / 1e6:.1f} MB")


def contrast(vectors: torch.Tensor) -> torch.Tensor:
    """Each text shall be nearer to its partner than to all others of the batch."""
    half = len(vectors) // 2
    scores = vectors @ vectors.T / TEMPERATURE
    scores.fill_diagonal_(-1e9)
    partners = torch.arange(len(vectors)).roll(half)
    return F.cross_entropy(scores, partners)


if __name__ == "__main__":
    main()
