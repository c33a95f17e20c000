"""The dimensions of the chat model."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shape:
    """A decoder as Qwen3 is built; all widths are multiples of 32, the block size of Q8_0."""

    num_vocab: int = 4096
    width: int = 256
    num_layers: int = 8
    num_heads: int = 4
    num_kv_heads: int = 2
    head_width: int = 64
    feed_forward_width: int = 640
    context_length: int = 1024
    rope_base: float = 10_000.0
    norm_epsilon: float = 1e-6
