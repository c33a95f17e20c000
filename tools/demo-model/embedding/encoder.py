"""The embedding model in PyTorch: an encoder of llama.cpp's architecture nomic-bert."""

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class EncoderShape:
    """Every token sees every other; what they say together is their mean."""

    num_vocab: int = 4096
    width: int = 256
    num_layers: int = 2
    num_heads: int = 4
    feed_forward_width: int = 512
    context_length: int = 512
    rope_base: float = 10_000.0
    norm_epsilon: float = 1e-5


class EncoderBlock(nn.Module):
    """Normalises after each part, as BERT does."""

    def __init__(self, shape: EncoderShape):
        super().__init__()
        width, inner = shape.width, shape.feed_forward_width
        self.num_heads = shape.num_heads
        self.qkv = nn.Linear(width, 3 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)
        self.attention_norm = nn.LayerNorm(width, shape.norm_epsilon)
        self.gate = nn.Linear(width, inner, bias=False)
        self.up = nn.Linear(width, inner, bias=False)
        self.down = nn.Linear(inner, width, bias=False)
        self.output_norm = nn.LayerNorm(width, shape.norm_epsilon)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor, seen: Tensor) -> Tensor:
        heads = self.qkv(x).view(*x.shape[:2], 3, self.num_heads, -1).permute(2, 0, 3, 1, 4)
        q, k = (rotate(part, cosine, sine) for part in heads[:2])
        found = F.scaled_dot_product_attention(q, k, heads[2], attn_mask=seen)
        x = self.attention_norm(x + self.out(found.transpose(1, 2).reshape(x.shape)))
        return self.output_norm(x + self.down(F.silu(self.gate(x)) * self.up(x)))


def rotate(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    first, second = x.chunk(2, -1)
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine), -1)


class Encoder(nn.Module):
    def __init__(self, shape: EncoderShape):
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.num_vocab, shape.width)
        self.embedding_norm = nn.LayerNorm(shape.width, shape.norm_epsilon)
        self.blocks = nn.ModuleList(EncoderBlock(shape) for _ in range(shape.num_layers))
        head_width = shape.width // shape.num_heads
        steps = torch.arange(0, head_width, 2) / head_width
        angles = torch.outer(torch.arange(shape.context_length), shape.rope_base**-steps)
        self.register_buffer("cosines", angles.cos(), persistent=False)
        self.register_buffer("sines", angles.sin(), persistent=False)
        nn.init.normal_(self.embedding.weight, std=0.05)

    def forward(self, tokens: Tensor, is_token: Tensor) -> Tensor:
        """Unit vectors of texts, (texts, width), from (texts, length) and what is no padding."""
        length = tokens.shape[1]
        x = self.embedding_norm(self.embedding(tokens))
        for block in self.blocks:
            x = block(x, self.cosines[:length], self.sines[:length], is_token[:, None, None])
        weights = is_token.unsqueeze(-1).float()
        return F.normalize((x * weights).sum(1) / weights.sum(1), dim=-1)
