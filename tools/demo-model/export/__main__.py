"""`python -m export --from DIR FILE.gguf`: writes the chat model of a run."""

import argparse
from pathlib import Path

import torch

from export.decoder_file import write_decoder
from model.decoder import Decoder
from model.shape import Shape
from tokenizer.vocabulary import load_vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    parser.add_argument("--from", dest="source", type=Path, required=True, help="a run's folder")
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    state = torch.load(arguments.source / "state.pt", weights_only=True)
    model = Decoder(Shape(**state["shape"]))
    model.load_state_dict(state["model"])
    tokenizer = load_vocabulary(arguments.source / "tokenizer.json")
    arguments.file.parent.mkdir(parents=True, exist_ok=True)
    write_decoder(arguments.file, model, tokenizer)
    print(f"{arguments.file}: {arguments.file.stat().st_size / 1e6:.1f} MB, step {state['step']}")


if __name__ == "__main__":
    main()
