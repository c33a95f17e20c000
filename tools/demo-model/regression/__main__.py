"""`python -m regression FILE.json`: writes the unseen questions that the repository's tests ask."""

import argparse
import json
from pathlib import Path

from evaluation.items import chosen_items, request


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m regression", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--items", type=int, default=64, help="in all, equally many of each skill")
    parser.add_argument("file", type=Path)
    arguments = parser.parse_args()
    questions = [
        {"skill": item["skill"], "request": request(item, "samewire-demo"), "check": item["check"]}
        for item in chosen_items(arguments.seed, arguments.items)
    ]
    text = json.dumps(questions, indent=2, ensure_ascii=False)
    arguments.file.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
