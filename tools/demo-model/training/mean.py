"""`python -m training.mean RUN RUN … --out DIR`: a state whose weights are the mean of those of several runs.

Of runs that went on from one another: there the mean is often better than each on what none of them saw
(Wortsman et al. 2022, "Model soups"). What the optimizers knew is the first run's.
"""

import argparse
import shutil
from pathlib import Path
from typing import Any

import torch


def mean_of(states: list[dict[str, Any]]) -> dict[str, Any]:
    """@raises ValueError where their shapes differ"""
    first = states[0]
    if any(state["shape"] != first["shape"] for state in states):
        raise ValueError("The runs have models of different shapes.")
    weights = {
        name: torch.stack([state["model"][name] for state in states]).mean(0) for name in first["model"]
    }
    return first | {"model": weights}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m training.mean", description=__doc__)
    parser.add_argument("runs", type=Path, nargs="+", help="folders of state.pt; all of one tokenizer.json")
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.json and state.pt")
    arguments = parser.parse_args()
    vocabularies = {(run / "tokenizer.json").read_bytes() for run in arguments.runs}
    if len(vocabularies) > 1:
        parser.error("the runs have different vocabularies: each tokenizer.json must be the same")
    states = [torch.load(run / "state.pt", weights_only=True) for run in arguments.runs]
    arguments.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(arguments.runs[0] / "tokenizer.json", arguments.out)
    torch.save(mean_of(states), arguments.out / "state.pt")


if __name__ == "__main__":
    main()
