"""Writes the chat model as a GGUF file."""

from pathlib import Path

import gguf
from tokenizers import Tokenizer

from export.metadata import add_description, add_vocabulary
from export.tensors import add_exact, add_matrix
from model.decoder import Block, Decoder
from model.shape import Shape
from template.render import template_source

ARCHITECTURE = "qwen3"

# What requests get that name none: at 1 so small a model says anything.
TEMPERATURE = 0.2

DESCRIPTION = "A tiny chat model to try samewire with; it knows little beyond samewire itself."


def write_decoder(path: Path, model: Decoder, tokenizer: Tokenizer) -> None:
    shape = model.shape
    writer = gguf.GGUFWriter(path, ARCHITECTURE)
    add_description(writer, "samewire-demo", DESCRIPTION)
    _add_shape(writer, shape)
    add_vocabulary(writer, tokenizer)
    writer.add_chat_template(template_source())
    writer.add_float32("general.sampling.temp", TEMPERATURE)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    add_matrix(writer, "token_embd.weight", model.embedding)
    add_exact(writer, "output_norm.weight", model.output_norm)
    for index, block in enumerate(model.blocks):
        _add_block(writer, f"blk.{index}.", block, shape)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_shape(writer: gguf.GGUFWriter, shape: Shape) -> None:
    writer.add_context_length(shape.context_length)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.num_layers)
    writer.add_feed_forward_length(shape.feed_forward_width)
    writer.add_head_count(shape.num_heads)
    writer.add_head_count_kv(shape.num_kv_heads)
    writer.add_key_length(shape.head_width)
    writer.add_value_length(shape.head_width)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_layer_norm_rms_eps(shape.norm_epsilon)
    writer.add_vocab_size(shape.num_vocab)


def _add_block(writer: gguf.GGUFWriter, prefix: str, block: Block, shape: Shape) -> None:
    heads = (shape.num_heads, shape.num_kv_heads, shape.num_kv_heads)
    parts = block.qkv.split([count * shape.head_width for count in heads])
    for name, part in zip(("attn_q", "attn_k", "attn_v"), parts, strict=True):
        add_matrix(writer, f"{prefix}{name}.weight", part)
    gate, up = block.gate_up.chunk(2)
    add_matrix(writer, prefix + "attn_output.weight", block.out)
    add_matrix(writer, prefix + "ffn_gate.weight", gate)
    add_matrix(writer, prefix + "ffn_up.weight", up)
    add_matrix(writer, prefix + "ffn_down.weight", block.down)
    add_exact(writer, prefix + "attn_norm.weight", block.attention_norm)
    add_exact(writer, prefix + "ffn_norm.weight", block.feed_forward_norm)
    add_exact(writer, prefix + "attn_q_norm.weight", block.q_norm)
    add_exact(writer, prefix + "attn_k_norm.weight", block.k_norm)
