"""Keeps a run's state, so that it goes on after a stop as if there had been none."""

from pathlib import Path

import torch
from torch.optim import Optimizer

from model.decoder import Decoder


def save(path: Path, model: Decoder, optimizers: list[Optimizer], step: int) -> None:
    state = {
        "shape": model.shape.__dict__,
        "model": model.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        "step": step,
    }
    unfinished = path.with_suffix(".part")
    torch.save(state, unfinished)
    unfinished.rename(path)


def load(path: Path, model: Decoder, optimizers: list[Optimizer]) -> int:
    """The number of steps done."""
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    return state["step"]
