"""Values that dialogues are about: names, places, things, ids, dates, and words that nobody has seen."""

from __future__ import annotations

from corpus.data_files import rows, words
from corpus.draw import Draw, Pool

NAMES = Pool(words("names"))
CITIES = Pool(words("cities"))
NOUNS = Pool(words("nouns"))
COLOURS = words("colours")


def trained_words() -> list[str]:
    """Words that training writes as values, and never those held apart."""
    return [*NAMES.seen, *CITIES.seen, *NOUNS.seen, *COLOURS]


def copied_words() -> list[str]:
    """All that are written as values, on either side."""
    return [*words("names"), *words("cities"), *words("nouns"), *COLOURS]


DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_ONSETS = (
    "b",
    "d",
    "f",
    "g",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "v",
    "w",
    "z",
    "br",
    "dr",
    "fl",
    "gl",
    "kr",
    "pl",
    "sk",
    "st",
    "tr",
    "qu",
    "ch",
    "sh",
    "th",
    "j",
    "",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ou", "ee", "y", "io")
_CODAS = ("", "", "", "n", "r", "l", "m", "s", "k", "t", "x", "nd", "st", "rk", "p", "ng")


_SEEN = [
    word.lower()
    for word in (*NAMES.seen, *CITIES.seen, *NOUNS.seen, *(row[0] for row in rows("countries")))
    if " " not in word
]
_HELD = {word.lower() for word in (*NAMES.held, *CITIES.held, *NOUNS.held)}


def invented_word(draw: Draw) -> str:
    """A word without meaning, so that only copying it helps."""
    if draw.in_training(0.5):
        return blended_word(draw)
    count = 2 if draw.chance(0.65) else 3
    return "".join(draw.any(_ONSETS) + draw.any(_VOWELS) + draw.any(_CODAS) for _ in range(count))


def blended_word(draw: Draw) -> str:
    """The beginning of one word and the end of another: spelt like words that are yet to be met."""
    while True:
        one, two = draw.any(_SEEN), draw.any(_SEEN)
        word = one[: draw.number(2, len(one))] + two[draw.number(0, len(two) - 2) :]
        if 4 <= len(word) <= 12 and word not in _HELD:
            return word


def invented_name(draw: Draw) -> str:
    return invented_word(draw).capitalize()


def person(draw: Draw) -> str:
    return draw.value(NAMES) if draw.chance(0.7) and not draw.in_training(0.25) else invented_name(draw)


def full_name(draw: Draw) -> str:
    return f"{person(draw)} {invented_name(draw)}"


def city(draw: Draw) -> str:
    return draw.value(CITIES) if draw.chance(0.8) and not draw.in_training(0.25) else invented_name(draw)


def noun(draw: Draw) -> str:
    return invented_word(draw) if draw.in_training(0.35) else draw.value(NOUNS)


def listable(draw: Draw, pool: Pool[str], count: int) -> list[str]:
    """Different members of the pool; in training some are words that nobody knows."""
    found = draw.values(pool, count)
    if draw.in_training(0.55):
        make = invented_word if pool is NOUNS else invented_name
        found = [make(draw) if draw.chance(0.5) else word for word in found]
    return list(dict.fromkeys(found)) if len(set(found)) == count else draw.values(pool, count)


def plural(word: str) -> str:
    return word + ("es" if word.endswith(("s", "x", "sh", "ch")) else "s")


def identifier(draw: Draw) -> str:
    """Such as A7-493, ORD-20418, k3f9, 58213."""
    kind = draw.number(0, 5)
    if kind == 0:
        return f"{draw.letters(1)}{draw.digits(1)}-{draw.digits(3)}"
    if kind == 1:
        return f"{draw.letters(draw.number(2, 3))}-{draw.digits(draw.number(2, 5))}"
    if kind == 2:
        return f"{draw.letters(2)}{draw.digits(draw.number(2, 4))}"
    if kind == 3:
        return f"{invented_word(draw)}-{draw.digits(2)}"
    if kind == 4:
        return f"{draw.letters(2).lower()}{draw.digits(1)}{draw.letters(1).lower()}{draw.digits(1)}"
    return f"{draw.number(1, 9)}{draw.digits(draw.number(3, 5))}"


def date(draw: Draw) -> str:
    if draw.chance(0.5):
        return f"20{draw.number(20, 39)}-{draw.number(1, 12):02d}-{draw.number(1, 28):02d}"
    return f"{draw.number(1, 28)} {draw.any(MONTHS)}"


def clock_time(draw: Draw) -> str:
    return f"{draw.number(0, 23):02d}:{draw.any(('00', '15', '30', '45', '05', '20', '40', '50'))}"


def email(draw: Draw) -> str:
    return f"{person(draw).lower()}@{invented_word(draw)}.{draw.any(('com', 'org', 'net', 'eu'))}"


def small_number(draw: Draw) -> int:
    return draw.number(2, 20) if draw.chance(0.6) else draw.number(21, 999)


def price(draw: Draw) -> float:
    return draw.number(1, 99) + draw.any((0.5, 0.25, 0.99, 0.75, 0.2, 0.4, 0.95))
