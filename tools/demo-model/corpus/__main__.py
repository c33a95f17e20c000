"""Writes the corpus: `python -m corpus --seed 1 --tokens-target 30000000 --out build/corpus`."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from corpus.mixture import dialogues
from corpus.paraphrases import groups

CHARACTERS_PER_TOKEN = 3.4
"""About, for texts like these and such a vocabulary."""


def length(dialogue: dict[str, Any]) -> int:
    """Characters that the model reads, without what marks the roles."""
    said = sum(
        len(message["content"]) + len(message.get("reasoning_content", "")) + 12 for message in dialogue["messages"]
    )
    calls = [call["function"] for message in dialogue["messages"] for call in message.get("tool_calls", ())]
    return said + len(json.dumps(calls)) + len(json.dumps(dialogue.get("tools", ()), separators=(",", ":")))


def up_to(tokens: int, made: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    left = tokens * CHARACTERS_PER_TOKEN
    while left > 0:
        dialogue = next(made)
        left -= length(dialogue)
        yield dialogue


def write(path: Path, made: Iterator[dict[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in made:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            count += 1
    return count


def said(dialogue: dict[str, Any]) -> str:
    return json.dumps([dialogue["messages"], dialogue.get("tools")])


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m corpus", description=__doc__)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument(
        "--tokens-target", type=int, default=30_000_000, help="how many tokens to write for training, about"
    )
    reader.add_argument("--held-out", type=int, default=6_000, help="how many unseen dialogues to write")
    reader.add_argument(
        "--groups", type=int, default=60_000, help="how many groups of paraphrases to write for training"
    )
    reader.add_argument("--out", type=Path, required=True, help="folder to write into")
    chosen = reader.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)

    seen: set[int] = set()

    def remembered(made: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for dialogue in made:
            seen.add(hash(said(dialogue)))
            yield dialogue

    counts = {
        "train": write(chosen.out / "train.jsonl", remembered(up_to(chosen.tokens_target, dialogues(chosen.seed))))
    }
    unseen = (dialogue for dialogue in dialogues(chosen.seed, held=True) if hash(said(dialogue)) not in seen)
    counts["held-out"] = write(chosen.out / "held-out.jsonl", islice(unseen, chosen.held_out))
    counts["paraphrases-train"] = write(
        chosen.out / "paraphrases-train.jsonl", islice(groups(chosen.seed), chosen.groups)
    )
    counts["paraphrases-held-out"] = write(
        chosen.out / "paraphrases-held-out.jsonl", islice(groups(chosen.seed, held=True), 2_000)
    )
    for name, count in counts.items():
        print(f"{count:>9,} {name}")


if __name__ == "__main__":
    main()
