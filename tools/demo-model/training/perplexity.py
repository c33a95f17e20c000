"""`python -m training.perplexity --from DIR FILE.jsonl`: how well a run foresees unseen answers."""

import argparse
from pathlib import Path

import torch

from model.decoder import Decoder
from model.shape import Shape
from tokenizer.vocabulary import load_vocabulary
from training.held_out import perplexities


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.perplexity", description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a run's folder")
    parser.add_argument("--dialogues", type=int, default=1_000)
    parser.add_argument("file", type=Path, help="the corpus's held-out.jsonl")
    arguments = parser.parse_args()
    state = torch.load(arguments.source / "state.pt", weights_only=True)
    model = Decoder(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    tokenizer = load_vocabulary(arguments.source / "tokenizer.json")
    found = perplexities(model, tokenizer, arguments.file, arguments.dialogues)
    for skill, value in found.items():
        print(f"{skill}: {value:.3f}")


if __name__ == "__main__":
    main()
