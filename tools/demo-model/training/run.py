"""One worker's part in a run."""

import time
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path

import torch

from model.decoder import Decoder
from model.shape import Shape
from tokenizer.vocabulary import load_vocabulary
from training import checkpoint
from training.data import batches
from training.optimizers import make_optimizers, rate_at, set_rate
from training.workers import add_up, meet

MAX_GRADIENT = 1.0
STEPS_PER_NOTE = 20


@dataclass(frozen=True)
class Plan:
    out: Path
    """Holds tokenizer.json, and state.pt once it was begun."""
    seed: int
    num_steps: int
    num_decay_steps: int
    """The last of them, in which the rate falls."""
    rate: float
    """Share of the optimizers' highest rates."""
    num_workers: int
    save_seconds: float


def work(rank: int, plan: Plan, meeting: Path, stop: Event) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(plan.seed)
    meet(rank, plan.num_workers, meeting)
    vocabulary, state = plan.out / "tokenizer.json", plan.out / "state.pt"
    tokenizer = load_vocabulary(vocabulary)
    model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size()), compiled=True)
    optimizers = make_optimizers(model)
    done = checkpoint.load(state, model, optimizers) if state.exists() else 0
    source = batches(plan.seed, vocabulary, done * plan.num_workers + rank, plan.num_workers)
    saved = noted = time.monotonic()
    notes = torch.zeros(3)
    for step in range(done, plan.num_steps):
        set_rate(optimizers, rate_at(step, plan.num_steps, plan.num_decay_steps, plan.rate))
        batch = next(source)
        loss = model.loss(batch.tokens, batch.targets, batch.weights)
        loss.backward()
        numbers = [loss.item(), batch.weights.sum().item(), batch.tokens.numel(), stop.is_set()]
        gradients = [weight.grad for weight in model.parameters()]
        *sums, stops = add_up(gradients, numbers)
        torch._foreach_div_(gradients, sums[1])
        torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_GRADIENT)
        for optimizer in optimizers:
            optimizer.step()
            optimizer.zero_grad()
        notes += torch.tensor(sums)
        done = step + 1
        now = time.monotonic()
        if rank == 0 and done % STEPS_PER_NOTE == 0:
            speed = notes[2] / (now - noted)
            print(f"{done} loss {notes[0] / notes[1]:.4f} {speed:.0f} tokens/s", flush=True)
            notes.zero_()
            noted = now
        if rank == 0 and (stops or done == plan.num_steps or now - saved > plan.save_seconds):
            checkpoint.save(state, model, optimizers, done)
            saved = now
        if stops:
            return
