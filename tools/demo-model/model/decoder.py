"""The chat model in PyTorch: a causal decoder as Qwen3 is built, in few large matrices."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from model.attention import SHORT, attend_long, attend_short
from model.precision import WORKING
from model.shape import Shape


def rms_norm(x: Tensor, weight: Tensor, epsilon: float) -> Tensor:
    x = x.float()
    return (x * torch.rsqrt(x.square().mean(-1, keepdim=True) + epsilon) * weight).to(WORKING)


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turns the halves of each head against each other, as llama.cpp does for Qwen3."""
    first, second = x.float().chunk(2, -1)
    cosine, sine = cosine[:, None], sine[:, None]
    turned = (first * cosine - second * sine, second * cosine + first * sine)
    return torch.cat(turned, -1).to(WORKING)


def to_heads(x, norm, qkv, q_norm, k_norm, cosine, sine, shape: Shape):
    """Queries, keys and values of all tokens, each (tokens, heads, head_width)."""
    heads = F.linear(rms_norm(x, norm, shape.norm_epsilon), qkv.to(WORKING))
    heads = heads.view(x.shape[0], -1, shape.head_width)
    q, k, v = heads.split((shape.num_heads, shape.num_kv_heads, shape.num_kv_heads), 1)
    q = rotate(rms_norm(q, q_norm, shape.norm_epsilon), cosine, sine)
    k = rotate(rms_norm(k, k_norm, shape.norm_epsilon), cosine, sine)
    return q, k, v


def from_heads(x, heads, out, norm, gate_up, down, shape: Shape):
    """Adds what attention found, then what the feed-forward makes of it."""
    x = x + F.linear(heads, out.to(WORKING))
    gate, up = F.linear(rms_norm(x, norm, shape.norm_epsilon), gate_up.to(WORKING)).chunk(2, -1)
    return x + F.linear(F.silu(gate) * up, down.to(WORKING))


def weighted_loss(x, norm, embedding, targets, weights, epsilon: float) -> Tensor:
    logits = F.linear(rms_norm(x, norm, epsilon), embedding.to(WORKING)).float()
    losses = torch.logsumexp(logits, -1) - logits.gather(-1, targets[:, None])[:, 0]
    return (losses * weights).sum()


class Block(nn.Module):
    def __init__(self, shape: Shape):
        super().__init__()
        heads = shape.num_heads + 2 * shape.num_kv_heads
        width, inner = shape.width, shape.num_heads * shape.head_width
        self.attention_norm = nn.Parameter(torch.ones(width))
        self.qkv = nn.Parameter(torch.randn(heads * shape.head_width, width) * width**-0.5)
        self.q_norm = nn.Parameter(torch.ones(shape.head_width))
        self.k_norm = nn.Parameter(torch.ones(shape.head_width))
        self.out = nn.Parameter(torch.zeros(width, inner))
        self.feed_forward_norm = nn.Parameter(torch.ones(width))
        gate_up = torch.randn(2 * shape.feed_forward_width, width) * width**-0.5
        self.gate_up = nn.Parameter(gate_up)
        self.down = nn.Parameter(torch.zeros(width, shape.feed_forward_width))


class Decoder(nn.Module):
    """Weights in float32; worked with in bfloat16."""

    def __init__(self, shape: Shape, compiled: bool = False):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Parameter(torch.randn(shape.num_vocab, shape.width) * 0.05)
        self.blocks = nn.ModuleList(Block(shape) for _ in range(shape.num_layers))
        self.output_norm = nn.Parameter(torch.ones(shape.width))
        steps = torch.arange(0, shape.head_width, 2) / shape.head_width
        angles = torch.outer(torch.arange(shape.context_length), shape.rope_base**-steps)
        self.register_buffer("cosines", angles.cos(), persistent=False)
        self.register_buffer("sines", angles.sin(), persistent=False)
        prepare = torch.compile(dynamic=False) if compiled else (lambda function: function)
        prepare_any = torch.compile(dynamic=True) if compiled else (lambda function: function)
        self._to_heads, self._from_heads = prepare(to_heads), prepare(from_heads)
        self._attend_short = prepare(attend_short)
        self._loss = prepare_any(weighted_loss)

    def hidden(self, tokens: Tensor) -> Tensor:
        """What the last layer says of each token of (rows, length), as (rows * length, width)."""
        rows, length = tokens.shape
        cosine, sine = self.cosines[:length].repeat(rows, 1), self.sines[:length].repeat(rows, 1)
        x = F.embedding(tokens.reshape(-1), self.embedding).to(WORKING)
        attend = self._attend_short if length <= SHORT else attend_long
        for block in self.blocks:
            q, k, v = self._to_heads(
                x, block.attention_norm, block.qkv, block.q_norm, block.k_norm,
                cosine, sine, self.shape,
            )
            x = self._from_heads(
                x, attend(q, k, v, rows), block.out, block.feed_forward_norm,
                block.gate_up, block.down, self.shape,
            )
        return x

    def loss(self, tokens: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
        """The weighted sum of the losses, over places whose weight is not nought."""
        places = weights.reshape(-1).nonzero()[:, 0]
        return self._loss(
            self.hidden(tokens)[places], self.output_norm, self.embedding,
            targets.reshape(-1)[places], weights.reshape(-1)[places], self.shape.norm_epsilon,
        )

    def logits(self, tokens: Tensor) -> Tensor:
        """Of every place, as (rows, length, vocabulary)."""
        x = rms_norm(self.hidden(tokens), self.output_norm, self.shape.norm_epsilon)
        return F.linear(x, self.embedding.to(WORKING)).float().view(*tokens.shape, -1)
