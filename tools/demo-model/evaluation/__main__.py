"""Asks a running server: `python -m evaluation --base-url http://127.0.0.1:8484/v1 --model samewire-demo`."""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evaluation.items import Item, chosen_items, request
from evaluation.judging import Judged, judged
from evaluation.report import figures, markdown
from evaluation.retrieval import top_one
from evaluation.wire import RefusedError, Server


def main() -> None:
    reader = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    reader.add_argument("--base-url", default="http://127.0.0.1:8484/v1")
    reader.add_argument("--model", default="samewire-demo")
    reader.add_argument("--embeddings-model", help="also measures how often the nearest paraphrase is found")
    reader.add_argument("--items", type=int, default=1_600, help="questions in all, equally many of each skill")
    reader.add_argument("--groups", type=int, default=500, help="meanings among which paraphrases are searched")
    reader.add_argument("--seed", type=int, default=99)
    reader.add_argument("--at-once", type=int, default=8, help="requests at a time")
    reader.add_argument("--out", type=Path, help="file for figures and every wrong answer, as JSON")
    chosen = reader.parse_args()

    server = Server(chosen.base_url)

    def asked(item: Item) -> Judged:
        return judged(item, server.chat(**request(item, chosen.model)))

    try:
        with ThreadPoolExecutor(chosen.at_once) as pool:
            answers = list(pool.map(asked, chosen_items(chosen.seed, chosen.items)))
        nearest = (
            top_one(server, chosen.embeddings_model, chosen.seed, chosen.groups) if chosen.embeddings_model else None
        )
    except (OSError, RefusedError) as error:
        sys.exit(f"{chosen.base_url} cannot be evaluated: {error}")
    found = figures(answers, nearest)
    print(markdown(found))
    if chosen.out:
        wrong = [
            {"skill": one.skill, "item": one.item, "answer": one.answer, "chosen": one.tool_chosen}
            for one in answers
            if not one.right
        ]
        chosen.out.write_text(
            json.dumps({"figures": found, "wrong": wrong}, indent=1, ensure_ascii=False), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
