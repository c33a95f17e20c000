"""Tasks on lists: count, sort, first, last, n-th, reverse, join, pick what fits."""

from __future__ import annotations

from corpus.data_files import phrasings, rows
from corpus.dialogue import Dialogue
from corpus.draw import Draw
from corpus.systems import plain_system
from corpus.values import CITIES, COLOURS, NAMES, NOUNS, invented_word, listable

ASKED = phrasings("list-tasks")

COUNT = ASKED["count"]
FIRST = ASKED["first"]
LAST = ASKED["last"]
NTH = ASKED["nth"]
REVERSE = ASKED["reverse"]
SORT_NUMBERS = ASKED["sort numbers"]
LARGEST = ASKED["largest"]
SMALLEST = ASKED["smallest"]
ADD = ASKED["add"]
REMOVE = ASKED["remove"]
ANIMAL = ASKED["animal"]
COLOUR = ASKED["colour"]

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def items(draw: Draw, low: int = 3, high: int = 6) -> list[str]:
    count = draw.number(low, high)
    if draw.chance(0.15):
        return [invented_word(draw) for _ in range(count)]
    return listable(draw, draw.any((NOUNS, NOUNS, NAMES, CITIES)), count)


def written(draw: Draw, listed: list) -> str:
    return draw.any((", ", ", ", ", ", " ", "; ")).join(str(item) for item in listed)


def positions(draw: Draw) -> tuple[str, str, str]:
    listed = items(draw)
    text = written(draw, listed)
    kind = draw.number(0, 3)
    if kind == 0:
        return draw.ask(FIRST, polite=False, list=text), listed[0], f"The first item is {listed[0]}."
    if kind == 1:
        return draw.ask(LAST, polite=False, list=text), listed[-1], f"The last item is {listed[-1]}."
    at = draw.number(0, len(listed) - 1)
    nth = ORDINALS[at] if draw.chance(0.7) else f"{at + 1}{('st', 'nd', 'rd', 'th', 'th', 'th')[at]}"
    counted = ", ".join(f"{place} {item}" for place, item in enumerate(listed[: at + 1], 1))
    return draw.ask(NTH, polite=False, list=text, nth=nth), listed[at], f"I count: {counted}."


def counting(draw: Draw) -> tuple[str, str, str]:
    listed = items(draw, 2, 7)
    counted = ", ".join(f"{at} {item}" for at, item in enumerate(listed, 1))
    return (
        draw.ask(COUNT, polite=False, list=", ".join(listed)),
        f"There are {len(listed)} items.",
        f"I count: {counted}.",
    )


def orders(draw: Draw) -> tuple[str, str, str]:
    listed = items(draw, 3, 5)
    answer = ", ".join(reversed(listed))
    return draw.ask(REVERSE, polite=False, list=written(draw, listed)), answer, f"I begin with {listed[-1]}."


def numbers(draw: Draw) -> tuple[str, str, str]:
    listed = draw.rng.sample(range(0, 100), draw.number(2, 4))
    text = ", ".join(map(str, listed))
    kind = draw.number(0, 2)
    if kind == 0:
        return (
            draw.ask(SORT_NUMBERS, polite=False, list=text),
            ", ".join(map(str, sorted(listed))),
            f"The smallest is {min(listed)}, the largest is {max(listed)}.",
        )
    if kind == 1:
        return (
            draw.ask(LARGEST, polite=False, list=text),
            str(max(listed)),
            f"I look at {text}. The largest is {max(listed)}.",
        )
    return (
        draw.ask(SMALLEST, polite=False, list=text),
        str(min(listed)),
        f"I look at {text}. The smallest is {min(listed)}.",
    )


def changes(draw: Draw) -> tuple[str, str, str]:
    listed = items(draw, 3, 5)
    text = ", ".join(listed)
    if draw.chance(0.5):
        item = next(word for word in iter(lambda: items(draw, 3, 3)[0], None) if word not in listed)
        return draw.ask(ADD, polite=False, list=text, item=item), ", ".join([*listed, item]), f"{item} goes to the end."
    item = draw.any(listed)
    return (
        draw.ask(REMOVE, polite=False, list=text, item=item),
        ", ".join(word for word in listed if word != item),
        f"{item} is taken out.",
    )


def picks(draw: Draw) -> tuple[str, str, str]:
    animals = [row[0] for row in rows("animals")]
    if draw.chance(0.5):
        item, asked = draw.any(animals), ANIMAL
        others = [
            word
            for word in draw.values(NOUNS, 6)
            if word not in animals
            and word not in ("deer", "rabbit", "fish", "camel", "monkey", "zebra", "tiger", "robin", "swan")
        ]
    else:
        item, asked = draw.any(COLOURS), COLOUR
        others = [
            word
            for word in draw.values(NOUNS, 6)
            if word not in COLOURS and word not in ("rose", "peach", "plum", "copper", "lemon")
        ]
    listed = draw.shuffled([item, *others[: draw.number(2, 3)]])
    return draw.ask(asked, polite=False, list=written(draw, listed)), item, f"{item} fits."


def list_task(draw: Draw) -> Dialogue:
    question, answer, thought = draw.any((positions, positions, counting, orders, numbers, changes, picks))(draw)
    return Dialogue("list-tasks", plain_system(draw)).user(question).assistant(answer, thought).expect_text()
