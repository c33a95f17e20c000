"""Muon: momentum whose direction is made orthogonal, for matrices within the network.

Keller Jordan and others, 2024, https://kellerjordan.github.io/posts/muon/.
"""

import torch
from torch import Tensor

MOMENTUM = 0.95
STEPS = 5
# Of the fifth-degree polynomial that brings all singular values near one.
A, B, C = 3.4445, -4.7750, 2.0315


def orthogonal(matrix: Tensor) -> Tensor:
    """About the nearest matrix whose singular values are all one."""
    is_tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.bfloat16().T if is_tall else matrix.bfloat16()
    x = x / (x.norm() + 1e-7)
    for _ in range(STEPS):
        square = x @ x.T
        x = A * x + (B * square + C * square @ square) @ x
    return (x.T if is_tall else x).to(matrix.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, parts: list[tuple[Tensor, list[int]]], lr: float, weight_decay: float):
        """Matrices, each with the numbers of rows of those that it is made of."""
        self.heights = {matrix: heights for matrix, heights in parts}
        defaults = {"lr": lr, "weight_decay": weight_decay}
        super().__init__([matrix for matrix, _ in parts], defaults)

    @torch.no_grad()
    def step(self, closure=None):
        for group in self.param_groups:
            for matrix in group["params"]:
                self._step(matrix, group["lr"], group["weight_decay"])

    def _step(self, matrix: Tensor, lr: float, weight_decay: float) -> None:
        state = self.state[matrix]
        if not state:
            state["momentum"] = torch.zeros_like(matrix)
        momentum = state["momentum"].lerp_(matrix.grad, 1 - MOMENTUM)
        ahead = matrix.grad.lerp(momentum, MOMENTUM)
        matrix.mul_(1 - lr * weight_decay)
        heights = self.heights[matrix]
        for part, direction in zip(matrix.split(heights), ahead.split(heights), strict=True):
            scale = max(1.0, part.shape[0] / part.shape[1]) ** 0.5
            part.add_(orthogonal(direction), alpha=-lr * scale)
