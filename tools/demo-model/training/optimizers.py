"""Which optimizer moves which weights, and how far at each step."""

import torch
from torch.optim import Optimizer

from model.decoder import Decoder
from training.muon import Muon

MATRIX_RATE = 0.015
OTHER_RATE = 0.003
WEIGHT_DECAY = 0.05
WARM_UP_STEPS = 100


def make_optimizers(model: Decoder) -> list[Optimizer]:
    shape = model.shape
    heads = [n * shape.head_width for n in (shape.num_heads, shape.num_kv_heads, shape.num_kv_heads)]
    parts = []
    for block in model.blocks:
        parts += [
            (block.qkv, heads),
            (block.out, [shape.width]),
            (block.gate_up, [shape.feed_forward_width] * 2),
            (block.down, [shape.width]),
        ]
    matrices = {matrix for matrix, _ in parts}
    others = [weight for weight in model.parameters() if weight not in matrices]
    return [
        Muon(parts, MATRIX_RATE, WEIGHT_DECAY),
        torch.optim.AdamW(others, OTHER_RATE, betas=(0.9, 0.98), weight_decay=0.0),
    ]


def rate_at(step: int, num_steps: int, num_decay_steps: int, highest: float = 1.0) -> float:
    """Rises, stays, and falls to nought in the last steps; so a run can be ended at any time."""
    rise = (step + 1) / WARM_UP_STEPS
    fall = (num_steps - step) / max(1, num_decay_steps)
    return highest * max(0.0, min(1.0, rise, fall))


def set_rate(optimizers: list[Optimizer], share: float) -> None:
    """Of those that `make_optimizers` gave."""
    for optimizer, rate in zip(optimizers, (MATRIX_RATE, OTHER_RATE), strict=True):
        for group in optimizer.param_groups:
            group["lr"] = rate * share
