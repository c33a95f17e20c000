"""`python -m training --out DIR`: learns from an endless corpus for a number of steps."""

import argparse
import signal
import time
from pathlib import Path

import torch

from model.decoder import Decoder
from model.shape import Shape
from tokenizer.vocabulary import load_vocabulary
from training import checkpoint
from training.data import batches
from training.held_out import perplexities
from training.optimizers import make_optimizers, rate_at, set_rate

MAX_GRADIENT = 1.0


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder of tokenizer.json and state")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--steps", type=int, required=True, help="batches in all")
    parser.add_argument("--decay-steps", type=int, required=True, help="of them, with a falling rate")
    parser.add_argument("--held-out", type=Path, help="dialogues to measure the perplexity of")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--save-seconds", type=float, default=180)
    return parser.parse_args()


def main() -> None:
    arguments = read_arguments()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    vocabulary = arguments.out / "tokenizer.json"
    tokenizer = load_vocabulary(vocabulary)
    model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size()), compiled=True)
    optimizers = make_optimizers(model)
    state = arguments.out / "state.pt"
    done = checkpoint.load(state, model, optimizers) if state.exists() else 0
    source = batches(arguments.seed, vocabulary, skip=done)

    stopped = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(True))
    saved = noted = time.monotonic()
    loss_sum = weight_sum = 0.0
    for step in range(done, arguments.steps):
        set_rate(optimizers, rate_at(step, arguments.steps, arguments.decay_steps))
        batch = next(source)
        weight = batch.weights.sum()
        loss = model.loss(batch.tokens, batch.targets, batch.weights)
        (loss / weight).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        loss_sum, weight_sum, done = loss_sum + loss.item(), weight_sum + weight.item(), step + 1
        if done % 20 == 0:
            now = time.monotonic()
            speed = 20 * batch.tokens.numel() / (now - noted)
            print(f"{done} loss {loss_sum / weight_sum:.4f} {speed:.0f} tokens/s", flush=True)
            noted, loss_sum, weight_sum = now, 0.0, 0.0
        if stopped or time.monotonic() - saved > arguments.save_seconds:
            checkpoint.save(state, model, optimizers, done)
            saved = time.monotonic()
        if stopped:
            return
    checkpoint.save(state, model, optimizers, done)
    if arguments.held_out:
        for skill, value in perplexities(model, tokenizer, arguments.held_out, 4_000).items():
            print(f"{skill}: {value:.3f}")


if __name__ == "__main__":
    main()
