"""`python -m export.checkpoint FILE.gguf DIR`: the chat model as transformers and vLLM load it."""

import argparse
import json
from pathlib import Path
from typing import Any

import gguf
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer

from template.render import template_source
from tokenizer.of_a_file import read_vocabulary
from tokenizer.special_tokens import CONTROL_TOKENS, END_OF_TEXT, TURN_END

# GGUF's names of a block's tensors, and those of transformers' Qwen3.
BLOCK_NAMES = {
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "attn_q_norm": "self_attn.q_norm",
    "attn_k_norm": "self_attn.k_norm",
    "attn_norm": "input_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
    "ffn_norm": "post_attention_layernorm",
}
OTHER_NAMES = {"token_embd": "model.embed_tokens", "output_norm": "model.norm"}


def write_checkpoint(file: Path, folder: Path) -> None:
    reader = gguf.GGUFReader(file)
    folder.mkdir(parents=True, exist_ok=True)
    weights = {
        _name_of(tensor.name): torch.tensor(
            gguf.quants.dequantize(tensor.data, tensor.tensor_type), dtype=torch.bfloat16
        )
        for tensor in reader.tensors
    }
    save_file(weights, folder / "model.safetensors", {"format": "pt"})
    tokenizer = read_vocabulary(reader, CONTROL_TOKENS)
    tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(folder / "config.json", _config_of(reader, tokenizer))
    _write_json(
        folder / "tokenizer_config.json",
        {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "eos_token": TURN_END,
            "pad_token": END_OF_TEXT,
            "chat_template": template_source(),
            "clean_up_tokenization_spaces": False,
        },
    )


def _name_of(name: str) -> str:
    """`blk.0.attn_q.weight` → `model.layers.0.self_attn.q_proj.weight`"""
    parts = name.removesuffix(".weight").split(".")
    if parts[0] != "blk":
        return OTHER_NAMES[parts[0]] + ".weight"
    return f"model.layers.{parts[1]}.{BLOCK_NAMES[parts[2]]}.weight"


def _config_of(reader: gguf.GGUFReader, tokenizer: Tokenizer) -> dict[str, Any]:
    def of(key: str) -> Any:
        return _field(reader, f"qwen3.{key}")

    return {
        "architectures": ["Qwen3ForCausalLM"],
        "model_type": "qwen3",
        "vocab_size": tokenizer.get_vocab_size(),
        "hidden_size": of("embedding_length"),
        "intermediate_size": of("feed_forward_length"),
        "num_hidden_layers": of("block_count"),
        "num_attention_heads": of("attention.head_count"),
        "num_key_value_heads": of("attention.head_count_kv"),
        "head_dim": of("attention.key_length"),
        "max_position_embeddings": of("context_length"),
        "rope_theta": of("rope.freq_base"),
        "rms_norm_eps": of("attention.layer_norm_rms_epsilon"),
        "hidden_act": "silu",
        "attention_bias": False,
        "tie_word_embeddings": True,
        "torch_dtype": "bfloat16",
        "eos_token_id": tokenizer.token_to_id(TURN_END),
        "pad_token_id": tokenizer.token_to_id(END_OF_TEXT),
    }


def _field(reader: gguf.GGUFReader, name: str) -> Any:
    return reader.fields[name].contents()


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m export.checkpoint", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    write_checkpoint(arguments.file, arguments.folder)


if __name__ == "__main__":
    main()
