"""Groups of paraphrases: sentences of one meaning, and behind them groups that share words and mean something else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from corpus.data_files import rows
from corpus.draw import Draw, Pool
from corpus.paraphrases.everyday import Slots, everyday_meanings
from corpus.skills.usage import facts
from corpus.template import expand, parse
from corpus.typing_habits import as_typed

ENDPOINT = (
    "which endpoint {does}?",
    "what path {does}?",
    "the URL that {does}",
    "which route {does}?",
    "{does}: which endpoint is it?",
    "i need the endpoint that {does}",
)
SETTING = (
    "how do i set {what}?",
    "which flag is for {what}?",
    "change {what}",
    "where do i choose {what}?",
    "i want to set {what}",
    "the setting of {what}",
    "which setting says {what}?",
)
FAULT = (
    "which fault {does}?",
    "a fault that {does}",
    "i need the fault of the mock that {does}",
    "how does the mock [fail so that it|make a fault that] {does}?",
    "name the fault that {does}",
)

# Rows that a fact of data/usage.txt asks for as well: one meaning must not have two groups.
TOLD_ELSEWHERE = frozenset(
    "port host model api-key api-key-file parallel ctx-size gpu-layers data-dir retention-days lora playground profile "
    "/v1/embeddings /v1/rerank /v1/responses /v1/messages /v1/models /health /metrics /openapi.json /docs /tokenize "
    "/v1/files /v1/batches /v1/messages/count_tokens".split()
)

Meaning = tuple[str, Pool[str], Slots]


def fixed(**slots: object) -> Slots:
    return lambda _: dict(slots)


@cache
def meanings() -> tuple[tuple[Meaning, ...], tuple[Meaning, ...]]:
    everyday = tuple(
        (f"everyday-{at}", Pool(wordings, 0.15, 4), slots) for at, (wordings, slots) in enumerate(everyday_meanings())
    )
    own = [
        (f"usage-{at}", Pool(fact.questions.divided, 0.15, 4), fixed())
        for at, fact in enumerate(facts())
    ]
    own += [
        (f"endpoint-{path}", Pool(ENDPOINT, 0.15, 4), fixed(does=does))
        for path, does in rows("endpoints")
        if path.split(" ")[1] not in TOLD_ELSEWHERE
    ]
    own += [
        (f"setting-{name}", Pool(SETTING, 0.15, 4), fixed(what=what))
        for name, _, what in rows("settings")
        if name not in TOLD_ELSEWHERE
    ]
    own += [(f"fault-{name}", Pool(FAULT, 0.15, 4), fixed(does=does)) for name, does in rows("faults")]
    return everyday, tuple(own)


def group_of(draw: Draw, meaning: Meaning, slots: dict[str, object]) -> dict[str, object]:
    """2 to 4 wordings of the meaning; of one held apart, the first was never trained on."""
    name, pool, _ = meaning
    wordings = draw.rng.sample(pool.seen, min(4, len(pool.seen)))
    if draw.held:
        # In turns: one that is never trained on, one that is.
        unseen = draw.shuffled(pool.held)[:2]
        wordings = [wording for pair in zip_longest(unseen, wordings[:2]) for wording in pair if wording]
    texts = dict.fromkeys(
        as_typed(expand(parse(wording), draw.rng, slots), draw.rng, polite=not draw.held and draw.chance(0.3))
        for wording in wordings
    )
    values = (
        "/".join(str(value) for value in slots.values())
        if not name.startswith(("endpoint", "setting", "fault"))
        else ""
    )
    return {"group": f"{name}/{values}" if values else name, "texts": list(texts)}


def groups(seed: int, held: bool = False) -> Iterator[dict[str, object]]:
    """Without end. A third comes in twos or threes that share a wording and differ in one value, or share a value and differ in meaning: hard to tell apart."""
    draw = Draw(random.Random(f"{seed}/paraphrases/{held}"), held)
    everyday, own = meanings()
    named: set[str] = set()
    while True:
        meaning = draw.any(own) if draw.chance(0.3) else draw.any(everyday)
        slots = meaning[2](draw)
        for near, values in [(meaning, slots), *near_misses(draw, everyday, meaning, slots)]:
            group = group_of(draw, near, values)
            if held and group["group"] in named:
                continue
            named.add(str(group["group"]))
            if len(group["texts"]) > 1:
                yield group


def near_misses(
    draw: Draw, everyday: tuple[Meaning, ...], meaning: Meaning, slots: dict[str, object]
) -> list[tuple[Meaning, dict[str, object]]]:
    if not slots or meaning not in everyday or draw.chance(0.67):
        return []
    name = draw.any(list(slots))
    other = meaning[2](draw)
    found = [(meaning, slots | {name: other[name]})] if other[name] != slots[name] else []
    alike = [near for near in everyday if near is not meaning and set(near[2](draw)) == set(slots)]
    return [*found, (draw.any(alike), slots)] if alike else found
