"""Everyday meanings: each is a set of wordings with the same slots. Values of the slots tell groups apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from corpus.data_files import DATA
from corpus.draw import Draw
from corpus.values import COLOURS, DAYS, MONTHS, city, noun, person

Slots = Callable[[Draw], dict[str, object]]

LANGUAGES = ("French", "Spanish", "German", "Polish", "Greek", "Italian", "Turkish")
COUNTRIES = (
    "France",
    "Spain",
    "Italy",
    "Norway",
    "Poland",
    "Japan",
    "Kenya",
    "Peru",
    "Chile",
    "India",
    "Egypt",
    "Greece",
)
RELATIVES = ("mother", "father", "sister", "brother", "friend", "neighbour", "teacher", "doctor", "aunt", "uncle")
ANIMALS = ("dog", "cat", "horse", "cow", "goat", "rabbit", "duck", "hen", "parrot", "pony")
FOODS = ("bread", "soup", "rice", "cake", "fish", "cheese", "pasta", "salad", "eggs", "honey", "beans", "pizza")
ROOMS = ("kitchen", "bedroom", "office", "hall", "garage", "bathroom", "cellar")
MUSIC = ("jazz", "rock", "piano", "folk", "opera", "blues", "choir")


def one_of(members: tuple[str, ...]) -> Callable[[Draw], object]:
    return lambda draw: draw.any(members)


MAKERS: dict[str, Callable[[Draw], object]] = {
    "animal": one_of(ANIMALS),
    "city": city,
    "colour": one_of(COLOURS),
    "country": one_of(COUNTRIES),
    "day": one_of(DAYS),
    "food": one_of(FOODS),
    "language": one_of(LANGUAGES),
    "month": one_of(MONTHS),
    "music": one_of(MUSIC),
    "name": person,
    "other": person,
    "relative": one_of(RELATIVES),
    "room": one_of(ROOMS),
    "thing": noun,
}


def makers(names: tuple[str, ...]) -> Slots:
    return lambda draw: {name: MAKERS[name](draw) for name in names}


@cache
def everyday_meanings() -> tuple[tuple[tuple[str, ...], Slots], ...]:
    """The wordings of each meaning, and what makes values for their slots."""
    text = (DATA / "everyday-meanings.txt").read_text(encoding="utf-8")
    blocks = [tuple(block.strip().splitlines()) for block in text.split("\n\n") if not block.startswith("#")]
    return tuple((block, makers(tuple(sorted(set(re.findall(r"{(\w+)}", block[0])))))) for block in blocks)
