"""`python -m training.begin FILE.gguf --out DIR`: begins a run with the weights of a chat model's file.

What the optimizers knew is not in the file, so they begin anew. With `--least` the vocabulary loses
the merges that the assistant says less often in the corpus.
"""

import argparse
from itertools import islice
from pathlib import Path

import gguf
import torch

from corpus import dialogues
from model.decoder import Decoder
from model.shape import Shape
from tokenizer.of_a_file import read_vocabulary
from tokenizer.pruning import pruned
from tokenizer.said import count_said
from training import checkpoint
from training.optimizers import make_optimizers


def read_weights(reader: gguf.GGUFReader, model: Decoder) -> None:
    """Into a model of the file's shape."""
    found = {
        part.name: torch.from_numpy(gguf.quants.dequantize(part.data, part.tensor_type).copy())
        for part in reader.tensors
    }
    weights = {"embedding": found["token_embd.weight"], "output_norm": found["output_norm.weight"]}
    for at in range(model.shape.num_layers):
        own = {name: found[f"blk.{at}.{name}.weight"] for name in _IN_A_BLOCK}
        weights |= {
            f"blocks.{at}.attention_norm": own["attn_norm"],
            f"blocks.{at}.qkv": torch.cat([own["attn_q"], own["attn_k"], own["attn_v"]]),
            f"blocks.{at}.q_norm": own["attn_q_norm"],
            f"blocks.{at}.k_norm": own["attn_k_norm"],
            f"blocks.{at}.out": own["attn_output"],
            f"blocks.{at}.feed_forward_norm": own["ffn_norm"],
            f"blocks.{at}.gate_up": torch.cat([own["ffn_gate"], own["ffn_up"]]),
            f"blocks.{at}.down": own["ffn_down"],
        }
    model.load_state_dict(weights)


_IN_A_BLOCK = (
    "attn_norm", "attn_q", "attn_k", "attn_v", "attn_q_norm", "attn_k_norm", "attn_output",
    "ffn_norm", "ffn_gate", "ffn_up", "ffn_down",
)  # fmt: skip


def with_rows(model: Decoder, rows: list[int]) -> Decoder:
    """The same, with these rows of the embedding."""
    weights = model.state_dict()
    weights["embedding"] = weights["embedding"][rows]
    cut = Decoder(Shape(**model.shape.__dict__ | {"num_vocab": len(rows)}))
    cut.load_state_dict(weights)
    return cut


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.begin", description=__doc__)
    parser.add_argument("file", type=Path, help="GGUF file of a chat model that was made here")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.json and state.pt")
    parser.add_argument("--seed", type=int, default=1, help="of the dialogues that are counted")
    parser.add_argument("--dialogues", type=int, default=40_000, help="how many are counted")
    parser.add_argument("--least", type=int, default=0, help="how often a merge must be said in them")
    arguments = parser.parse_args()
    reader = gguf.GGUFReader(arguments.file)
    tokenizer = read_vocabulary(reader)
    model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size()))
    read_weights(reader, model)
    if arguments.least:
        said = count_said(tokenizer, islice(dialogues(arguments.seed), arguments.dialogues))
        tokenizer, rows = pruned(tokenizer, said, arguments.least)
        model = with_rows(model, rows)
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    checkpoint.save(arguments.out / "state.pt", model, make_optimizers(model), 0)
    print(f"{tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
