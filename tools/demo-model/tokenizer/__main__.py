"""`python -m tokenizer --out DIR`: learns the vocabulary from the beginning of the corpus.

Common words get a token with the space before them. Merges that the assistant says there less than
`--least` times are taken back.
"""

import argparse
from itertools import islice
from pathlib import Path

from corpus import dialogues
from corpus.values import copied_words
from model.shape import Shape
from template.render import render
from tokenizer.common_words import common_words, with_spaces
from tokenizer.pruning import pruned
from tokenizer.said import count_said
from tokenizer.vocabulary import train_vocabulary


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tokenizer", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for tokenizer.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--dialogues", type=int, default=40_000)
    parser.add_argument("--least", type=int, default=50, help="how often a merge must be said")
    arguments = parser.parse_args()
    texts = [
        render(dialogue["messages"], dialogue.get("tools"), dialogue.get("thinking", False))
        for dialogue in islice(dialogues(arguments.seed), arguments.dialogues)
    ]
    arguments.out.mkdir(parents=True, exist_ok=True)
    tokenizer = train_vocabulary(texts, Shape().num_vocab)
    tokenizer = with_spaces(tokenizer, common_words(texts, copied_words()))
    said = count_said(tokenizer, islice(dialogues(arguments.seed), arguments.dialogues))
    tokenizer = pruned(tokenizer, said, arguments.least)
    tokenizer.save(str(arguments.out / "tokenizer.json"))
    print(f"{tokenizer.get_vocab_size()} tokens")


if __name__ == "__main__":
    main()
