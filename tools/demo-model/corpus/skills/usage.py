"""What samewire is and how it is used: facts of data/usage.txt, and three tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw, Pool
from corpus.exchanges import Exchange, exchanges
from corpus.systems import plain_system
from corpus.template import parse, text_of, words_of, wordings

ASKED = phrasings("usage-tables")


def facts() -> tuple[Exchange, ...]:
    return exchanges("usage")


@dataclass(frozen=True)
class Told:
    """A question and its answer."""

    questions: Pool[str]
    slots: dict[str, str]
    answer: tuple[str, ...] | str
    """Wordings of it, or the answer as it stands."""
    parts: tuple[str, ...]
    """What it must contain."""


def of_setting(name: str, default: str, what: str) -> tuple[Told, ...]:
    variable = "SAMEWIRE_" + name.upper().replace("-", "_")
    return (
        Told(ASKED["default"], {"name": name}, f"The default of {name} is {default}.", (default,)),
        Told(ASKED["variable"], {"name": name, "what": what}, f"{variable} sets {what}.", (variable,)),
        Told(ASKED["flag"], {"what": what}, f"Use --{name} to set {what}.", (f"--{name}",)),
        Told(ASKED["meaning"], {"name": name}, f"The setting {name} sets {what}.", (what,)),
    )


def setting(draw: Draw) -> Told:
    ways = of_setting(*draw.any(rows("settings")))
    return ways[draw.number(0, 3)]


def endpoint(draw: Draw) -> Told:
    path, does = draw.any(rows("endpoints"))
    answer = f"{path} {does}."
    if draw.chance(0.5):
        asked = path if draw.chance(0.5) else path.split(" ")[1]
        return Told(ASKED["endpoint does"], {"path": asked}, answer, (does,))
    return Told(ASKED["which endpoint"], {"does": does}, answer, (path,))


def fault(draw: Draw) -> Told:
    name, does = draw.any(rows("faults"))
    answer = f"The fault {name} {does}."
    if draw.chance(0.5):
        return Told(ASKED["fault does"], {"name": name}, answer, (does,))
    return Told(ASKED["which fault"], {"does": does}, answer, (name,))


def of_fact(known: Exchange) -> Told:
    return Told(known.questions, {}, known.answers, known.parts)


def told(draw: Draw) -> Told:
    return of_fact(draw.any(facts()))


def all_told() -> Iterator[Told]:
    """Facts, and settings: which some facts are about too, and answer in more words."""
    yield from (of_fact(known) for known in facts())
    for row in rows("settings"):
        yield from of_setting(*row)


@cache
def by_question() -> dict[str, frozenset[tuple[str, ...]]]:
    """What an answer may contain, by the words of a question: of several that are asked alike each is right."""
    found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
    for one in all_told():
        for template in {*one.questions.seen, *one.questions.held}:
            for text in wordings(parse(template)):
                for name, value in one.slots.items():
                    text = text.replace(f"{{{name}}}", value)
                found[words_of(text)].add(one.parts)
    return {question: frozenset(parts) for question, parts in found.items()}


def usage(draw: Draw) -> Dialogue:
    dialogue = Dialogue("usage", plain_system(draw))
    for _ in range(2 if draw.chance(0.2) else 1):
        kind = draw.rng.random()
        one = (told if kind < 0.68 else setting if kind < 0.84 else endpoint if kind < 0.93 else fault)(draw)
        wording = draw.worded(one.questions, **one.slots)
        others = by_question().get(words_of(text_of(wording)), frozenset()) - {one.parts} if draw.held else ()
        dialogue.user(draw.typed(wording))
        answer = one.answer if isinstance(one.answer, str) else draw.say(one.answer)
        dialogue.assistant(answer, "The user asks about samewire. I know this.")
        dialogue.expect_parts_of_one(one.parts, sorted(others))
    return dialogue
