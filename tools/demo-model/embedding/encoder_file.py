"""Writes the embedding model as a GGUF file of architecture nomic-bert."""

from pathlib import Path

import gguf
from tokenizers import Tokenizer

from embedding.encoder import Encoder
from export.metadata import add_description, add_vocabulary
from export.tensors import add_exact, add_matrix

DESCRIPTION = "A tiny embedding model to try samewire with; similar short sentences are near."


def write_encoder(path: Path, model: Encoder, tokenizer: Tokenizer) -> None:
    shape = model.shape
    writer = gguf.GGUFWriter(path, "nomic-bert")
    add_description(writer, "samewire-demo-embed", DESCRIPTION)
    writer.add_context_length(shape.context_length)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.num_layers)
    writer.add_feed_forward_length(shape.feed_forward_width)
    writer.add_head_count(shape.num_heads)
    writer.add_layer_norm_eps(shape.norm_epsilon)
    writer.add_rope_freq_base(shape.rope_base)
    writer.add_causal_attention(False)
    writer.add_pooling_type(gguf.PoolingType.MEAN)
    add_vocabulary(writer, tokenizer)
    writer.add_token_type_count(1)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q8_0)
    add_matrix(writer, "token_embd.weight", model.embedding.weight)
    _add_norm(writer, "token_embd_norm", model.embedding_norm)
    for index, block in enumerate(model.blocks):
        prefix = f"blk.{index}."
        add_matrix(writer, prefix + "attn_qkv.weight", block.qkv.weight)
        add_matrix(writer, prefix + "attn_output.weight", block.out.weight)
        _add_norm(writer, prefix + "attn_output_norm", block.attention_norm)
        add_matrix(writer, prefix + "ffn_gate.weight", block.gate.weight)
        add_matrix(writer, prefix + "ffn_up.weight", block.up.weight)
        add_matrix(writer, prefix + "ffn_down.weight", block.down.weight)
        _add_norm(writer, prefix + "layer_output_norm", block.output_norm)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_norm(writer: gguf.GGUFWriter, name: str, norm) -> None:
    add_exact(writer, name + ".weight", norm.weight)
    add_exact(writer, name + ".bias", norm.bias)
