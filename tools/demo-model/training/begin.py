"""`python -m training.begin FILE.gguf --out DIR`: begins a run with the weights of a chat model's file.

What the optimizers knew is not in the file, so they begin anew. Where the shape has more layers than
the file, the others begin as those of a new model do: at first they pass on what they read. With `--vocabulary` it goes on with
another one, such as `python -m tokenizer` made of a corpus that has changed.
"""

import argparse
from pathlib import Path

import gguf
import torch
from tokenizers import Tokenizer

from export.decoder_file import ARCHITECTURE
from model.decoder import Decoder
from model.shape import Shape
from tokenizer.common_words import SPACE
from tokenizer.of_a_file import read_vocabulary
from tokenizer.vocabulary import encode, load_vocabulary
from training import checkpoint
from training.optimizers import make_optimizers


def read_weights(reader: gguf.GGUFReader, model: Decoder) -> None:
    """Into a model of the file's shape, or of more layers: those beyond the file's change nothing yet."""
    found = {
        part.name: torch.from_numpy(gguf.quants.dequantize(part.data, part.tensor_type).copy())
        for part in reader.tensors
    }
    weights = model.state_dict()
    weights |= {"embedding": found["token_embd.weight"], "output_norm": found["output_norm.weight"]}
    num_layers = int(reader.get_field(f"{ARCHITECTURE}.block_count").contents())
    for at in range(num_layers):
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


def with_vocabulary(model: Decoder, old: Tokenizer, new: Tokenizer) -> Decoder:
    """The same, under another vocabulary.

    A token that both have, or that only differs by a space before it, keeps its embedding; any other
    begins with the mean of what it was spelt with.
    """
    weights = model.state_dict()
    embedding, known = weights["embedding"], old.get_vocab()
    pieces = [new.id_to_token(token) for token in range(new.get_vocab_size())]

    def begun(piece: str) -> torch.Tensor:
        alike = next((text for text in (piece, SPACE + piece) if text in known), None)
        if alike is not None:
            return embedding[known[alike]]
        return embedding[encode(old, new.decoder.decode([piece]))].mean(0)

    weights["embedding"] = torch.stack([begun(piece) for piece in pieces])
    changed = Decoder(Shape(**model.shape.__dict__ | {"num_vocab": len(pieces)}))
    changed.load_state_dict(weights)
    return changed


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.begin", description=__doc__)
    parser.add_argument("file", type=Path, help="GGUF file of a chat model that was made here")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.json and state.pt")
    parser.add_argument("--vocabulary", type=Path, help="tokenizer.json to use in place of the file's")
    arguments = parser.parse_args()
    reader = gguf.GGUFReader(arguments.file)
    tokenizer = read_vocabulary(reader)
    model = Decoder(Shape(num_vocab=tokenizer.get_vocab_size()))
    read_weights(reader, model)
    if arguments.vocabulary:
        other = load_vocabulary(arguments.vocabulary)
        model, tokenizer = with_vocabulary(model, tokenizer, other), other
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    checkpoint.save(arguments.out / "state.pt", model, make_optimizers(model), 0)
    print(f"{tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
