"""Questions and the answers to them, from files of blocks: questions (?), those only ever trained on (+), answers (=), what an answer must contain (!), what is thought before it (~)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from corpus.data_files import DATA
from corpus.draw import Pool


@dataclass(frozen=True)
class Exchange:
    questions: Pool[str]
    answers: tuple[str, ...]
    parts: tuple[str, ...]
    thought: str


@cache
def exchanges(name: str) -> tuple[Exchange, ...]:
    text = (DATA / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(exchange(block.splitlines()) for block in text.split("\n\n") if "\n? " in f"\n{block}")


def exchange(lines: list[str]) -> Exchange:
    marked: dict[str, list[str]] = {"?": [], "+": [], "=": [], "!": [], "~": []}
    for line in lines:
        marked[line[0]].append(line[2:])
    parts = tuple(part.strip() for part in marked["!"][0].split(" | "))
    return Exchange(Pool(marked["?"], trained=marked["+"]), tuple(marked["="]), parts, "".join(marked["~"]))
